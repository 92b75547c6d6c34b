package ui

import (
	"context"
	"errors"
	"sync"
	"testing"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit/kittest"
)

// fakeRooms is a network that a test plays.
type fakeRooms struct {
	mu    sync.Mutex
	found []Found
	told  func()

	join    func(ctx context.Context, text string) error
	compare func(ctx context.Context, address string, compare func(context.Context, string) error) error
}

func (r *fakeRooms) Found() []Found {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found
}

func (r *fakeRooms) Watch(told func()) func() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told = told
	return func() {}
}

func (r *fakeRooms) appear(found ...Found) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found = found
	r.told()
}

func (r *fakeRooms) Join(ctx context.Context, text string) error { return r.join(ctx, text) }

func (r *fakeRooms) Compare(ctx context.Context, address string, compare func(context.Context, string) error) error {
	return r.compare(ctx, address, compare)
}

// spoken is an error with a sentence of its own.
type spoken string

func (s spoken) Error() string       { return "spoken: " + string(s) }
func (s spoken) Sentences() []string { return []string{string(s)} }

type joinTest struct {
	*joining
	loop   *kittest.Loop
	rooms  *fakeRooms
	shown  joinValue
	joined bool
}

func newJoinTest(t *testing.T) *joinTest {
	j := &joinTest{loop: kittest.NewLoop(), rooms: &fakeRooms{}}
	setting := Setting{Words: assets.LoadWords(assets.Vietnamese), Post: j.loop.Post, Report: func(error) string { return "L0G" }}
	j.joining = newJoining(setting, j.rooms, func() { j.joined = true }, func(v joinValue) { j.shown = v })
	j.start()
	t.Cleanup(j.end)
	return j
}

func TestRoomsAppearAsTheyAreFound(t *testing.T) {
	j := newJoinTest(t)
	j.rooms.appear(Found{"Phòng họp số 1", "10.0.0.2:7443"})
	j.loop.Until(t, "the room is shown", func() bool { return len(j.shown.found) == 1 })
}

func TestInvitationIsTakenFromTheField(t *testing.T) {
	j := newJoinTest(t)
	var given string
	j.rooms.join = func(_ context.Context, text string) error { given = text; return nil }
	j.enter("  congso://pair?t=abc \n")
	j.loop.Until(t, "joined", func() bool { return j.joined })
	if given != "congso://pair?t=abc" {
		t.Errorf("joined by %q", given)
	}
}

func TestNothingTypedIsSaid(t *testing.T) {
	j := newJoinTest(t)
	j.enter("   ")
	if j.shown.fault != j.Words.Say("join.nothing-typed") {
		t.Errorf("fault %q", j.shown.fault)
	}
}

func TestDigitsAreComparedByThePerson(t *testing.T) {
	for _, same := range []bool{true, false} {
		j := newJoinTest(t)
		j.rooms.compare = func(ctx context.Context, _ string, compare func(context.Context, string) error) error {
			return compare(ctx, "482913")
		}
		j.compareWith(t, Found{"Phòng", "10.0.0.2:7443"})
		if j.shown.digits != "482913" {
			t.Fatalf("digits %q", j.shown.digits)
		}
		j.same(same)
		if same {
			j.loop.Until(t, "joined", func() bool { return j.joined })
			continue
		}
		j.loop.Until(t, "the difference is said", func() bool { return j.shown.fault == j.Words.Say("join.differ") })
		if j.joined || j.shown.step != choosing {
			t.Error("a device joined although the digits differ")
		}
	}
}

func (j *joinTest) compareWith(t *testing.T, room Found) {
	j.compare(room)
	j.loop.Until(t, "digits are shown", func() bool { return j.shown.step == comparing })
}

func TestAttemptThatWasGivenUpIsForgotten(t *testing.T) {
	j := newJoinTest(t)
	ended := make(chan struct{})
	j.rooms.join = func(ctx context.Context, _ string) error {
		<-ctx.Done()
		close(ended)
		return nil // too late: it succeeded after the person had gone back
	}
	j.enter("congso://pair?t=abc")
	j.back()
	<-ended
	j.loop.Drain()
	if j.joined || j.shown.step != choosing {
		t.Errorf("joined %v, step %v after going back", j.joined, j.shown.step)
	}
}

func TestRefusalIsSaidInItsOwnWords(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"spoken":  {spoken("Lời mời đã hết hạn."), "Lời mời đã hết hạn."},
		"unknown": {errors.New("boom"), assets.LoadWords(assets.Vietnamese).Say("error.system", "log", "L0G")},
	} {
		t.Run(name, func(t *testing.T) {
			j := newJoinTest(t)
			j.rooms.join = func(context.Context, string) error { return test.err }
			j.enter("congso://pair?t=abc")
			j.loop.Until(t, "the refusal is said", func() bool { return j.shown.fault == test.want })
		})
	}
}
