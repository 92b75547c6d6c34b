package chamber

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/reader"
)

// draw brings all models up to the moment and draws what the tablet shows now.
func (d *Delegate) draw(now time.Time) time.Time {
	m := frame.NewMoment(&d.config.Setting, now)
	m.Person, m.Held = d.config.Holder.Person()
	d.moment = m
	if m.Person.Person != d.person {
		d.changeHands(m)
	}
	look := d.config.Looks.Look()
	switch {
	case leaving(m):
		d.sign.expect = false
		d.view.showLeaving(leavingOf(m))
		d.notes.close()
		d.export.close()
	case !m.Held || d.sign.expect:
		d.view.showSign(d.sign.value(m, d.digits, look))
		d.notes.close()
		d.export.close()
	case d.notes.compare.Up && d.drawCompare(m):
	case d.search.Up:
		d.drawSearch(m)
	default:
		d.view.showDesk(d.desk(m), d.vote.value(m))
		d.write.Others.Draw() // the pages are laid out now
		d.search.Bring(d.view.desk.paper)
		d.afterPaper(m)
		d.notes.draw(m, d)
		d.export.draw(m, d)
		d.listen()
		d.hearKeys()
	}
	return m.Wake
}

// changeHands forgets everything of the person who held the tablet before.
func (d *Delegate) changeHands(m *frame.Moment) {
	d.person = m.Person.Person
	d.attend.forget()
	d.lapse.forget()
	d.leave.forget()
	d.vote.forget()
	d.readers.Forget()
	d.second.Forget()
	d.shelf.Forget()
	d.paper.Forget()
	d.write.Forget()
	d.compareInk.rest()
	d.search.Forget()
	d.notes.forget()
	d.export.model.Forget()
	d.renewSearch()
	d.agenda = agendaModel{}
	d.digits = 0
	if !m.Held {
		d.sign.expect = false
	}
	d.view.closeDialogs()
}

func (d *Delegate) desk(m *frame.Moment) deskValue {
	d.shelf.Open(m.State.ID)
	d.search.Enter(m, &d.agenda, d.paper)
	item, paper := d.agenda.At(m)
	value := deskValue{
		Bar: frame.BarOf(m), Several: several(d.config.Sessions.Sessions()), Notice: noticeOf(m),
		Attend: d.attend.value(m), Lapse: d.lapse.value(m), Rail: railOf(m, item, paper, d.config.Papers),
	}
	if d.leave.fault != "" {
		value.Notice = noticeValue{Text: d.leave.fault, Icon: "warn", Kind: alert}
	}
	if !m.State.Exists() {
		value.Nothing = nothingOf(m)
		return value
	}
	value.Paper = d.paper.Value(m, item, paper)
	value.Readers = d.readersValue(m, value.Paper)
	if value.Two = d.second.On; value.Two {
		d.second.Paper.Look(reader.Viewing{Night: d.paper.View.Night, Fit: d.second.Paper.View.Fit, Bare: true})
		value.Beside = d.second.Value(m, item, paper)
		value.Paper.View.Bare = value.Paper.View.Bare || d.view.desk.takesBeside() // the second paper needs the room more
	}
	value.Side, value.Over = d.notes.side.value(m, paper), d.notes.band(m, paper)
	value.Write = d.write.Value(m, value.Paper, m.State.Documents[paper].Blob, d.config.Looks.Look())
	if value.Readers.Pick.Shown || value.Readers.Flow.Shown {
		value.Write.Shown = false // a finger chooses words, or there are no pages to write on
	}
	value.Trail = d.search.Trail(m, m.State.Documents[paper])
	return value
}

// connect hands what the views report to the models.
func (d *Delegate) connect() {
	sign, desk, vote := d.view.sign, d.view.desk, d.view.vote
	beat := func() { d.heart.Beat() }
	sign.OnEnter = d.sign.enter
	sign.OnTyped = func(digits int) {
		d.digits = digits
		if digits > 0 {
			d.sign.typed()
		}
		beat()
	}
	sign.OnMe = func() { d.sign.expect = false; beat() }
	sign.OnOther = func() { d.sign.expect = false; d.leave.leave() }
	sign.OnElder = func() { d.setLook(func(l *frame.Look) { l.Elder = !l.Elder }) }
	sign.OnDark = func() { d.setLook(func(l *frame.Look) { l.Dark = !l.Dark }) }
	sign.OnTongue = func() { d.setLook(func(l *frame.Look) { l.Language = other(l.Language) }) }
	d.view.leaving.OnRetry = d.config.Retry

	desk.bar.OnTitle = d.openSessions
	desk.bar.OnUnsent = func() {
		d.view.open(unsentDialog(d.config.Words, actsOf(d.moment), d.moment.Link, d.config.Retry))
	}
	desk.bar.OnAccount = d.openAccount
	desk.band.OnTapped = d.vote.bringBack
	desk.attend.OnAttend = d.attend.attend
	d.connectSearch()
	d.notes.connect(d)
	d.export.connect(d)
	desk.empty.OnRetry = d.config.Retry
	desk.lapse.OnAgain, desk.lapse.OnSeen = d.lapse.again, d.lapse.seen
	desk.OnDrawer = func() { d.view.openDrawer() }
	choose := func(item string) {
		d.agenda.ChooseItem(d.moment, item)
		beat()
	}
	paper := func(document string) {
		d.agenda.ChoosePaper(document)
		d.view.desk.drawer.Close()
		beat()
	}
	desk.rail.OnItem, desk.inside.OnItem = choose, choose
	desk.rail.OnPaper, desk.inside.OnPaper = paper, paper
	pages := desk.paper
	pages.OnPaper = paper
	d.connectPaper()
	d.connectReaders()
	d.connectBeside()

	d.connectWriting()

	vote.OnChoose = d.vote.choose
	vote.OnUndo = d.vote.undo
	vote.OnAside = d.vote.putAside
	vote.OnAgain = d.vote.chooseAgain
	vote.OnAttend = d.attend.attend
	vote.OnRetry = d.config.Retry
}

func other(language assets.Language) assets.Language {
	if language == assets.English {
		return assets.Vietnamese
	}
	return assets.English
}

func (d *Delegate) setLook(change func(*frame.Look)) {
	look := d.config.Looks.Look()
	change(&look)
	d.config.Looks.SetLook(look)
	d.heart.Beat()
}

func (d *Delegate) openSessions() {
	d.view.open(sessionsDialog(d.config.Words, d.moment, d.config.Sessions.Sessions(), d.chooseSession))
}

func (d *Delegate) chooseSession(session string) {
	d.config.Sessions.Choose(session)
	d.heart.Beat()
}

func (d *Delegate) openAccount() {
	m := d.moment
	ways := accountWays{
		look:    d.config.Looks.Look(),
		setLook: func(look frame.Look) { d.setLook(func(l *frame.Look) { *l = look }) },
		leave:   d.confirmLeave,
		notes:   d.notes.opening.Open,
	}
	if several(d.config.Sessions.Sessions()) {
		ways.sessions = d.openSessions
	}
	d.view.open(accountDialog(d.config.Words, m, d.attend.value(m).Done, ways))
}

func several(known []*council.State) bool { return len(known) > 1 }

// confirmLeave says what is not sent yet before the tablet is given back.
func (d *Delegate) confirmLeave() {
	m := d.moment
	d.view.open(leaveDialog(d.config.Words, actsOf(m), d.write.Unsaved(), d.export.model.Left(), m.Link.State != frame.Connected, d.leave.leave))
}
