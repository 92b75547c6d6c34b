package app

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/ui/clerk"
	"congso.vn/congso/ui/print"
)

var _ clerk.Rehearsals = desk{}

// rehearsalLines are what the Wi-Fi of a hall may be like, in what it does to connections.
var rehearsalLines = map[string]struct {
	line rehearse.Line
	cuts int
}{
	"good": {},
	"weak": {line: rehearse.Line{Loss: 3, Delay: 40 * time.Millisecond}},
	"bad":  {line: rehearse.Line{Loss: 15, Delay: 120 * time.Millisecond}, cuts: 10},
}

// Steps is part of clerk.Rehearsals.
func (d desk) Steps() []string {
	names := make([]string, len(rehearse.Steps))
	for i, step := range rehearse.Steps {
		names[i] = string(step)
	}
	return names
}

// rehearsalOffice is the clerk's own device as what manages a rehearsal.
type rehearsalOffice struct{ desk }

var (
	_ rehearse.Office  = rehearsalOffice{}
	_ rehearse.Archive = rehearsalOffice{}
)

// Keep brings a paper into the room.
func (o rehearsalOffice) Keep(ctx context.Context, hash string, size int64, from io.Reader) error {
	return o.handIn(ctx, hash, size, from, func(int64) {})
}

// Drop leaves the bytes where they are: a clerk's device can take none out of the room, and nobody may read
// them any more.
func (rehearsalOffice) Drop(context.Context, string) error { return nil }

// Rehearse plays a fleet from this machine.
func (d desk) Rehearse(ctx context.Context, plan clerk.RehearsalPlan, told func(step string)) (clerk.RehearsalReport, error) {
	words, office, address := d.words(), rehearsalOffice{d}, d.Address()
	if address == "" {
		return clerk.RehearsalReport{}, people.ErrOffline
	}
	line, now := rehearsalLines[plan.Line], time.Now()
	report, err := rehearse.Rehearse(ctx, rehearse.Plan{
		Run: rehearse.NewRun(now, uuid.NewString()[:4]), Devices: plan.Devices, Items: 20, Papers: 3, Size: 2 << 20, Edits: 5, Votes: 3,
		Address: address, Line: line.line, Cuts: line.cuts, Patience: 2 * time.Minute,
		Names:    rehearse.NamesBy(words.Say, now),
		Progress: func(step rehearse.Step) { told(string(step)) }, Random: rand.Float64, NewID: uuid.NewString, Now: time.Now, Logger: d.logger,
	}, office, office)
	if err := errors.Join(err, ctx.Err()); err != nil {
		return clerk.RehearsalReport{}, err
	}
	return d.reportOf(report, plan), nil
}

func (d desk) reportOf(r rehearse.Report, plan clerk.RehearsalPlan) clerk.RehearsalReport {
	made := clerk.RehearsalReport{At: d.Seat().Now(), Room: d.Seat().Standing().Room, Devices: r.Devices, Line: plan.Line, Ready: r.Ready, Ballots: r.Ballots}
	for _, reason := range r.Reasons {
		made.Reasons = append(made.Reasons, clerk.RehearsalReason{Code: reason.Code, Step: string(reason.Step), Count: reason.Count, Took: span(reason.Took), Bound: span(reason.Bound)})
	}
	for _, f := range r.Figures {
		made.Figures = append(made.Figures, clerk.RehearsalFigure{Step: string(f.Step), Count: f.Count, Missing: f.Missing, Middle: span(f.Middle), Late: span(f.Late), Most: span(f.Most)})
	}
	return made
}

// span is a time that a report gives in milliseconds.
func span(milliseconds float64) time.Duration {
	return time.Duration(milliseconds * float64(time.Millisecond))
}

// Certificate prints the certificate of a rehearsal that went well.
func (d desk) Certificate(r clerk.RehearsalReport) (string, error) {
	session, words := d.Seat().Session(), d.words()
	sheet := print.Certificate{
		Office: session.Session.Office, Superior: session.Session.Superior, Locality: session.Session.Locality, Session: session.Session.Title,
		Room: r.Room, At: r.At, Devices: r.Devices, Line: r.Line, Ballots: r.Ballots,
	}
	for _, f := range r.Figures {
		sheet.Steps = append(sheet.Steps, print.CertificateStep{Step: words.Say("clerk.step." + f.Step), Count: f.Count, Middle: f.Middle, Late: f.Late, Most: f.Most})
	}
	return d.print("sheet.certificate", func(press print.Press, w io.Writer) error { return press.Certificate(w, sheet) })
}
