package storage

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// ring is a vault that a test holds.
type ring struct {
	keys change.Keys
	safe []byte
}

func (r *ring) Key(place string) []byte { return r.keys[place] }
func (r *ring) Safe() []byte            { return r.safe }

const (
	hallOf   change.Audience = "council/s/hall"
	councilS change.Stream   = "council/s"
)

func keyOf(letter string) []byte { return bytes.Repeat([]byte(letter), 32) }

// safeKey is a room's key pair.
func safeKey(t testing.TB, letter string) (public, private *[32]byte) {
	t.Helper()
	key, err := ecdh.X25519().NewPrivateKey(keyOf(letter))
	if err != nil {
		t.Fatal(err)
	}
	return (*[32]byte)(key.PublicKey().Bytes()), (*[32]byte)(keyOf(letter))
}

// sealed is a device that has a key of one session and knows the room's safe.
type sealed struct {
	*Device
	*ring
	t    *testing.T
	file string
}

func newSealed(t *testing.T) *sealed {
	public, _ := safeKey(t, "s")
	s := &sealed{ring: &ring{keys: change.Keys{string(councilS): keyOf("k")}, safe: public[:]}, t: t, file: filepath.Join(t.TempDir(), "device.db")}
	s.open()
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (s *sealed) open() {
	s.t.Helper()
	device, err := OpenDevice(context.Background(), s.file)
	if err != nil {
		s.t.Fatal(err)
	}
	device.Use(s.ring)
	s.Device = device
}

func (s *sealed) again() {
	s.t.Helper()
	if err := s.Close(); err != nil {
		s.t.Fatal(err)
	}
	s.open()
}

// clear reports whether something stands in the open in any file of the database.
func (s *sealed) clear(what string) bool {
	s.t.Helper()
	found := false
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		data, err := os.ReadFile(s.file + suffix)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			s.t.Fatal(err)
		}
		found = found || bytes.Contains(data, []byte(what))
	}
	return found
}

func (s *sealed) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// takes stores facts with the bodies.
func (s *sealed) takes(audience change.Audience, bodies ...string) []change.Change {
	s.t.Helper()
	var changes []change.Change
	var to change.Cursor
	for i, body := range bodies {
		c, _ := change.Head{Seq: uint64(i)}.Append(change.Draft{Stream: change.Stream(audience.Place()), Kind: "item", Audience: audience, Key: fmt.Sprint(i), Body: json.RawMessage(body)}, 1, 7)
		c.Previous = change.Hash{} // the device does not keep it
		changes, to = append(changes, c), to.Next(c)
	}
	s.must(s.Take(context.Background(), audience, changes, to))
	return changes
}

func ballot(id, choice string) Waiting {
	body := json.RawMessage(`{"poll":"q","choice":"` + choice + `"}`)
	return Waiting{Command: change.Command{ID: id, Kind: "ballot.cast", Stream: councilS, Person: "an", Body: body}, Person: "an", MadeAt: time.UnixMilli(5)}
}

func TestFactsAreSealed(t *testing.T) {
	ctx := context.Background()
	s := newSealed(t)
	want := s.takes(hallOf, `{"title":"Kế hoạch đầu tư công"}`, `{"title":"Bế mạc"}`)
	plain := s.takes("people/clerk", `{"name":"Nguyễn Văn Ánh"}`)
	if s.clear("đầu tư công") || s.clear("title") || !s.clear("Nguyễn Văn Ánh") || !s.clear("council/s/hall") {
		t.Error("the wrong things stand in the open")
	}
	s.again()
	got, closed, err := s.Load(ctx)
	if err != nil || len(closed) > 0 || len(got) != 3 || string(got[0].Body) != string(want[0].Body) || string(got[2].Body) != string(plain[0].Body) {
		t.Errorf("%+v %v %v", got, closed, err)
	}
	// The same facts twice do not look the same.
	var first, second []byte
	s.must(s.reader.QueryRow("SELECT body FROM fact WHERE audience=? AND key='0'", hallOf).Scan(&first))
	s.takes(hallOf, `{"title":"Kế hoạch đầu tư công"}`, `{"title":"Bế mạc"}`)
	s.must(s.reader.QueryRow("SELECT body FROM fact WHERE audience=? AND key='0'", hallOf).Scan(&second))
	if bytes.Equal(first, second) {
		t.Error("a nonce is used twice")
	}
}

