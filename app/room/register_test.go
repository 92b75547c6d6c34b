package room_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// casting is one try to cast a ballot, or, with another kind, the close or a look at the log.
type casting struct {
	kind   string // "cast", "close", "look"
	id     string
	choice council.Choice
}

// heard is how a try ended for whoever made it.
type heard struct {
	unknown bool // the line was cut: it may have been done or not
	outcome change.Outcome
	code    string
	command string // of the receipt, or of the ballot that was looked at
	choice  council.Choice
}

// register is the model of one voter's place in one poll.
type register struct {
	replace bool
	closed  bool
	command string // whose ballot counts, "" for none
	choice  council.Choice
	kept    string // answers by id: "id=answer;" in the order of ids
}

func (r register) answered(id string) (heard, bool) {
	for entry := range strings.SplitSeq(r.kept, ";") {
		var h heard
		name, said, _ := strings.Cut(entry, "=")
		if name == id {
			parts := strings.Split(said, ",")
			h.outcome, h.code, h.command = change.Outcome(parts[0]), parts[1], parts[2]
			return h, true
		}
	}
	return heard{}, false
}

// cast is the law: what a ballot does, and what its voter is told.
func (r register) cast(c casting) (register, heard) {
	if before, known := r.answered(c.id); known {
		return r, before
	}
	var said heard
	switch {
	case r.command != "" && r.choice == c.choice:
		said = heard{outcome: change.Duplicate, command: r.command}
	case r.command != "" && !r.replace:
		said = heard{outcome: change.Refused, code: "poll.voted-already", command: r.command}
	case r.closed:
		said = heard{outcome: change.Refused, code: "poll.closed"}
	default:
		said = heard{outcome: change.Accepted, command: c.id}
		r.command, r.choice = c.id, c.choice
	}
	entries := strings.Split(r.kept, ";")
	entries = append(entries, fmt.Sprintf("%s=%s,%s,%s", c.id, said.outcome, said.code, said.command))
	slices.Sort(entries)
	r.kept = strings.Trim(strings.Join(entries, ";"), ";")
	return r, said
}

// model is the register for porcupine.
func model(replace bool) porcupine.Model {
	nondeterministic := porcupine.NondeterministicModel{
		Init: func() []any { return []any{register{replace: replace}} },
		Step: func(state, input, output any) []any {
			r, c, h := state.(register), input.(casting), output.(heard)
			switch c.kind {
			case "close":
				r.closed = true
				return []any{r}
			case "look":
				if r.command == h.command && r.choice == h.choice {
					return []any{r}
				}
				return nil
			}
			after, said := r.cast(c)
			switch {
			case h.unknown:
				return []any{r, after}
			case said.outcome == h.outcome && said.code == h.code && said.command == h.command:
				return []any{after}
			}
			return nil
		},
	}
	return nondeterministic.ToModel()
}

