package pages

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// signedPDF is a document of one page with these signature fields.
func signedPDF(fields ...string) []byte {
	var names []string
	objects := []string{"", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"}
	for i, field := range fields {
		names = append(names, fmt.Sprintf("%d 0 R", i+4))
		objects = append(objects, fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Sig/T(s%d)/Rect[0 0 0 0]%s>>", i, field))
	}
	objects[0] = fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[%s]>>>>", strings.Join(names, " "))
	return pdfOf(objects...)
}

func TestSignaturesAreRead(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	const certified = "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]"
	for name, row := range map[string]struct {
		content []byte
		want    []Signature
		code    Code
	}{
		"none":               {plainPDF(1), []Signature{}, ""},
		"waits for a signer": {signedPDF(""), []Signature{}, ""},
		"below another field": { // not seen: see Renderer.Signatures
			pdfOf("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>", "<</T(form)/Kids[5 0 R]>>",
				"<</Parent 4 0 R/FT/Sig/T(s)/V<</Type/Sig/ByteRange[0 1 2 3]/Contents<3000>>>>>"),
			[]Signature{}, ""},
		"two, one waits": {
			signedPDF(
				"/V<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]/Contents<3003020101000000>"+
					"/Reason<FEFF0110 1ED3006E0067000A0007005B0033003100 6D202E>/M(D:20261125083000+07'00')"+certified+">>",
				"",
				"/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 -1 2147483647 4 5 6 7]/Contents()>>"),
			[]Signature{
				{Contents: []byte{0x30, 3, 2, 1, 1, 0, 0, 0}, ByteRange: []int64{0, 10, 20, 30}, SubFilter: "adbe.pkcs7.detached",
					Reason: "Đồng [31m", Time: "D:20261125083000+07'00'", Permission: 2},
				{ByteRange: []int64{0, -1, 1<<31 - 1, 4, 5}, SubFilter: "ETSI.CAdES.detached"},
			}, ""},
		"oversized": {
			signedPDF("/V<</Type/Sig/ByteRange[0 1 2 3]/Contents<" + strings.Repeat("41", MaxContents+1) + ">>>"),
			[]Signature{{ByteRange: []int64{0, 1, 2, 3}, Oversized: true}}, ""},
		"too many": {signedPDF(make([]string, MaxSignatures+1)...), nil, CodeTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			opened(t, r, name, row.content)
			got, err := r.Signatures(within(t), name)
			if row.code != "" {
				if !errors.Is(err, &Error{Code: row.code}) {
					t.Fatalf("got %v, want code %q", err, row.code)
				}
			} else if err != nil || !reflect.DeepEqual(got, row.want) {
				t.Fatalf("got %+v %v\nwant %+v", got, err, row.want)
			}
			if _, err := r.Render(within(t), name, 0, 100, Now); err != nil {
				t.Errorf("the page is shown no more: %v", err)
			}
		})
	}
	if _, err := r.Signatures(within(t), "never opened"); !errors.Is(err, ErrUnknown) {
		t.Errorf("never opened: %v", err)
	}
}

// A document that is read at offsets has the same signatures.
func TestSignaturesAtOffsets(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	content := signedPDF("/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<3000>>>")
	if _, err := r.Open(within(t), Source{ID: "far", At: newShelf(content)}); err != nil {
		t.Fatal(err)
	}
	got, err := r.Signatures(within(t), "far")
	if err != nil || len(got) != 1 || !bytes.Equal(got[0].Contents, []byte{0x30, 0}) {
		t.Errorf("got %+v %v", got, err)
	}
}

// What a worker answers is not believed.
func TestSignaturesFromAWorkerThatLies(t *testing.T) {
	lie := func(signatures ...Signature) []byte {
		body, err := json.Marshal(signatures)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	for name, body := range map[string][]byte{
		"no list":   []byte(`{}`),
		"too many":  lie(make([]Signature, MaxSignatures+1)...),
		"too large": lie(Signature{Contents: make([]byte, MaxContents+1)}),
		"ranges":    lie(Signature{ByteRange: make([]int64, mostRanges+1)}),
	} {
		if got, err := decodeSignatures(body); err == nil {
			t.Errorf("%s: %d signatures", name, len(got))
		}
	}
	got, err := decodeSignatures(lie(Signature{Reason: "a\x1b[2J\u202eb\n" + strings.Repeat("c", 1000)}))
	if want := "a[2Jb " + strings.Repeat("c", mostRemark-6); err != nil || got[0].Reason != want {
		t.Errorf("reason %q %v", got[0].Reason, err)
	}
}

// Real papers have the signatures that stand in them.
func TestSignaturesOfRealPapers(t *testing.T) {
	files := shared(t, "gov-*.pdf")
	config, _ := testConfig(t)
	r := serving(t, config)
	signed := 0
	for _, path := range files {
		data := content(t, path)
		opened(t, r, path, data)
		got, err := r.Signatures(within(t), path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		spans := bytes.Count(data, []byte("/ByteRange"))
		if len(got) == 0 != (spans == 0) {
			t.Errorf("%s: %d signatures, and %d byte ranges in its bytes", path, len(got), spans)
		}
		signed += len(got)
	}
	t.Logf("%d signatures in %d papers", signed, len(files))
}