// Nothing of a row can be changed, no two rows exchanged, and no plain one put in place of a sealed one.
func TestChangedRowsDoNotOpen(t *testing.T) {
	ctx := context.Background()
	for what, change := range map[string]string{
		"a bit":           "UPDATE fact SET body = substr(body,1,40) || CAST(x'00' AS BLOB) || substr(body,42) WHERE key='0'",
		"cut off":         "UPDATE fact SET body = substr(body,1,20) WHERE key='0'",
		"empty":           "UPDATE fact SET body = x'' WHERE key='0'",
		"put in plain":    "UPDATE fact SET body = '{\"title\":\"x\"}' WHERE key='0'",
		"another's body":  "UPDATE fact SET body = (SELECT body FROM fact WHERE key='1') WHERE key='0'",
		"another key":     "UPDATE fact SET key = 'x' WHERE key='0'",
		"another kind":    "UPDATE fact SET kind = 'poll' WHERE key='0'",
		"another seq":     "UPDATE fact SET seq = 77 WHERE key='0'",
		"another time":    "UPDATE fact SET at = 8 WHERE key='0'",
		"another stream":  "UPDATE fact SET stream = 'council/t' WHERE key='0'",
		"another epoch":   "UPDATE fact SET epoch = 9 WHERE key='0'",
		"another version": "UPDATE fact SET body = CAST(x'02' AS BLOB) || substr(body,2) WHERE key='0'",
	} {
		s := newSealed(t)
		s.takes(hallOf, `{"title":"a"}`, `{"title":"b"}`)
		s.takes("council/s/members", `{"title":"c"}`)
		done, err := s.writer.Exec(change + " AND audience='council/s/hall'")
		s.must(err)
		if n, _ := done.RowsAffected(); n == 0 {
			t.Fatalf("%s: nothing changed", what)
		}
		if shown, err := s.Facts(ctx); err != nil || len(shown) != 1 {
			t.Errorf("%s: shown %+v, %v", what, shown, err)
		}
		facts, wiped, err := s.Load(ctx)
		if err != nil || len(facts) != 1 || !slices.Contains(wiped, hallOf) {
			t.Errorf("%s: %+v, wiped %v, %v", what, facts, wiped, err)
		}
		cursors, err := s.Cursors(ctx)
		if _, held := cursors[hallOf]; held || err != nil || len(cursors) != 1 {
			t.Errorf("%s: cursors %v, %v", what, cursors, err)
		}
		if _, wiped, _ := s.Load(ctx); len(wiped) > 0 {
			t.Errorf("%s: wiped again", what)
		}
	}
}

// Under another key, and without one, nothing opens.
func TestOtherKey(t *testing.T) {
	for what, key := range map[string][]byte{"another": keyOf("x"), "none": nil} {
		s := newSealed(t)
		s.takes(hallOf, `{"title":"a"}`)
		s.keys[string(councilS)] = key
		if facts, wiped, err := s.Load(context.Background()); err != nil || len(facts) != 0 || len(wiped) != 1 {
			t.Errorf("%s: %+v %v %v", what, facts, wiped, err)
		}
	}
}

