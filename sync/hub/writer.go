package hub

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"congso.vn/congso/app/change"
)

// Log is where changes become durable; storage.Room behind a thin adapter.
type Log interface {
	// Commit writes entries and answers in one transaction and returns when they are on the disk.
	Commit(ctx context.Context, entries []change.Entry, answers []Kept) error
	// Read returns at most limit entries of an audience after a place.
	Read(ctx context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error)
	// Answered returns the answer kept for a command of a device.
	Answered(ctx context.Context, device, id string) (change.Answer, bool, error)
}

// ErrHeld is wrapped by an error of Commit which says that the entries are durable and yet must not be
// told: the hub does nothing more.
var ErrHeld = errors.New("hub: written and held back")

// Kept is an answer as the log keeps it.
type Kept struct {
	Device string
	Stream change.Stream
	Answer change.Answer
}

// Bench judges. All its methods are called from the writer's goroutine alone.
type Bench interface {
	// Judge decides a command on a state that includes everything applied so far.
	Judge(ctx context.Context, actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer)
	// Apply folds changes into the state; they are not yet durable.
	Apply(changes []change.Change) error
	// Due returns what time and the changes of this group bring about.
	Due(now time.Time) []change.Draft
	// Forget drops whatever state the streams have, because a commit failed; it is read anew.
	Forget(streams []change.Stream)
}

// groupLimit is how many commands share one transaction at most.
const groupLimit = 512

// submission is a command on its way to the writer.
type submission struct {
	actor   change.Actor
	command change.Command
	done    func(change.Answer) // called from the writer's goroutine, after the commit
}

// known reports whether the command will be known again when it comes once more; what the server
// itself submits comes once.
func (s submission) known() bool { return s.command.ID != "" && s.actor.Device != "" }

// writer is the only place where the order of things is decided. It takes whatever commands wait,
// judges them one after the other, commits them together, and only then lets anyone know.
type writer struct {
	log       Log
	bench     Bench
	epoch     atomic.Uint32
	streams   map[change.Stream]change.Head
	audiences map[change.Audience]change.Cursor
	now       func() time.Time
	sign      func(message []byte) []byte
	queue     chan submission
	committed func(entries []change.Entry)
	logger    *slog.Logger
	refusals  *Refusals
	health    health
	held      bool        // something is durable that nobody was told: nothing may follow it. Only the writer's goroutine.
	overtaken atomic.Bool // another server speaks for the room: nothing is judged or written any more
}

// Serve works until ctx ends. A group that has begun is finished first.
func (w *writer) Serve(ctx context.Context) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	group := make([]submission, 0, groupLimit)
	for {
		group = group[:0]
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case first := <-w.queue:
			group = append(group, first)
		}
	gather:
		for len(group) > 0 && len(group) < groupLimit {
			select {
			case next := <-w.queue:
				group = append(group, next)
			default:
				break gather
			}
		}
		w.group(context.WithoutCancel(ctx), group)
	}
}

// reply is an answer that waits for the commit.
type reply struct {
	submission submission
	answer     change.Answer
	first      *change.Change // of what the command changed, for the receipt
}

// group judges and commits one group of commands.
func (w *writer) group(ctx context.Context, group []submission) {
	if w.overtaken.Load() || w.held {
		for _, s := range group {
			s.done(change.Answer{ID: s.command.ID, Outcome: change.Failed, Code: "server.overtaken"})
		}
		return
	}
	now := w.now()
	g := &work{writer: w, now: now, streams: map[change.Stream]change.Head{}, audiences: map[change.Audience]change.Cursor{}}
	inGroup := map[string]int{}
	for _, s := range group {
		name := s.actor.Device + "\x00" + s.command.ID
		if i, again := inGroup[name]; again && s.known() {
			w.refusals.Count(RepeatedCommand)
			g.replies = append(g.replies, reply{submission: s, answer: g.replies[i].answer, first: g.replies[i].first})
			continue
		}
		inGroup[name] = len(g.replies)
		if err := g.judge(ctx, s); err != nil {
			w.fail(g, group, err)
			return
		}
	}
	if due := w.bench.Due(now); len(due) > 0 {
		if _, err := g.append(due); err != nil {
			w.fail(g, group, err)
			return
		}
	}
	if len(g.entries) == 0 && len(g.kept) == 0 {
		g.reply()
		return
	}
	if err := w.log.Commit(ctx, g.entries, g.kept); err != nil {
		w.held = errors.Is(err, ErrHeld)
		w.fail(g, group, err)
		return
	}
	// From here on it is durable, and may be told.
	w.health.committed(w.logger, now)
	for stream, head := range g.streams {
		w.streams[stream] = head
	}
	for audience, cursor := range g.audiences {
		w.audiences[audience] = cursor
	}
	if len(g.entries) > 0 {
		w.committed(g.entries)
	}
	g.reply()
}

