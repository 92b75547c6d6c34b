package signaturetest

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// Paper is a PDF of one page that grows by signatures.
type Paper struct {
	Bytes  []byte
	Signed []Field

	objects int
	table   int // where the last table stands
}

// Field is one signature of a paper, as a reader of PDF finds it.
type Field struct {
	Contents  []byte
	ByteRange []int64
	SubFilter string
}

// Form is how a signature field is written.
type Form struct {
	SubFilter  string // empty: adbe.pkcs7.detached
	Reason     string // ASCII
	Permission int    // DocMDP; 0 for none
	Room       int    // bytes for the message; 0: enough
	// Wider widens what is not signed, at both of its ends.
	Wider int
}

// NewPaper makes a paper without signatures.
func NewPaper() *Paper {
	p := &Paper{Bytes: []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")}
	text := "BT /F1 24 Tf 60 700 Td (Nghi quyet) Tj ET"
	p.append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(text), text),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}, "")
	return p
}

// append writes new objects, and a new catalog if it is given.
func (p *Paper) append(objects []string, catalog string) {
	var out bytes.Buffer
	out.Write(p.Bytes)
	var places []string
	write := func(number int, object string) {
		places = append(places, fmt.Sprintf("%d 1\n%010d 00000 n \n", number, out.Len()))
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", number, object)
	}
	if catalog != "" {
		write(1, catalog)
	}
	for _, object := range objects {
		p.objects++
		write(p.objects, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 1\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R", strings.Join(places, ""), p.objects+1)
	if p.table > 0 {
		fmt.Fprintf(&out, "/Prev %d", p.table)
	}
	fmt.Fprintf(&out, ">>\nstartxref\n%d\n%%%%EOF\n", table)
	p.Bytes, p.table = out.Bytes(), table
}

// Add writes one more object that nobody signs.
func (p *Paper) Add() { p.append([]string{"(nobody signed this)"}, p.catalog()) }

// catalog is that of the paper with the fields that it has.
func (p *Paper) catalog() string {
	var fields []string
	for i := range p.Signed {
		fields = append(fields, fmt.Sprintf("%d 0 R", 7+2*i))
	}
	return fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[%s]>>>>", strings.Join(fields, " "))
}

// Sign adds a field. message is given the bytes that are signed, and gives the message.
func (p *Paper) Sign(t testing.TB, form Form, message func(signed []byte) []byte) {
	t.Helper()
	if len(p.Signed) > 0 && p.objects != 5+2*len(p.Signed) {
		t.Fatal("a paper is signed before something is added")
	}
	if form.SubFilter == "" {
		form.SubFilter = "adbe.pkcs7.detached"
	}
	if form.Room == 0 {
		form.Room = 8192
	}
	reference := ""
	if form.Permission > 0 {
		reference = fmt.Sprintf("/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P %d/V/1.2>>>>]", form.Permission)
	}
	const spans = "/ByteRange[0 0000000000 0000000000 0000000000]"
	empty := "<" + strings.Repeat("00", form.Room) + ">"
	p.Signed = append(p.Signed, Field{SubFilter: form.SubFilter})
	number := p.objects
	start := len(p.Bytes)
	p.append([]string{
		fmt.Sprintf("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/%s/Reason(%s)%s%s/Contents%s>>", form.SubFilter, form.Reason, reference, spans, empty),
		fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Sig/T(s%d)/F 132/Rect[0 0 0 0]/P 3 0 R/V %d 0 R>>", len(p.Signed), number+1),
	}, p.catalog())
	gap := start + bytes.Index(p.Bytes[start:], []byte(empty))
	before, after := gap-form.Wider, gap+len(empty)+form.Wider
	written := fmt.Sprintf("/ByteRange[0 %010d %010d %010d]", before, after, len(p.Bytes)-after)
	copy(p.Bytes[start+bytes.Index(p.Bytes[start:], []byte(spans)):], written)
	made := message(append(bytes.Clone(p.Bytes[:before]), p.Bytes[after:]...))
	made = append(bytes.Clone(made[:min(len(made), form.Room)]), make([]byte, max(0, form.Room-len(made)))...)
	hex.Encode(p.Bytes[gap+1:], made)
	field := &p.Signed[len(p.Signed)-1]
	field.Contents = made
	field.ByteRange = []int64{0, int64(before), int64(after), int64(len(p.Bytes) - after)}
}
