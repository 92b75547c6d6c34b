package people

import (
	"crypto/rand"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"congso.vn/congso/app/change"
)

// drafts has a command judged and returns what it would write.
func (r *room) drafts(actor change.Actor, kind string, body any) ([]change.Draft, change.Answer) {
	r.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		r.Fatalf("%v", err)
	}
	return r.state.Judge(actor, change.Command{ID: "c", Kind: kind, Stream: Stream, Body: data}, r.now)
}

func TestPersonalFieldsAreForTheSeal(t *testing.T) {
	r := furnished(t)
	asked := Disclosing{"anh", Personal{Phone: " 0912 345 678 ", Email: "anh@example.vn", Birth: "1980-02-29"}}
	drafts, answer := r.drafts(desk, SetPersonalKind, asked)
	if answer.Outcome != change.Accepted || len(drafts) != 1 || len(answer.Body) > 0 {
		t.Fatalf("%+v %+v", answer, drafts)
	}
	if d := drafts[0]; strings.Contains(string(d.Body), "0912") || d.Personal == nil || d.Personal.Subject != "anh" || d.Audience != ClerksOnly {
		t.Fatalf("%s %+v", d.Body, d.Personal)
	}
	key := make([]byte, change.SubjectKeySize)
	sealed, err := drafts[0].Seal(key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c, head := r.head.Append(sealed, 1, 5)
	r.head = head
	if err := r.state.Apply(c); err != nil {
		t.Fatal(err)
	}
	if p := r.state.Persons["anh"]; p.Personal != nil || p.Sealed == nil || p.Name != "Nguyễn Thị Ánh" {
		t.Errorf("on the server: %+v", p)
	}
	opened, err := change.Open(c, key)
	if err != nil {
		t.Fatal(err)
	}
	tablet := NewState()
	if err := tablet.Apply(opened); err != nil {
		t.Fatal(err)
	}
	person := tablet.Persons["anh"]
	if want := (&Personal{"0912 345 678", "anh@example.vn", "1980-02-29"}); !reflect.DeepEqual(person.Personal, want) || person.Name != "Nguyễn Thị Ánh" {
		t.Errorf("on a clerk's device: %+v", person)
	}
	if data, err := json.Marshal(person); err != nil || strings.Contains(string(data), "0912") {
		t.Errorf("an edit would carry %s", data)
	}
	// An edit of the person leaves the box where it is.
	person.Position = "Trưởng ban"
	r.must(desk, PutPersonKind, r.state.Persons["anh"].Revision, person)
	after := r.state.Persons["anh"]
	if after.Position != "Trưởng ban" || !reflect.DeepEqual(after.Sealed, change.BoxOf(c)) {
		t.Errorf("after an edit: %+v", after)
	}
	// Nothing to keep: no box.
	r.must(desk, SetPersonalKind, 0, Disclosing{ID: "anh"})
	if r.state.Persons["anh"].Sealed != nil {
		t.Error("emptied, and a box is left")
	}
}

func TestPersonalFieldsThatCannotBeRight(t *testing.T) {
	r := furnished(t)
	for _, c := range []struct {
		id   string
		p    Personal
		want string
	}{
		{"nobody", Personal{}, "person.unknown"},
		{"", Personal{}, "command.unreadable"},
		{"anh", Personal{Phone: "gọi sau"}, "person.phone"},
		{"anh", Personal{Phone: "12"}, "person.phone"},
		{"anh", Personal{Phone: strings.Repeat("1", 16)}, "person.phone"},
		{"anh", Personal{Phone: "+84 (0) 912-345.678"}, ""},
		{"anh", Personal{Email: "anh"}, "person.email"},
		{"anh", Personal{Email: "@x"}, "person.email"},
		{"anh", Personal{Email: "a@b, c@d"}, "person.email"},
		{"anh", Personal{Birth: "29/02/1980"}, "person.birth"},
		{"anh", Personal{Birth: "1981-02-29"}, "person.birth"},
	} {
		if _, answer := r.drafts(desk, SetPersonalKind, Disclosing{c.id, c.p}); answer.Code != c.want {
			t.Errorf("%+v: %q, want %q", c.p, answer.Code, c.want)
		}
	}
	if _, answer := r.drafts(tablet("t1", "anh"), SetPersonalKind, Disclosing{ID: "anh"}); answer.Code != "not-allowed" {
		t.Errorf("on a delegate's tablet: %+v", answer)
	}
}

func TestErasedPersonIsNobodyAnyMore(t *testing.T) {
	r := furnished(t)
	r.must(tablet("t1", ""), SignInKind, 0, SignIn{Card: "hash of card"})
	r.must(tablet("t2", ""), SignInKind, 0, SignIn{Card: "hash of card"})
	for what, c := range map[string]struct {
		actor change.Actor
		body  any
		want  string
	}{
		"no reason":   {desk, Erasing{"anh", "  "}, "erase.no-reason"},
		"nobody":      {desk, Erasing{"x", "asked for it"}, "person.unknown"},
		"no id":       {desk, Erasing{"", "asked for it"}, "command.unreadable"},
		"too long":    {desk, Erasing{"anh", strings.Repeat("a", reasonLength+1)}, "too-long"},
		"a delegate":  {tablet("t1", "anh"), Erasing{"anh", "asked for it"}, "not-allowed"},
		"hall screen": {screen, Erasing{"anh", "asked for it"}, "not-allowed"},
	} {
		if drafts, answer := r.drafts(c.actor, ErasePersonKind, c.body); answer.Code != c.want || len(drafts) > 0 {
			t.Errorf("%s: %+v, want %s", what, answer, c.want)
		}
	}
	clerk := desk
	clerk.Person = "lan"
	r.must(clerk, ErasePersonKind, 0, Erasing{"anh", " asked  for it "})
	erasure := Erasure{Person: "anh", At: r.now.UnixMilli(), Reason: "asked for it", By: "lan", Device: "desk"}
	if got := r.state.Erasures["anh"]; got != erasure {
		t.Errorf("%+v, want %+v", got, erasure)
	}
	if p := r.state.Persons["anh"]; p.Erased != r.now.UnixMilli() || p.Name != "Nguyễn Thị Ánh" || p.Sealed != nil {
		t.Errorf("%+v", p)
	}
	if _, carded := r.state.Credentials["anh"]; carded || r.state.Holder("t1") != "" || r.state.Holder("t2") != "" {
		t.Error("holds a card or a tablet still")
	}
	for kind, body := range map[string]any{
		SetPersonalKind: Disclosing{"anh", Personal{Phone: "0912345678"}}, IssueCardKind: Credential{Person: "anh", Code: "a", Card: "b"},
	} {
		if _, answer := r.drafts(desk, kind, body); answer.Code != "person.erased" {
			t.Errorf("%s: %+v", kind, answer)
		}
	}
	if answer := r.ask(desk, PutPersonKind, r.state.Persons["anh"].Revision, Person{ID: "anh", Name: "Ai"}); answer.Code != "person.erased" {
		t.Errorf("edited: %+v", answer)
	}
	if drafts, answer := r.drafts(desk, ErasePersonKind, Erasing{"anh", "again"}); answer.Outcome != change.Duplicate || len(drafts) > 0 {
		t.Errorf("again: %+v", answer)
	}
	if len(r.state.Clone().Erasures) != 1 {
		t.Error("a copy forgets")
	}
}
