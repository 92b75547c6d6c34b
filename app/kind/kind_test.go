package kind

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

var (
	morning = time.Date(2026, 12, 8, 7, 30, 0, 0, time.UTC)
	an      = change.Actor{Device: "d1", Mode: "delegate", Person: "an"}
	binh    = change.Actor{Device: "d2", Mode: "delegate", Person: "p2"}
	kiosk   = change.Actor{Device: "k1", Mode: "kiosk"}
	other   = change.Actor{Device: "k2", Mode: "kiosk"}
	desk    = change.Actor{Device: "d1", Mode: "clerk", Person: "lan"}
)

const id = "00000000-0000-7000-8000-000000000001"

// rules is a state that judges and folds in.
type rules interface {
	Judge(change.Actor, change.Command, time.Time) ([]change.Draft, change.Answer)
	Apply(change.Change) error
}

// do has a command judged and what it writes folded in, and returns how it ended.
func do(t *testing.T, s rules, actor change.Actor, command change.Command, now time.Time) string {
	t.Helper()
	command.ID = "c1"
	drafts, answer := s.Judge(actor, command, now)
	if answer.ID != "c1" || answer.Outcome != change.Accepted && len(drafts) > 0 {
		t.Fatalf("%s: %+v with %d drafts", command.Kind, answer, len(drafts))
	}
	for _, d := range drafts {
		seq++
		if err := s.Apply(change.Change{Stream: d.Stream, Seq: seq, At: now.UnixMilli(), Kind: d.Kind, Audience: d.Audience, Key: d.Key, Body: d.Body}); err != nil {
			t.Fatal(err)
		}
	}
	return strings.TrimSpace(string(answer.Outcome) + " " + answer.Code)
}

var seq uint64

func of(kind string, body any) change.Command {
	return change.Command{Kind: kind, Stream: stream, Body: encode(body)}
}

func TestSet(t *testing.T) {
	for _, digests := range []bool{false, true} {
		rule := inks
		rule.Digests = digests
		testSet(t, NewSet(rule))
	}
}

func testSet(t *testing.T, s *Set) {
	one := Piece{Place: "doc", ID: id, Body: json.RawMessage(`{"x":1}`)}
	two, big := one, one
	two.Body, big.Body = json.RawMessage(`{"x":2}`), encode(strings.Repeat("a", elementBytes))
	for _, step := range []struct {
		what  string
		actor change.Actor
		kind  string
		body  Piece
		want  string
	}{
		{"nobody", change.Actor{Device: "d1"}, "ink.add", one, "refused not-allowed"},
		{"too large", an, "ink.add", big, "refused set.too-large"},
		{"an id that does not sort by time", an, "ink.add", Piece{Place: "doc", ID: "00000000-0000-4000-8000-000000000001", Body: one.Body}, "refused command.unreadable"},
		{"no body", an, "ink.add", Piece{Place: "doc", ID: id}, "refused command.unreadable"},
		{"a place that reaches into another's layer", an, "ink.add", Piece{Place: "a/b", ID: id, Body: one.Body}, "refused command.unreadable"},
		{"added", an, "ink.add", one, "ok"},
		{"again", an, "ink.add", one, "duplicate"},
		{"another body", an, "ink.add", two, "refused set.other-body"},
		{"another's layer is another", binh, "ink.add", two, "ok"},
		{"taken back", an, "ink.remove", Piece{Place: "doc", ID: id}, "ok"},
		{"taken back again", an, "ink.remove", Piece{Place: "doc", ID: id}, "duplicate"},
		{"it does not come again", an, "ink.add", one, "duplicate"},
		{"unknown", an, "ink.move", one, "refused command.unknown"},
	} {
		if got := do(t, s, step.actor, of(step.kind, step.body), morning); got != step.want {
			t.Errorf("%s: %s, want %s", step.what, got, step.want)
		}
	}
	if mine, theirs := s.Layer("an", "doc", nil), s.Layer("p2", "doc", nil); len(mine) != 0 || len(theirs) != 1 {
		t.Errorf("mine %+v, theirs %+v", mine, theirs)
	}
	unsent := []change.Command{of("ink.add", Piece{Place: "doc", ID: strings.Replace(id, "1", "2", 1), Body: one.Body}), of("ink.remove", Piece{Place: "doc", ID: id})}
	if shown := s.Layer("p2", "doc", unsent); len(shown) != 1 || shown[0].ID == id || len(s.Layer("p2", "doc", nil)) != 1 {
		t.Errorf("with what is not sent: %+v", shown)
	}
}

