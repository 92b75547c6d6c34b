package storagetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/storage"
)

const (
	members change.Audience = "council/s1/members"
	clerks  change.Audience = "council/s1/clerk"
	hall    change.Audience = "council/s1/hall"
)

// Room holds a room's store to its promises. open opens the store in a folder, anew each time.
func Room(t *testing.T, open func(folder string) (*storage.Room, error)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, r *opened)
	}{
		{"logs are read back as written", readBack},
		{"a group is written whole or not at all", wholeOrNot},
		{"a number is given once", onceOnly},
		{"answers are kept by device and command", answersKept},
		{"facts are the latest and not taken back", latestFacts},
		{"ballots come by poll", ballotsByPoll},
		{"papers are read by their audience", papersByAudience},
		{"a sound log verifies", soundLog},
		{"settings are kept", settingsKept},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &opened{t: t, folder: t.TempDir(), open: open, ledger: NewLedger()}
			r.reopen()
			t.Cleanup(func() { _ = r.Close() })
			c.test(t, r)
		})
	}
}

// opened is a store that may be closed and opened again.
type opened struct {
	*storage.Room
	t      *testing.T
	folder string
	open   func(folder string) (*storage.Room, error)
	ledger *Ledger
}

func (r *opened) reopen() {
	r.t.Helper()
	if r.Room != nil {
		must(r.t, r.Close())
	}
	r.Room = have[*storage.Room](r.t)(r.open(r.folder))
}

func (r *opened) write(drafts ...change.Draft) []change.Entry {
	r.t.Helper()
	entries := r.ledger.Write(drafts...)
	must(r.t, r.Commit(background, entries, nil))
	return entries
}

// each runs a check now and after the store was closed and opened: what is true only in memory is not kept.
func (r *opened) each(check func()) {
	r.t.Helper()
	check()
	r.reopen()
	check()
}

func readBack(t *testing.T, r *opened) {
	first := r.write(Fact(members, "item", "1", "Khai mạc"), Fact(clerks, "note", "1", "riêng"), Fact(members, "item", "2", "Ngân sách"))
	second := r.write(Gone(members, "item", "1"), change.Draft{Stream: "people", Kind: "device", Audience: "people/clerk", Key: "d1", Body: []byte(`{"name": "Máy 1"}`)})
	all := slices.Concat(first, second)
	r.each(func() {
		var ofMembers []change.Entry
		for _, e := range all {
			if e.Audience == members {
				ofMembers = append(ofMembers, e)
			}
		}
		same(t, "members", have[[]change.Entry](t)(r.Read(background, members, 0, 100)), ofMembers)
		same(t, "members after 1, one", have[[]change.Entry](t)(r.Read(background, members, 1, 1)), ofMembers[1:2])
		same(t, "members after the last", have[[]change.Entry](t)(r.Read(background, members, 3, 100)), []change.Entry(nil))
		same(t, "an audience nobody wrote for", have[[]change.Entry](t)(r.Read(background, "council/s1/person:x", 0, 100)), []change.Entry(nil))

		book := have[storage.Book](t)(r.Book(background))
		same(t, "heads of streams", book.Streams, r.ledger.Streams)
		same(t, "heads of audiences", book.Audiences, r.ledger.Audiences)

		var head change.Head
		var numbers []uint64
		must(t, r.Stream(background, "council/s1", func(c change.Change) (err error) {
			numbers = append(numbers, c.Seq)
			head, err = head.Follow(c)
			return err
		}))
		same(t, "numbers of the stream", numbers, []uint64{1, 2, 3, 4})
		same(t, "head of the stream followed", head, r.ledger.Streams["council/s1"])
	})
}

func wholeOrNot(t *testing.T, r *opened) {
	before := r.write(Fact(members, "item", "1", "một"))
	kept := storage.Kept{Device: "d1", Stream: "council/s1", Answer: change.Answer{ID: "c1", Outcome: change.Accepted}}
	must(t, r.Commit(background, nil, []storage.Kept{kept}))

	// The last answer of the group cannot be written: its command has one already.
	stand := *r.ledger
	group := r.ledger.Write(Fact(members, "item", "2", "hai"), Paper(members, "d", HashOf([]byte("x")), false))
	fresh := kept
	fresh.Answer.ID = "c2"
	if err := r.Commit(background, group, []storage.Kept{fresh, kept}); err == nil {
		t.Fatal("a group with a second answer to one command was taken")
	}
	r.ledger = &Ledger{Epoch: 1, Clock: stand.Clock,
		Streams:   map[change.Stream]change.Head{"council/s1": {Seq: 1, Hash: before[0].Hash()}},
		Audiences: map[change.Audience]change.Cursor{members: {Place: 1, Running: before[0].Running}}}
	r.each(func() {
		same(t, "entries", have[[]change.Entry](t)(r.Read(background, members, 0, 100)), before)
		same(t, "facts", have[[]change.Change](t)(r.Facts(background, "council/s1")), Changes(before))
		same(t, "readable", have[[]string](t)(r.Readable(background)), []string(nil))
		same(t, "streams", have[storage.Book](t)(r.Book(background)).Streams, r.ledger.Streams)
		if _, known, err := r.Answered(background, "d1", "c2"); known || err != nil {
			t.Errorf("an answer of the failed group is there: %v %v", known, err)
		}
	})
	r.write(Fact(members, "item", "2", "hai, lần nữa"))
	sound(t, r.Room)
}

