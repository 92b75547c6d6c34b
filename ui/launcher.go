package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/ui/kit"
)

// DemoPhase is where the demonstration's room stands.
type DemoPhase int

// The phases.
const (
	DemoStarting DemoPhase = iota
	DemoRunning
	DemoStopped // by the switch
	DemoFailed
)

// DemoState is what the launcher shows.
type DemoState struct {
	Phase     DemoPhase
	Done      int // sample papers written, while starting
	Total     int
	Host      string
	Port      int
	Office    string
	Delegates int
	Virtual   int            // delegates without a window
	Open      map[string]int // windows by mode
	Voters    bool           // virtual delegates vote along
	Fault     string
}

// Demo is the room of the demonstration and its windows. All methods answer at once.
type Demo interface {
	State() DemoState
	// Watch has told called after State changed, from any goroutine, until stop is called. The launcher
	// never calls back from told.
	Watch(told func()) (stop func())
	// Open opens one more window, "delegate", "clerk" or "hall"; "" opens the whole room.
	Open(mode string)
	// Anew throws the sample data away and makes it again.
	Anew()
}

// Faults is what can be tried on the demonstration's room.
type Faults interface {
	SetVoters(on bool)
	SetStopped(on bool)
}

// Launcher is the window from which the screens of the demonstration are opened. All methods are for
// the goroutine of the interface.
type Launcher struct {
	setting Setting
	demo    Demo
	faults  Faults
	window  fyne.Canvas
	quit    func()
	screen  *fyne.Container
	latest  *kit.Latest[struct{}]
	stop    func()
}

// NewLauncher makes the window's content. Nothing is read before Start.
func NewLauncher(setting Setting, demo Demo, faults Faults, window fyne.Canvas, quit func()) *Launcher {
	l := &Launcher{setting: setting, demo: demo, faults: faults, window: window, quit: quit, screen: container.NewStack()}
	l.latest = kit.NewLatest(setting.Post, func(struct{}) { l.show(l.demo.State()) })
	return l
}

// Content is what the window shows.
func (l *Launcher) Content() fyne.CanvasObject { return l.screen }

// Start begins to follow the demonstration.
func (l *Launcher) Start() {
	l.stop = l.demo.Watch(func() { l.latest.Put(struct{}{}) })
	l.show(l.demo.State())
}

// Stop ends it.
func (l *Launcher) Stop() { l.stop() }

func (l *Launcher) show(state DemoState) {
	l.screen.Objects = []fyne.CanvasObject{kit.NewPanel(kit.Paper, kit.RowAt(kit.Stretch, 0, l.side(state), kit.Fill(l.choices(state))))}
	l.screen.Refresh()
}

// side says how the server stands and how other machines may come in.
func (l *Launcher) side(state DemoState) fyne.CanvasObject {
	words := l.setting.Words
	var below []fyne.CanvasObject
	line := func(color kit.Color, sentence string) {
		below = append(below, kit.Row(10, kit.NewDot(10, color), kit.Fill(kit.NewParagraph(sentence, kit.Body.Strong().In(kit.OnPlate)))))
	}
	switch state.Phase {
	case DemoStarting:
		sentence := words.Say("launcher.starting")
		if state.Total > 0 {
			sentence = words.Say("launcher.starting.papers", "done", state.Done, "total", state.Total)
		}
		line(kit.Gold, sentence)
	case DemoStopped:
		line(kit.Slate, words.Say("launcher.stop-server"))
	case DemoFailed:
		line(kit.Red, words.Say("launcher.failed"))
		below = append(below, onPlate(state.Fault))
	case DemoRunning:
		line(kit.Online, words.Say("launcher.running"))
		below = append(below,
			kit.NewText(words.Say("launcher.address", "host", state.Host, "port", state.Port), kit.Meta.In(kit.OnPlate2)),
			kit.Space(12),
			kit.NewParagraph(words.Say("launcher.guide"), kit.Dense.In(kit.OnPlate)),
		)
	}
	if state.Office != "" {
		below = append(below, kit.Fill(kit.Spring()),
			kit.NewParagraph(words.Say("launcher.sample", "office", state.Office, "count", state.Delegates), kit.Meta.In(kit.OnPlate2)))
	}
	return plate(words.Say("app.name"), words.Say("launcher.edition"), below...)
}

// choices are the screens to open and the things to try.
func (l *Launcher) choices(state DemoState) fyne.CanvasObject {
	words := l.setting.Words
	ready := state.Phase == DemoRunning || state.Phase == DemoStopped
	all := kit.NewBigButton(words.Say("launcher.all"), kit.Primary, func() { l.demo.Open("") }).WithIcon("play").WithHeight(56).WithWidth(300)
	anew := kit.NewBigButton(words.Say("launcher.anew"), kit.Outline, l.askAnew).WithHeight(56)
	if !ready {
		all.Disable()
		anew.Disable()
	}
	parts := []fyne.CanvasObject{
		kit.NewParagraph(words.Say("launcher.title"), kit.SheetTitle),
		kit.NewParagraph(words.Say("launcher.subtitle"), kit.Body.In(kit.Ink2)),
		kit.NewText(words.Say("launcher.room"), kit.Dense.Strong()),
		kit.Flow(12, 12,
			l.card(state, "delegate", "tablet", ready),
			l.card(state, "clerk", "desktop", ready),
			l.card(state, "hall", "monitor", ready),
		),
		kit.NewText(words.Say("launcher.faults"), kit.Dense.Strong()),
		kit.Flow(28, 8,
			kit.NewSwitch(words.Say("launcher.voters"), state.Voters, l.faults.SetVoters),
			kit.NewSwitch(words.Say("launcher.stop-server"), state.Phase == DemoStopped, l.faults.SetStopped),
		),
		kit.Fill(kit.Spring()),
		kit.Flow(12, 12, all, anew, kit.NewBigButton(words.Say("launcher.quit"), kit.Quiet, l.quit).WithIcon("power").WithHeight(56)),
	}
	return kit.Padded(kit.All(24), kit.Column(12, parts...))
}

func (l *Launcher) card(state DemoState, mode, icon string, ready bool) fyne.CanvasObject {
	words := l.setting.Words
	top := []fyne.CanvasObject{kit.NewIcon(icon, 34, kit.Ink), kit.Spring()}
	if count := state.Open[mode]; count > 0 {
		top = append(top, kit.NewChip(words.Say("launcher.count", "count", count), kit.DoneChip))
	}
	name := words.Say("launcher." + mode)
	content := kit.Column(0,
		kit.Row(0, top...),
		kit.Fill(kit.Spring()),
		kit.NewText(name, kit.Body.Strong()),
		kit.NewText(words.Say("launcher."+mode+".detail"), kit.Meta),
	)
	card := kit.NewTapCard(name, content, func() { l.demo.Open(mode) }).WithSize(180, 132)
	if !ready {
		card.Disable()
	}
	return kit.Fixed(180, 132, card)
}

func (l *Launcher) askAnew() {
	words := l.setting.Words
	kit.NewMessage(words.Say("launcher.anew.ask"), words.Say("launcher.anew.detail"),
		kit.DialogButton{Text: words.Say("launcher.cancel"), Kind: kit.Outline, Cancel: true},
		kit.DialogButton{Text: words.Say("launcher.anew.yes"), Kind: kit.Strong, Default: true, Tapped: l.demo.Anew},
	).Open(l.window)
}
