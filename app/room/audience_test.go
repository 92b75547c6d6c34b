package room_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// prober is a device that keeps no rule: it has a certificate of the room and says what it likes.
type prober struct {
	bed      *bed
	name     string
	identity *trust.Identity
	may      []change.Audience // as the law of the house has it, not as the program says
}

// house is a room with a secret in every audience.
type house struct {
	*bed
	probers   []*prober
	clerk     *prober
	papers    map[string]change.Audience // hash → who may see it
	snapshots map[string]change.Audience // as the clerk's device and the delegates' were told of
}

const houseSession = "s1"

// secret is a text that stands in facts of the audience alone.
func secret(audience change.Audience) string {
	return "bí mật của " + strings.ReplaceAll(string(audience), "/", "-")
}

func newHouse(t *testing.T) *house {
	h := &house{bed: newBed(t), papers: map[string]change.Audience{}, snapshots: map[string]change.Audience{}}
	stream := people.CouncilStream(houseSession)
	imported := council.Import{
		Session: council.Session{ID: houseSession, Title: secret(people.Hall(houseSession)), Body: council.PeoplesCouncil},
		Items:   []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
		Polls:   []council.PollDraft{{ID: "q", Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority"}},
	}
	for _, row := range []struct{ person, group string }{{"p1", "a"}, {"p2", "b"}, {"p3", "b"}} {
		imported.Deputies = append(imported.Deputies, council.Deputy{Person: row.person, Name: "Đại biểu " + row.person, Group: row.group, Voting: true})
	}
	imported.Deputies[2].Role = people.DeputyChair
	for i, audience := range []change.Audience{people.Members(houseSession), people.GroupOf(houseSession, "a"), people.GroupOf(houseSession, "b")} {
		paper := []byte("%PDF-1.7 " + secret(audience))
		hash, size, err := storage.Sum(bytes.NewReader(paper))
		if err == nil {
			err = h.room.Blobs().Receive(t.Context(), hash, 0, bytes.NewReader(paper), nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		h.papers[hash] = audience
		imported.Documents = append(imported.Documents, council.Document{ID: fmt.Sprint("d", i), Item: "i1", Order: i + 1, Title: secret(audience), Audience: audience, Revision: 1, Blob: hash, Size: size})
	}
	h.do(stream, council.ImportSession, imported)
	h.do(stream, council.OpenSession, struct{}{})
	hall, members := people.Hall(houseSession), people.Members(houseSession)
	of := func(person, group string) []change.Audience {
		return []change.Audience{hall, members, people.PersonOf(houseSession, person), people.GroupOf(houseSession, group)}
	}
	h.admitProber("hall", people.HallMode, "", hall)
	h.admitProber("nobody's", people.DelegateMode, "")
	h.admitProber("p1", people.DelegateMode, "p1", of("p1", "a")...)
	h.admitProber("p2", people.DelegateMode, "p2", of("p2", "b")...)
	h.admitProber("p3 who conducts", people.DelegateMode, "p3", append(of("p3", "b"), people.ChairOf(houseSession))...)
	h.clerk = h.admitProber("clerk", people.ClerkMode, "", hall, members, people.ClerkOf(houseSession), people.ChairOf(houseSession), people.ClerksOnly, people.GroupOf(houseSession, "a"), people.GroupOf(houseSession, "b"))
	revoked := h.admitProber("revoked", people.DelegateMode, "")
	h.do(people.Stream, people.RevokeDeviceKind, people.Pointing{ID: revoked.identity.Device()})
	for _, person := range []string{"p1", "p2"} {
		h.do(stream, council.SetAttendance, council.Attendance{Person: person, State: council.Present, Reason: "x"})
	}
	h.do(stream, council.SetAttendance, council.Attendance{Person: "p3", State: council.Present})
	h.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	for _, p := range h.probers[2:4] { // their ballots are secrets of theirs
		answers := p.command(t, nil, change.Command{ID: "vote", Kind: council.CastBallot, Stream: stream, Body: body(council.Casting{Poll: "q", Choice: council.No})})
		if a := answers["vote"]; a.Outcome != change.Accepted {
			t.Fatalf("%s votes: %+v", p.name, a)
		}
	}
	return h
}

func body(of any) json.RawMessage {
	data, err := json.Marshal(of)
	if err != nil {
		panic(err) // a plain struct
	}
	return data
}

func (h *house) admitProber(name string, mode people.Mode, person string, may ...change.Audience) *prober {
	identity, err := h.room.Admit(h.t.Context(), name, mode)
	if err == nil && person != "" {
		err = h.room.Hand(h.t.Context(), identity.Device(), person)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	p := &prober{h.bed, name, identity, may}
	h.probers = append(h.probers, p)
	return p
}

func (p *prober) client() *http.Client {
	return &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&tls.Dialer{Config: p.identity.TLS()}).DialContext(ctx, "tcp", p.bed.address())
	}}}
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// session says hello as it likes, sends messages, and returns everything that came until the server
// had answered all commands and one more ping, or ended it.
func (p *prober) session(t failer, hello wire.Hello, messages ...wire.Message) (heard []wire.Message, raw []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ws, response, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: p.client()})
	if err != nil {
		if response != nil && response.StatusCode == http.StatusForbidden {
			return nil, nil
		}
		t.Fatalf("%s is not let in at all: %v", p.name, err)
	}
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	open := 0
	for _, m := range append([]wire.Message{{Hello: &hello}}, messages...) {
		if m.Command != nil {
			open++
		}
		data, err := wire.Encode(m)
		if err != nil {
			t.Fatalf("encode: %v", err)
		}
		if ws.Write(ctx, websocket.MessageText, data) != nil {
			break
		}
	}
	pinged := false
	for {
		if open == 0 && !pinged {
			pinged = true
			if data, err := wire.Encode(wire.Message{Ping: &wire.Ping{}}); err != nil || ws.Write(ctx, websocket.MessageText, data) != nil {
				return heard, raw
			}
		}
		_, data, err := ws.Read(ctx)
		if err != nil {
			if ctx.Err() != nil {
				t.Fatalf("%s: the server says nothing more; heard %+v", p.name, heard)
			}
			return heard, raw
		}
		raw = append(raw, data...)
		m, err := wire.Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		heard = append(heard, m)
		if m.Answer != nil {
			open--
		}
		if m.Pong != nil {
			return heard, raw
		}
	}
}

