package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"github.com/google/uuid"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/seat"
	"congso.vn/congso/app/station"
	"congso.vn/congso/assets"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/ui"
	"congso.vn/congso/ui/chamber"
	"congso.vn/congso/ui/clerk"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// memoryGoal is what the collector of garbage works towards: page pictures come and go by the megabyte, and
// without a goal as much garbage as pictures would be held.
const memoryGoal = 100 << 20

// programID names the program to the system.
const programID = "vn.congso.congso"

// screen is what a mode shows.
type screen interface {
	Content() fyne.CanvasObject
	Start()
	Stop()
	SetWords(*assets.Words)
}

// screenProgram is one window of one device. Its fields are for the goroutine of the interface.
type screenProgram struct {
	options  options
	logger   *slog.Logger
	fyne     fyne.App
	window   fyne.Window
	folder   *station.Folder
	looks    *looks
	typing   *kit.Typing
	renderer *pages.Renderer
	bundles  atomic.Bool                     // the room draws the pages of papers, for this device does not
	working  atomic.Pointer[station.Station] // the station, for goroutines beside the interface

	ctx     context.Context // of everything that runs beside the window
	running sync.WaitGroup
	leave   func() // stops the station, where one runs
	station *station.Station
	shown   screen
	notice  people.Link // the notice that stands in place of the screen; empty: none
}

// dataFolder is where a device keeps its data if the command line does not say.
func dataFolder(o options) (string, error) {
	if o.data != "" {
		return filepath.Abs(o.data)
	}
	base, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	name := string(o.mode)
	if name == "" {
		name = "device"
	}
	return filepath.Join(base, "congso", name), nil
}

// runScreen shows the window of one device until it is closed.
func runScreen(o options) int {
	path, err := dataFolder(o)
	if err != nil {
		slog.Error("No place for the device's data", "error", err)
		return 1
	}
	logger, closeLog := openLog(path)
	defer closeLog()
	debug.SetMemoryLimit(memoryGoal)
	ctx, stop := context.WithCancel(context.Background())
	p := &screenProgram{options: o, logger: logger, ctx: ctx, fyne: fyneapp.NewWithID(programID)}
	p.window = p.fyne.NewWindow("")
	var opening error
	p.folder, opening = station.OpenFolder(ctx, path)
	p.looks = loadLooks(ctx, p, o.language)
	p.typing = p.newTyping()
	p.setTyping()
	p.fyne.Settings().SetTheme(p.looks.look.theme())
	p.fyne.SetIcon(fyne.NewStaticResource("icon.png", assets.Picture("icon.png")))
	p.dressWindow()
	if opening != nil {
		p.refuse(opening)
	} else if err := p.begin(); err != nil {
		p.refuse(err)
	}
	p.fyne.Lifecycle().SetOnStarted(func() { logger.Info("Window shown", "mode", o.mode, "since_start", time.Since(processStart).String()) })
	watchSights(p.window)
	watchWaits()
	p.window.Show()
	pressWhereItIs(p.window, logger)
	p.fyne.Run()

	p.close(stop)
	return 0
}

// processStart is when this process began to run Go code.
var processStart = time.Now()

// close ends what runs beside the window, and gives the folder back.
func (p *screenProgram) close(stop context.CancelFunc) {
	if p.shown != nil {
		p.shown.Stop()
	}
	if p.leave != nil {
		p.leave()
	}
	stop()
	p.running.Wait()
	if p.folder != nil {
		if err := p.folder.Close(); err != nil {
			p.logger.Error("Device's folder not closed", "error", err)
		}
	}
}

// dressWindow gives the window its size and its keys.
func (p *screenProgram) dressWindow() {
	size := p.options.size
	if size.IsZero() {
		size = fyne.NewSize(1280, 800)
	}
	p.window.SetTitle(p.title())
	p.window.SetPadded(false)
	p.window.SetMaster()
	p.window.Resize(size)
	p.window.SetFullScreen(p.options.full)
}

func (p *screenProgram) title() string {
	words := p.looks.Words()
	device := "app.device.any"
	if p.options.mode != "" {
		device = "app.device." + string(p.options.mode)
	}
	return words.Say(device) + " · " + words.Say("app.name")
}

// post hands work to the goroutine of the interface.
func post(do func()) { fyne.Do(do) }

// begin shows the screen of a paired device, or has it join a room.
func (p *screenProgram) begin() error {
	identity, err := p.folder.Identity(p.ctx)
	if err != nil {
		return err
	}
	if identity == nil {
		return p.join()
	}
	return p.work(identity)
}

func (p *screenProgram) setting() ui.Setting {
	return ui.Setting{Words: p.looks.Words(), Post: post, Report: report(p.logger)}
}

// join shows the screen of joining a room.
func (p *screenProgram) join() error {
	device := "app.device.any"
	if p.options.mode != "" {
		device = "app.device." + string(p.options.mode)
	}
	finding, err := station.NewFinding(p.folder, p.options.mode, p.options.server, p.options.loopback)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(p.ctx)
	var screen *ui.Join
	screen = ui.NewJoin(p.setting(), p.looks.Words().Say(device), rooms{finding, p.looks.Words}, func() {
		screen.Stop()
		stop()
		if err := p.begin(); err != nil {
			p.refuse(err)
		}
	})
	p.show(screen.Content())
	p.running.Go(func() { finding.Serve(ctx) })
	screen.Start()
	if p.options.pair != "" {
		screen.Enter(p.options.pair)
	}
	return nil
}

