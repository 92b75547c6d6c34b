package rehearse

import (
	"context"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"
)

// openRelay puts a relay between the fleet and the room where the plan asks for faults.
func (r *Rehearsal) openRelay(ctx context.Context, group *errgroup.Group) error {
	if r.plan.Line.Sound() && r.plan.Cuts == 0 {
		return nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("rehearse: relay: %w", err)
	}
	r.relay, r.address = NewRelay(r.plan.Address, r.plan.Line, r.plan.Random), listener.Addr().String()
	group.Go(func() error { return r.relay.Serve(ctx, listener) })
	return nil
}

// cutting is within how long of a step's beginning its connections are cut.
const cutting = time.Second

// cut breaks so many connections at moments that chance says, while a step goes on; the returned function
// waits until that is done.
func (r *Rehearsal) cut(ctx context.Context, count int) (done func()) {
	if r.relay == nil || count == 0 {
		return func() {}
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for range count {
			pause := time.NewTimer(time.Duration(r.plan.Random() * float64(cutting) / float64(count)))
			select {
			case <-pause.C:
			case <-ctx.Done():
				pause.Stop()
				return
			}
			if r.relay.Cut() {
				r.report.Cuts++
			}
		}
	}()
	return func() { <-ended }
}

// share is how many of the plan's cuts happen in one of three steps: in the papers, the edits, the votes.
func (r *Rehearsal) share(third int) int { return (r.plan.Cuts + 2 - third) / 3 }
