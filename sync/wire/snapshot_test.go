package wire

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"reflect"
	"testing"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/change"
)

var place = change.Cursor{Place: 7, Running: change.Hash{3}}

func fact(key, body string) change.Change {
	return change.Change{Stream: "council/s", Seq: 5, Epoch: 1, Kind: "item", Audience: "hall", Key: key, Body: []byte(body)}
}

func TestSnapshotThereAndBack(t *testing.T) {
	facts := []change.Change{fact("a", `{"title":"Tờ trình"}`), fact("b", `1`)}
	data, blob, err := EncodeSnapshot("hall", place, facts)
	if err != nil {
		t.Fatal(err)
	}
	again, blobAgain, _ := EncodeSnapshot("hall", place, facts)
	if !bytes.Equal(data, again) || blob != blobAgain {
		t.Error("the same facts make other bytes")
	}
	announced := Snapshot{Audience: "hall", To: place, Blob: blob, Size: int64(len(data))}
	got, err := DecodeSnapshot(data, announced)
	if err != nil || !reflect.DeepEqual(got, facts) {
		t.Errorf("%v %+v", err, got)
	}
	for what, lie := range map[string]Snapshot{
		"hash":     {Audience: "hall", To: place, Blob: blob[1:] + "0"},
		"audience": {Audience: "members", To: place, Blob: blob},
		"place":    {Audience: "hall", To: change.Cursor{Place: 8, Running: place.Running}, Blob: blob},
		"running":  {Audience: "hall", To: change.Cursor{Place: 7}, Blob: blob},
	} {
		if _, err := DecodeSnapshot(data, lie); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// announce packs lines as a snapshot would be, and tells of them truly.
func announce(lines string) ([]byte, Snapshot) {
	var packed bytes.Buffer
	pack := gzip.NewWriter(&packed)
	pack.Write([]byte(lines))
	pack.Close()
	sum := blake3.Sum256(packed.Bytes())
	return packed.Bytes(), Snapshot{Audience: "hall", To: place, Blob: hex.EncodeToString(sum[:])}
}

const truly = `{"audience":"hall","to":{"place":7,"running":"0300000000000000000000000000000000000000000000000000000000000000"},"facts":1}` + "\n"

// Bytes of the right hash may still say what is not so.
func TestSnapshotLies(t *testing.T) {
	one := `{"stream":"s","kind":"item","audience":"hall","key":"a","body":1,"prev":"0000000000000000000000000000000000000000000000000000000000000000"}`
	for what, c := range map[string]struct {
		lines string
		good  bool
	}{
		"as it should be":  {truly + one, true},
		"nothing":          {"", false},
		"no head":          {"[]", false},
		"fewer than said":  {truly, false},
		"more than said":   {truly + one + one, false},
		"another audience": {truly + `{"audience":"members","kind":"item","key":"a","body":1}`, false},
		"taken back":       {truly + `{"audience":"hall","kind":"item","key":"a"}`, false},
		"a negative count": {`{"audience":"hall","to":{"place":7,"running":"0300000000000000000000000000000000000000000000000000000000000000"},"facts":-1}`, false},
	} {
		data, announced := announce(c.lines)
		if _, err := DecodeSnapshot(data, announced); (err == nil) != c.good {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func FuzzSnapshot(f *testing.F) {
	data, _, _ := EncodeSnapshot("hall", place, []change.Change{fact("a", `1`)})
	f.Add(data)
	for _, lines := range []string{truly, "", "{", truly + "{}"} {
		packed, _ := announce(lines)
		f.Add(packed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sum := blake3.Sum256(data)
		facts, err := DecodeSnapshot(data, Snapshot{Audience: "hall", To: place, Blob: hex.EncodeToString(sum[:])})
		if err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("%v", err)
		}
		for _, c := range facts {
			if c.Audience != "hall" || c.TakenBack() {
				t.Errorf("%+v", c)
			}
		}
	})
}
