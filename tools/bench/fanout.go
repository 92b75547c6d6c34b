package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"congso.vn/congso/app/people"
)

// What the sync figures are of.
const (
	tablets     = 500
	agendaItems = 200
	editsARound = 20
	rounds      = 5
)

// clockTick is the unit of /proc/PID/stat on Linux: USER_HZ, a hundredth of a second on every machine
// that Go runs on.
const clockTick = 10.0

// hallOf starts a server and players whose tablets are signed in.
func (b *bench) hallOf(ctx context.Context, persons, polls int) (*server, *troupe, error) {
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return nil, nil, err
	}
	t, err := b.gather(ctx, s, persons, polls)
	if err != nil {
		return nil, nil, errors.Join(err, s.stop())
	}
	return s, t, nil
}

func (b *bench) gather(ctx context.Context, s *server, persons, polls int) (*troupe, error) {
	invitation, err := b.invite(ctx, s, people.ClerkMode, 1)
	if err != nil {
		return nil, err
	}
	t, err := callPlayers(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := t.do(order{Do: "gather", Address: s.address, Invitation: invitation, Tablets: tablets, Persons: persons, Items: agendaItems, Polls: polls}); err != nil {
		t.dismiss()
		return nil, err
	}
	return t, nil
}

// fanOut measures an agenda of 200 items on 500 tablets that are connected over TLS and signed in as five
// persons. First data: from the moment when all dial at once, with empty stores, to the moment when the
// last holds all of the hall's facts and its running hash. Edit: from the clerk's device sending a new
// title to each tablet holding it. CPU: of the server's process, for one such edit, its answer and 500
// messages. Memory: resident, after all of it.
func fanOut(ctx context.Context, b *bench) error {
	s, t, err := b.hallOf(ctx, 5, 0)
	if err != nil {
		return err
	}
	defer s.stop()
	defer t.dismiss()
	_, first, err := coldStarts(s, t)
	if err != nil {
		return err
	}
	figure("sync.first_data_500", "s", first)
	var middle, ninetyNine, cost []float64
	for range rounds {
		before, err := cpu(s.command.Process.Pid)
		if err != nil {
			return err
		}
		done, err := t.do(order{Do: "edit", Times: editsARound})
		if err != nil {
			return err
		}
		after, err := cpu(s.command.Process.Pid)
		if err != nil {
			return err
		}
		cost = append(cost, (after-before)/editsARound)
		for _, took := range done.Rounds {
			middle, ninetyNine = append(middle, quantile(took, 0.5)), append(ninetyNine, quantile(took, 0.99))
		}
	}
	figure("sync.edit_p50_500", "ms", middle)
	figure("sync.edit_p99_500", "ms", ninetyNine)
	figure("sync.edit_cpu_500", "ms", cost)
	held, err := status(s.command.Process.Pid, "VmRSS")
	if err != nil {
		return err
	}
	most, err := status(s.command.Process.Pid, "VmHWM")
	if err != nil {
		return err
	}
	fmt.Printf("figure sync.hub_rss_500 %.1f MB\n  at most, while all came at once: %.1f\n", held, most)
	return nil
}

// coldRoster is first data as fanOut has it, of a session with 500 delegates: each stands on the roster and on
// the roll with a person and a tablet of their own, so that there is six times as much to bring.
func coldRoster(ctx context.Context, b *bench) error {
	s, t, err := b.hallOf(ctx, tablets, 1)
	if err != nil {
		return err
	}
	defer s.stop()
	defer t.dismiss()
	facts, first, err := coldStarts(s, t)
	if err != nil {
		return err
	}
	figure("sync.first_data_500_roster", "s", first)
	fmt.Printf("  of an agenda and a roster with roll, written in %d changes\n", facts)
	return nil
}

// coldStarts has all tablets come with empty stores, again and again, and returns the seconds that it took
// until the last had everything.
func coldStarts(s *server, t *troupe) (facts int, seconds []float64, err error) {
	spent := map[*os.Process]float64{s.command.Process: 0, t.command.Process: 0}
	for process := range spent {
		if spent[process], err = cpu(process.Pid); err != nil {
			return 0, nil, err
		}
	}
	for range rounds {
		done, err := t.do(order{Do: "first"})
		if err != nil {
			return 0, nil, err
		}
		took := done.Rounds[0]
		seconds, facts = append(seconds, took[len(took)-1]/1000), done.Count
	}
	for process := range spent {
		after, err := cpu(process.Pid)
		if err != nil {
			return 0, nil, err
		}
		spent[process] = (after - spent[process]) / rounds / 1000
	}
	fmt.Printf("  each time the server used %.2f s of the processors and the tablets %.2f s\n", spent[s.command.Process], spent[t.command.Process])
	return facts, seconds, nil
}

// ballots is how long it takes from a tablet's ballot to its receipt, of 500 ballots within one second, each
// at a moment of its own; every group of them is durable before it is answered, and the hall sees the count
// while it runs.
func ballots(ctx context.Context, b *bench) error {
	if err := diskSync(ctx, b); err != nil {
		return err
	}
	s, t, err := b.hallOf(ctx, tablets, rounds)
	if err != nil {
		return err
	}
	defer s.stop()
	defer t.dismiss()
	var middle, ninetyNine []float64
	for number := range rounds {
		done, err := t.do(order{Do: "ballots", Poll: number})
		if err != nil {
			return err
		}
		middle, ninetyNine = append(middle, quantile(done.Rounds[0], 0.5)), append(ninetyNine, quantile(done.Rounds[0], 0.99))
	}
	figure("sync.ballots_ack_p99_500", "ms", ninetyNine)
	figure("sync.ballots_ack_p50_500", "ms", middle)
	return nil
}

// reconnect is the time from a kill of the server, which is started again at once, to the moment when each of
// 500 tablets is welcomed anew and holds all of the hall.
func reconnect(ctx context.Context, b *bench) error {
	s, t, err := b.hallOf(ctx, tablets, 1)
	if err != nil {
		return err
	}
	defer func() { s.stop() }()
	defer t.dismiss()
	var back []float64
	for range rounds {
		if _, err := t.do(order{Do: "note"}); err != nil {
			return err
		}
		killed := time.Now()
		if err := s.kill(); err != nil {
			return err
		}
		if s, err = b.startAgain(ctx, s); err != nil {
			return err
		}
		done, err := t.do(order{Do: "current"})
		if err != nil {
			return err
		}
		back = append(back, done.At.Sub(killed).Seconds())
	}
	figure("sync.reconnect_500", "s", back)
	return nil
}

// cpu is what a process has used of the processors, in milliseconds.
func cpu(process int) (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name before may hold anything
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("no times in stat")
	}
	total := 0.0
	for _, field := range fields[11:13] { // utime, stime
		ticks, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return 0, err
		}
		total += ticks * clockTick
	}
	return total, nil
}

// status reads a line of /proc/PID/status, in MB.
func status(process int, name string) (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(data), "\n") {
		if rest, found := strings.CutPrefix(line, name+":"); found {
			kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kilobytes / 1000, err
		}
	}
	return 0, fmt.Errorf("no %s in status", name)
}
