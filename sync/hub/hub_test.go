package hub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// served is a hub on the loopback. A device says who it is in the query, where the certificate
// would.
type served struct {
	*Hub
	t      *testing.T
	log    *memory
	grants *grants
	url    string

	mu      sync.Mutex
	encoded map[change.Audience]int
}

func serve(t *testing.T, log *memory) *served {
	t.Helper()
	return serveWith(t, log, func(*Config) {})
}

// serveWith is serve with more said in the configuration.
func serveWith(t *testing.T, log *memory, more func(*Config)) *served {
	t.Helper()
	s := &served{t: t, log: log, grants: &grants{}, encoded: map[change.Audience]int{}}
	streams, audiences := log.book()
	config := Config{Room: "Phòng họp", Epoch: change.Epoch{Number: 1}, Streams: streams, Audiences: audiences, Log: log, Bench: newRules(log), Rights: s.grants,
		Sign: signature, Now: time.Now, Logger: quiet(), Committed: func(entries []change.Entry) {
			if slices.ContainsFunc(entries, func(e change.Entry) bool { return strings.HasPrefix(e.Key, "revoke ") }) {
				for _, e := range entries {
					if device, ok := strings.CutPrefix(e.Key, "revoke "); ok {
						s.grants.set(device, Grant{Code: "device.revoked"})
					}
				}
				s.Regrant()
			}
		}}
	more(&config)
	s.Hub = New(config)
	s.encode = func(m wire.Message) ([]byte, error) {
		if m.Changes != nil {
			s.mu.Lock()
			s.encoded[m.Changes.Audience]++
			s.mu.Unlock()
		}
		return wire.Encode(m)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Accept(w, r, r.URL.Query().Get("device")) }))
	s.url = server.URL
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		server.Close()
	})
	return s
}

func (s *served) submit(id string, n note) change.Answer {
	s.t.Helper()
	answer, err := s.Submit(s.t.Context(), change.Actor{}, noteCommand(id, 0, n))
	must(s.t, err)
	return answer
}

// visitor is one connection of a device.
type visitor struct {
	t  *testing.T
	ws *websocket.Conn
}

func (s *served) dial(device string) *visitor {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	defer cancel()
	ws, _, err := websocket.Dial(ctx, s.url+"?device="+device, nil)
	must(s.t, err)
	ws.SetReadLimit(wire.MaxMessage)
	s.t.Cleanup(func() { ws.CloseNow() })
	return &visitor{s.t, ws}
}

// greet connects a device and reads the welcome.
func (s *served) greet(device string, grant Grant) *visitor {
	s.t.Helper()
	s.grants.set(device, grant)
	v := s.dial(device)
	v.say(hello(nil))
	if m := v.hear(); m.Welcome == nil {
		s.t.Fatalf("no welcome but %+v", m)
	}
	return v
}

func (v *visitor) say(m wire.Message) {
	v.t.Helper()
	data, err := wire.Encode(m)
	must(v.t, err)
	v.write(data)
}

func (v *visitor) write(data []byte) {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.t.Context(), 20*time.Second)
	defer cancel()
	must(v.t, v.ws.Write(ctx, websocket.MessageText, data))
}

// next reads one message; the error is that of the connection.
func (v *visitor) next() (wire.Message, error) {
	ctx, cancel := context.WithTimeout(v.t.Context(), 20*time.Second)
	defer cancel()
	_, data, err := v.ws.Read(ctx)
	if err != nil {
		return wire.Message{}, err
	}
	return wire.Decode(data)
}

func (v *visitor) hear() wire.Message {
	v.t.Helper()
	m, err := v.next()
	must(v.t, err)
	return m
}

// farewell reads to the end and returns the code of the bye.
func (v *visitor) farewell() (code string, heard []wire.Message) {
	v.t.Helper()
	for {
		m, err := v.next()
		if err != nil {
			if errors.Is(err, context.DeadlineExceeded) {
				v.t.Error("the connection does not end")
			}
			return code, heard
		}
		if m.Bye != nil {
			code = m.Bye.Code
		}
		heard = append(heard, m)
	}
}

