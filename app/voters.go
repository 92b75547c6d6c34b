package app

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"time"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// seats parts the deputies of the sample session: those with the longest names get windows, where
// names are hardest to show, all others are virtual.
func seats(session council.Import) (windows, virtual []string) {
	deputies := slices.DeleteFunc(slices.Clone(session.Deputies), func(d council.Deputy) bool { return !d.Voting })
	slices.SortStableFunc(deputies, func(a, b council.Deputy) int {
		return cmp.Compare(utf8.RuneCountInString(b.Name), utf8.RuneCountInString(a.Name))
	})
	for _, deputy := range deputies {
		if len(windows) < windowSeats && deputy.Person != session.Session.Chair {
			windows = append(windows, deputy.Person)
		} else {
			virtual = append(virtual, deputy.Person)
		}
	}
	return windows, virtual
}

// admitVirtual gives every virtual delegate a device and marks them present.
func (d *demonstration) admitVirtual(ctx context.Context, session change.Stream, persons []string) error {
	devices := make([]string, len(persons))
	group, within := errgroup.WithContext(ctx)
	for i, person := range persons {
		group.Go(func() error {
			identity, err := d.room.Admit(within, d.words.Say("launcher.virtual", "number", i+1), people.DelegateMode)
			if err != nil {
				return err
			}
			devices[i] = identity.Device()
			if err := d.room.Hand(within, devices[i], person); err != nil {
				return err
			}
			return d.room.Do(within, devices[i], session, council.Attend, struct{}{})
		})
	}
	d.plan.Virtual = devices
	return group.Wait()
}

// How virtual delegates vote: within some seconds, mostly in favour.
const (
	voteEvery    = 250 * time.Millisecond
	firstVote    = 800 * time.Millisecond
	lastVote     = 9 * time.Second
	shareYes     = 0.87
	shareAbstain = 0.06
)

// voters remembers when which virtual delegate will vote in the poll under way.
type voters struct {
	poll string
	due  map[string]time.Time // by device
}

func newVoters() *voters { return &voters{} }

// vote has the virtual delegates whose time has come cast their ballots, through the same judge as
// everyone else's.
func (d *demonstration) vote(ctx context.Context, v *voters) {
	if d.room == nil || !d.State().Voters {
		return
	}
	for _, session := range d.room.Sessions() {
		if session.ID != d.plan.Session {
			continue
		}
		poll, running := session.RunningPoll()
		if !running {
			v.poll = ""
			continue
		}
		if v.poll != poll.ID {
			v.poll, v.due = poll.ID, map[string]time.Time{}
			for _, device := range d.plan.Virtual {
				v.due[device] = time.Now().Add(firstVote + rand.N(lastVote-firstVote))
			}
		}
		for device, due := range v.due {
			if time.Now().Before(due) {
				continue
			}
			delete(v.due, device)
			casting := council.Casting{Poll: poll.ID, Choice: anyChoice()}
			if err := d.room.Do(ctx, device, people.CouncilStream(session.ID), council.CastBallot, casting); err != nil {
				d.logger.Info("Virtual ballot not taken", "device", device, "error", err) // its person has a window now
			}
		}
	}
}

func anyChoice() council.Choice {
	switch chance := rand.Float64(); {
	case chance < shareYes:
		return council.Yes
	case chance < shareYes+shareAbstain:
		return council.Abstain
	}
	return council.No
}
