package standby

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

// model is both cores with disks of memory and a network that cuts, delays and says things twice. What
// stands in primaryDisk and followerDisk survives a restart, nothing else does.
type model struct {
	*rapid.T
	now time.Time

	primaryDisk struct {
		batches []change.Batch
		record  Record
		epochs  []change.Epoch
	}
	followerDisk struct {
		batches []change.Batch
		may     bool
		epochs  []change.Epoch
	}

	primary  *PrimaryState
	follower *FollowerState
	conn     Conn
	up, down []Message // on the way to the primary, and to the follower
	open     bool

	answered map[uint64]uint32 // by batch: the epoch in which it was answered
	taken    uint32            // the number that the follower's takeover began
}

func newModel(t *rapid.T) *model {
	m := &model{T: t, now: time.UnixMilli(1_700_000_000_000), answered: map[uint64]uint32{}}
	m.primaryDisk.epochs = []change.Epoch{{Number: 1, Server: "a"}}
	m.startPrimary()
	m.startFollower()
	return m
}

func (m *model) startPrimary() {
	m.cut()
	m.primary = NewPrimaryState(m.primaryDisk.record, uint64(len(m.primaryDisk.batches)), m.now)
}

func (m *model) startFollower() {
	m.cut()
	m.follower = &FollowerState{At: m.followerEnd(), May: m.followerDisk.may, Epoch: number(m.followerDisk.epochs)}
}

func number(epochs []change.Epoch) uint32 {
	if len(epochs) == 0 {
		return 0
	}
	return epochs[len(epochs)-1].Number
}

func (m *model) followerEnd() change.Position {
	n := len(m.followerDisk.batches)
	return change.Position{Batch: uint64(n), Change: int64(n)}
}

// cut ends the connection; what is on the way is lost.
func (m *model) cut() {
	m.up, m.down, m.open = nil, nil, false
	if m.primary != nil {
		m.stepPrimary(Left{m.conn})
	}
	if m.follower != nil {
		m.stepFollower(Cut{})
	}
}

func (m *model) stepPrimary(input any) {
	for _, output := range m.primary.Step(input, m.now) {
		switch out := output.(type) {
		case Greet:
			m.down = append(m.down, Message{Welcome: &Welcome{May: out.May, Outfit: Outfit{Epochs: m.primaryDisk.epochs[:len(m.primaryDisk.epochs):len(m.primaryDisk.epochs)]}}})
		case Fetch:
			to := min(int(out.After)+rapid.IntRange(1, 3).Draw(m.T, "shipped"), len(m.primaryDisk.batches))
			m.down = append(m.down, Message{Ship: &Ship{After: out.After, Batches: m.primaryDisk.batches[out.After:to]}})
		case Say:
			m.down = append(m.down, out.Message)
		case Allow:
			m.down = append(m.down, Message{Duty: &Right{May: true, Epoch: number(m.primaryDisk.epochs)}})
		case Drop:
			if out.Conn == m.conn {
				m.up, m.down, m.open = nil, nil, false
				m.stepFollower(Cut{})
			}
		case Bind:
			m.primaryDisk.record = out.Record
			m.stepPrimary(Kept(out))
		case Free:
			m.primaryDisk.epochs = append(m.primaryDisk.epochs, change.Epoch{Number: number(m.primaryDisk.epochs) + 2, Server: "a"})
			if rapid.IntRange(0, 3).Draw(m.T, "dies while it goes alone") == 0 {
				m.primary = nil
				m.startPrimary()
				return
			}
			m.primaryDisk.record = out.Record
			m.stepPrimary(Kept(out))
		}
	}
}

func (m *model) stepFollower(input any) {
	for _, output := range m.follower.Step(input, m.now) {
		switch out := output.(type) {
		case Dial:
			m.dial()
		case Speak:
			m.up = append(m.up, out.Message)
		case Store:
			if m.taken > 0 {
				m.Fatal("something is stored after the takeover")
			}
			if out.After != uint64(len(m.followerDisk.batches)) {
				m.Fatalf("batches after %d on a log of %d", out.After, len(m.followerDisk.batches))
			}
			m.followerDisk.batches = append(m.followerDisk.batches, out.Batches...)
			m.stepFollower(Stored{At: m.followerEnd()})
		case Equip:
			m.followerDisk.epochs = out.Outfit.Epochs
			m.stepFollower(Equipped{number(out.Outfit.Epochs)})
		case Mark:
			m.followerDisk.may = out.May
		case HangUp:
			m.up, m.down, m.open = nil, nil, false
			m.stepPrimary(Left{m.conn})
		}
	}
}

func (m *model) dial() {
	if m.taken > 0 || rapid.IntRange(0, 4).Draw(m.T, "unreachable") == 0 {
		m.stepFollower(Dialed{})
		return
	}
	m.conn++
	m.open = true
	m.stepFollower(Dialed{OK: true})
	m.stepPrimary(Arrived{Conn: m.conn, Device: "standby", Name: "Máy dự phòng", At: m.followerEnd()})
}

// deliver brings the next message over, as bytes, perhaps twice.
func (m *model) deliver(queue *[]Message, take func(Message)) {
	if len(*queue) == 0 {
		return
	}
	data, err := encode((*queue)[0])
	if err != nil {
		m.Fatal(err)
	}
	message, err := decode(data)
	if err != nil {
		m.Fatal(err)
	}
	*queue = (*queue)[1:]
	take(message)
	if rapid.IntRange(0, 9).Draw(m.T, "twice") == 0 && m.open && message.Welcome == nil {
		take(message)
	}
}