// command sends commands and returns the answers by id.
func (p *prober) command(t failer, claims map[change.Audience]change.Cursor, commands ...change.Command) map[string]change.Answer {
	t.Helper()
	var messages []wire.Message
	for _, c := range commands {
		messages = append(messages, wire.Message{Command: &c})
	}
	heard, _ := p.session(t, wire.Hello{Protocol: wire.Protocol, Cursors: claims}, messages...)
	answers := map[string]change.Answer{}
	for _, m := range heard {
		if m.Answer != nil {
			answers[m.Answer.ID] = *m.Answer
		}
	}
	return answers
}

// get asks for a path and returns what the room says.
func (p *prober) get(t failer, method, path string) (int, []byte) {
	t.Helper()
	request, err := http.NewRequest(method, "https://room"+path, nil)
	if err != nil {
		t.Fatalf("%v", err)
	}
	response, err := p.client().Do(request)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return response.StatusCode, data
}

var houseAudiences = []change.Audience{
	people.Hall(houseSession), people.Members(houseSession), people.ClerkOf(houseSession), people.ChairOf(houseSession), people.GroupOf(houseSession, "a"), people.GroupOf(houseSession, "b"),
	people.PersonOf(houseSession, "p1"), people.PersonOf(houseSession, "p2"), people.PersonOf(houseSession, "p3"), people.SealedOf(houseSession), people.ClerksOnly, people.ServerOnly,
}

// hears fails where a device was told something that is another's.
func (h *house) hears(t failer, p *prober, heard []wire.Message, raw []byte) {
	t.Helper()
	may := func(audience change.Audience) bool { return slices.Contains(p.may, audience) }
	for _, audience := range houseAudiences {
		if !may(audience) && bytes.Contains(raw, []byte(secret(audience))) {
			t.Fatalf("%s heard the secret of %s", p.name, audience)
		}
	}
	for _, m := range heard {
		switch {
		case m.Changes != nil && !may(m.Changes.Audience):
			t.Fatalf("%s gets changes of %s", p.name, m.Changes.Audience)
		case m.Snapshot != nil && !may(m.Snapshot.Audience):
			t.Fatalf("%s is told of a snapshot of %s", p.name, m.Snapshot.Audience)
		case m.Snapshot != nil:
			h.snapshots[m.Snapshot.Blob] = m.Snapshot.Audience
		case m.Presence != nil && !may(people.ClerksOnly):
			t.Fatalf("%s hears who is there", p.name)
		}
		if m.Changes != nil {
			for _, c := range m.Changes.Changes {
				if c.Audience != m.Changes.Audience {
					t.Fatalf("%s gets a change of %s among those of %s", p.name, c.Audience, m.Changes.Audience)
				}
			}
		}
	}
}

