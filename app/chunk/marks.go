package chunk

import "bytes"

// marks finds where parts of a PDF begin: objects, and the data of streams. It needs no valid PDF and
// believes no length, no table and no dictionary: it goes by the words obj, stream and endstream.
type marks struct {
	objects, streams, ends word
}

func newMarks() marks {
	return marks{objects: word{text: "obj"}, streams: word{text: "stream"}, ends: word{text: "endstream"}}
}

// place is where a part begins.
type place struct {
	at     int  // from the beginning of the piece that is being made
	within bool // in the data of a stream
}

// begin is the same place as the first of a piece.
func (p place) begin() place { return place{within: p.within} }

// after returns where the part ends that begins at from: at the end of data where no mark comes before.
func (m *marks) after(data []byte, from place) place {
	if from.within {
		at := m.ends.next(data, from.at, func(at int) int { return endOfData(data, from.at, at) })
		return place{at, at == len(data)}
	}
	object := m.objects.next(data, from.at+1, func(at int) int { return startOfObject(data, at) })
	stream := m.streams.next(data, from.at+1, func(at int) int { return startOfData(data, at) })
	return place{min(object, stream), stream < object}
}

// pass goes on behind a piece.
func (m *marks) pass(size int) {
	m.objects.pass(size)
	m.streams.pass(size)
	m.ends.pass(size)
}

// The marks that a word stands for; none where it stands for nothing.
const none = -1

// endOfData is before the end of the line that stands before the word endstream.
func endOfData(data []byte, from, at int) int {
	if at > from && data[at-1] == '\n' {
		at--
	}
	if at > from && data[at-1] == '\r' {
		at--
	}
	return at
}

// startOfData is behind the line of the word stream.
func startOfData(data []byte, at int) int {
	rest := data[at+len("stream"):]
	switch {
	case at > 0 && data[at-1] == 'd': // endstream
		return none
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return at + len("stream\r\n")
	case bytes.HasPrefix(rest, []byte("\n")), bytes.HasPrefix(rest, []byte("\r")):
		return at + len("stream\n")
	}
	return none
}

// startOfObject is before the two numbers that stand before the word obj.
func startOfObject(data []byte, at int) int {
	for range 2 {
		spaces := at
		for at > 0 && isSpace(data[at-1]) {
			at--
		}
		digits := at
		for at > 0 && '0' <= data[at-1] && data[at-1] <= '9' && digits-at < 10 {
			at--
		}
		if at == digits || digits == spaces {
			return none
		}
	}
	return at
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' || b == '\t' }