func TestCommandOverTheWire(t *testing.T) {
	s := serve(t, newMemory())
	an, other := s.greet("d1", delegate("an", hall)), s.greet("d2", delegate("bình", hall))
	an.say(wire.Message{Command: ptr(noteCommand("a", 0, note{hall, "k", "của "}))})
	m := an.hear()
	if m.Changes == nil || string(m.Changes.Changes[0].Body) != `"của an"` || m.Changes.To.Place != 1 {
		t.Errorf("first the change: %+v", m)
	}
	m = an.hear()
	if m.Answer == nil || m.Answer.ID != "a" || m.Answer.Outcome != change.Accepted || !bytes.HasPrefix(m.Answer.Receipt.Signature, []byte("ký ")) {
		t.Errorf("then the answer: %+v", m.Answer)
	}
	an.say(wire.Message{Command: ptr(noteCommand("a", 0, note{hall, "k", "của "}))})
	if again := an.hear(); again.Answer == nil || again.Answer.Receipt.Seq != m.Answer.Receipt.Seq {
		t.Errorf("again: %+v", again.Answer)
	}
	if m := other.hear(); m.Changes == nil || len(m.Changes.Changes) != 1 {
		t.Errorf("the other hears %+v", m)
	}
	other.say(wire.Message{Ping: &wire.Ping{}})
	if m := other.hear(); m.Pong == nil {
		t.Errorf("after the change the other hears %+v", m)
	}
}

func ptr[T any](value T) *T { return &value }

// Nothing is announced and no receipt given before the log has it, seen from outside.
func TestNothingToldBeforeItIsDurable(t *testing.T) {
	s := serve(t, newMemory())
	an := s.greet("d1", delegate("an", hall))
	s.log.fail(errors.New("full"))
	for i := range 5 {
		an.say(wire.Message{Command: ptr(noteCommand(fmt.Sprint(i), 0, note{hall, fmt.Sprint(i), ""}))})
		if m := an.hear(); m.Answer == nil || m.Answer.Outcome != change.Failed || m.Answer.Receipt != nil {
			t.Fatalf("while the disk is full: %+v", m)
		}
	}
	s.log.fail(nil)
	an.say(wire.Message{Command: ptr(noteCommand("0", 0, note{hall, "0", ""}))})
	if m := an.hear(); m.Changes == nil || m.Changes.To.Place != 1 {
		t.Fatalf("after room was made: %+v", m)
	}
}

func TestRevokedWhileConnected(t *testing.T) {
	s := serve(t, newMemory())
	lost, kept := s.greet("lost", delegate("an", hall)), s.greet("kept", delegate("bình", hall))
	// The revocation and a secret in one group: the lost tablet must not be sent the group.
	s.submit("x", note{hall, "revoke lost", ""})
	code, heard := lost.farewell()
	if code != "device.revoked" || len(heard) != 1 {
		t.Errorf("the lost tablet hears %+v", heard)
	}
	if m := kept.hear(); m.Changes == nil {
		t.Errorf("the other hears %+v", m)
	}
	again := s.dial("lost")
	again.say(hello(nil))
	if code, heard := again.farewell(); code != "device.revoked" || len(heard) != 1 {
		t.Errorf("coming back it hears %+v", heard)
	}
}

func TestHandedOver(t *testing.T) {
	s := serve(t, newMemory())
	s.submit("1", note{"council/s1/person:an", "riêng an", ""})
	s.submit("2", note{"council/s1/person:bình", "riêng bình", ""})
	d := s.greet("d1", delegate("an", "council/s1/person:an"))
	if m := d.hear(); m.Changes == nil || m.Changes.Audience != "council/s1/person:an" {
		t.Errorf("%+v", m)
	}
	s.grants.set("d1", delegate("bình", "council/s1/person:bình"))
	s.Regrant()
	if m := d.hear(); m.Rights == nil || m.Rights.Person != "bình" {
		t.Errorf("%+v", m)
	}
	if m := d.hear(); m.Changes == nil || m.Changes.Audience != "council/s1/person:bình" {
		t.Errorf("%+v", m)
	}
	s.submit("3", note{"council/s1/person:an", "riêng an 2", ""})
	d.say(wire.Message{Ping: &wire.Ping{}})
	if m := d.hear(); m.Pong == nil {
		t.Errorf("what was handed over still hears %+v", m)
	}
}

