package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/rehearse"
)

// asked is what the command line of a rehearsal says.
type asked struct {
	data, server, invitation string
	own, kill, json          bool
	plan                     rehearse.Plan
	size                     int
}

func rehearseRoom(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) (err error) {
	say := func(name string) string { return p.words.Say("server.rehearse.flag." + name) }
	var a asked
	data := folder(flags, p)
	flags.StringVar(&a.server, "server", "", say("server"))
	flags.StringVar(&a.invitation, "invitation", "", say("invitation"))
	flags.BoolVar(&a.own, "own-server", false, say("own-server"))
	flags.IntVar(&a.plan.Devices, "devices", 100, say("devices"))
	flags.IntVar(&a.plan.Items, "items", 20, say("items"))
	flags.IntVar(&a.plan.Papers, "papers", 3, say("papers"))
	flags.IntVar(&a.size, "size", 2, say("size"))
	flags.IntVar(&a.plan.Votes, "votes", 2, say("votes"))
	flags.IntVar(&a.plan.Line.Loss, "loss", 0, say("loss"))
	flags.DurationVar(&a.plan.Line.Delay, "delay", 0, say("delay"))
	flags.IntVar(&a.plan.Cuts, "cuts", 0, say("cuts"))
	flags.BoolVar(&a.kill, "kill", false, say("kill"))
	flags.DurationVar(&a.plan.Patience, "patience", 2*time.Minute, say("patience"))
	flags.BoolVar(&a.json, "json", false, say("json"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	a.data = *data
	within := func(value, least, most int) bool { return value >= least && value <= most }
	switch {
	case !within(a.plan.Devices, 1, rehearse.MaxDevices), !within(a.plan.Line.Loss, 0, rehearse.MaxLoss), !within(a.plan.Cuts, 0, 10_000),
		!within(a.plan.Items, 1, 500), !within(a.plan.Papers, 0, 100), !within(a.size, 1, 200), !within(a.plan.Votes, 0, 50),
		a.plan.Line.Delay < 0, a.plan.Line.Delay > rehearse.MaxDelay, a.plan.Patience < time.Second, flags.NArg() > 0:
		return p.said("server.rehearse.out-of-range", "devices", rehearse.MaxDevices, "loss", rehearse.MaxLoss, "delay", rehearse.MaxDelay)
	case a.kill && !a.own:
		return p.said("server.rehearse.kill-own")
	case a.own && (a.server != "" || a.invitation != ""):
		return p.said("server.rehearse.own-alone")
	}
	place, err := p.stage(ctx, &a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, place.close()) }()
	report, err := rehearse.Rehearse(ctx, p.plan(a, place.address), place.office, place.archive)
	if err != nil {
		return err
	}
	if a.json {
		lines := json.NewEncoder(p.out)
		lines.SetIndent("", "  ")
		if err := lines.Encode(report); err != nil {
			return err
		}
	} else {
		p.tell(report)
	}
	if !report.Ready {
		return p.said("server.rehearse.not-ready")
	}
	return nil
}

// fleetLogger is for what happens to simulated devices: it fills the screen, and the report tells of it.
func (p program) fleetLogger() *slog.Logger {
	if p.logger.Enabled(context.Background(), slog.LevelDebug) {
		return p.logger
	}
	return slog.New(slog.DiscardHandler)
}

// said is an error that is a sentence.
func (p program) said(key string, pairs ...any) error { return errors.New(p.words.Say(key, pairs...)) }

// plan fills in what the command line does not say.
func (p program) plan(a asked, address string) rehearse.Plan {
	plan, now := a.plan, time.Now()
	plan.Run, plan.Address, plan.Size, plan.Edits = rehearse.NewRun(now, uuid.NewString()[:4]), address, int64(a.size)<<20, 5
	plan.Names = rehearse.NamesBy(p.words.Say, now)
	plan.Random, plan.NewID, plan.Now, plan.Logger = rand.Float64, uuid.NewString, time.Now, p.fleetLogger()
	var progress io.Writer = p.out
	if a.json {
		progress = p.failed
	}
	plan.Progress = func(step rehearse.Step) {
		fmt.Fprintln(progress, p.words.Say("server.rehearse.step."+string(step), "count", plan.Devices))
	}
	return plan
}

// tell says the report in sentences.
func (p program) tell(report rehearse.Report) {
	fmt.Fprintln(p.out)
	table := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, p.words.Say("server.rehearse.head"))
	for _, f := range report.Figures {
		fmt.Fprintf(table, "%s\t%d\t%d\t%.0f\t%.0f\t%.0f\n", p.words.Say("server.rehearse.name."+string(f.Step)), f.Count, f.Missing, f.Middle, f.Late, f.Most)
	}
	table.Flush()
	fmt.Fprintln(p.out)
	fmt.Fprintln(p.out, p.words.Say("server.rehearse.account", "ballots", report.Ballots, "lost", report.Losses.Receipts, "twice", report.Losses.Twice,
		"cuts", report.Cuts, "kills", report.Kills, "rejoins", report.Rejoins, "seconds", int(report.Took.Seconds())))
	if report.Ready {
		fmt.Fprintln(p.out, p.words.Say("server.rehearse.ready", "count", report.Devices))
		return
	}
	fmt.Fprintln(p.out, p.words.Say("server.rehearse.reasons"))
	for _, reason := range report.Reasons {
		fmt.Fprintln(p.out, "  · "+p.words.Say("server.rehearse.reason."+reason.Code, "count", reason.Count, "step", p.stepName(reason.Step),
			"took", seconds(reason.Took), "bound", seconds(reason.Bound), "error", reason.Err))
		fmt.Fprintln(p.out, "    "+p.words.Say("server.rehearse.advice."+reason.Code))
	}
}

func seconds(milliseconds float64) string { return fmt.Sprintf("%.1f", milliseconds/1000) }

// stepName is what a step is called; nothing where a reason is about none.
func (p program) stepName(step rehearse.Step) string {
	if step == "" {
		return ""
	}
	return p.words.Say("server.rehearse.name." + string(step))
}
