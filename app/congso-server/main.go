// Command congso-server is the room server: no display, no OpenGL. It keeps the logs and the
// papers, and devices find it by themselves.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"congso.vn/congso/app/office"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/room"
	"congso.vn/congso/assets"
)

// program is what every command is given.
type program struct {
	words  *assets.Words
	in     io.Reader
	out    io.Writer
	failed io.Writer // what went wrong
	logger *slog.Logger
}

// command is one verb of the command line; its help stands in the words under "server."+name.
type command struct {
	name string
	run  func(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error
}

var commands = []command{
	{"serve", serve}, {"import", importPack}, {"pair", pair}, {"devices", devices}, {"status", status}, {"verify", verify}, {"export", export}, {"rehearse", rehearseRoom},
	{"takeover", takeover}, {"alone", alone}, {"backup", backup}, {"restore", restore}, {"archive", archive}, {"erase", erase}, {"check-papers", checkPapers},
}

// errUsage says that the command was not done, and that the person was told why.
var errUsage = errors.New("not done")

func main() {
	pages.BecomeWorker(os.Args, pages.LentFonts) // never returns in a render worker
	office.BecomeWorker(os.Args)                 // nor in what becomes LibreOffice
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	level := slog.LevelInfo
	if os.Getenv("CONGSO_DEBUG") != "" {
		level = slog.LevelDebug
	}
	p := program{words: assets.LoadWords(assets.SystemLanguage(os.Getenv)), in: os.Stdin, out: os.Stdout, failed: os.Stderr,
		logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))}
	os.Exit(run(ctx, p, os.Args[1:]))
}

func run(ctx context.Context, p program, arguments []string) int {
	if len(arguments) == 0 || arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help" {
		p.usage()
		return 0
	}
	for _, c := range commands {
		if c.name != arguments[0] {
			continue
		}
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		flags.SetOutput(p.out)
		flags.Usage = func() {
			fmt.Fprintln(p.out, p.words.Say("server."+c.name+".usage"))
			flags.PrintDefaults()
		}
		err := c.run(ctx, p, flags, arguments[1:])
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return 0
		case errors.Is(err, errUsage):
			return 2 // it was said already
		default:
			fmt.Fprintln(p.failed, p.sentence(err))
			return 1
		}
	}
	fmt.Fprintln(p.failed, p.words.Say("server.unknown", "command", arguments[0]))
	p.usage()
	return 2
}

func (p program) usage() {
	fmt.Fprintln(p.out, p.words.Say("server.about"))
	for _, c := range commands {
		fmt.Fprintln(p.out, "  "+strings.ReplaceAll(p.words.Say("server."+c.name+".usage"), "\n", "\n  "))
	}
}

// folder adds the flag that every command about a room has.
func folder(flags *flag.FlagSet, p program) *string {
	return flags.String("data", "congso-data", p.words.Say("server.flag.data"))
}

func (p program) config(folder string) room.Config {
	return room.Config{Folder: folder, Now: time.Now, Logger: p.logger}
}