// A set of digests keeps no body, comes to the same answers, and its copy is a copy.
func TestSetOfDigestsKeepsNoBody(t *testing.T) {
	lean := inks
	lean.Digests, lean.Count, lean.Bytes = true, 0, 0
	s := NewSet(lean)
	secret := strings.Repeat("a", 2000)
	piece := Piece{Place: "doc", ID: id, Body: encode(secret)}
	if got := do(t, s, an, of("ink.add", piece), morning); got != "ok" {
		t.Fatal(got)
	}
	copied := s.Clone()
	if got := do(t, copied, an, of("ink.remove", Piece{Place: "doc", ID: id}), morning); got != "ok" {
		t.Fatal(got)
	}
	if shown := s.Layer("an", "doc", nil); len(shown) != 1 || shown[0].ID != id || shown[0].Owner != "an" || len(shown[0].Body) != 0 {
		t.Errorf("the layer: %+v", shown)
	}
	if shown := copied.Layer("an", "doc", nil); len(shown) != 0 {
		t.Errorf("taken back in the copy: %+v", shown)
	}
	if len(s.elements) > 0 || strings.Contains(fmt.Sprintf("%+v", s), secret[:10]) {
		t.Errorf("a body is kept")
	}
	if got := do(t, s, an, of("ink.add", piece), morning); got != "duplicate" {
		t.Errorf("again: %s", got)
	}
}

// What an element costs a server that keeps digests alone.
func BenchmarkSetOfDigests(b *testing.B) {
	lean := inks
	lean.Digests = true
	body := encode(Element{Body: encode(strings.Repeat("a", 1400))})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := NewSet(lean)
	n := 0
	for b.Loop() {
		key := fmt.Sprintf("p%d/own/00000000-0000-7000-8000-%012d", n/2000, n)
		if err := s.Apply(change.Change{Stream: stream, Kind: "ink", Key: key, Body: body}); err != nil {
			b.Fatal(err)
		}
		n++
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "bytes/element")
	runtime.KeepAlive(s)
}

// In whichever order the changes of a set come, and however often, they come to the same.
func TestSetComesToTheSameInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var changes []change.Change
		for i := range rapid.IntRange(1, 6).Draw(t, "elements") {
			key := fmt.Sprintf("an/doc/00000000-0000-7000-8000-%012d", i)
			changes = append(changes, change.Change{Stream: stream, Kind: "ink", Key: key, Body: []byte(`{"body":{"x":1}}`)})
			if rapid.Bool().Draw(t, "taken back") {
				changes = append(changes, change.Change{Stream: stream, Kind: "ink", Key: key, Body: []byte(`{"gone":true}`)})
			}
		}
		fold := func(changes []change.Change) *Set {
			s := NewSet(inks)
			for _, c := range changes {
				if err := s.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			return s
		}
		moved := rapid.Permutation(append(slices.Clone(changes), changes[0])).Draw(t, "order")
		if a, b := (setServer{fold(changes)}), (setServer{fold(moved)}); a.Show() != b.Show() {
			t.Fatalf("%s\n%s", a.Show(), b.Show())
		}
	})
}

func TestLease(t *testing.T) {
	l := NewLeases(pens, morning)
	renew, release := of("pen.renew", Held{Subject: "page"}), of("pen.release", Held{Subject: "page"})
	for _, step := range []struct {
		what  string
		after time.Duration
		actor change.Actor
		kind  change.Command
		want  string
	}{
		{"before the leases of the server before have run out", pens.Duration - 1, an, renew, "refused lease.wait"},
		{"given", pens.Duration, an, renew, "ok"},
		{"another's", pens.Duration, binh, renew, "refused lease.held"},
		{"not another's to release", pens.Duration, binh, release, "duplicate"},
		{"renewed", 2*pens.Duration - 1, an, renew, "ok"},
		{"still another's", 3*pens.Duration - 2, binh, renew, "refused lease.held"},
		{"run out", 3*pens.Duration - 1, binh, renew, "ok"},
		{"released", 3 * pens.Duration, binh, release, "ok"},
		{"free", 3 * pens.Duration, an, renew, "ok"},
		{"nobody", 3 * pens.Duration, change.Actor{}, renew, "refused not-allowed"},
		{"nothing", 3 * pens.Duration, an, of("pen.renew", Held{}), "refused command.unreadable"},
	} {
		if got := do(t, l, step.actor, step.kind, morning.Add(step.after)); got != step.want {
			t.Errorf("%s: %s, want %s", step.what, got, step.want)
		}
	}
	if gone := l.Expired(morning.Add(3 * pens.Duration)); len(gone) != 0 {
		t.Errorf("expired too early: %+v", gone)
	}
	end := morning.Add(4 * pens.Duration)
	if gone := l.Expired(end); len(gone) != 1 || gone[0].Holder != "d1" {
		t.Errorf("expired: %+v", gone)
	}
	if _, held := l.Holder("page", end); held || len(l.Expired(end)) != 0 {
		t.Error("held after it ran out")
	}
}

