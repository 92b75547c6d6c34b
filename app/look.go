package app

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/clerk"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// look is how the person likes the screen, kept on the device.
type look struct {
	Language assets.Language `json:"language"`
	Elder    bool            `json:"elder,omitempty"`
	Dark     bool            `json:"dark,omitempty"`
	LeftHand bool            `json:"left_hand,omitempty"`
	Typing   kit.Method      `json:"typing,omitempty"` // empty: as the mode has it
}

// theme dresses the program.
func (l look) theme() fyne.Theme {
	palette, scale := kit.LightPalette(), float32(1)
	if l.Dark {
		palette = kit.DarkPalette()
	}
	if l.Elder {
		scale = kit.ElderScale
	}
	return kit.NewTheme(palette, scale)
}

// looks holds the look and the words of a window. Words may be asked from any goroutine; the rest is
// for the goroutine of the interface.
type looks struct {
	program *screenProgram

	mu    sync.Mutex
	look  look
	words *assets.Words
}

// loadLooks reads the look that the person chose last; the language of the command line stands until
// then.
func loadLooks(ctx context.Context, program *screenProgram, language assets.Language) *looks {
	l := &looks{program: program, look: look{Language: language}}
	if program.folder != nil {
		kept := look{}
		if err := program.folder.Look(ctx, &kept); err == nil && (kept.Language == assets.Vietnamese || kept.Language == assets.English) {
			l.look = kept
		}
	}
	l.words = assets.LoadWords(l.look.Language)
	return l
}

func (l *looks) Words() *assets.Words {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.words
}

func (l *looks) set(to look) {
	l.mu.Lock()
	before := l.look
	l.look = to
	if before.Language != to.Language {
		l.words = assets.LoadWords(to.Language)
	}
	words := l.words
	l.mu.Unlock()
	if before == to {
		return
	}
	l.program.fyne.Settings().SetTheme(to.theme())
	if before.Language != to.Language {
		l.program.setWords(words)
	}
	l.keep(to)
}

// keep writes a look down on the device.
func (l *looks) keep(look look) {
	if err := l.program.folder.SetLook(context.Background(), look); err != nil {
		l.program.logger.Warn("Look not kept", "error", err)
	}
}

// tabletLooks gives looks the form that the delegate's screen declares.
type tabletLooks struct{ *looks }

var _ frame.Looks = tabletLooks{}

func (l tabletLooks) Look() frame.Look {
	return frame.Look{Language: l.look.Language, Elder: l.look.Elder, Dark: l.look.Dark, LeftHand: l.look.LeftHand}
}

func (l tabletLooks) SetLook(to frame.Look) {
	next := l.look
	next.Language, next.Elder, next.Dark, next.LeftHand = to.Language, to.Elder, to.Dark, to.LeftHand
	l.set(next)
}

// deskLooks gives them the form that the clerk's desktop declares.
type deskLooks struct{ *looks }

var _ clerk.Looks = deskLooks{}

func (l deskLooks) Look() clerk.Look {
	return clerk.Look{Language: l.look.Language, Dark: l.look.Dark}
}

func (l deskLooks) SetLook(to clerk.Look) {
	next := l.look
	next.Language, next.Dark = to.Language, to.Dark
	l.set(next)
}