// TestNothingByClaims: whatever cursors a device claims, for whichever audience, and whatever commands
// with whatever ids it sends, it is told nothing that its mode and person may not see; not in answers
// either.
func TestNothingByClaims(t *testing.T) {
	h := newHouse(t)
	stream := people.CouncilStream(houseSession)
	kinds := []string{
		council.EditSession, council.PutItem, council.PutDocument, council.WithdrawDocument, council.PutDeputy, council.RemoveDeputy, council.SetAttendance, council.EditPoll,
		council.ClosePoll, council.PublishPoll, council.CastBallot, people.PutPersonKind, people.IssueCardKind, people.NameDeviceKind, people.RegisterKind, people.InviteKind, people.HeadKind, "nothing",
	}
	ids := []string{"vote", "q", "d0", "d1", "d2", "p1", "p2", "i1", h.clerk.identity.Device()}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(h.probers).Draw(t, "who")
		hello := wire.Hello{Protocol: rapid.IntRange(1, 3).Draw(t, "protocol"), Plain: rapid.Bool().Draw(t, "plain"), Cursors: map[change.Audience]change.Cursor{}}
		for _, audience := range rapid.SliceOfN(rapid.SampledFrom(houseAudiences), 0, 6).Draw(t, "claims") {
			hello.Cursors[audience] = change.Cursor{Place: rapid.Uint64Range(0, 30).Draw(t, "place"), Running: change.Hash{rapid.Byte().Draw(t, "hash")}}
		}
		var messages []wire.Message
		if p != h.clerk { // a clerk may do all this
			for range rapid.IntRange(0, 5).Draw(t, "commands") {
				id := rapid.SampledFrom(ids).Draw(t, "about")
				command := change.Command{
					ID: rapid.SampledFrom([]string{"vote", "c1", "c2", "c3"}).Draw(t, "id"), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Base: rapid.Uint64Range(0, 40).Draw(t, "base"),
					Stream: rapid.SampledFrom([]change.Stream{stream, people.Stream, "council/s2", "council/", ""}).Draw(t, "stream"),
					Person: rapid.SampledFrom([]string{"", "p1", "p2"}).Draw(t, "as"), Body: body(map[string]any{"id": id, "poll": "q", "person": id, "choice": "yes", "stream": stream}),
				}
				if command.Kind == council.CastBallot && command.Stream == stream {
					command.Body = body(council.Casting{Poll: "q", Choice: council.Abstain})
				}
				messages = append(messages, wire.Message{Command: &command})
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "acks") {
			messages = append(messages, wire.Message{Ack: &wire.Ack{Audience: rapid.SampledFrom(houseAudiences).Draw(t, "of"), Place: rapid.Uint64Range(0, 30).Draw(t, "place")}})
		}
		heard, raw := p.session(t, hello, messages...)
		h.hears(t, p, heard, raw)
		for _, m := range heard {
			if m.Answer == nil {
				continue
			}
			if m.Answer.Once != nil || m.Answer.Body != nil {
				t.Fatalf("%s is told %s %s", p.name, m.Answer.Once, m.Answer.Body)
			}
			if r := m.Answer.Receipt; r != nil && p.name != "p1" && p.name != "p2" {
				t.Fatalf("%s has a receipt of somebody else: %+v", p.name, r)
			}
		}
	})
}

// TestNothingByHash: bytes go to whoever may see the document now. Whoever may not hears the same of
// bytes that are here and of bytes that are not, by every method and path.
func TestNothingByHash(t *testing.T) {
	h := newHouse(t)
	for _, p := range h.probers {
		heard, raw := p.session(t, wire.Hello{Protocol: wire.Protocol})
		h.hears(t, p, heard, raw)
	}
	unknown := strings.Repeat("0", 64)
	for _, p := range h.probers {
		missing, _ := p.get(t, http.MethodGet, "/blob/"+unknown)
		for hash, audience := range h.papers {
			may := slices.Contains(p.may, audience) && p.name != "hall" && p.name != "revoked"
			status, data := p.get(t, http.MethodGet, "/blob/"+hash)
			switch {
			case may && (status != http.StatusOK || !bytes.Contains(data, []byte(secret(audience)))):
				t.Errorf("%s may see the paper of %s and gets %d", p.name, audience, status)
			case !may && (status != missing || bytes.Contains(data, []byte(secret(audience)))):
				t.Errorf("%s asks for the paper of %s and gets %d, for none %d", p.name, audience, status, missing)
			}
			for _, other := range []string{"/blob/../blob/" + hash, "/blob/" + hash + "/", "/blob//" + hash, "/manifest/" + hash, "/chunk/" + hash, "/snapshot/" + hash, "/pieces/" + hash, "/blob/" + strings.ToUpper(hash)} {
				if status, data := p.get(t, http.MethodGet, other); !may && (status == http.StatusOK || bytes.Contains(data, []byte(secret(audience)))) {
					t.Errorf("%s gets the paper of %s by %s: %d", p.name, audience, other, status)
				}
			}
			if status, _ := p.get(t, http.MethodHead, "/blob/"+hash); (status == http.StatusOK) != may {
				t.Errorf("%s asks whether the paper of %s is here, and hears %d", p.name, audience, status)
			}
		}
		for blob, audience := range h.snapshots {
			status, _ := p.get(t, http.MethodGet, "/snapshot/"+blob)
			if may := slices.Contains(p.may, audience) && p.name != "revoked"; (status == http.StatusOK) != may {
				t.Errorf("%s asks for the snapshot of %s and gets %d", p.name, audience, status)
			}
		}
	}
	// The right is lost: so are the bytes.
	p1 := h.probers[2]
	p1.bed.do(people.CouncilStream(houseSession), council.RemoveDeputy, council.Pointing{ID: "p3"})
	if err := h.room.Do(t.Context(), p1.identity.Device(), people.Stream, people.SignOutKind, struct{}{}); err != nil {
		t.Fatal(err)
	}
	for hash := range h.papers {
		if status, _ := p1.get(t, http.MethodGet, "/blob/"+hash); status != http.StatusNotFound {
			t.Errorf("signed out, the tablet gets %d", status)
		}
	}
}

