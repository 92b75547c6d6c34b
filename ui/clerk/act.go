package clerk

import (
	"context"
	"errors"
	"strings"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

const (
	patience    = 300 * time.Millisecond // before work is shown
	askWithin   = 20 * time.Second       // before an act that needs the server is given up
	noticeStays = 8 * time.Second
	undoStays   = 30 * time.Second
)

// act runs something that may wait on a goroutine of its own and hands the outcome back. While it
// runs, key is busy: the buttons that begin it are out of use. The room finishes what was begun, so
// its context does not end with the desktop.
func (d *desk) act(key string, do func(ctx context.Context) error, done func(err error)) {
	if d.busy[key] {
		return
	}
	d.busy[key] = true
	stop := d.config.After(patience, func() {
		d.config.Post(func() {
			if d.busy[key] {
				d.slow[key] = true
				d.refresh()
			}
		})
	})
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), askWithin)
		err := do(ctx)
		cancel()
		d.config.Post(func() {
			stop()
			delete(d.busy, key)
			delete(d.slow, key)
			if d.stopped {
				return
			}
			done(err)
			d.refresh()
		})
	}()
	d.refresh()
}

// queuedWait is how long each further act of a batch waits once one of it could not be sent.
const queuedWait = 500 * time.Millisecond

// each does the parts of a batch one after the other. Where the server is away every part is still made
// durable, without waiting for each; the batch then counts as queued. Any other error ends it.
func each(ctx context.Context, count int, do func(ctx context.Context, part int) error) error {
	ctx = context.WithoutCancel(ctx) // a long batch may take longer than one act
	var queued error
	for part := range count {
		within := askWithin
		if queued != nil {
			within = queuedWait
		}
		one, cancel := context.WithTimeout(ctx, within)
		err := do(one, part)
		cancel()
		switch {
		case errors.Is(err, people.ErrQueued):
			queued = err
		case err != nil:
			return err
		}
	}
	return queued
}

// do has the server change something in the session that is shown; then runs when it is done.
func (d *desk) do(key, kind string, base uint64, body any, then func()) {
	stream := people.CouncilStream(d.state().ID)
	d.act(key, func(ctx context.Context) error {
		return d.config.Acts.DoIn(ctx, stream, kind, base, body)
	}, func(err error) { d.settle(err, then) })
}

// settle tells a person how an act ended.
func (d *desk) settle(err error, then func()) {
	switch {
	case err == nil:
		if then != nil {
			then()
		}
	case errors.Is(err, people.ErrQueued):
		d.notify(kit.NoticeStrip, "tray", d.say("clerk.queued"))
	default:
		d.complain(err)
	}
}

// complain shows what went wrong until it is read.
func (d *desk) complain(err error) {
	if sentence := d.sentence(err); sentence != "" {
		d.raise(notice{sight: noticeSight{Kind: kit.AlertStrip, Icon: "warn", Text: sentence}})
	}
}

// sentence says an error in a person's words; "" for one that needs none.
func (d *desk) sentence(err error) string { return strings.Join(d.sentences(err), " ") }

// sentences is sentence with one line for each fault.
func (d *desk) sentences(err error) []string {
	var refusal *people.Refusal
	var spoken interface{ Sentences() []string }
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return nil
	case errors.As(err, &refusal) && d.words.Has("refusal."+refusal.Code):
		return []string{d.say("refusal." + refusal.Code)}
	case errors.As(err, &refusal):
		return []string{d.say("clerk.refused", "code", refusal.Code)}
	case errors.As(err, &spoken) && len(spoken.Sentences()) > 0:
		return spoken.Sentences()
	case errors.Is(err, people.ErrOffline):
		return []string{d.say("clerk.offline.act")}
	case errors.Is(err, people.ErrQueued):
		return []string{d.say("clerk.queued")}
	}
	return []string{d.say("error.system", "log", d.config.Report(err))}
}
