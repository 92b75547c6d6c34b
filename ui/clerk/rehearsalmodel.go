package clerk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// RehearsalPlan is what a person chose for a rehearsal (diễn tập).
type RehearsalPlan struct {
	Devices int
	Line    string // "good", "weak" or "bad": the Wi-Fi of the hall
}

// RehearsalReport is how a rehearsal went. Its sentences are made from codes, so that they follow the
// language of the screen and of the certificate.
type RehearsalReport struct {
	At      time.Time
	Room    string
	Devices int
	Line    string
	Ready   bool
	Reasons []RehearsalReason
	Figures []RehearsalFigure
	Ballots int // that were acknowledged, all of them found again in the log
}

// RehearsalReason is one thing that speaks against a session in this room.
type RehearsalReason struct {
	Code, Step  string
	Count       int
	Took, Bound time.Duration
}

// RehearsalFigure is what one step took.
type RehearsalFigure struct {
	Step               string
	Count, Missing     int
	Middle, Late, Most time.Duration
}

// rehearsal is the one that is chosen, runs, or ran last.
type rehearsal struct {
	plan     RehearsalPlan
	cancel   context.CancelFunc // nil: none runs
	stopping bool
	step     string
	report   *RehearsalReport
}

// The choices of a plan.
var (
	rehearsalDevices = []int{20, 50, 100, 200}
	rehearsalLines   = []string{"good", "weak", "bad"}
)

func (d *desk) rehearsalSight(standing people.Standing) rehearsalSight {
	r := d.rehearsal
	s := rehearsalSight{Devices: strconv.Itoa(r.plan.Devices), Line: r.plan.Line, Running: r.cancel != nil, Stopping: r.stopping}
	switch {
	case standing.Link != people.Online:
		s.Why = d.say("clerk.rehearsal.offline")
	case d.inSession():
		s.Why = d.say("clerk.rehearsal.in-session")
	}
	if s.Running {
		steps := d.config.Rehearsals.Steps()
		at := slices.Index(steps, r.step)
		s.Step, s.Share = d.say("clerk.rehearsal.begins"), 0
		if at >= 0 {
			s.Step, s.Share = d.say("clerk.step."+r.step), float32(at+1)/float32(len(steps)+1)
		}
	}
	if r.report != nil && !s.Running {
		s.Report = d.reportSight(*r.report)
	}
	return s
}

// inSession reports whether any session sits: its delegates must not wait for a rehearsal.
func (d *desk) inSession() bool {
	return slices.ContainsFunc(d.config.Sessions.Sessions(), func(s *council.State) bool { return s.Session.State == council.SessionOpen })
}

func (d *desk) reportSight(r RehearsalReport) reportSight {
	about := "clerk.rehearsal.about.report"
	if slices.ContainsFunc(r.Reasons, func(reason RehearsalReason) bool { return reason.Code != "slow" && reason.Code != "not-there" }) {
		about = "clerk.rehearsal.about.doubt" // that all were found again is not said where it is not known
	}
	s := reportSight{
		Shown: true, Ready: r.Ready, Verdict: d.say("clerk.rehearsal.not-ready"), Printing: d.busy["certificate"],
		About: d.say(about, "devices", r.Devices, "ballots", r.Ballots, "time", d.clock(r.At, true), "date", d.date(r.At.UnixMilli())),
	}
	if r.Ready {
		s.Verdict = d.say("clerk.rehearsal.ready")
	}
	for _, reason := range r.Reasons {
		s.Reasons = append(s.Reasons, d.reasonWords(reason))
	}
	for _, f := range r.Figures {
		count := strconv.Itoa(f.Count)
		if f.Missing > 0 {
			count = d.say("clerk.rehearsal.count", "count", f.Count, "all", f.Count+f.Missing)
		}
		s.Rows = append(s.Rows, figureRow{d.say("clerk.step." + f.Step), count, d.took(f.Middle), d.took(f.Late), d.took(f.Most)})
	}
	return s
}

// reasonWords says what is wrong, and what to do.
func (d *desk) reasonWords(r RehearsalReason) string {
	key := "clerk.reason." + r.Code
	if !d.words.Has(key) {
		key = "clerk.reason.broken-off"
	}
	step := ""
	if r.Step != "" {
		step = d.say("clerk.step." + r.Step)
	}
	return d.say(key, "count", r.Count, "step", step, "took", d.took(r.Took), "bound", d.took(r.Bound))
}

// took writes how long something took: milliseconds up to a second, then seconds.
func (d *desk) took(t time.Duration) string {
	if t < time.Second {
		return d.say("clerk.took.ms", "count", t.Milliseconds())
	}
	return d.say("clerk.took.s", "count", strings.Replace(fmt.Sprintf("%.1f", t.Seconds()), ".", d.say("clerk.decimal"), 1))
}

func (d *desk) chooseRehearsal(what, value string) {
	if d.rehearsal.cancel != nil {
		return
	}
	if what == "line" {
		d.rehearsal.plan.Line = value
	} else if count, err := strconv.Atoi(value); err == nil {
		d.rehearsal.plan.Devices = count
	}
	d.refresh()
}

// rehearse plays a fleet of tablets against the room. It may take minutes and ends with the desktop.
func (d *desk) rehearse() {
	if d.rehearsal.cancel != nil || d.rehearsalSight(d.config.Room.Standing()).Why != "" {
		return
	}
	ctx, cancel := context.WithCancel(d.background)
	plan := d.rehearsal.plan
	d.rehearsal.cancel, d.rehearsal.step, d.rehearsal.stopping = cancel, "", false
	told := kit.NewLatest(d.config.Post, func(step string) {
		if d.rehearsal.cancel != nil {
			d.rehearsal.step = step
			d.refresh()
		}
	})
	go func() {
		report, err := d.config.Rehearsals.Rehearse(ctx, plan, told.Put)
		cancel()
		d.config.Post(func() {
			d.rehearsal.cancel, d.rehearsal.stopping = nil, false
			if err == nil {
				d.rehearsal.report = &report
			}
			if !d.stopped {
				d.settle(err, nil)
				d.refresh()
			}
		})
	}()
	d.refresh()
}

// stopRehearsal ends it before its time; what it made in the room is still taken back.
func (d *desk) stopRehearsal() {
	if d.rehearsal.cancel != nil {
		d.rehearsal.stopping = true
		d.rehearsal.cancel()
		d.refresh()
	}
}

// printCertificate makes the certificate of the last rehearsal.
func (d *desk) printCertificate() {
	report := d.rehearsal.report
	if report == nil || !report.Ready {
		return
	}
	d.print("certificate", func() (string, error) { return d.config.Sheets.Certificate(*report) })
}
