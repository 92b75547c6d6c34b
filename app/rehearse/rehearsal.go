package rehearse

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/trust"
)

// Rehearsal is one rehearsal under way.
type Rehearsal struct {
	plan    Plan
	office  Office
	archive Archive
	session string
	stream  change.Stream

	address    string // where devices find the room: the relay, or the room itself
	relay      *Relay
	papers     []document
	identities []*trust.Identity
	devices    []*tablet
	rejoins    int
	casts      []cast
	report     Report

	mu    sync.Mutex
	steps map[Step]*lap
}

// tablet is one device of the fleet with its person.
type tablet struct {
	*Device
	person string
	stop   func()
	shelf  *Shelf
}

// lap is what was measured of one step.
type lap struct {
	took    []time.Duration
	missing int
}

// Rehearse plays the plan against the room and takes everything back that it made, whatever happens. The
// error is only of a plan that makes no sense; all that speaks against the room is in the report.
func Rehearse(ctx context.Context, plan Plan, office Office, archive Archive) (Report, error) {
	if plan.Devices < 1 || plan.Devices > MaxDevices || plan.Line.Loss < 0 || plan.Line.Loss > MaxLoss || plan.Line.Delay < 0 || plan.Line.Delay > MaxDelay || plan.Cuts < 0 {
		return Report{}, fmt.Errorf("rehearse: no such plan: %d devices, %+v, %d cuts", plan.Devices, plan.Line, plan.Cuts)
	}
	id := people.RehearsalID(plan.Run)
	r := &Rehearsal{
		plan: plan, office: office, archive: archive, session: id, stream: people.CouncilStream(id), address: plan.Address, steps: map[Step]*lap{},
		report: Report{Run: plan.Run, Title: plan.Names.Title, Devices: plan.Devices, Line: plan.Line},
	}
	began := plan.Now()
	playing, cancel := context.WithCancel(ctx)
	group, within := errgroup.WithContext(playing)
	if err := r.openRelay(within, group); err != nil {
		cancel()
		return Report{}, err
	}
	if err := r.play(within); err != nil {
		plan.Logger.Warn("Rehearsal broken off", "error", err)
		r.report.Reasons = append(r.report.Reasons, Reason{Code: BrokenOff, Err: err.Error()})
	}
	r.rest()
	cancel()
	group.Wait() // the relay's end is none of the room's
	r.begin(Ended)
	ending, stop := context.WithTimeout(context.WithoutCancel(ctx), plan.Patience)
	defer stop()
	if err := r.takeBack(ending); err != nil {
		plan.Logger.Warn("Rehearsal not taken back", "error", err)
		r.report.Reasons = append(r.report.Reasons, Reason{Code: LeftBehind, Err: err.Error()})
	}
	r.report.Took = plan.Now().Sub(began)
	for _, step := range Steps {
		if l := r.steps[step]; l != nil {
			r.report.Figures = append(r.report.Figures, figure(step, l.took, l.missing))
		}
	}
	r.report.settle(plan.bound)
	return r.report, nil
}

// MaxDevices is how many devices one rehearsal has at most.
const MaxDevices = 1000

// play is the script.
func (r *Rehearsal) play(ctx context.Context) error {
	for _, part := range []func(context.Context) error{
		r.furnish, r.muster, r.arrive, r.attend, r.fetchPapers, r.edit, r.vote, r.audit,
	} {
		if err := part(ctx); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

func (r *Rehearsal) begin(step Step) {
	if r.plan.Progress != nil {
		r.plan.Progress(step)
	}
}

// noted writes down how long a step took on one device, or that it was not reached.
func (r *Rehearsal) noted(step Step, took time.Duration, reached bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.steps[step]
	if l == nil {
		l = &lap{}
		r.steps[step] = l
	}
	if reached {
		l.took = append(l.took, took)
	} else {
		l.missing++
	}
}

// each has every device do a step that began at a moment, and goes on when all have or the patience is over.
func (r *Rehearsal) each(ctx context.Context, step Step, began time.Time, do func(ctx context.Context, number int, t *tablet) error) {
	r.begin(step)
	ctx, cancel := context.WithTimeout(ctx, r.plan.Patience)
	defer cancel()
	var all sync.WaitGroup
	for number, t := range r.devices {
		all.Go(func() {
			err := do(ctx, number, t)
			if err != nil {
				r.plan.Logger.Info("A device did not get there", "step", step, "device", number+1, "error", err)
			}
			r.noted(step, r.plan.Now().Sub(began), err == nil)
		})
	}
	all.Wait()
}

// rest ends every device.
func (r *Rehearsal) rest() {
	var ending sync.WaitGroup
	for _, t := range r.devices {
		t.Look(func(v View) {
			r.rejoins += max(0, v.Onlines()-1)
			r.report.Resets += v.Resets()
		})
		ending.Go(t.stop)
	}
	ending.Wait()
	for _, t := range r.devices {
		r.report.Losses.Papers += t.shelf.Wrong()
	}
	r.report.Rejoins = r.rejoins
	r.devices = nil
}

// order has the office do something that must succeed.
func (r *Rehearsal) order(ctx context.Context, stream change.Stream, kind string, body, once any) error {
	return Order(ctx, r.office, stream, kind, body, once)
}
