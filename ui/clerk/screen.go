package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// screen is everything that is drawn. It keeps no state of the desk's: it draws the sight it is given
// and reports deeds.
type screen struct {
	words  *assets.Words
	on     func(deed)
	window fyne.Window
	typing *kit.Typing // may be nil
	post   kit.Post

	parts  []interface{ forget() }
	made   map[string]fyne.Focusable // buttons by deed, to keep the keyboard where it was
	making []string                  // the keys of those made since the last region began
	root   *arrangement
	page   *fyne.Container
	shown  page

	bar      *barView
	notice   *region[noticeSight]
	sessions *sessionsView
	prepare  *prepareView
	people   *peopleView
	devices  *devicesView
	ready    *readyView
	duty     *region[dutySight]
	run      *runView
	form     formView
	clash    clashView
	remarks  remarksView
	asked    askedView
	last     sight
}

func newScreen(words *assets.Words, window fyne.Window, typing *kit.Typing, post kit.Post, on func(deed)) *screen {
	s := &screen{words: words, window: window, typing: typing, post: post, on: on, made: map[string]fyne.Focusable{}, page: kit.Layers()}
	s.bar = newBarView(s)
	s.notice = newRegion(s, s.noticeStrip)
	s.sessions, s.prepare, s.people, s.devices, s.run = newSessionsView(s), newPrepareView(s), newPeopleView(s), newDevicesView(s), newRunView(s)
	s.ready, s.duty = newReadyView(s), newRegion(s, s.dutyStrip)
	s.form.screen, s.clash.screen, s.asked.screen, s.remarks.screen = s, s, s, s
	ground := kit.NewPanel(kit.Paper, nil)
	s.root = newArrangement(fyne.NewSize(960, 540), nil, func(_ *arrangement, size fyne.Size) {
		high := s.bar.holder.HeightFor(size.Width)
		put(ground, 0, 0, size.Width, size.Height)
		put(s.bar.holder, 0, 0, size.Width, high)
		warned := kit.HeightFor(s.duty.holder, size.Width)
		put(s.duty.holder, 0, high, size.Width, warned)
		high += warned
		put(s.page, 0, high, size.Width, max(0, size.Height-high))
		look := kit.LookOf(s.root)
		wide := min(look.Dp(720), size.Width-look.Dp(32))
		tall := kit.HeightFor(s.notice.holder, wide)
		put(s.notice.holder, (size.Width-wide)/2, size.Height-tall-look.Dp(20), wide, tall)
	}, ground, s.page, s.duty.holder, s.bar.holder, s.notice.holder)
	return s
}

// Draw shows a sight; parts whose value is the same cost nothing.
func (s *screen) Draw(sight sight) {
	s.last = sight
	s.bar.Draw(sight.Bar)
	s.drawPage(sight)
	warned := s.duty.Draw(sight.Duty)
	if s.notice.Draw(sight.Notice) || warned {
		s.root.Refresh()
	}
	s.form.Draw(sight.Form)
	s.clash.Draw(sight.Clash)
	s.remarks.Draw(sight.Remarks)
	s.asked.Draw(sight.Asked)
}

func (s *screen) drawPage(sight sight) {
	var content fyne.CanvasObject
	switch sight.Page {
	case sessionsPage:
		s.sessions.Draw(sight.Sessions)
		content = s.sessions.content
	case preparePage:
		s.prepare.Draw(sight.Prepare)
		content = s.prepare.content
	case peoplePage:
		s.people.Draw(sight.People)
		content = s.people.content
	case devicesPage:
		s.devices.Draw(sight.Devices)
		content = s.devices.content
	case readyPage:
		s.ready.Draw(sight.Ready)
		content = s.ready.content
	default:
		s.run.Draw(sight.Run)
		content = s.run.content
	}
	if s.shown != sight.Page {
		s.shown = sight.Page
		s.page.Objects = []fyne.CanvasObject{content}
		s.page.Refresh()
	}
}

// SetWords changes the language: everything is built again.
func (s *screen) SetWords(words *assets.Words) {
	s.words = words
	for _, part := range s.parts {
		part.forget()
	}
	s.people.relabel()
	s.Draw(s.last)
}

func (s *screen) say(key string, pairs ...any) string { return s.words.Say(key, pairs...) }

func (s *screen) tell(name deedName, id string) func() {
	return func() { s.on(deed{Name: name, ID: id}) }
}

// button makes a button of an act and remembers it under the act.
func (s *screen) button(b button) *kit.BigButton {
	made := kit.NewBigButton(b.Text, b.Kind, s.tell(b.Deed, b.ID))
	if b.Icon != "" {
		made.WithIcon(b.Icon)
	}
	if b.Key != "" {
		made.WithKey(b.Key)
	}
	made.SetReason(b.Busy || b.Why != "", b.Why)
	s.make(string(b.Deed)+"/"+b.ID+"/"+b.Key, made)
	return made
}

// tool makes a button with an icon alone; its words are for the screen reader.
func (s *screen) tool(icon, label string, name deedName, id, value string, disabled bool) *kit.IconButton {
	made := kit.NewIconButton(icon, label, func() { s.on(deed{Name: name, ID: id, Value: value}) })
	made.SetReason(disabled, "")
	s.make(string(name)+"/"+id+"/"+value, made)
	return made
}

// row makes a list row that can be tapped and remembers it.
func (s *screen) row(label string, content fyne.CanvasObject, name deedName, id string) *kit.ListRow {
	made := kit.NewListRow(label, content, s.tell(name, id))
	s.make(string(name)+"/"+id+"/row", made)
	return made
}

// make remembers a button under its act.
func (s *screen) make(key string, made fyne.Focusable) {
	s.made[key] = made
	s.making = append(s.making, key)
}

// unmake forgets buttons that are about to be built again or to go.
func (s *screen) unmake(keys []string) {
	for _, key := range keys {
		delete(s.made, key)
	}
}

// focusKeeper notes which button has the keyboard, and gives it back to the same act's button after
// that was built again. Where the act is gone nothing has the keyboard: a button that nobody sees must
// not be pressed by it.
func (s *screen) focusKeeper() func() {
	if s.window == nil {
		return func() {}
	}
	focused := s.window.Canvas().Focused()
	if focused == nil {
		return func() {}
	}
	for key, made := range s.made {
		if made == focused {
			return func() {
				switch again, still := s.made[key]; {
				case !still:
					s.window.Canvas().Unfocus()
				case again != focused:
					s.window.Canvas().Focus(again)
				}
			}
		}
	}
	return func() {}
}

// noticeStrip is the message at the foot.
func (s *screen) noticeStrip(n noticeSight) fyne.CanvasObject {
	if n.Serial == 0 {
		return nil
	}
	return kit.NewStrip(n.Kind, n.Icon, n.Text).WithRadius(12).WithAction(n.Action, s.tell(takeNotice, ""))
}
