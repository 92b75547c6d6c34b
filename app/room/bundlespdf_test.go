package room_test

import (
	"bytes"
	"fmt"
	"strings"
)

// pagedPaper is a PDF of that many pages with lines of text, a red ring on each, an outline, labels (i, ii, …), and a
// link from the first page to the last and one to the outside.
func pagedPaper(count int, title string) []byte {
	var objects []string
	add := func(format string, arguments ...any) int {
		objects = append(objects, fmt.Sprintf(format, arguments...))
		return len(objects)
	}
	catalog, tree, font, outline := add(""), add(""), add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"), add("")
	var kids []string
	for page := range count {
		var content strings.Builder
		content.WriteString("BT /F 12 Tf 14 TL 72 760 Td\n")
		for line := range 40 {
			fmt.Fprintf(&content, "(%s page %d line %d of the paper that everybody reads) ' \n", title, page+1, line)
		}
		content.WriteString("ET\n0.85 0.1 0.15 RG 6 w\n400 300 m 400 355 355 400 300 400 c 245 400 200 355 200 300 c 200 245 245 200 300 200 c 355 200 400 245 400 300 c S\n")
		stream := add("<</Length %d>>stream\n%s\nendstream", content.Len(), content.String())
		links := ""
		if page == 0 {
			links = fmt.Sprintf("/Annots[<</Type/Annot/Subtype/Link/Rect[72 700 200 720]/Border[0 0 0]/Dest[%d 0 R/Fit]>> <</Type/Annot/Subtype/Link/Rect[72 600 200 620]/Border[0 0 0]/A<</S/URI/URI(https://example.org/x)>>>>]", stream+1+2*(count-1))
		}
		kids = append(kids, fmt.Sprintf("%d 0 R", add("<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>%s>>", tree, stream, font, links)))
	}
	last := kids[count-1]
	line := add("<</Title(Chapter one)/Parent %d 0 R/Dest[%s/Fit]>>", outline, last)
	objects[outline-1] = fmt.Sprintf("<</Type/Outlines/First %d 0 R/Last %d 0 R/Count 1>>", line, line)
	objects[tree-1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", count, strings.Join(kids, " "))
	objects[catalog-1] = fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R/PageLabels<</Nums[0<</S/r>>]>>>>", tree, outline)
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, object := range objects {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, catalog, table)
	return out.Bytes()
}
