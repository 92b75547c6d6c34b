package change

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

var subjectKey = bytes.Repeat([]byte{7}, SubjectKeySize)

func personalDraft() Draft {
	return Draft{Stream: "people", Kind: "person", Audience: "people/clerk", Key: "an", Body: []byte(`{"id":"an","name":"Nguyễn Thị Ánh"}`),
		Personal: &Personal{Subject: "an", Fields: []byte(`{"phone":"0912345678","email":"an@example.vn"}`)}}
}

func TestPersonalFieldsAreSealedAndOpened(t *testing.T) {
	sealed, err := personalDraft().Seal(subjectKey, rand.Reader)
	if err != nil || sealed.Personal != nil || bytes.Contains(sealed.Body, []byte("0912")) || !bytes.Contains(sealed.Body, []byte("Ánh")) {
		t.Fatalf("%v: %s", err, sealed.Body)
	}
	other, err := personalDraft().Seal(subjectKey, rand.Reader)
	if err != nil || bytes.Equal(other.Body, sealed.Body) {
		t.Errorf("sealed twice to the same bytes: %v", err)
	}
	c, head := Head{}.Append(sealed, 1, 1)
	opened, err := Open(c, subjectKey)
	var got map[string]string
	if err != nil || json.Unmarshal(opened.Body, &got) != nil || got["phone"] != "0912345678" || got["name"] != "Nguyễn Thị Ánh" || len(got) != 4 {
		t.Fatalf("%v: %s", err, opened.Body)
	}
	if next, err := (Head{}).Follow(c); err != nil || next != head || BoxOf(c).Subject != "an" || BoxOf(opened) != nil {
		t.Errorf("the chain: %v", err)
	}
	plain := Change{Body: []byte(`{"id":"an"}`)}
	if same, err := Open(plain, nil); err != nil || string(same.Body) != string(plain.Body) {
		t.Errorf("a change without personal fields: %v %s", err, same.Body)
	}
	// Personal fields that nobody sealed go nowhere.
	if c, _ := (Head{}).Append(personalDraft(), 1, 1); bytes.Contains(c.Body, []byte("0912")) {
		t.Error("written unsealed")
	}
}

// A box opens under its key and at its place alone.
func TestBoxesStayWhereTheyAre(t *testing.T) {
	sealed, err := personalDraft().Seal(subjectKey, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := Head{}.Append(sealed, 1, 1)
	moved := map[string]func(*Change, *[]byte){
		"another key":    func(_ *Change, key *[]byte) { *key = bytes.Repeat([]byte{8}, SubjectKeySize) },
		"no key":         func(_ *Change, key *[]byte) { *key = nil },
		"another fact":   func(c *Change, _ *[]byte) { c.Key = "binh" },
		"another kind":   func(c *Change, _ *[]byte) { c.Kind = "device" },
		"another stream": func(c *Change, _ *[]byte) { c.Stream = "council/s1" },
		"another subject": func(c *Change, _ *[]byte) {
			c.Body = bytes.Replace(c.Body, []byte(`"subject":"an"`), []byte(`"subject":"bi"`), 1)
		},
		"a short box": func(c *Change, _ *[]byte) { c.Body = []byte(`{"sealed":{"subject":"an","box":"AA=="}}`) },
	}
	for what, move := range moved {
		one, key := c, subjectKey
		move(&one, &key)
		if got, err := Open(one, key); !errors.Is(err, ErrNotOpened) || strings.Contains(string(got.Body), "0912") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestUnsealableDrafts(t *testing.T) {
	broken := personalDraft()
	broken.Body = []byte(`[]`)
	if _, err := broken.Seal(subjectKey, rand.Reader); err == nil {
		t.Error("a body that is no object")
	}
	if _, err := personalDraft().Seal(nil, rand.Reader); err == nil {
		t.Error("no key")
	}
	if _, err := personalDraft().Seal(subjectKey, strings.NewReader("x")); err == nil {
		t.Error("no random numbers")
	}
	plain := personalDraft()
	plain.Personal = nil
	if same, err := plain.Seal(nil, nil); err != nil || string(same.Body) != string(plain.Body) {
		t.Errorf("nothing personal: %v", err)
	}
}