// fail takes a whole group back: nothing of it is durable, nobody was told. All askers, also those
// whose turn had not come, keep their commands and hear why; the state is read anew from the log.
func (w *writer) fail(g *work, group []submission, err error) {
	w.health.failed(w.logger, len(group), w.now(), err)
	touched := make([]change.Stream, 0, len(g.streams))
	for stream := range g.streams {
		touched = append(touched, stream)
	}
	w.bench.Forget(touched)
	for _, s := range group {
		s.done(change.Answer{ID: s.command.ID, Outcome: change.Failed, Code: "server.cannot-write"})
	}
}

// work is one group while it is judged.
type work struct {
	*writer
	now       time.Time
	streams   map[change.Stream]change.Head
	audiences map[change.Audience]change.Cursor
	entries   []change.Entry
	kept      []Kept
	replies   []reply
}

func (g *work) judge(ctx context.Context, s submission) error {
	r := reply{submission: s}
	if s.known() {
		before, known, err := g.log.Answered(ctx, s.actor.Device, s.command.ID)
		if err != nil {
			g.replies = append(g.replies, r)
			return err
		}
		if known {
			g.refusals.Count(RepeatedCommand)
			r.answer = before
			g.replies = append(g.replies, r)
			return nil
		}
	}
	drafts, answer := g.bench.Judge(ctx, s.actor, s.command, g.now)
	g.refusals.Count(ofAnswer(answer))
	answer.ID = s.command.ID
	r.answer = answer
	if len(drafts) > 0 {
		first, err := g.append(drafts)
		if err != nil {
			g.replies = append(g.replies, r)
			return err
		}
		r.first = &first
		r.answer.Receipt = &change.Receipt{Epoch: first.Epoch, Stream: first.Stream, Command: s.command.ID, Seq: first.Seq, At: first.At}
	}
	// What was accepted in an earlier epoch and is refused now may have come too early: it is judged again.
	early := s.command.Receipt != nil && answer.Outcome == change.Refused
	if s.known() && answer.Outcome != change.Failed && !early {
		g.kept = append(g.kept, Kept{Device: s.actor.Device, Stream: s.command.Stream, Answer: r.answer})
	}
	g.replies = append(g.replies, r)
	return nil
}

// append numbers drafts, gives them their places and folds them into the state.
func (g *work) append(drafts []change.Draft) (first change.Change, err error) {
	changes := make([]change.Change, 0, len(drafts))
	for _, draft := range drafts {
		head, touched := g.streams[draft.Stream]
		if !touched {
			head = g.writer.streams[draft.Stream]
		}
		cursor, touched := g.audiences[draft.Audience]
		if !touched {
			cursor = g.writer.audiences[draft.Audience]
		}
		c, next := head.Append(draft, g.epoch.Load(), g.now.UnixMilli())
		cursor = cursor.Next(c)
		g.streams[draft.Stream], g.audiences[draft.Audience] = next, cursor
		g.entries = append(g.entries, change.Entry{Change: c, Place: cursor.Place, Running: cursor.Running})
		changes = append(changes, c)
	}
	if err := g.bench.Apply(changes); err != nil {
		return changes[0], fmt.Errorf("hub: apply: %w", err)
	}
	return changes[0], nil
}

// reply tells the askers; a receipt is signed only now, when what it says is true.
func (g *work) reply() {
	for _, r := range g.replies {
		answer := r.answer
		if answer.Receipt != nil {
			signed := *answer.Receipt
			signed.Signature = g.sign(signed.Message())
			answer.Receipt = &signed
		}
		r.submission.done(answer)
	}
}
