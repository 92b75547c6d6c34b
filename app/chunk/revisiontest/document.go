// Package revisiontest makes papers in two versions, as offices make them: a page of a scan exchanged, a
// page of a text written anew and the whole exported again. Tests and measures tell by them how much of
// a new version a device has to fetch.
package revisiontest

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// Document is a PDF taken apart into its objects. It is written as an office's program exports: object
// after object, a table of their places, a trailer.
type Document struct {
	objects map[int][]byte // what stands between obj and endobj
	root    int
}

var (
	objectStart = regexp.MustCompile(`(?:^|[\s>])(\d{1,9})\s+\d+\s+obj\b`)
	rootOf      = regexp.MustCompile(`/Root\s+(\d+)\s+\d+\s+R`)
	typeOf      = regexp.MustCompile(`/Type\s*/(\w+)`)
	contentsOf  = regexp.MustCompile(`/Contents\s*\[?\s*(\d+)\s+\d+\s+R`)
	parentOf    = regexp.MustCompile(`/(?:Parent|P|Prev|Next|StructParents?|Pg|Dest|B)\s*\[?\s*\d+\s+\d+\s+R`)
	reference   = regexp.MustCompile(`(\d+)\s+\d+\s+R\b`)
	countOf     = regexp.MustCompile(`/N\s+(\d+)`)
	firstOf     = regexp.MustCompile(`/First\s+(\d+)`)
)

// ErrNotTaken says that a PDF is of a kind that this package does not take apart.
var ErrNotTaken = errors.New("revisiontest: PDF not taken apart")

// Open takes a PDF apart by looking for its objects; of two with one number the later counts.
func Open(pdf []byte) (*Document, error) {
	d := &Document{objects: map[int][]byte{}}
	for at := 0; ; {
		found := objectStart.FindSubmatchIndex(pdf[at:])
		if found == nil {
			break
		}
		number, _ := strconv.Atoi(string(pdf[at+found[2] : at+found[3]]))
		body, size := objectAt(pdf[at+found[1]:])
		at += found[1] + size
		d.objects[number] = body
	}
	roots := rootOf.FindAllSubmatch(pdf, -1)
	if len(roots) == 0 || bytes.Contains(pdf, []byte("/Encrypt ")) {
		return nil, ErrNotTaken
	}
	d.root, _ = strconv.Atoi(string(roots[len(roots)-1][1]))
	for _, number := range slices.Sorted(maps.Keys(d.objects)) {
		switch kind(d.objects[number]) {
		case "XRef":
			delete(d.objects, number)
		case "ObjStm":
			if err := d.unpack(d.objects[number]); err != nil {
				return nil, err
			}
			delete(d.objects, number)
		}
	}
	if d.objects[d.root] == nil {
		return nil, ErrNotTaken
	}
	return d, nil
}

// objectAt returns what stands before the object's end, and how many bytes it takes.
func objectAt(pdf []byte) (body []byte, size int) {
	end := bytes.Index(pdf, []byte("endobj"))
	stream := bytes.Index(pdf, []byte("stream"))
	if end >= 0 && stream >= 0 && stream < end {
		last := bytes.Index(pdf[stream:], []byte("endstream"))
		if last >= 0 {
			end = bytes.Index(pdf[stream+last:], []byte("endobj"))
			if end >= 0 {
				end += stream + last
			}
		}
	}
	if end < 0 {
		return pdf, len(pdf)
	}
	return bytes.TrimSpace(pdf[:end]), end + len("endobj")
}

func kind(body []byte) string {
	dictionary, _, _ := bytes.Cut(body, []byte("stream"))
	if found := typeOf.FindSubmatch(dictionary); found != nil {
		return string(found[1])
	}
	return ""
}

// unpack takes the objects out of an object stream.
func (d *Document) unpack(body []byte) error {
	dictionary, data, err := inflate(body)
	if err != nil {
		return err
	}
	count, first := number(countOf, dictionary), number(firstOf, dictionary)
	if first > len(data) {
		return ErrNotTaken
	}
	fields := bytes.Fields(data[:first])
	if len(fields) < 2*count {
		return ErrNotTaken
	}
	for i := range count {
		id, _ := strconv.Atoi(string(fields[2*i]))
		begin, _ := strconv.Atoi(string(fields[2*i+1]))
		end := len(data) - first
		if i+1 < count {
			end, _ = strconv.Atoi(string(fields[2*i+3]))
		}
		if begin > end || first+end > len(data) {
			return ErrNotTaken
		}
		d.objects[id] = bytes.TrimSpace(data[first+begin : first+end])
	}
	return nil
}

func number(what *regexp.Regexp, in []byte) int {
	if found := what.FindSubmatch(in); found != nil {
		value, _ := strconv.Atoi(string(found[1]))
		return value
	}
	return 0
}

// inflate returns the dictionary and the unpacked data of a stream.
func inflate(body []byte) (dictionary, data []byte, err error) {
	dictionary, rest, found := bytes.Cut(body, []byte("stream"))
	if !found {
		return nil, nil, ErrNotTaken
	}
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n"))
	from, err := zlib.NewReader(bytes.NewReader(rest))
	if err != nil {
		return nil, nil, errors.Join(ErrNotTaken, err)
	}
	data, err = io.ReadAll(from)
	if err != nil && len(data) == 0 {
		return nil, nil, errors.Join(ErrNotTaken, err)
	}
	return dictionary, data, nil
}

// deflated is a stream with packed data.
func deflated(data []byte) []byte {
	var packed bytes.Buffer
	to := zlib.NewWriter(&packed)
	to.Write(data)
	to.Close()
	return fmt.Appendf(nil, "<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", packed.Len(), packed.Bytes())
}

// Write exports the document.
func (d *Document) Write() []byte {
	out := bytes.NewBufferString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	numbers := slices.Sorted(maps.Keys(d.objects))
	places := map[int]int{}
	for _, number := range numbers {
		places[number] = out.Len()
		fmt.Fprintf(out, "%d 0 obj\n%s\nendobj\n", number, d.objects[number])
	}
	size, table := numbers[len(numbers)-1]+1, out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n", size)
	for number := range size {
		if place, here := places[number]; here {
			fmt.Fprintf(out, "%010d 00000 n \n", place)
		} else {
			fmt.Fprintf(out, "%010d 65535 f \n", 0)
		}
	}
	fmt.Fprintf(out, "trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", size, d.root, table)
	return out.Bytes()
}
