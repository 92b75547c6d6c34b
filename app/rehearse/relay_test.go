package rehearse

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestStall(t *testing.T) {
	never, always := func() float64 { return 0.999 }, func() float64 { return 0 }
	times := func(lost int) func() float64 { // the first so many segments that are asked for are lost
		return func() float64 {
			lost--
			if lost >= 0 {
				return 0
			}
			return 0.999
		}
	}
	for _, c := range []struct {
		name   string
		line   Line
		bytes  int
		random func() float64
		want   time.Duration
	}{
		{"sound", Line{}, 1 << 20, always, 0},
		{"lucky", Line{Loss: 60}, 1 << 20, never, 0},
		{"nothing sent", Line{Loss: 60}, 0, always, 0},
		{"one of one", Line{Loss: 20}, 100, times(1), 200 * time.Millisecond},
		{"one of one, thrice", Line{Loss: 20}, 100, times(3), 1400 * time.Millisecond},
		{"all of a flight at once", Line{Loss: 20}, 10 * segment, times(10), 200 * time.Millisecond},
		{"all of a flight, one of them again", Line{Loss: 20}, 10 * segment, times(11), 600 * time.Millisecond},
		{"far away", Line{Loss: 20, Delay: time.Second}, 100, times(1), 3 * time.Second},
		{"no longer than the longest", Line{Loss: 20, Delay: 2 * time.Second}, 100, times(4), 36 * time.Second},
	} {
		if got := c.line.stall(c.bytes, c.random); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// through is a relay's pair of pipes on a clock that stands still while anything can happen.
func through(t *testing.T, line Line, random func() float64) (r *Relay, device, room net.Conn, done *sync.WaitGroup) {
	t.Helper()
	device, near := net.Pipe()
	far, room := net.Pipe()
	r, done = NewRelay("", line, random), &sync.WaitGroup{}
	done.Go(func() { r.carry(t.Context(), near, far) })
	return r, device, room, done
}

func TestRelayDelaysAndKeepsOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, device, room, done := through(t, Line{Delay: 300 * time.Millisecond}, func() float64 { return 0.999 })
		began := time.Now()
		go func() {
			device.Write([]byte("first "))
			time.Sleep(100 * time.Millisecond)
			device.Write([]byte("second"))
		}()
		got := make([]byte, 6)
		for _, want := range []struct {
			text string
			at   time.Duration
		}{{"first ", 300 * time.Millisecond}, {"second", 400 * time.Millisecond}} {
			if _, err := io.ReadFull(room, got); err != nil || string(got) != want.text || time.Since(began) != want.at {
				t.Errorf("%q after %v (%v), want %q after %v", got, time.Since(began), err, want.text, want.at)
			}
		}
		go room.Write([]byte("answer"))
		if _, err := io.ReadFull(device, got); err != nil || string(got) != "answer" || time.Since(began) != 700*time.Millisecond {
			t.Errorf("%q after %v (%v)", got, time.Since(began), err)
		}
		device.Close()
		done.Wait()
	})
}

// A flight that is late holds up those behind it, as a stream does; and the window is not without end.
func TestRelayStallsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lost := true
		_, device, room, done := through(t, Line{Loss: 50}, func() float64 {
			if lost {
				lost = false
				return 0
			}
			return 0.999
		})
		began := time.Now()
		go func() {
			device.Write([]byte("late"))
			device.Write([]byte("soon"))
		}()
		got := make([]byte, 8)
		if _, err := io.ReadFull(room, got); err != nil || string(got) != "latesoon" || time.Since(began) != leastTimeout {
			t.Errorf("%q after %v (%v)", got, time.Since(began), err)
		}
		device.Close()
		done.Wait()
	})
}

func TestRelayLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		var mu sync.Mutex
		_, device, room, done := through(t, Line{Loss: 60, Delay: 20 * time.Millisecond}, func() float64 {
			mu.Lock()
			defer mu.Unlock()
			return random.Float64()
		})
		sent := make([]byte, 1<<20)
		for i := range sent {
			sent[i] = byte(i * i >> 3)
		}
		began := time.Now()
		go func() { device.Write(sent) }()
		got := make([]byte, len(sent))
		if _, err := io.ReadFull(room, got); err != nil || !bytes.Equal(got, sent) {
			t.Errorf("%v", err)
		}
		if time.Since(began) < 10*time.Second {
			t.Errorf("a line that loses more than half took only %v", time.Since(began))
		}
		room.Close()
		done.Wait()
	})
}

// A cut ends both sides at once and takes what is under way with it; the next one finds nothing.
func TestRelayCuts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, device, room, done := through(t, Line{Delay: time.Second}, func() float64 { return 0 })
		device.Write([]byte("under way"))
		synctest.Wait()
		if !r.Cut() {
			t.Error("nothing to cut")
		}
		began := time.Now()
		if n, err := room.Read(make([]byte, 1)); err == nil || n > 0 {
			t.Error("the room still hears")
		}
		if _, err := device.Read(make([]byte, 1)); err == nil {
			t.Error("the device still hears")
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("noticed after %v", took)
		}
		done.Wait()
		if r.Cut() {
			t.Error("cut twice")
		}
	})
}

// Over real sockets: a relay is a way like any other, and ends when it is told to.
func TestRelayServes(t *testing.T) {
	room, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer room.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			conn, err := room.Accept()
			if err != nil {
				return
			}
			go func() { defer conn.Close(); io.Copy(conn, conn) }()
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	r, ended := NewRelay(room.Addr().String(), Line{}, rand.Float64), make(chan error, 1)
	go func() { ended <- r.Serve(ctx, listener) }()
	device, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	device.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := device.Write([]byte("echo")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 4)
	if _, err := io.ReadFull(device, got); err != nil || string(got) != "echo" {
		t.Fatalf("%q %v", got, err)
	}
	if !r.Cut() {
		t.Error("nothing to cut")
	}
	if _, err := device.Read(got); err == nil {
		t.Error("the device did not notice the cut")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