func (m *model) pass(by time.Duration) {
	m.now = m.now.Add(by)
	m.stepPrimary(Tick{})
	if m.taken == 0 {
		m.stepFollower(Tick{})
	}
}

// check holds after every step.
func (m *model) check(*rapid.T) {
	for batch := range m.primaryDisk.batches {
		if n := uint64(batch) + 1; m.answered[n] == 0 && m.primary.Secured(n) {
			m.answered[n] = number(m.primaryDisk.epochs)
		}
	}
	if n := len(m.followerDisk.batches); n > len(m.primaryDisk.batches) || n > 0 && !reflect.DeepEqual(m.followerDisk.batches, m.primaryDisk.batches[:n]) {
		m.Fatalf("%d batches of the follower are not the beginning of the primary's %d", n, len(m.primaryDisk.batches))
	}
	if !m.followerDisk.may && m.taken == 0 {
		return
	}
	// What the follower's takeover would stand above, or stands above, it has.
	begins := number(m.followerDisk.epochs) + 1
	for n, epoch := range m.answered {
		if begins >= epoch && n > uint64(len(m.followerDisk.batches)) {
			m.Fatalf("batch %d was answered in epoch %d; a takeover in %d has only %d batches", n, epoch, begins, len(m.followerDisk.batches))
		}
	}
}

func (m *model) commit(*rapid.T) {
	n := len(m.primaryDisk.batches) + 1
	m.primaryDisk.batches = append(m.primaryDisk.batches, change.Batch{Number: uint64(n),
		Changes: []change.Row{{ID: int64(n), Change: change.Change{Stream: "s", Seq: uint64(n), Body: json.RawMessage(fmt.Sprintf(`{ "n": "<%d>" }`, n))}}}})
	m.stepPrimary(Committed{uint64(n)})
}

// settle lets the two talk until they have nothing to say.
func (m *model) settle() {
	m.pass(time.Second)
	for n := 0; n < 50 && len(m.up)+len(m.down) > 0; n++ {
		m.toPrimary()
		m.toFollower()
	}
}

func (m *model) toPrimary()  { m.deliver(&m.up, m.primaryHears) }
func (m *model) toFollower() { m.deliver(&m.down, func(x Message) { m.stepFollower(Received{x}) }) }

func (m *model) restartPrimary() {
	m.primary = nil
	m.startPrimary()
}

func (m *model) restartFollower() {
	if m.taken == 0 {
		m.follower = nil
		m.startFollower()
	}
}

// goAlone is a person's word, after having waited for it to make sense.
func (m *model) goAlone() {
	m.cut()
	m.commit(nil)
	for range 12 {
		m.now = m.now.Add(time.Second)
		m.stepPrimary(Tick{})
	}
	m.stepPrimary(GoAlone{})
	m.commit(nil)
}

func (m *model) takeOver() {
	if m.taken == 0 && m.followerDisk.may {
		m.cut()
		m.taken = number(m.followerDisk.epochs) + 1
	}
}

// Whatever is cut, said twice or started again: the standby's log is the beginning of the primary's, and
// nothing was answered that a standby lacks whose takeover devices would believe.
func TestShipping(t *testing.T) {
	acts := map[string]func(*model){
		"commit":            func(m *model) { m.commit(nil) },
		"to the primary":    (*model).toPrimary,
		"to the follower":   (*model).toFollower,
		"settle":            (*model).settle,
		"a moment":          func(m *model) { m.pass(time.Second) },
		"a while":           func(m *model) { m.pass(11 * time.Second) },
		"cut":               (*model).cut,
		"primary restarts":  (*model).restartPrimary,
		"follower restarts": (*model).restartFollower,
		"go alone":          (*model).goAlone,
		"revoke":            func(m *model) { m.stepPrimary(Forbidden{"standby"}) },
		"take over":         (*model).takeOver,
	}
	weights := map[string]int{"commit": 6, "to the primary": 6, "to the follower": 6, "settle": 4, "a moment": 2}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(acts)) {
		names = append(names, slices.Repeat([]string{name}, max(1, weights[name]))...)
	}
	var bound, alone, taken int
	rapid.Check(t, func(t *rapid.T) {
		m := newModel(t)
		m.settle()
		for range rapid.IntRange(20, 120).Draw(t, "acts") {
			acts[rapid.SampledFrom(names).Draw(t, "act")](m)
			m.check(t)
		}
		if m.followerDisk.may {
			bound++
		}
		if number(m.primaryDisk.epochs) > 1 {
			alone++
		}
		if m.taken > 0 {
			taken++
		}
	})
	if bound == 0 || alone == 0 || taken == 0 {
		t.Errorf("too tame: %d bound, %d alone, %d taken over", bound, alone, taken)
	}
}

func (m *model) primaryHears(message Message) {
	if message.Ack != nil {
		m.stepPrimary(Acked{m.conn, message.Ack.At})
	}
}

// Left alone, the two come to the end: everything is on both disks, and the standby may take over.
func TestShippingEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newModel(t)
		for range rapid.IntRange(0, 20).Draw(t, "commits") {
			m.commit(t)
		}
		for range 200 {
			m.pass(time.Second)
			for len(m.up)+len(m.down) > 0 {
				m.deliver(&m.up, m.primaryHears)
				m.deliver(&m.down, func(x Message) { m.stepFollower(Received{x}) })
			}
			m.check(t)
			if m.followerDisk.may {
				break
			}
		}
		if !m.followerDisk.may || m.primary.Duty().Phase != Attached || len(m.followerDisk.batches) != len(m.primaryDisk.batches) {
			t.Fatalf("never attached: %+v, %d of %d", m.primary.Duty(), len(m.followerDisk.batches), len(m.primaryDisk.batches))
		}
	})
}