// A ballot is sealed from the first moment and until its answer goes with it, and its length says nothing.
func TestBallotsAreSealed(t *testing.T) {
	ctx := context.Background()
	s := newSealed(t)
	lengths := map[int]bool{}
	for _, choice := range []string{"yes", "no", "abstain"} {
		s.must(s.Enqueue(ctx, ballot(choice, choice)))
		var command, box []byte
		s.must(s.reader.QueryRow("SELECT command, box FROM outbox WHERE id=?", choice).Scan(&command, &box))
		lengths[len(command)], lengths[-len(box)] = true, true
	}
	if len(lengths) != 2 {
		t.Errorf("choices have lengths %v", lengths)
	}
	if s.clear(`"choice"`) || s.clear("ballot.cast") {
		t.Error("a ballot stands in the open")
	}
	s.again()
	waiting, err := s.Outbox(ctx)
	if err != nil || len(waiting) != 3 || string(waiting[2].Command.Body) != `{"poll":"q","choice":"abstain"}` {
		t.Errorf("%+v %v", waiting, err)
	}
	receipt := &change.Receipt{Epoch: 1, Stream: councilS, Command: "yes", Seq: 4}
	s.must(s.Settle(ctx, change.Answer{ID: "yes", Outcome: change.Accepted, Receipt: receipt, Body: json.RawMessage(`{"secret":1}`)}, time.UnixMilli(6)))
	answered, err := s.AnsweredBy(ctx, "an", 5)
	if err != nil || len(answered) != 1 || answered[0].Answer.Receipt.Seq != 4 || answered[0].Command.Kind != "ballot.cast" || s.clear("secret") {
		t.Errorf("%+v %v", answered, err)
	}
}

// When the keys leave, the room alone can read what is left: what waits in its order, what was accepted with its
// receipt. What was refused is gone, what gives the device back stays, and other streams are not touched.
func TestSealAway(t *testing.T) {
	ctx := context.Background()
	s := newSealed(t)
	public, private := safeKey(t, "s")
	for _, id := range []string{"a", "b", "accepted", "refused"} {
		s.must(s.Enqueue(ctx, ballot(id, "yes")))
	}
	other := ballot("other", "no")
	other.Command.Stream = "council/t"
	s.must(s.Enqueue(ctx, other))
	s.must(s.Enqueue(ctx, Waiting{Command: change.Command{ID: "out", Kind: people.SignOutKind, Stream: people.Stream, Person: "an"}, Person: "an"}))
	s.must(s.Settle(ctx, change.Answer{ID: "accepted", Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: 1, Stream: councilS, Seq: 9}}, time.UnixMilli(6)))
	s.must(s.Settle(ctx, change.Answer{ID: "refused", Outcome: change.Refused, Code: "poll.closed"}, time.UnixMilli(7)))
	left, err := s.SealAway(ctx, func(stream change.Stream) bool { return stream == councilS })
	s.must(err)
	var withCommand, refused int
	s.must(s.reader.QueryRow("SELECT count(*) FROM (SELECT command, stream FROM outbox UNION ALL SELECT command, stream FROM answered) WHERE stream=? AND length(command)>0", councilS).Scan(&withCommand))
	s.must(s.reader.QueryRow("SELECT count(*) FROM answered WHERE id='refused'").Scan(&refused))
	if withCommand+refused > 0 {
		t.Errorf("%d commands are left beside their boxes, %d that were refused", withCommand, refused)
	}
	delete(s.keys, string(councilS))
	s.again()
	waiting, err := s.Outbox(ctx)
	s.must(err)
	var kinds []string
	for _, w := range waiting {
		kinds = append(kinds, w.Command.ID+" "+w.Command.Kind)
	}
	if want := []string{"a sealed", "b sealed", "other ballot.cast", "out people.sign-out"}; !slices.Equal(kinds, want) || len(left) != 4 {
		t.Fatalf("%v, told %d, want %v", kinds, len(left), want)
	}
	opened, err := OpenCommand(waiting[1].Command, public, private)
	if err != nil || opened.Kind != "ballot.cast" || string(opened.Body) != `{"poll":"q","choice":"yes"}` || opened.ID != "b" || opened.Person != "an" {
		t.Errorf("%+v %v", opened, err)
	}
	if answered, err := s.AnsweredBy(ctx, "an", 9); err != nil || len(answered) != 0 {
		t.Errorf("answered %+v %v", answered, err)
	}
	again, err := s.Reoffer(ctx, 2)
	if err != nil || len(again) != 1 || again[0].Command.ID != "accepted" || again[0].Command.Kind != change.Sealed || again[0].Command.Receipt.Seq != 9 {
		t.Fatalf("offered %+v %v", again, err)
	}
	if opened, err := OpenCommand(again[0].Command, public, private); err != nil || opened.Receipt == nil || opened.Kind != "ballot.cast" {
		t.Errorf("%+v %v", opened, err)
	}
	// Answered, it is kept for the next time; without a receipt it is not.
	s.must(s.Settle(ctx, change.Answer{ID: "accepted", Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: 2, Stream: councilS, Seq: 3}}, time.UnixMilli(8)))
	s.must(s.Settle(ctx, change.Answer{ID: "a", Outcome: change.Refused, Code: "poll.closed"}, time.UnixMilli(8)))
	again, err = s.Reoffer(ctx, 3)
	if err != nil || len(again) != 1 || again[0].Command.Receipt.Seq != 3 {
		t.Errorf("offered %+v %v", again, err)
	}
}

