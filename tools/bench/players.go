package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime/pprof"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/sync/trust"
)

// playersArgument makes the program play the devices of a measure: what they take must not be counted as
// the server's, and not as that of who measures.
const playersArgument = "players"

// playersProfile names a file for the use of the processors by the players, as CONGSO_CPUPROFILE does for
// the server.
const playersProfile = "BENCH_PLAYERS_CPUPROFILE"

// order is what the players are told to do; play is what they report.
type order struct {
	Do         string
	Address    string
	Invitation string // for a clerk, or for a tablet
	Folder     string // of a tablet
	Tablets    int
	Persons    int // on the roster, each of whom holds as many tablets as all others
	Items      int
	Polls      int
	Poll       int
	Times      int
}

type play struct {
	Rounds [][]float64 // milliseconds, sorted, of each time
	At     time.Time
	Count  int
	Err    string
}

// players are all devices of a measure in one process.
type players struct {
	address    string
	clerk      device
	identities []*trust.Identity
	devices    []*rehearse.Device
	stops      []func()
	persons    int
	items      int
	edits      int
	onlines    []int
}

// The session that the players sit in.
const (
	played       = "bench"
	playedStream = change.Stream("council/" + played)
)

var hall = people.Hall(played)

// bePlayers follows orders on the standard input until it ends.
func bePlayers(ctx context.Context, in io.Reader, out io.Writer) error {
	if path := os.Getenv(playersProfile); path != "" {
		file, err := os.Create(path)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	p := &players{}
	orders, plays := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var o order
		if err := orders.Decode(&o); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		done, err := p.follow(ctx, o)
		if err != nil {
			done.Err = err.Error()
		}
		if err := plays.Encode(done); err != nil {
			return err
		}
	}
}

func (p *players) follow(ctx context.Context, o order) (play, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	switch o.Do {
	case "gather":
		return play{}, p.gather(context.WithoutCancel(ctx), o)
	case "first":
		return p.first(context.WithoutCancel(ctx), ctx)
	case "edit":
		return p.edit(ctx, o.Times)
	case "ballots":
		return p.ballots(ctx, o.Poll)
	case "note":
		return play{}, p.note()
	case "current":
		return p.current(ctx)
	}
	return play{}, fmt.Errorf("no such order: %s", o.Do)
}

// gather pairs a clerk and the tablets, makes the session and signs everyone in.
func (p *players) gather(ctx context.Context, o order) (err error) {
	p.address, p.persons, p.items = o.Address, o.Persons, o.Items
	if p.clerk, err = join(ctx, o.Address, o.Invitation, people.ClerkMode); err != nil {
		return err
	}
	session := council.Import{Session: council.Session{ID: played, Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil}}
	for i := range o.Items {
		session.Items = append(session.Items, council.Item{ID: "i" + strconv.Itoa(i), Order: i + 1, Title: title(i, 0), Presenter: "Nguyễn Thị Phương Thảo", Minutes: 20})
	}
	for i := range o.Persons {
		session.Deputies = append(session.Deputies, council.Deputy{Person: "p" + strconv.Itoa(i), Name: "Nguyễn Văn " + strconv.Itoa(i), Position: "Ủy viên", Voting: true})
	}
	for i := range o.Polls {
		session.Polls = append(session.Polls, council.PollDraft{
			ID: "q" + strconv.Itoa(i), Item: "i0", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Running: true,
		})
	}
	if _, err := p.clerk.ask(ctx, playedStream, council.ImportSession, session); err != nil {
		return err
	}
	if _, err := p.clerk.ask(ctx, playedStream, council.OpenSession, struct{}{}); err != nil {
		return err
	}
	name := func(number int) string { return "Máy " + strconv.Itoa(number+1) }
	inviting := people.Inviting{Mode: people.DelegateMode, Count: o.Tablets}
	if p.identities, err = rehearse.Muster(ctx, p.clerk, inviting, o.Address, name, nil); err != nil {
		return err
	}
	cards := make([]string, o.Persons)
	for i := range cards {
		if cards[i], err = rehearse.Card(ctx, p.clerk, "p"+strconv.Itoa(i)); err != nil {
			return err
		}
	}
	if err := p.connect(ctx); err != nil {
		return err
	}
	return rehearse.All(ctx, p.devices, 32, func(ctx context.Context, i int, d *rehearse.Device) error {
		if err := d.SignIn(ctx, cards[i%o.Persons]); err != nil {
			return err
		}
		if i >= o.Persons || o.Polls == 0 {
			return nil
		}
		_, err := d.Ask(ctx, playedStream, council.Attend, struct{}{})
		return err
	})
}