func TestTenure(t *testing.T) {
	var tenure Tenure
	accepted := change.Answer{ID: "a", Outcome: change.Accepted}
	tenure.Asked("a", morning)
	tenure.Asked("a", morning.Add(9*time.Second)) // sent again
	tenure.Answered(change.Answer{ID: "before", Outcome: change.Accepted}, pens)
	if tenure.Holds(morning) {
		t.Error("holds by the answer to something else")
	}
	tenure.Answered(accepted, pens)
	if !tenure.Holds(morning.Add(pens.Duration-1)) || tenure.Holds(morning.Add(pens.Duration)) {
		t.Error("not from when it was asked first")
	}
	tenure.Asked("b", morning)
	tenure.Answered(change.Answer{ID: "b", Outcome: change.Refused}, pens)
	if tenure.Holds(morning) {
		t.Error("holds what is another's")
	}
	tenure.Asked("a", morning)
	tenure.Released()
	if tenure.Answered(accepted, pens); tenure.Holds(morning) {
		t.Error("holds what it gave back")
	}
}

func TestRequest(t *testing.T) {
	r := NewRequests(speakers)
	ask := func(subject string, within, waited int64) change.Command {
		command := speakers.Ask("", "", subject)
		command.Within, command.Waited = within, waited
		return command
	}
	sixty := RequestWithin.Milliseconds()
	for _, step := range []struct {
		what    string
		actor   change.Actor
		command change.Command
		want    string
	}{
		{"one that waited as long as it counts", an, ask("i1", sixty, sixty), "ok"},
		{"again", an, ask("i1", sixty, 0), "duplicate"},
		{"late", binh, ask("i1", sixty, sixty+1), "refused request.expired"},
		{"late, and the device says it counts longer", binh, ask("i1", 10*sixty, sixty+1), "refused request.expired"},
		{"late, and the device does not say for how long it counts", binh, ask("i1", 0, sixty+1), "refused request.expired"},
		{"late by a shorter time", binh, ask("i1", 1000, 1001), "refused request.expired"},
		{"the second", binh, ask("i1", sixty, 0), "ok"},
		{"of another subject", an, ask("i2", sixty, 0), "ok"},
		{"nobody", change.Actor{Device: "d1"}, ask("i1", sixty, 0), "refused not-allowed"},
		{"another one's to settle", an, of("speaker.settle", Asking{Subject: "i1", Person: "an"}), "refused not-allowed"},
		{"what was asked before is withdrawn", an, of("speaker.withdraw", Asking{Subject: "i1", ID: "c0"}), "duplicate"},
	} {
		if got := do(t, r, step.actor, step.command, morning); got != step.want {
			t.Errorf("%s: %s, want %s", step.what, got, step.want)
		}
	}
	var order []string
	for _, request := range r.Open("i1") {
		order = append(order, request.Person)
	}
	if !slices.Equal(order, []string{"an", "p2"}) {
		t.Errorf("order %v", order)
	}
	settle := of("speaker.settle", Asking{Subject: "i1", Person: "an"})
	if first, second := do(t, r, binh, settle, morning), do(t, r, binh, settle, morning); first != "ok" || second != "refused request.none" {
		t.Errorf("settled %s, then %s", first, second)
	}
	if got := do(t, r, binh, of("speaker.withdraw", Asking{Subject: "i1", ID: "c1"}), morning); got != "ok" || len(r.Open("i1")) != 0 {
		t.Errorf("withdrawn %s, open %v", got, r.Open("i1"))
	}
	accepted := ask("i1", sixty, 10*sixty)
	accepted.Receipt = &change.Receipt{}
	if got := do(t, r, an, accepted, morning); got != "ok" {
		t.Errorf("accepted by an earlier epoch, in time: %s", got)
	}
}