// A row that was damaged goes as its box, and one whose box is damaged too is dropped and named.
func TestDamagedOutbox(t *testing.T) {
	ctx := context.Background()
	s := newSealed(t)
	for _, id := range []string{"a", "b", "c"} {
		s.must(s.Enqueue(ctx, ballot(id, "yes")))
	}
	_, err := s.writer.Exec("UPDATE outbox SET command = substr(command,1,90) WHERE id IN ('a','b')")
	s.must(err)
	_, err = s.writer.Exec("UPDATE outbox SET box = NULL WHERE id='b'")
	s.must(err)
	lost, err := s.DropLost(ctx)
	if err != nil || !slices.Equal(lost, []string{"b"}) {
		t.Errorf("lost %v %v", lost, err)
	}
	waiting, err := s.Outbox(ctx)
	if err != nil || len(waiting) != 2 || waiting[0].Command.Kind != change.Sealed || waiting[1].Command.Kind != "ballot.cast" {
		t.Errorf("%+v %v", waiting, err)
	}
}

// What stood here in the open before there were keys is sealed with them, and boxes are made for another safe.
func TestReseal(t *testing.T) {
	ctx := context.Background()
	s := newSealed(t)
	key := s.keys[string(councilS)]
	delete(s.keys, string(councilS))
	s.must(s.Enqueue(ctx, ballot("a", "yes")))
	s.must(s.Enqueue(ctx, ballot("b", "no")))
	s.must(s.Settle(ctx, change.Answer{ID: "b", Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: 1, Stream: councilS, Seq: 9}}, time.UnixMilli(6)))
	if !s.clear(`"choice"`) {
		t.Fatal("sealed without a key")
	}
	s.keys[string(councilS)] = key
	public, private := safeKey(t, "t")
	s.safe = public[:]
	s.must(s.Reseal(ctx))
	s.must(s.Scrub(ctx))
	if s.clear(`"choice"`) || s.clear("ballot.cast") {
		t.Error("still in the open")
	}
	if answered, err := s.AnsweredBy(ctx, "an", 9); err != nil || len(answered) != 1 || answered[0].Answer.Receipt.Seq != 9 {
		t.Errorf("answered %+v %v", answered, err)
	}
	left, err := s.SealAway(ctx, func(change.Stream) bool { return true })
	if err != nil || len(left) != 1 {
		t.Fatalf("%+v %v", left, err)
	}
	if _, err := OpenCommand(left[0].Command, public, private); err != nil {
		t.Errorf("for the other safe: %v", err)
	}
}

// What was deleted is in no page of the file, and in no log of writes.
func TestScrub(t *testing.T) {
	ctx := context.Background()
	s := newSealed(t)
	delete(s.keys, string(councilS)) // in the open, to be found
	s.takes(hallOf, `{"title":"Kế hoạch đầu tư công"}`)
	if !s.clear("Kế hoạch đầu tư công") {
		t.Fatal("not found while it is there")
	}
	s.must(s.Wipe(ctx, hallOf))
	s.must(s.Scrub(ctx))
	if s.clear("Kế hoạch đầu tư công") {
		t.Error("found after it was wiped")
	}
}