func title(item, edit int) string {
	return fmt.Sprintf("Tờ trình về Kế hoạch đầu tư công và dự toán ngân sách %d, lần %d", item+1, edit)
}

// connect starts every device with an empty memory.
func (p *players) connect(ctx context.Context) error {
	for _, stop := range p.stops {
		go stop()
	}
	p.devices, p.stops = nil, nil
	for _, identity := range p.identities {
		d, stop, err := start(ctx, p.address, identity)
		if err != nil {
			return err
		}
		p.devices, p.stops = append(p.devices, d.Device), append(p.stops, stop)
	}
	return nil
}

// halt ends every connection, and gives the room a moment to clear up after them.
func (p *players) halt() {
	var ending sync.WaitGroup
	for _, stop := range p.stops {
		ending.Go(stop)
	}
	ending.Wait()
	p.stops = nil
	time.Sleep(2 * time.Second)
}

// first is how long it takes from the moment when all dial to the moment when each holds all of the hall.
func (p *players) first(living, ctx context.Context) (play, error) {
	p.halt()
	whole := p.head()
	began := time.Now()
	if err := p.connect(living); err != nil {
		return play{}, err
	}
	took := make([]float64, len(p.devices))
	err := rehearse.All(ctx, p.devices, 0, func(ctx context.Context, i int, d *rehearse.Device) error {
		err := d.Until(ctx, func(v rehearse.View) bool { return v.Cursor(hall) == whole })
		took[i] = milliseconds(time.Since(began))
		return err
	})
	slices.Sort(took)
	return play{Rounds: [][]float64{took}, Count: int(whole.Place)}, err
}

// head is where the hall stands, as the clerk holds it.
func (p *players) head() (at change.Cursor) {
	p.clerk.Look(func(v rehearse.View) { at = v.Cursor(hall) })
	return at
}

// edit has the clerk alter a title so many times, each when all hold the one before.
func (p *players) edit(ctx context.Context, times int) (play, error) {
	var done play
	for range times {
		p.edits++
		key := "i" + strconv.Itoa(p.edits%p.items)
		var fact change.Change
		p.clerk.Look(func(v rehearse.View) { fact, _ = v.Fact(hall, council.ItemKind, key) })
		var item council.Item
		if err := json.Unmarshal(fact.Body, &item); err != nil {
			return done, err
		}
		item.Title = title(p.edits%p.items, p.edits)
		data, err := json.Marshal(item)
		if err != nil {
			return done, err
		}
		took := make([]float64, len(p.devices))
		var left atomic.Int64
		left.Store(int64(len(p.devices)))
		all := make(chan struct{})
		var began time.Time
		for i, d := range p.devices {
			d.Watch(func(c change.Change) {
				if c.Kind == council.ItemKind && c.Key == key && c.Seq > fact.Seq && took[i] == 0 {
					took[i] = milliseconds(time.Since(began))
					if left.Add(-1) == 0 {
						close(all)
					}
				}
			})
		}
		began = time.Now()
		answer, err := p.clerk.Submit(ctx, change.Command{ID: fmt.Sprintf("edit-%d", p.edits), Kind: council.PutItem, Stream: playedStream, Base: fact.Seq, Body: data})
		if err != nil {
			return done, err
		}
		if answer.Outcome != change.Accepted {
			return done, fmt.Errorf("edit: %s %s", answer.Outcome, answer.Code)
		}
		select {
		case <-all:
		case <-ctx.Done():
			return done, fmt.Errorf("%d devices did not see the edit", left.Load())
		}
		slices.Sort(took)
		done.Rounds = append(done.Rounds, took)
	}
	return done, nil
}

