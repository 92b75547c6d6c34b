package signature_test

import (
	"bytes"
	"encoding/hex"
	"runtime"
	"testing"
	"time"

	"congso.vn/congso/app/signature"
	"congso.vn/congso/app/signature/signaturetest"
)

// paperAround puts contents into a file so that its byte range is sound, and what is in the contents is looked at.
func paperAround(contents []byte) ([]byte, []int64) {
	head, tail := []byte("%PDF-1.7 "), []byte(" %%EOF")
	gap := len(head) + 2*len(contents) + 2
	file := append(append(append(append(bytes.Clone(head), '<'), hex.EncodeToString(contents)...), '>'), tail...)
	return file, []int64{0, int64(len(head)), int64(gap), int64(len(tail))}
}

// forms are those that a message is tried as.
var forms = []string{"adbe.pkcs7.detached", "ETSI.CAdES.detached", "adbe.pkcs7.sha1", "ETSI.RFC3161", ""}

// Whatever a document says, there is a verdict, and it is never good: nothing here was signed for these bytes.
func FuzzVerify(f *testing.F) {
	house := signaturetest.NewHouse(f, signaturetest.P256())
	store := signature.NewStore(house.Root.Certificate)
	stamped := signaturetest.Message{By: house.Signer, Chain: house.Chain(), At: noon, Detached: []byte("x"),
		More:  []signaturetest.Statement{signaturetest.Names(house.Signer.Certificate)},
		Stamp: func(value []byte) []byte { return house.Stamper.Stamp(f, value, noon, house.Between.Certificate) }}.Encode(f)
	f.Add(stamped, uint8(0), int64(0), int64(0), int64(0), int64(0))
	f.Add(house.Stamper.Stamp(f, []byte("x"), noon, house.Between.Certificate), uint8(3), int64(0), int64(0), int64(0), int64(0))
	f.Add(signaturetest.Message{By: house.Signer, Content: []byte("x"), Plain: true}.Encode(f), uint8(2), int64(0), int64(1), int64(-1), int64(5))
	f.Add(bytes.Repeat([]byte{0x30, 0x80}, 50), uint8(0), int64(0), int64(0), int64(0), int64(0))
	f.Add([]byte{0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF}, uint8(0), int64(0), int64(1<<62), int64(1<<62), int64(1<<62))
	f.Fuzz(func(t *testing.T, contents []byte, form uint8, first, before, after, length int64) {
		file, sound := paperAround(contents)
		for _, moved := range [][]int64{sound, {first, before, after, length}, {sound[0] + first, sound[1] + before, sound[2] + after, sound[3] + length}} {
			v := signature.Verify(signature.Signature{Contents: contents, ByteRange: moved, SubFilter: forms[int(form)%len(forms)]},
				int64(len(file)), bytes.NewReader(file), store, noon)
			if v.Good() || v.Integrity == "" {
				t.Fatalf("%+v", v)
			}
		}
	})
}

// Contents that would have the reader of messages copy for hours, or fill the memory, are turned away at once.
func TestContentsThatGrow(t *testing.T) {
	nested := func(levels int) []byte { // of definite length, each as short as it can be written
		var contents []byte
		for range levels {
			var head []byte
			switch n := len(contents); {
			case n < 0x80:
				head = []byte{0x30, byte(n)}
			case n < 0x100:
				head = []byte{0x30, 0x81, byte(n)}
			case n < 0x10000:
				head = []byte{0x30, 0x82, byte(n >> 8), byte(n)}
			default:
				head = []byte{0x30, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}
			}
			contents = append(head, contents...)
		}
		return contents
	}
	for name, contents := range map[string][]byte{
		"openings":  bytes.Repeat([]byte{0x30, 0x80}, signature.MaxContents/2),
		"closed":    append(bytes.Repeat([]byte{0x30, 0x80}, signature.MaxContents/4), make([]byte, signature.MaxContents/2)...),
		"nested":    nested(20_000),
		"crumbs":    append([]byte{0x30, 0x83, 0x0F, 0xFF, 0x00}, bytes.Repeat([]byte{5, 0}, 0x0FFF00/2)...),
		"long tags": bytes.Repeat([]byte{0x3F, 0xFF}, 1000),
	} {
		t.Run(name, func(t *testing.T) {
			file, sound := paperAround(contents)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			v := signature.Verify(signature.Signature{Contents: contents, ByteRange: sound, SubFilter: forms[0]},
				int64(len(file)), bytes.NewReader(file), signature.Store{}, noon)
			runtime.ReadMemStats(&after)
			if v.Integrity != signature.Unreadable {
				t.Errorf("%s: %v", v.Integrity, v.Err)
			}
			if took, grown := time.Since(began), after.TotalAlloc-before.TotalAlloc; took > 10*time.Second || grown > 16<<20 {
				t.Errorf("it took %v and %d bytes", took, grown)
			}
		})
	}
}

// A large paper is read through, never held.
func TestLargePaperIsStreamed(t *testing.T) {
	house := signaturetest.NewHouse(t, signaturetest.P256())
	p := signaturetest.NewPaper()
	p.Bytes = append(p.Bytes, bytes.Repeat([]byte("% scanned page\n"), 64<<20/15)...)
	p.Sign(t, signaturetest.Form{}, by(t, house.Signer, house.Chain()...))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	v := verdict(p, signaturetest.Form{}, signature.NewStore(house.Root.Certificate), noon)
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if !v.Good() {
		t.Errorf("%v %v", v.Codes(), v.Err)
	}
	grown := after.TotalAlloc - before.TotalAlloc
	if grown > 4<<20 {
		t.Errorf("%d bytes were held for a paper of %d", grown, len(p.Bytes))
	}
	t.Logf("%d MB in %v, %d KB held", len(p.Bytes)>>20, took, grown>>10)
}