// The model itself tells right from wrong.
func TestRegisterModel(t *testing.T) {
	op := func(call, back int64, in casting, out heard) porcupine.Operation {
		return porcupine.Operation{Call: call, Return: back, Input: in, Output: out}
	}
	first := op(1, 2, casting{"cast", "a", council.Yes}, heard{outcome: change.Accepted, command: "a"})
	for what, row := range map[string]struct {
		replace bool
		then    []porcupine.Operation
		want    bool
	}{
		"the same again":            {false, []porcupine.Operation{op(3, 4, casting{"cast", "a", council.Yes}, heard{outcome: change.Accepted, command: "a"})}, true},
		"another value":             {false, []porcupine.Operation{op(3, 4, casting{"cast", "b", council.No}, heard{outcome: change.Refused, code: "poll.voted-already", command: "a"})}, true},
		"two ballots":               {false, []porcupine.Operation{op(3, 4, casting{"cast", "b", council.No}, heard{outcome: change.Accepted, command: "b"})}, false},
		"replaced":                  {true, []porcupine.Operation{op(3, 4, casting{"cast", "b", council.No}, heard{outcome: change.Accepted, command: "b"})}, true},
		"lost":                      {true, []porcupine.Operation{op(3, 4, casting{kind: "look"}, heard{})}, false},
		"after the close":           {true, []porcupine.Operation{op(3, 4, casting{kind: "close"}, heard{}), op(5, 6, casting{"cast", "b", council.No}, heard{outcome: change.Accepted, command: "b"})}, false},
		"cut, and done":             {true, []porcupine.Operation{op(3, 99, casting{"cast", "b", council.No}, heard{unknown: true}), op(5, 6, casting{kind: "look"}, heard{command: "b", choice: council.No})}, true},
		"cut, and not done":         {true, []porcupine.Operation{op(3, 99, casting{"cast", "b", council.No}, heard{unknown: true}), op(5, 6, casting{kind: "look"}, heard{command: "a", choice: council.Yes})}, true},
		"cut, and something else":   {true, []porcupine.Operation{op(3, 99, casting{"cast", "b", council.No}, heard{unknown: true}), op(5, 6, casting{kind: "look"}, heard{command: "c", choice: council.No})}, false},
		"another answer to one id":  {false, []porcupine.Operation{op(3, 4, casting{"cast", "a", council.Yes}, heard{outcome: change.Duplicate, command: "a"})}, false},
		"the receipt of somebody's": {false, []porcupine.Operation{op(3, 4, casting{"cast", "b", council.Yes}, heard{outcome: change.Duplicate, command: "x"})}, false},
		"cut, and answered later": {true, []porcupine.Operation{
			op(3, 99, casting{"cast", "b", council.No}, heard{unknown: true}), op(5, 6, casting{"cast", "c", council.Abstain}, heard{outcome: change.Accepted, command: "c"}),
			op(7, 8, casting{"cast", "b", council.No}, heard{outcome: change.Accepted, command: "b"}), op(9, 10, casting{kind: "look"}, heard{command: "b", choice: council.No})}, true},
		"cut, and done before it was answered": {true, []porcupine.Operation{
			op(3, 99, casting{"cast", "b", council.No}, heard{unknown: true}), op(5, 6, casting{"cast", "c", council.Abstain}, heard{outcome: change.Accepted, command: "c"}),
			op(7, 8, casting{"cast", "b", council.No}, heard{outcome: change.Accepted, command: "b"}), op(9, 10, casting{kind: "look"}, heard{command: "c", choice: council.Abstain})}, true},
		"cut, and done again after it was answered": {true, []porcupine.Operation{
			op(3, 99, casting{"cast", "b", council.No}, heard{unknown: true}), op(4, 5, casting{"cast", "b", council.No}, heard{outcome: change.Accepted, command: "b"}),
			op(6, 7, casting{"cast", "c", council.Abstain}, heard{outcome: change.Accepted, command: "c"}), op(8, 9, casting{kind: "look"}, heard{command: "b", choice: council.No})}, false},
	} {
		history := append([]porcupine.Operation{first}, row.then...)
		if got := porcupine.CheckOperations(model(row.replace), history); got != row.want {
			t.Errorf("%s: %v, want %v", what, got, row.want)
		}
		if got := porcupine.CheckOperations(model(row.replace), bound(history)); got != row.want {
			t.Errorf("%s, bounded: %v, want %v", what, got, row.want)
		}
	}
}

// bound takes from a history what tells nothing of tries whose answer was lost, or no search for an explanation would
// end: each of them could stand anywhere behind. An id is done once, so that the first of its lost tries stands
// for all of them; and where it was answered it has its answer from then on, and to be done again is not to be done.
func bound(history []porcupine.Operation) []porcupine.Operation {
	first, answered := map[string]int64{}, map[string]int64{} // by id: when it was lost first, and had its answer
	for _, o := range history {
		of, at := answered, o.Return
		if o.Output.(heard).unknown {
			of, at = first, o.Call
		}
		id := o.Input.(casting).id
		if before, known := of[id]; !known || at < before {
			of[id] = at
		}
	}
	var kept []porcupine.Operation
	for _, o := range history {
		if id := o.Input.(casting).id; o.Output.(heard).unknown {
			if o.Call > first[id] {
				continue
			}
			if at, is := answered[id]; is {
				o.Return = min(o.Return, max(o.Call+1, at))
			}
		}
		kept = append(kept, o)
	}
	return kept
}

// polling is one poll under way with everybody's tries.
type polling struct {
	*bed
	began time.Time
	mu    sync.Mutex
	tries map[string][]porcupine.Operation // by person
}

func (p *polling) now() int64 { return time.Since(p.began).Microseconds() }

func (p *polling) note(person string, c casting, call int64, out heard) {
	back := p.now()
	if out.unknown {
		back = 1 << 50 // it may be done any time later
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries[person] = append(p.tries[person], porcupine.Operation{Input: c, Call: call, Return: back, Output: out})
}

// tablet votes over lines that break, with new ids and with old ones, until the time is over.
func (p *polling) tablet(ctx context.Context, identity *trust.Identity, person string, rng *rand.Rand) {
	who := &prober{bed: p.bed, name: person, identity: identity}
	var open []casting // cut, to be sent again
	// Each try whose answer is lost may be done at any time after it: with hundreds of them no search for an
	// explanation ends. A person's hand is not faster either.
	pace := time.NewTicker(100 * time.Millisecond)
	defer pace.Stop()
	for count := 0; ctx.Err() == nil; {
		ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: who.client()})
		if err != nil {
			if ctx.Err() == nil {
				p.t.Errorf("%s: %v", person, err)
			}
			return
		}
		ws.SetReadLimit(wire.MaxMessage)
		say := func(m wire.Message) error { return ws.Write(ctx, websocket.MessageText, body(m)) }
		err = say(wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol}})
		for lives := 1 + rng.IntN(4); lives > 0 && err == nil && ctx.Err() == nil; lives-- {
			select {
			case <-pace.C:
			case <-ctx.Done():
				continue
			}
			var c casting
			if len(open) > 0 && rng.IntN(2) == 0 {
				c = open[rng.IntN(len(open))]
			} else {
				count++
				c = casting{"cast", fmt.Sprintf("%s-%s-%d", person, identity.Device()[:6], count), []council.Choice{council.Yes, council.No, council.Abstain}[rng.IntN(3)]}
			}
			call := p.now()
			err = say(wire.Message{Command: &change.Command{ID: c.id, Kind: council.CastBallot, Stream: people.CouncilStream("s1"), Body: body(council.Casting{Poll: "q", Choice: c.choice})}})
			if err != nil || rng.IntN(3) == 0 {
				p.note(person, c, call, heard{unknown: true})
				open = append(open, c)
				break // and the line is cut
			}
			answer, ok := p.answer(ctx, ws, c.id)
			if !ok {
				p.note(person, c, call, heard{unknown: true})
				open = append(open, c)
				break
			}
			out := heard{outcome: answer.Outcome, code: answer.Code}
			if answer.Receipt != nil {
				out.command = answer.Receipt.Command
			}
			p.note(person, c, call, out)
		}
		ws.CloseNow()
	}
}