// ballots has everyone vote at some moment of one second, and returns the times to the receipts.
func (p *players) ballots(ctx context.Context, number int) (play, error) {
	poll := "q" + strconv.Itoa(number)
	if _, err := p.clerk.ask(ctx, playedStream, council.OpenPoll, council.Pointing{ID: poll}); err != nil {
		return play{}, err
	}
	took := make([]float64, len(p.devices))
	err := rehearse.All(ctx, p.devices, 0, func(ctx context.Context, i int, d *rehearse.Device) error {
		if err := d.Until(ctx, func(v rehearse.View) bool { c, ok := v.Fact(hall, council.PollKind, poll); return ok && c.Seq > 0 }); err != nil {
			return err
		}
		time.Sleep(time.Duration(rand.Int64N(int64(time.Second))))
		began := time.Now()
		_, err := d.Do(ctx, playedStream, council.CastBallot, council.Casting{Poll: poll, Choice: council.Yes})
		took[i] = milliseconds(time.Since(began))
		return err
	})
	if err != nil {
		return play{}, err
	}
	if _, err := p.clerk.ask(ctx, playedStream, council.ClosePoll, council.Pointing{ID: poll}); err != nil {
		return play{}, err
	}
	slices.Sort(took)
	return play{Rounds: [][]float64{took}}, finished(ctx, p.clerk, playedStream, poll)
}

// note remembers how often each was welcomed, before the server is killed.
func (p *players) note() error {
	p.onlines = make([]int, len(p.devices))
	for i, d := range p.devices {
		d.Look(func(v rehearse.View) { p.onlines[i] = v.Onlines() })
	}
	return nil
}

// current waits until each is welcomed anew and holds all of the hall, and says when that was.
func (p *players) current(ctx context.Context) (play, error) {
	whole := p.head()
	err := rehearse.All(ctx, p.devices, 0, func(ctx context.Context, i int, d *rehearse.Device) error {
		return d.Until(ctx, func(v rehearse.View) bool {
			return v.Onlines() > p.onlines[i] && rehearse.Online(v) && v.Cursor(hall) == whole
		})
	})
	return play{At: time.Now()}, err
}

// troupe is the players' process, as its director sees it.
type troupe struct {
	command *exec.Cmd
	orders  *json.Encoder
	plays   *json.Decoder
	in      io.Closer
}

func callPlayers(ctx context.Context) (*troupe, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return call(exec.CommandContext(ctx, self, playersArgument))
}

// call starts a process that follows orders.
func call(command *exec.Cmd) (*troupe, error) {
	t := &troupe{command: command}
	in, err := t.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := t.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	t.command.Stderr = os.Stderr
	t.orders, t.plays, t.in = json.NewEncoder(in), json.NewDecoder(bufio.NewReader(out)), in
	return t, t.command.Start()
}

func (t *troupe) do(o order) (play, error) {
	var done play
	if err := t.orders.Encode(o); err != nil {
		return done, err
	}
	if err := t.plays.Decode(&done); err != nil {
		return done, err
	}
	if done.Err != "" {
		return done, fmt.Errorf("players: %s: %s", o.Do, done.Err)
	}
	return done, nil
}

func (t *troupe) dismiss() {
	t.in.Close() // its orders end, and so does it
	ended := time.AfterFunc(10*time.Second, func() { t.command.Process.Kill() })
	defer ended.Stop()
	t.command.Wait()
}
