package council

import (
	"encoding/hex"

	"congso.vn/congso/app/change"
)

// ReadDocument has the room server write down what it read of a paper. Body Reading. On the wire: only ever
// add.
const ReadDocument = "document.read"

// Reading (văn bản đọc được của tài liệu) is what the room server read of one revision of a paper: the words
// of each page with their places, as bytes of their own that whoever may read the paper may read. It says
// nothing that the paper does not say.
type Reading struct {
	Document string `json:"document"`
	Blob     string `json:"blob"`              // of the revision that was read
	Text     string `json:"text,omitempty"`    // BLAKE3 of the words (package papertext), hexadecimal; empty where there are none
	Size     int64  `json:"size,omitempty"`    // of the words, bytes
	Pages    int    `json:"pages,omitempty"`   // of the paper
	Scanned  int    `json:"scanned,omitempty"` // of these were pictures that letters were found in
	Bare     int    `json:"bare,omitempty"`    // of these have no words that anybody found
	Fault    string `json:"fault,omitempty"`   // why it could not be read; sentence "reading."+Fault
}

// readDocument is the room server's alone: a device that could say what a paper says could put words in it.
func readDocument(d *deed, actor change.Actor, _ change.Command, v Reading, bench Bench) change.Answer {
	document, known := d.state.Documents[v.Document]
	sum, err := hex.DecodeString(v.Text)
	switch {
	case actor.Device != "":
		return change.Refuse("not-allowed")
	case !known || document.Withdrawn:
		return change.Refuse("document.unknown")
	case document.Blob != v.Blob:
		return change.Refuse("document.replaced")
	case v.Text != "" && (err != nil || len(sum) != 32 || v.Size <= 0) || (v.Text == "") != (v.Size == 0) || v.Pages < 0 || tooLong(v.Fault):
		return change.Refuse("command.unreadable")
	case v.Text != "" && !bench.HasBlob(v.Text):
		return change.Refuse("document.no-bytes")
	}
	d.write(ReadingKind, document.Audience, v.Document, v)
	return change.Accept()
}

// followDocument keeps what was read of a paper where the paper is: of another revision it tells nothing, and
// who may not see the paper any more may not read its words.
func (d *deed) followDocument(before, after Document) {
	reading, known := d.state.Readings[before.ID]
	switch {
	case !known:
	case after.Withdrawn || after.Blob != before.Blob:
		d.takeBack(ReadingKind, before.Audience, before.ID)
	case after.Audience != before.Audience:
		d.takeBack(ReadingKind, before.Audience, before.ID)
		d.write(ReadingKind, after.Audience, before.ID, reading)
	}
}

// ReadingOf returns what was read of a document as it stands; false where this revision was not read yet.
func (s *State) ReadingOf(document Document) (Reading, bool) {
	reading, known := s.Readings[document.ID]
	return reading, known && reading.Blob == document.Blob
}

// Unread returns the papers that the room server has not read yet, in the order in which they are needed.
func (s *State) Unread() []Document {
	var unread []Document
	for _, document := range s.InOrder() {
		if _, read := s.ReadingOf(document); !read {
			unread = append(unread, document)
		}
	}
	return unread
}