func (p *polling) answer(ctx context.Context, ws *websocket.Conn, id string) (change.Answer, bool) {
	for {
		_, data, err := ws.Read(ctx)
		if err != nil {
			return change.Answer{}, false
		}
		if m, err := wire.Decode(data); err == nil && m.Answer != nil && m.Answer.ID == id {
			return *m.Answer, true
		}
	}
}

// TestBallotRegister: several tablets of each voter cast at once, over lines that are cut, with ids that
// come again, before and after the close. For each voter what everybody heard is explained by one
// register that is asked one thing after the other; and the count is that of the registers.
func TestBallotRegister(t *testing.T) {
	for _, replace := range []bool{false, true} {
		t.Run(fmt.Sprintf("replace %v", replace), func(t *testing.T) { vote(t, replace) })
	}
}

func vote(t *testing.T, replace bool) {
	const voters, tablets, seconds = 6, 2, 2
	b := newBed(t)
	stream := people.CouncilStream("s1")
	imported := council.Import{
		Session: council.Session{ID: "s1", Title: "Kỳ họp", Body: council.PeoplesCouncil}, Items: []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
		Polls: []council.PollDraft{{ID: "q", Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Replace: replace, Seconds: seconds}},
	}
	name := func(i int) string { return fmt.Sprint("p", i) }
	for i := range voters {
		imported.Deputies = append(imported.Deputies, council.Deputy{Person: name(i), Name: "Đại biểu " + name(i), Voting: true})
	}
	b.do(stream, council.ImportSession, imported)
	b.do(stream, council.OpenSession, struct{}{})
	var hold []*trust.Identity
	for i := range voters {
		b.do(stream, council.SetAttendance, council.Attendance{Person: name(i), State: council.Present})
		for range tablets {
			identity, err := b.room.Admit(t.Context(), name(i), people.DelegateMode)
			if err == nil {
				err = b.room.Hand(t.Context(), identity.Device(), name(i))
			}
			if err != nil {
				t.Fatal(err)
			}
			hold = append(hold, identity)
		}
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	p := &polling{bed: b, began: time.Now(), tries: map[string][]porcupine.Operation{}}
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	ctx, stop := context.WithTimeout(t.Context(), (seconds*1000+600)*time.Millisecond)
	defer stop()
	var voting sync.WaitGroup
	for i, identity := range hold {
		voting.Go(func() {
			p.tablet(ctx, identity, name(i/tablets), rand.New(rand.NewPCG(seed, uint64(i))))
		})
	}
	voting.Wait()
	var session *council.State
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); <-look.C {
		if session = b.room.Sessions()[0]; session.Polls["q"].State == council.PollFinished {
			break
		}
	}
	counted := map[council.Choice]int{}
	total := 0
	for _, person := range slices.Sorted(maps.Keys(p.tries)) {
		ballot := session.Ballots["q"][person]
		if ballot.Choice != "" {
			counted[ballot.Choice]++
		}
		// What is judged before the time that was announced counts, and nothing after it.
		closing := time.UnixMilli(session.Polls["q"].ClosesAt).Sub(p.began).Microseconds()
		p.note(person, casting{kind: "look"}, p.now(), heard{command: ballot.Command, choice: ballot.Choice})
		history := append(p.tries[person], porcupine.Operation{Input: casting{kind: "close"}, Call: closing - 5_000, Return: closing + 5_000, Output: heard{}})
		total += len(history)
		switch porcupine.CheckOperationsTimeout(model(replace), bound(history), 20*time.Second) {
		case porcupine.Illegal:
			t.Errorf("%s: what was heard has no explanation: %+v", person, history)
		case porcupine.Unknown:
			t.Errorf("%s: %d tries are too many to explain", person, len(history))
		}
	}
	result := session.Results["q"]
	if result.Yes != counted[council.Yes] || result.No != counted[council.No] || result.Abstain != counted[council.Abstain] || len(p.tries) != voters {
		t.Errorf("%+v, the registers have %v", result.Count, counted)
	}
	t.Logf("%d tries of %d voters", total, voters)
}
