package pages

import (
	"bytes"
	"fmt"
	"strings"
)

// pdfOf writes a PDF of these objects, numbered from 1; the first is the catalog.
func pdfOf(objects ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	offsets := make([]int, len(objects))
	for i, object := range objects {
		offsets[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}

// streamOf writes a stream object.
func streamOf(dictionary, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dictionary, len(data), data)
}

// bandPage is the page content of plainPDF: a dark band, at a height that depends on the page.
func bandPage(page int) string {
	return fmt.Sprintf("0 0 0.5 rg 50 %d 400 60 re f BT /F1 24 Tf 60 500 Td (Page number %d) Tj ET", 100+20*page%300, page)
}

// plainPDF is a document of A4 pages with a band and a line of text each. Marks are put in its end.
func plainPDF(pages int, marks ...string) []byte {
	const catalog, tree, font, first = 1, 2, 3, 4
	objects := []string{
		fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree),
		"",
		"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
	}
	var kids []string
	for page := range pages {
		at := first + 2*page
		kids = append(kids, fmt.Sprintf("%d 0 R", at))
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>>>", tree, at+1, font),
			streamOf("", bandPage(page)))
	}
	objects[tree-catalog] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), pages)
	out := pdfOf(objects...)
	for _, mark := range marks {
		out = append(out, mark...)
		out = append(out, '\n')
	}
	return out
}

// onePage is a document of one page with that content, page entries and further objects from 5 on.
func onePage(content, entries string, objects ...string) []byte {
	return pdfOf(append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R" + entries + ">>",
		streamOf("", content),
	}, objects...)...)
}
