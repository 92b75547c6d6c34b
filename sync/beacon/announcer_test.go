package beacon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// listen collects what is logged until the test ends.
func listen(t *testing.T) *bytes.Buffer {
	var said bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&said, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return &said
}

func newFakeAnnouncer(t *testing.T, e *ether, p *plugs, reach Reach) *Announcer {
	t.Helper()
	a, err := NewAnnouncer(sample(), reach)
	if err != nil {
		t.Fatal(err)
	}
	a.multicast, a.links = e, p.read
	return a
}

func TestAnnouncerFollowsTheNetwork(t *testing.T) {
	said := listen(t)
	synctest.Test(t, func(t *testing.T) {
		e, p := &ether{}, &plugs{}
		office := iface(t, "eth0 up,multicast,running 10.0.0.5")
		lo := iface(t, "lo up,loop 127.0.0.1")
		p.set(nil, lo)
		a := newFakeAnnouncer(t, e, p, Networks)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- a.Serve(ctx) }()

		step := func(what, addresses string, starts int, err error, links ...link) {
			t.Helper()
			p.set(err, links...)
			time.Sleep(10 * time.Second)
			synctest.Wait()
			if got := fmt.Sprint(a.Announced()); got != addresses {
				t.Errorf("%s: announced %s, want %s", what, got, addresses)
			}
			now := e.attempts()
			if now.every != starts {
				t.Errorf("%s: %d starts, want %d", what, now.every, starts)
			}
			if want := min(1, len(a.Announced())); now.announced != want {
				t.Errorf("%s: %d are announced, want %d", what, now.announced, want)
			}
		}
		step("no network for long", "[]", 0, nil, lo)
		step("the network comes", "[10.0.0.5]", 1, nil, lo, office)
		step("nothing changes", "[10.0.0.5]", 1, nil, lo, office)
		step("another address", "[10.0.0.6]", 2, nil, lo, iface(t, "eth0 up,multicast,running 10.0.0.6"))
		step("one more", "[10.0.0.6 192.168.1.1]", 3, nil, lo, iface(t, "eth0 up,multicast,running 10.0.0.6"), iface(t, "wlan0 up,multicast 192.168.1.1"))
		step("the cable is drawn", "[]", 3, nil, lo)
		step("and put in again", "[10.0.0.5]", 4, nil, lo, office)
		step("interfaces are not told for a while", "[10.0.0.5]", 4, errors.New("busy"))
		e.set(errors.New("no buffer"))
		step("the library fails", "[]", 4, nil, lo, iface(t, "eth0 up,multicast,running 10.0.0.7"))
		before := e.attempts().tries
		time.Sleep(time.Hour)
		synctest.Wait()
		if tries := e.attempts().tries - before; tries < 300 || tries > 370 {
			t.Errorf("%d attempts in an hour of failing", tries)
		}
		step("still failing", "[]", 4, nil, lo, iface(t, "eth0 up,multicast,running 10.0.0.7"))
		e.set(nil)
		step("and recovers", "[10.0.0.7]", 5, nil, lo, iface(t, "eth0 up,multicast,running 10.0.0.7"))

		instances := map[string]bool{}
		for _, s := range e.every {
			if instances[s.instance] || !strings.HasPrefix(s.instance, "congso-0102ff00-") || len(s.instance) > 63 ||
				strings.Trim(s.instance, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
				t.Errorf("instance %q", s.instance)
			}
			instances[s.instance] = true
			if s.Announcement != sample() {
				t.Errorf("announced %+v", s.Announcement)
			}
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if len(e.announced) > 0 || len(a.Announced()) > 0 {
			t.Fatalf("not taken back: %v", e.announced)
		}
	})
	for text, times := range map[string]int{"machine has no address": 2, "busy": 1, "no buffer": 1, "Room is announced": 5} {
		if got := strings.Count(said.String(), text); got != times {
			t.Errorf("%q was said %d times, not %d, in\n%s", text, got, times, said)
		}
	}
}

func TestAnnouncerUsesTheLoopbackOnlyWhenTold(t *testing.T) {
	listen(t)
	for reach, want := range map[Reach]string{
		Everywhere: "[lo eth0] [10.0.0.5 127.0.0.1]", Networks: "[eth0] [10.0.0.5]", OnlyLoopback: "[lo] [127.0.0.1]",
	} {
		synctest.Test(t, func(t *testing.T) {
			e, p := &ether{}, &plugs{}
			p.set(nil, iface(t, "lo up,loop 127.0.0.1"), iface(t, "eth0 up,multicast 10.0.0.5"))
			a := newFakeAnnouncer(t, e, p, reach)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			if err := a.Serve(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			if got := fmt.Sprint(e.on, e.every[0].addresses); got != want {
				t.Errorf("reach %v: %s, want %s", reach, got, want)
			}
		})
	}
}
