package app

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// newTyping makes the way of typing of the window; a method that a person chooses is kept on the device.
func (p *screenProgram) newTyping() *kit.Typing {
	typing := kit.NewTyping(p.looks.Words(), kit.AfterOn(post))
	typing.OnMethod = func(method kit.Method) {
		p.looks.mu.Lock()
		p.looks.look.Typing = method
		kept := p.looks.look
		p.looks.mu.Unlock()
		if p.folder != nil {
			p.looks.keep(kept)
		}
	}
	return typing
}

// setTyping fits the way of typing to the mode of the device.
func (p *screenProgram) setTyping() {
	method, touch := typingFor(p.options.mode, fyne.CurrentDevice().IsMobile(), p.looks.look.Typing)
	p.typing.SetTouch(touch)
	p.typing.SetMethod(method)
}

// typingFor tells how a device of a mode types: by the method that was chosen on it, else by the one of the
// mode (docs/decisions/13-typing.md), and whether it shows a keyboard on the screen.
func typingFor(mode people.Mode, mobile bool, chosen kit.Method) (method kit.Method, touch bool) {
	touch = mode == people.DelegateMode && !mobile
	if method, known := kit.ParseMethod(string(chosen)); known {
		return method, touch
	}
	if touch {
		return kit.TypeTelex, true
	}
	return kit.TypeOff, false
}

// show has the window show something, with its way of typing.
func (p *screenProgram) show(content fyne.CanvasObject) {
	p.window.SetContent(kit.WithKeyboard(content, p.typing))
}