func onceOnly(t *testing.T, r *opened) {
	entries := r.write(Fact(members, "item", "1", "một"))
	if err := r.Commit(background, entries, nil); err == nil {
		t.Error("the same number of a stream was written twice")
	}
	same(t, "entries", have[[]change.Entry](t)(r.Read(background, members, 0, 100)), entries)
	sound(t, r.Room)
}

func answersKept(t *testing.T, r *opened) {
	receipt := &change.Receipt{Epoch: 1, Stream: "council/s1", Command: "c1", Seq: 7, At: 5}
	answer := change.Answer{ID: "c1", Outcome: change.Accepted, Receipt: receipt, Body: json.RawMessage(`{"a":1}`)}
	secret := answer
	secret.Once = json.RawMessage(`"12345678"`)
	refusal := change.Refuse("poll.closed")
	refusal.ID = "c2"
	must(t, r.Commit(background, nil, []storage.Kept{{Device: "d1", Stream: "council/s1", Answer: secret}, {Device: "d1", Stream: "council/s1", Answer: refusal}}))
	r.each(func() {
		for _, want := range []change.Answer{answer, refusal} {
			for range 2 {
				got, known, err := r.Answered(background, "d1", want.ID)
				if !known || err != nil {
					t.Fatalf("answer %s: %v %v", want.ID, known, err)
				}
				a, b := have[[]byte](t)(json.Marshal(got)), have[[]byte](t)(json.Marshal(want))
				same(t, "answer", string(a), string(b))
			}
		}
		for _, other := range [][2]string{{"d2", "c1"}, {"d1", "c3"}, {"", "c1"}} {
			if _, known, err := r.Answered(background, other[0], other[1]); known || err != nil {
				t.Errorf("device %q is answered for command %q: %v", other[0], other[1], err)
			}
		}
	})
}

func latestFacts(t *testing.T, r *opened) {
	written := r.write(Fact(members, "item", "1", "một"), Fact(members, "item", "2", "hai"), Fact(clerks, "note", "1", "ba"),
		Fact(members, "item", "1", "một, sửa"), Gone(members, "item", "2"), Gone(clerks, "note", "9"))
	other := r.ledger.Write(change.Draft{Stream: "council/s2", Kind: "item", Audience: "council/s2/members", Key: "1", Body: []byte(`"khác"`)})
	must(t, r.Commit(background, other, nil))
	r.each(func() {
		same(t, "facts of s1", have[[]change.Change](t)(r.Facts(background, "council/s1")), []change.Change{written[2].Change, written[3].Change})
		same(t, "facts of s2", have[[]change.Change](t)(r.Facts(background, "council/s2")), Changes(other))
		same(t, "facts of nothing", have[[]change.Change](t)(r.Facts(background, "council/s3")), []change.Change(nil))
	})
	again := r.write(Fact(members, "item", "2", "hai, trở lại"))
	r.each(func() {
		same(t, "a fact that came back", have[[]change.Change](t)(r.Facts(background, "council/s1")), []change.Change{written[2].Change, written[3].Change, again[0].Change})
	})
}

func ballotsByPoll(t *testing.T, r *opened) {
	written := r.write(Fact(members, "item", "1", "một"),
		Fact("council/s1/server", council.BallotKind, "p1/an", "tán thành"), Fact("council/s1/server", council.BallotKind, "p1/bình", "không"),
		Fact("council/s1/server", council.BallotKind, "p10/an", "tán thành"), Fact("council/s1/server", council.CastKind, "p1/an", "đã bỏ phiếu"))
	r.each(func() {
		same(t, "without ballots", have[[]change.Change](t)(r.Facts(background, "council/s1")), Changes(written[:1]))
		same(t, "ballots of p1", have[[]change.Change](t)(r.FactsUnder(background, "council/s1", council.BallotKind, "p1/")), Changes(written[1:3]))
		same(t, "all ballots", have[[]change.Change](t)(r.FactsUnder(background, "council/s1", council.BallotKind, "")), Changes(written[1:4]))
		same(t, "casts", have[[]change.Change](t)(r.FactsUnder(background, "council/s1", council.CastKind, "p1/")), Changes(written[4:]))
		same(t, "of another stream", have[[]change.Change](t)(r.FactsUnder(background, "council/s2", council.BallotKind, "p1/")), []change.Change(nil))
	})
}