// TestCommandOfAnotherPerson: a command that waited while the tablet went into other hands is refused,
// and one that claims another person too.
func TestCommandOfAnotherPerson(t *testing.T) {
	h := newHouse(t)
	p1 := h.probers[2]
	answers := p1.command(t, nil,
		change.Command{ID: "x", Kind: council.CastBallot, Stream: people.CouncilStream(houseSession), Person: "p3", Body: body(council.Casting{Poll: "q", Choice: council.Yes})})
	if a := answers["x"]; a.Outcome != change.Refused || a.Code != "person.changed" || a.Receipt != nil {
		t.Errorf("%+v", a)
	}
	// The same id of another device is another command: nobody gets another's answer by guessing it.
	h.do(people.Stream, people.RevokeDeviceKind, people.Pointing{ID: h.probers[3].identity.Device()})
	nobody := h.probers[1].command(t, nil, change.Command{ID: "vote", Kind: council.CastBallot, Stream: people.CouncilStream(houseSession), Body: body(council.Casting{Poll: "q", Choice: council.No})})
	if a := nobody["vote"]; a.Outcome != change.Refused || a.Receipt != nil {
		t.Errorf("by another's id: %+v", a)
	}
}

// TestHostileMessages: what no device of ours would say ends the connection and harms nobody.
func TestHostileMessages(t *testing.T) {
	h := newHouse(t)
	p := h.probers[2]
	for what, data := range map[string][]byte{
		"no JSON":             []byte("{"),
		"nothing":             []byte("{}"),
		"two things":          []byte(`{"ping":{},"pong":{}}`),
		"a server's word":     body(wire.Message{Welcome: &wire.Welcome{}}),
		"no id":               body(wire.Message{Command: &change.Command{Kind: council.CastBallot}}),
		"a very long id":      body(wire.Message{Command: &change.Command{ID: strings.Repeat("x", 200)}}),
		"a second hello":      body(wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol}}),
		"a million bytes":     body(wire.Message{Command: &change.Command{ID: "big", Body: body(strings.Repeat("x", 1<<20))}}),
		"forged changes":      body(wire.Message{Changes: &wire.Changes{Audience: people.Hall(houseSession), To: change.Cursor{Place: 1}, Changes: []change.Change{{Seq: 1}}}}),
		"an epoch of nobody":  body(wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol, Epoch: 99}}),
		"protocol of nothing": body(wire.Message{Hello: &wire.Hello{Protocol: 0}}),
	} {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: p.client()})
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(`{"hello"`)) || what == "a second hello" {
			err = ws.Write(ctx, websocket.MessageText, body(wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol}}))
		}
		if err == nil {
			err = ws.Write(ctx, websocket.MessageText, data)
		}
		for err == nil {
			_, _, err = ws.Read(ctx)
		}
		if ctx.Err() != nil {
			t.Errorf("%s: the connection stays", what)
		}
		ws.CloseNow()
		cancel()
	}
	if answers := p.command(t, nil, change.Command{ID: "vote", Kind: council.CastBallot, Stream: people.CouncilStream(houseSession), Body: body(council.Casting{Poll: "q", Choice: council.No})}); answers["vote"].Receipt == nil {
		t.Errorf("after all that the receipt is not said again: %+v", answers)
	}
	if _, _, err := websocket.Dial(t.Context(), "wss://room/room", &websocket.DialOptions{HTTPClient: stranger(h.bed)}); err == nil {
		t.Error("a device without a certificate is let in")
	}
}

// stranger speaks to the room without any certificate.
func stranger(b *bed) *http.Client {
	return &http.Client{Transport: &http.Transport{DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS13}}).DialContext(ctx, "tcp", b.address())
	}}}
}