// work starts the station of a paired device and shows its screen.
func (p *screenProgram) work(identity *trust.Identity) error {
	p.options.mode = people.Mode(identity.Mode)
	p.setTyping()
	p.window.SetTitle(p.title())
	if err := p.readyPages(); err != nil {
		return err
	}
	at, err := station.Open(p.ctx, station.Config{
		Folder: p.folder, Identity: identity, Server: p.options.server, Loopback: p.options.loopback, Logger: p.logger, Bundles: p.bundles.Load(),
	})
	if err != nil {
		return err
	}
	p.station = at
	ctx, stop := context.WithCancel(p.ctx)
	stopped := make(chan struct{})
	p.leave = func() { stop(); <-stopped }
	p.running.Go(func() {
		defer close(stopped)
		if err := at.Serve(ctx); err != nil {
			p.logger.Error("Station ended", "error", err)
		}
	})
	if p.working.Store(at); p.bundles.Load() {
		at.UseBundles() // it may have turned out meanwhile that no worker starts
	}
	p.shown = p.newScreen()
	p.notice = ""
	p.show(p.shown.Content())
	p.shown.Start()
	latest := kit.NewLatest(post, p.stand)
	unwatch := at.Watch(func() { latest.Put(at) })
	leave := p.leave
	p.leave = func() { unwatch(); leave() }
	return nil
}

// newScreen makes the screen of the device's mode.
func (p *screenProgram) newScreen() screen {
	s := p.station
	seated := s.Seat()
	setting := frame.Setting{
		Room: watched{seated, s}, Words: p.looks.Words(), Post: post, Now: time.Now,
		After:  func(wait time.Duration, do func()) func() bool { return time.AfterFunc(wait, do).Stop },
		Report: report(p.logger),
	}
	switch p.options.mode {
	case people.ClerkMode:
		desk := desk{Station: s, renderer: p.renderer, words: p.looks.Words, logger: p.logger}
		made := clerk.New(clerk.Config{
			Room: watched{seated, s}, Sessions: seated, People: seated, Acts: seated, Packs: desk, Uploads: desk, Originals: desk, Readings: seated, Sheets: desk, Rehearsals: desk,
			Looks: deskLooks{p.looks}, Typing: p.typing, Window: p.window, Words: setting.Words, Post: post, Now: time.Now,
			After: setting.After, NewID: uuid.NewString, Report: setting.Report,
		})
		p.window.SetOnDropped(func(_ fyne.Position, dropped []fyne.URI) {
			var paths []string
			for _, one := range dropped {
				paths = append(paths, one.Path())
			}
			made.Dropped(paths)
		})
		return made
	case people.HallMode:
		return chamber.NewHall(setting)
	}
	source := p.pageSource(s)
	return chamber.NewDelegate(chamber.DelegateConfig{
		Setting: setting, Holder: seated, Votes: seated, Sessions: seated, Lapses: seated, Retry: seated.Retry, Papers: s,
		Pages: source, Looks: tabletLooks{p.looks}, Searches: s, Notebook: seated, Shelf: readingShelf{s}, Speaker: newSpeaker(),
		Marks: seated, NoteWriter: tabletNotes{seated}, Drawings: seated, NewID: newMarkID, Exports: noteExports{s, source, p.looks.Words},
	})
}

// watched is a seat whose watchers hear of papers too.
type watched struct {
	*seat.Seat
	station *station.Station
}

func (w watched) Watch(told func()) (stop func()) { return w.station.Watch(told) }

// stand shows a notice while the room does not let this device in, and the screen otherwise.
func (p *screenProgram) stand(s *station.Station) {
	if p.station != s || p.shown == nil {
		return
	}
	standing := s.Seat().Standing()
	notice := people.Link("")
	if standing.Link == people.Waiting || standing.Link == people.Rejected {
		notice = standing.Link
	}
	if notice == p.notice {
		return
	}
	p.notice = notice
	words := p.looks.Words()
	switch notice {
	case people.Waiting:
		p.show(ui.NewNotice("hourglass", words.Say("notice.waiting"), words.Say("notice.waiting.help", "room", standing.Room)))
	case people.Rejected:
		p.show(ui.NewNotice("lock", words.Say("notice.rejected"), words.Say("notice.rejected.help"),
			ui.Way{Text: words.Say("notice.rejected.again"), Kind: kit.Strong, Do: p.joinAnew}))
	default:
		p.show(p.shown.Content())
	}
}

// joinAnew makes a new device of one that was revoked.
func (p *screenProgram) joinAnew() {
	p.shown.Stop()
	p.leave()
	p.shown, p.station, p.leave = nil, nil, nil
	err := p.folder.Forget(p.ctx)
	if err == nil {
		err = p.join()
	}
	if err != nil {
		p.refuse(err)
	}
}

func (p *screenProgram) setWords(words *assets.Words) {
	p.typing.SetWords(words)
	p.window.SetTitle(p.title())
	if p.shown != nil {
		p.shown.SetWords(words)
	}
}

// refuse says why there is no screen.
func (p *screenProgram) refuse(err error) {
	words := p.looks.Words()
	close := ui.Way{Text: words.Say("notice.close"), Kind: kit.Strong, Do: p.window.Close}
	if errors.Is(err, storage.ErrInUse) {
		p.show(ui.NewNotice("lock", words.Say("notice.in-use"), words.Say("notice.in-use.help"), close))
		return
	}
	sentence := ""
	if stored, ok := errors.AsType[*storage.Error](err); ok {
		sentence = words.Say("storage."+stored.Code, "path", stored.Path)
	} else if untrusted, ok := errors.AsType[*trust.Error](err); ok {
		sentence = words.Say("refusal." + untrusted.Code)
	} else {
		sentence = words.Say("error.system", "log", report(p.logger)(err))
	}
	p.show(ui.NewNotice("info", words.Say("notice.store"), sentence, close))
}