func papersByAudience(t *testing.T, r *opened) {
	one, two := HashOf([]byte("một")), HashOf([]byte("hai"))
	may := func(what, hash string, want ...change.Audience) {
		t.Helper()
		for _, audience := range []change.Audience{members, clerks, hall} {
			got := have[bool](t)(r.MayRead(background, hash, []change.Audience{"council/s2/members", audience}))
			if got != slices.Contains(want, audience) {
				t.Errorf("%s: %s may read: %v", what, audience, got)
			}
		}
		if have[bool](t)(r.MayRead(background, hash, nil)) {
			t.Errorf("%s: no audience may read", what)
		}
	}
	readable := func(want ...string) {
		t.Helper()
		slices.Sort(want)
		same(t, "readable", strings.Join(have[[]string](t)(r.Readable(background)), " "), strings.Join(want, " "))
	}
	r.each(func() { may("before", one) })
	r.write(Paper(members, "d1", one, false), Paper(clerks, "d2", one, false))
	r.each(func() { may("two papers with the same bytes", one, members, clerks); readable(one) })
	r.write(Paper(members, "d1", two, false))
	r.each(func() {
		may("the revision before", one, clerks)
		may("the new revision", two, members)
		readable(one, two)
	})
	r.write(Paper(members, "d1", two, true))
	r.each(func() { may("withdrawn", two); readable(one) })
	r.write(Paper(members, "d1", two, false))
	r.write(Paper(hall, "d1", two, false))
	r.each(func() { may("moved to another audience", two, hall) })
	r.write(Gone(hall, council.DocumentKind, "d1"))
	r.each(func() { may("taken back", two); readable(one) })
}

func soundLog(t *testing.T, r *opened) {
	same(t, "an empty log", have[[]storage.Finding](t)(r.Verify(background)), []storage.Finding(nil))
	for i := range 20 {
		r.write(Fact(members, "item", fmt.Sprint(i%7), fmt.Sprint(i)), Gone(clerks, "note", fmt.Sprint(i)), Paper(members, fmt.Sprint(i%3), HashOf([]byte{byte(i)}), i%5 == 0),
			change.Draft{Stream: "people", Kind: "device", Audience: "people/clerk", Key: "d1", Body: []byte(`{ "name" :"Máy"}`)})
	}
	r.each(func() {
		sound(t, r.Room)
		findings := have[[]storage.Finding](t)(r.Verify(background))
		for _, f := range findings {
			head := r.ledger.Streams[f.Stream]
			if f.Count != head.Seq || f.Head != head.Hash {
				t.Errorf("%s: %d changes to %s, want %d to %s", f.Stream, f.Count, f.Head, head.Seq, head.Hash)
			}
		}
		if len(findings) != 2 {
			t.Errorf("%d streams were verified, of 2", len(findings))
		}
	})
	must(t, r.Rebuild(background))
	r.each(func() { sound(t, r.Room) })
}

// sound fails the test where the store does not verify.
func sound(t *testing.T, r *storage.Room) {
	t.Helper()
	for _, f := range have[[]storage.Finding](t)(r.Verify(background)) {
		if !f.OK() {
			t.Errorf("%s: number %d: %s", f.Stream, f.BadSeq, f.Reason)
		}
	}
}

func settingsKept(t *testing.T, r *opened) {
	settings(t, func() settingStore { return r.Room }, r.reopen)
}

type settingStore interface {
	Setting(ctx ctx, name string) ([]byte, bool, error)
	SetSetting(ctx ctx, name string, value []byte) error
}

func settings(t *testing.T, store func() settingStore, reopen func()) {
	check := func(name, want string, known bool) {
		t.Helper()
		value, ok, err := store().Setting(background, name)
		if err != nil || ok != known || string(value) != want {
			t.Errorf("setting %s: %q %v %v, want %q %v", name, value, ok, err, want, known)
		}
	}
	check("name", "", false)
	must(t, store().SetSetting(background, "name", []byte("Hội trường")))
	must(t, store().SetSetting(background, "other", []byte{}))
	must(t, store().SetSetting(background, "name", []byte("Phòng họp")))
	reopen()
	check("name", "Phòng họp", true)
	check("other", "", true)
	must(t, store().SetSetting(background, "name", nil))
	reopen()
	check("name", "", false)
	check("other", "", true)
}