func TestForgedOverTheWire(t *testing.T) {
	s := serve(t, newMemory())
	for what, data := range map[string]string{"not JSON": "xin chào", "two in one": `{"ping":{},"pong":{}}`, "changes": `{"changes":{"audience":"council/s1/hall","changes":[]}}`} {
		v := s.greet("d1", delegate("an", hall))
		v.write([]byte(data))
		if code, _ := v.farewell(); code != "protocol" {
			t.Errorf("%s: bye %q", what, code)
		}
	}
	large := []byte(`{"ping":{}` + strings.Repeat(" ", wire.MaxFromDevice) + `}`)
	v := s.greet("d1", delegate("an", hall))
	v.write(large)
	if _, heard := v.farewell(); len(heard) != 0 {
		t.Errorf("a message over the limit is answered: %+v", heard)
	}
	clerk := s.greet("clerk", Grant{Mode: "clerk"})
	clerk.write(large)
	if m := clerk.hear(); m.Pong == nil {
		t.Errorf("a clerk's large message: %+v", m)
	}
	if len(s.log.entries) != 0 {
		t.Error("something was written")
	}
}

// A message that does not get through to a device ends its connection, by the room's clock: no timer runs
// for each write.
func TestStuckWrite(t *testing.T) {
	s := serve(t, newMemory())
	s.greet("deaf", delegate("an", hall))
	long := strings.Repeat("x", 64<<10)
	waits := func() bool {
		s.Hub.mu.Lock()
		defer s.Hub.mu.Unlock()
		for _, socket := range s.conns {
			if began := socket.began.Load(); began != 0 && time.Since(time.Unix(0, began)) > 50*time.Millisecond {
				return true
			}
		}
		return false
	}
	for deadline := time.Now().Add(20 * time.Second); !waits(); {
		if time.Now().After(deadline) {
			t.Fatal("the writes go on and on")
		}
		s.submit("", note{hall, fmt.Sprint(time.Now().UnixNano()), long})
	}
	s.stuck(time.Now())
	if !waits() {
		t.Fatal("given up too early")
	}
	s.stuck(time.Now().Add(sendTimeout + time.Second))
	for deadline := time.Now().Add(20 * time.Second); len(s.Hub.Connected()) > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the connection stands")
		}
	}
}

// One that does not read is let go with "slow"; its queue stays bounded, and nobody else waits.
func TestSlowReader(t *testing.T) {
	s := serve(t, newMemory())
	slow, quick := s.greet("slow", delegate("an", hall)), s.greet("quick", delegate("bình", hall))
	long := strings.Repeat("dài ", 20_000)
	sent := 0
	for slowly := false; !slowly; sent++ {
		if sent > 2000 {
			t.Fatal("the slow one is never let go")
		}
		s.submit("", note{hall, fmt.Sprint(sent), long})
		if m := quick.hear(); m.Changes == nil || m.Changes.To.Place != uint64(sent+1) {
			t.Fatalf("the quick one hears %+v", m.Bye)
		}
		s.Hub.mu.Lock()
		for _, socket := range s.conns {
			socket.mu.Lock()
			if len(socket.queue) > queueMessages || socket.size > queueBytes {
				t.Errorf("%s has %d messages with %d bytes waiting", socket.device, len(socket.queue), socket.size)
			}
			if socket.device == "slow" {
				slowly = socket.ending != nil
			}
			socket.mu.Unlock()
		}
		s.Hub.mu.Unlock()
	}
	code, heard := slow.farewell()
	if code != "slow" || len(heard) > sent {
		t.Errorf("bye %q after %d messages of %d", code, len(heard), sent)
	}
	// It comes back with its cursor and gets the rest.
	var at change.Cursor
	for _, m := range heard {
		if m.Changes != nil {
			at = m.Changes.To
		}
	}
	back := s.dial("slow")
	back.say(hello(map[change.Audience]change.Cursor{hall: at}))
	back.hear()
	if m := back.hear(); m.Changes == nil || m.Changes.After != at.Place || m.Changes.To.Place != uint64(sent) {
		t.Errorf("after %d: %+v", at.Place, m.Bye)
	}
}

