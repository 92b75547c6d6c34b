package annotate_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// The forms in which a paper says where its objects are.
const (
	inTable   = "table"
	inStream  = "stream"  // a table that is a stream
	inPacks   = "packs"   // and pages within a stream of objects
	inHybrid  = "hybrid"  // a table beside a stream, with objects that only the stream knows
	inRuins   = "ruins"   // a table whose place is wrong
	inNothing = "nothing" // no table, no trailer
)

var allForms = []string{inTable, inStream, inPacks, inHybrid, inRuins, inNothing}

// madePage is what a page says of itself, as PDF has it.
type madePage string

// madePaper is a paper whose tree of pages has these attributes, and pages with a grey cross.
func madePaper(form, tree string, pages ...madePage) []byte {
	var kids []string
	objects := []string{"", ""}
	for i, page := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 3+2*i))
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R%s>>", 4+2*i, page),
			streamed("", "0.8 G 3 w 0 0 m 900 900 l S 0 900 m 900 0 l S 0.5 g 100 100 40 40 re f"))
	}
	objects[0] = "<</Type/Catalog/Pages 2 0 R>>"
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]%s>>", len(pages), strings.Join(kids, " "), tree)
	return madeOf(form, objects...)
}

func streamed(about, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", about, len(data), data)
}

func packed(data []byte) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write(data)
	w.Close()
	return out.String()
}

// madeOf is a paper of these objects, numbered from 1, the first of them its catalog.
func madeOf(form string, objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects)+1)
	inside := map[int]int{} // number in the pack, by object
	var pack []string
	if form == inPacks || form == inHybrid {
		for i, object := range objects {
			if strings.Contains(object, "/Type/Page/") {
				inside[i+1] = len(pack)
				pack = append(pack, object)
			}
		}
	}
	put := func(number int, object string) {
		offsets[number] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", number, object)
	}
	for i, object := range objects {
		if _, is := inside[i+1]; !is {
			put(i+1, object)
		}
	}
	packNumber := len(objects) + 1
	if len(pack) > 0 {
		var head, body string
		for i := range objects {
			if _, is := inside[i+1]; is {
				head += fmt.Sprintf("%d %d ", i+1, len(body))
				body += objects[i] + "\n"
			}
		}
		offsets = append(offsets, 0)
		put(packNumber, streamed(fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", len(pack), len(head)), packed([]byte(head+body))))
	}
	table := func() int {
		start := out.Len()
		fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets))
		for number := 1; number < len(offsets); number++ {
			if _, is := inside[number]; is {
				out.WriteString("0000000000 00000 f \n")
			} else {
				fmt.Fprintf(&out, "%010d 00000 n \n", offsets[number])
			}
		}
		fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R/ID[<0102><0304>]>>\n", len(offsets)+1)
		return start
	}
	stream := func() int {
		start, own := out.Len(), len(offsets)
		var lines []byte
		line := func(kind byte, first, second int) {
			// through the predictor that writers use: each row is the difference to the one above
			lines = append(lines, kind, byte(first>>16), byte(first>>8), byte(first), byte(second))
		}
		line(0, 0, 0)
		for number := 1; number < own; number++ {
			if at, is := inside[number]; is {
				line(2, packNumber, at)
			} else {
				line(1, offsets[number], 0)
			}
		}
		line(1, start, 0)
		var rows []byte
		for at := 0; at < len(lines); at += 5 {
			rows = append(rows, 2)
			for i := range 5 {
				up := byte(0)
				if at > 0 {
					up = lines[at-5+i]
				}
				rows = append(rows, lines[at+i]-up)
			}
		}
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", own, streamed(fmt.Sprintf(
			"/Type/XRef/Size %d/W[1 3 1]/Root 1 0 R/ID[<0102><0304>]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 5>>", own+1), packed(rows)))
		return start
	}
	start := 0
	switch form {
	case inTable:
		start = table()
	case inStream, inPacks:
		start = stream()
	case inHybrid:
		// as common word processors write it
		hidden, first := stream(), table()
		start = out.Len()
		fmt.Fprintf(&out, "xref\n0 0\ntrailer\n<</Size %d/Root 1 0 R/ID[<0102><0304>]/Prev %d/XRefStm %d>>\n", len(offsets)+1, first, hidden)
	case inRuins:
		start = table() + 7
	case inNothing:
		return out.Bytes()
	}
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF", start)
	return out.Bytes()
}
