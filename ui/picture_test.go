package ui

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

const longRoom = "Phòng họp Hội đồng nhân dân và Ủy ban nhân dân phường Trường Vinh, tầng hai, trụ sở mới, số 12 đường Nguyễn Thị Minh Khai"

// fakeDemo is a demonstration in a state.
type fakeDemo struct{ state DemoState }

func (d fakeDemo) State() DemoState         { return d.state }
func (fakeDemo) Watch(func()) (stop func()) { return func() {} }
func (fakeDemo) Open(string)                {}
func (fakeDemo) Anew()                      {}
func (fakeDemo) SetVoters(bool)             {}
func (fakeDemo) SetStopped(bool)            {}

var running = DemoState{
	Phase: DemoRunning, Host: "127.0.0.1", Port: 7443, Office: "Hội đồng nhân dân phường Trường Vinh", Delegates: 30, Virtual: 28,
	Voters: true, Open: map[string]int{"delegate": 2, "clerk": 1},
}

// scenes are the screens of this package, each as it stands after something happened.
var scenes = map[string]func(t *testing.T, s Setting, loop *kittest.Loop) fyne.CanvasObject{
	"join-searching": func(_ *testing.T, s Setting, _ *kittest.Loop) fyne.CanvasObject {
		j := NewJoin(s, s.Words.Say("app.device.delegate"), &fakeRooms{}, func() {})
		j.Start()
		return j.Content()
	},
	"join-found": func(_ *testing.T, s Setting, _ *kittest.Loop) fyne.CanvasObject {
		rooms := &fakeRooms{found: []Found{{longRoom, "192.168.100.200:7443"}, {"", "10.0.0.7:7443"}}}
		j := NewJoin(s, s.Words.Say("app.device.delegate"), rooms, func() {})
		j.Start()
		j.Enter("")
		return j.Content()
	},
	"join-compare": func(t *testing.T, s Setting, loop *kittest.Loop) fyne.CanvasObject {
		rooms := &fakeRooms{compare: func(ctx context.Context, _ string, compare func(context.Context, string) error) error {
			return compare(ctx, "482913")
		}}
		j := NewJoin(s, s.Words.Say("app.device.delegate"), rooms, func() {})
		j.Start()
		j.model.compare(Found{longRoom, "192.168.100.200:7443"})
		loop.Until(t, "digits are shown", func() bool { return j.step == comparing })
		t.Cleanup(j.Stop)
		return j.Content()
	},
	"notice-waiting": func(_ *testing.T, s Setting, _ *kittest.Loop) fyne.CanvasObject {
		return NewNotice("hourglass", s.Words.Say("notice.waiting"), s.Words.Say("notice.waiting.help", "room", longRoom))
	},
	"notice-rejected": func(_ *testing.T, s Setting, _ *kittest.Loop) fyne.CanvasObject {
		return NewNotice("lock", s.Words.Say("notice.rejected"), s.Words.Say("notice.rejected.help"),
			Way{Text: s.Words.Say("notice.rejected.again"), Kind: kit.Strong, Do: func() {}})
	},
	"launcher-starting": launcher(DemoState{Phase: DemoStarting, Done: 12, Total: 28}),
	"launcher-running":  launcher(running),
	"launcher-failed":   launcher(DemoState{Phase: DemoFailed, Fault: "room: another process uses this folder"}),
}

func launcher(state DemoState) func(*testing.T, Setting, *kittest.Loop) fyne.CanvasObject {
	return func(t *testing.T, s Setting, _ *kittest.Loop) fyne.CanvasObject {
		l := NewLauncher(s, fakeDemo{state}, fakeDemo{state}, nil, func() {})
		l.Start()
		t.Cleanup(l.Stop)
		return l.Content()
	}
}

// Every screen fits its window at both sizes and in both languages, in light and dark.
func TestPictures(t *testing.T) {
	for name, build := range scenes {
		for look, palette := range map[string]kit.Palette{"light": kit.LightPalette(), "dark": kit.DarkPalette()} {
			t.Run(name+"-"+look, func(t *testing.T) {
				kittest.Start(t, palette, 1)
				for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
					for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1920, Height: 1080}} {
						loop := kittest.NewLoop()
						setting := Setting{Words: assets.LoadWords(language), Post: loop.Post, Report: func(error) string { return "L0G" }}
						content := build(t, setting, loop)
						window := kittest.Window(t, content, size)
						loop.Drain()
						if least := content.MinSize(); least.Width > size.Width || least.Height > size.Height {
							t.Errorf("needs %v, has %v", least, size)
						}
						if language == assets.Vietnamese {
							kittest.Keep(t, fmt.Sprintf("%s-%.0fx%.0f-%s", name, size.Width, size.Height, look), kittest.Capture(window))
						}
					}
				}
			})
		}
	}
}

func TestLauncherOpensWindows(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	opened := &opening{fakeDemo: fakeDemo{running}}
	loop := kittest.NewLoop()
	setting := Setting{Words: assets.LoadWords(assets.Vietnamese), Post: loop.Post, Report: func(error) string { return "L0G" }}
	l := NewLauncher(setting, opened, opened, nil, func() {})
	l.Start()
	t.Cleanup(l.Stop)
	kittest.Window(t, l.Content(), fyne.NewSize(960, 640))
	for _, key := range []string{"launcher.delegate", "launcher.clerk", "launcher.hall", "launcher.all"} {
		kittest.Button(t, l.Content(), setting.Words.Say(key)).Tapped(nil)
	}
	if got := fmt.Sprint(opened.modes); got != "[delegate clerk hall ]" {
		t.Errorf("opened %v", got)
	}
}

// opening notes what is opened.
type opening struct {
	fakeDemo
	modes []string
}

func (o *opening) Open(mode string) { o.modes = append(o.modes, mode) }