// stalled is a log that stands still until it is let go.
type stalled struct {
	*memory
	reached, open chan struct{}
	once          sync.Once
}

func (s *stalled) Commit(ctx context.Context, entries []change.Entry, answers []Kept) error {
	s.once.Do(func() { close(s.reached); <-s.open })
	return s.memory.Commit(ctx, entries, answers)
}

// A device that sends without waiting is read no further than its open commands, its commands stay
// in order, and all are answered in the end.
func TestOpenCommandsAreBounded(t *testing.T) {
	log := &stalled{memory: newMemory(), reached: make(chan struct{}), open: make(chan struct{})}
	rights := &grants{}
	rights.set("d1", delegate("an"))
	h := New(Config{Epoch: change.Epoch{Number: 1}, Streams: map[change.Stream]change.Head{}, Log: log, Bench: newRules(log.memory), Rights: rights, Sign: signature, Now: time.Now, Logger: quiet()})
	h.encode = wire.Encode
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(ctx) }()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Accept(w, r, "d1") }))
	defer server.Close()
	defer func() { cancel(); must(t, <-ended) }()
	s := &served{Hub: h, t: t, grants: rights, url: server.URL}
	v := s.greet("d1", delegate("an"))
	const many = 3 * openCommands
	for i := range many {
		v.say(wire.Message{Command: ptr(noteCommand(fmt.Sprintf("%03d", i), 0, note{hall, fmt.Sprintf("%03d", i), ""}))})
	}
	<-log.reached
	deadline := time.Now().Add(10 * time.Second)
	var socket *socket
	h.mu.Lock()
	for _, socket = range h.conns {
	}
	h.mu.Unlock()
	for len(socket.open) < openCommands && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	if got := len(socket.open); got != openCommands {
		t.Errorf("%d commands are open, want %d", got, openCommands)
	}
	close(log.open)
	for i := range many {
		if m := v.hear(); m.Answer == nil || m.Answer.ID != fmt.Sprintf("%03d", i) {
			t.Fatalf("answer %d: %+v", i, m)
		}
	}
	for i, e := range log.entries {
		if e.Key != fmt.Sprintf("%03d", i) {
			t.Fatalf("written in the place of %03d: %s", i, e.Key)
		}
	}
}

// Five hundred devices in one room get a change, which was encoded once for each audience.
func TestFiveHundredDevices(t *testing.T) {
	count := 500
	if testing.Short() {
		count = 50
	}
	s := serve(t, newMemory())
	var visitors []*visitor
	groups := []change.Audience{"council/s1/group:1", "council/s1/group:2"}
	for i := range count {
		visitors = append(visitors, s.greet(fmt.Sprint("d", i), delegate(fmt.Sprint("p", i), hall, groups[i%2])))
	}
	began := time.Now()
	s.submit("a", note{hall, "a", strings.Repeat("x", 400)})
	for i, v := range visitors {
		if m := v.hear(); m.Changes == nil || m.Changes.Audience != hall || m.Changes.To.Place != 1 {
			t.Fatalf("device %d hears %+v", i, m)
		}
	}
	first := time.Since(began)
	for i, group := range groups {
		s.submit(fmt.Sprint("g", i), note{group, fmt.Sprint(group), ""})
	}
	for i, v := range visitors {
		if m := v.hear(); m.Changes == nil || m.Changes.Audience != groups[i%2] {
			t.Fatalf("device %d hears %+v", i, m)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, audience := range append(groups, hall) {
		if s.encoded[audience] != 1 {
			t.Errorf("%s was encoded %d times for %d devices", audience, s.encoded[audience], count)
		}
	}
	if connected := len(s.Connected()); connected != count {
		t.Errorf("%d devices are connected, of %d", connected, count)
	}
	t.Logf("%d devices had the change after %v", count, first)
}
