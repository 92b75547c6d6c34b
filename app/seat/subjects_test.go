package seat

import (
	"bytes"
	"crypto/rand"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// Personal fields show while this device has the key, whichever came first, and no longer.
func TestPersonalFieldsShowUnderTheirKey(t *testing.T) {
	key := bytes.Repeat([]byte{1}, change.SubjectKeySize)
	sealed, err := change.Draft{Stream: people.Stream, Kind: people.PersonFact, Audience: people.ClerksOnly, Key: "an", Body: []byte(`{"id":"an","name":"Nguyễn Thị Ánh"}`),
		Personal: &change.Personal{Subject: "an", Fields: []byte(`{"personal":{"phone":"0912345678"}}`)}}.Seal(key, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	fact, _ := change.Head{}.Append(sealed, 1, 1)
	shown := func(s *Seat) string {
		t.Helper()
		persons := s.Persons()
		if len(persons) != 1 || persons[0].Name != "Nguyễn Thị Ánh" {
			t.Fatalf("%+v", persons)
		}
		if persons[0].Personal == nil {
			return ""
		}
		return persons[0].Personal.Phone
	}
	change1 := func(s *Seat) error { return s.Changed(people.ClerksOnly, []change.Change{fact}) }
	keyed := func(s *Seat) error { return s.Subjects(false, change.Keys{"an": key}, nil) }
	for what, order := range map[string][]func(*Seat) error{"fact, then key": {change1, keyed}, "key, then fact": {keyed, change1}} {
		s := newChamber(t, nil).Seat
		for _, step := range order {
			if err := step(s); err != nil {
				t.Fatal(err)
			}
		}
		if got := shown(s); got != "0912345678" {
			t.Errorf("%s: shows %q", what, got)
		}
		told := false
		stop := s.Watch(func() { told = true })
		if err := s.Subjects(false, nil, []string{"an"}); err != nil {
			t.Fatal(err)
		}
		if got := shown(s); got != "" || !told {
			t.Errorf("%s: forgotten, and shows %q; told %v", what, got, told)
		}
		stop()
		if err := keyed(s); err != nil {
			t.Fatal(err)
		}
		if err := s.Subjects(true, change.Keys{"binh": key}, nil); err != nil || shown(s) != "" {
			t.Errorf("%s: not among all there are, and shows %q (%v)", what, shown(s), err)
		}
		if err := s.Subjects(false, change.Keys{"an": bytes.Repeat([]byte{2}, change.SubjectKeySize)}, nil); err != nil || shown(s) != "" {
			t.Errorf("%s: another key shows %q (%v)", what, shown(s), err)
		}
	}
}