// A box goes with its command, person and stream alone.
func TestBoxGoesWithItsCommand(t *testing.T) {
	public, private := safeKey(t, "s")
	command := ballot("a", "yes").Command
	sealed, err := SealCommand(command, public[:])
	if err != nil {
		t.Fatal(err)
	}
	boxed, err := Boxed(command.ID, command.Person, command.Stream, sealed, nil)
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := OpenCommand(boxed, public, private); err != nil || opened.ID != "a" {
		t.Errorf("%+v %v", opened, err)
	}
	for what, swap := range map[string]func(*change.Command){
		"id": func(c *change.Command) { c.ID = "b" }, "person": func(c *change.Command) { c.Person = "bình" },
		"stream": func(c *change.Command) { c.Stream = "people" }, "kind": func(c *change.Command) { c.Kind = "ballot.cast" },
		"body": func(c *change.Command) { c.Body = json.RawMessage(`"AAAA"`) }, "no body": func(c *change.Command) { c.Body = nil },
	} {
		swapped := boxed
		swap(&swapped)
		if opened, err := OpenCommand(swapped, public, private); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %+v %v", what, opened, err)
		}
	}
	otherPublic, otherPrivate := safeKey(t, "t")
	if _, err := OpenCommand(boxed, otherPublic, otherPrivate); !errors.Is(err, ErrSealed) {
		t.Errorf("another room: %v", err)
	}
}

// Whatever the bytes, the openers answer with what was sealed or an error.
func FuzzOpen(f *testing.F) {
	s, err := newSealer(keyOf("k"))
	if err != nil {
		f.Fatal(err)
	}
	public, private := safeKey(f, "s")
	good := s.seal([]byte("body"), []byte("about"))
	box, err := SealCommand(ballot("a", "yes").Command, public[:])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(box)
	f.Add([]byte{})
	f.Add([]byte{sealedOne})
	f.Add(append([]byte{sealedOne}, make([]byte, 40)...))
	f.Fuzz(func(t *testing.T, value []byte) {
		body, err := s.open(value, []byte("about"))
		if err == nil && string(body) != "body" { // the seeds are sealed anew in each process
			t.Errorf("%x opens as %q", value, body)
		}
		if err != nil && !errors.Is(err, ErrSealed) {
			t.Error(err)
		}
		quoted, _ := json.Marshal(value)
		opened, err := OpenCommand(change.Command{ID: "a", Kind: change.Sealed, Stream: councilS, Person: "an", Body: quoted}, public, private)
		if err == nil && opened.Kind != "ballot.cast" {
			t.Errorf("%x opens as %+v", value, opened)
		}
		_, _ = OpenCommand(change.Command{Kind: change.Sealed, Body: value}, public, private)
		if body, err := unpad(value); err == nil && !bytes.Equal(bytes.TrimRight(value, "\x00"), append(slices.Clone(body), 0x80)) {
			t.Errorf("%x unpads to %x", value, body)
		}
	})
}

// Ten thousand sealed facts cost hardly more than plain ones.
func BenchmarkTakeSealed(b *testing.B) {
	for _, form := range []string{"plain", "sealed"} {
		b.Run(form, func(b *testing.B) {
			device, err := OpenDevice(context.Background(), filepath.Join(b.TempDir(), "device.db"))
			if err != nil {
				b.Fatal(err)
			}
			defer device.Close()
			if form == "sealed" {
				device.Use(&ring{keys: change.Keys{string(councilS): keyOf("k")}})
			}
			var changes []change.Change
			var to change.Cursor
			body, _ := json.Marshal(map[string]string{"title": string(bytes.Repeat([]byte("a"), 300))})
			for i := range 10_000 {
				c := change.Change{Stream: councilS, Seq: uint64(i + 1), Epoch: 1, Kind: "item", Audience: hallOf, Key: fmt.Sprint(i), Body: body}
				changes, to = append(changes, c), to.Next(c)
			}
			for b.Loop() {
				if err := device.Replace(context.Background(), hallOf, changes, to); err != nil {
					b.Fatal(err)
				}
				if facts, err := device.Facts(context.Background()); err != nil || len(facts) != len(changes) {
					b.Fatal(len(facts), err)
				}
			}
		})
	}
}
