package clerk

import (
	"context"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// desk is the desktop's model: it owns the sight, reads the room through the small interfaces of
// Config and decides what every deed does. Everything but act's own goroutines runs on the goroutine
// of the interface.
type desk struct {
	config Config
	words  *assets.Words
	draw   func(sight)
	deeds  map[deedName]func(deed)

	latest     *kit.Latest[struct{}]
	stopWatch  func()
	stopTick   func() bool
	stopped    bool
	background context.Context // ends with the desktop: imports and uploads
	cancel     context.CancelFunc

	page    page
	item    string // that is open, on the run page and in the preparation
	side    string // what the right column of the run page shows; "" follows the poll
	session string // the session the choices above belong to

	serial     int
	entered    time.Time // when Enter came last
	busy, slow map[string]bool
	notice     notice
	stopNotice func() bool
	asked      asked
	form       *openForm
	clash      *clash
	remarks    remarksSight

	packs   importing
	uploads []*upload
	cards   cards
	filter  string
	group   string
	invite  invite
	seen    map[string]time.Time // when a device was last seen connected

	rehearsal rehearsal
}

func newDesk(config Config, draw func(sight)) *desk {
	d := &desk{
		config: config, words: config.Words, draw: draw, page: sessionsPage,
		busy: map[string]bool{}, slow: map[string]bool{}, seen: map[string]time.Time{},
		invite: invite{mode: people.DelegateMode}, cards: cards{issued: map[string]bool{}},
		rehearsal: rehearsal{plan: RehearsalPlan{Devices: 50, Line: "good"}},
	}
	d.background, d.cancel = context.WithCancel(context.Background())
	d.latest = kit.NewLatest(config.Post, func(struct{}) { d.refresh() })
	d.deeds = d.table()
	return d
}

// start follows the room.
func (d *desk) start() {
	if state := d.state(); state.Exists() && state.Session.State == council.SessionOpen {
		d.page = runPage
	}
	d.stopWatch = d.config.Room.Watch(func() { d.latest.Put(struct{}{}) })
	d.tick()
}

func (d *desk) stop() {
	d.stopped = true
	d.cancel()
	if d.stopWatch != nil {
		d.stopWatch()
	}
	if d.stopTick != nil {
		d.stopTick()
	}
	if d.stopNotice != nil {
		d.stopNotice()
	}
}

// tick draws clocks and ages anew, once a second and on the second.
func (d *desk) tick() {
	if d.stopped {
		return
	}
	d.refresh()
	now := d.serverNow()
	d.stopTick = d.config.After(now.Truncate(time.Second).Add(time.Second).Sub(now), func() { d.config.Post(d.tick) })
}

func (d *desk) say(key string, pairs ...any) string { return d.words.Say(key, pairs...) }

func (d *desk) state() *council.State { return d.config.Sessions.Session() }

func (d *desk) serverNow() time.Time { return d.config.Room.Standing().Now(d.config.Now()) }

func (d *desk) handle(done deed) {
	if act := d.deeds[done.Name]; act != nil && !d.stopped {
		act(done)
	}
}

// refresh reads everything and draws what has changed.
func (d *desk) refresh() {
	if d.stopped {
		return
	}
	if kit.Pressing() {
		d.latest.Put(struct{}{}) // when the finger is lifted
		return
	}
	state, standing := d.state(), d.config.Room.Standing()
	d.follow(state)
	now := standing.Now(d.config.Now())
	s := sight{Page: d.page, Bar: d.bar(state, standing, now), Notice: d.notice.sight, Asked: d.asked.sight, Remarks: d.remarks, Duty: d.duty(standing)}
	switch d.page {
	case sessionsPage:
		s.Sessions = d.sessionsSight()
	case preparePage:
		s.Prepare = d.prepareSight(state, standing, now)
	case peoplePage:
		s.People = d.peopleSight(state)
	case devicesPage:
		s.Devices = d.devicesSight(standing, now)
	case readyPage:
		s.Ready = d.readySight(state, standing)
	case runPage:
		s.Run = d.runSight(state, standing, now)
	}
	if d.form != nil {
		s.Form = d.form.sight
	}
	if d.clash != nil {
		s.Clash = d.clash.sight
	}
	d.draw(s)
}

// follow keeps the choices within the session that is shown, and notes who is connected.
func (d *desk) follow(state *council.State) {
	if d.session != state.ID {
		d.session, d.item, d.side, d.group = state.ID, "", "", ""
	}
	if _, known := state.Items[d.item]; !known {
		d.item = state.Session.Current
		if agenda := state.Agenda(); d.item == "" && len(agenda) > 0 {
			d.item = agenda[0].ID
		}
	}
	for _, device := range d.config.People.Devices() {
		if d.config.People.Connected(device.ID) {
			d.seen[device.ID] = d.config.Now()
		}
	}
}

// unsent tells which things wait on this device.
func unsent(standing people.Standing) map[string]bool {
	about := map[string]bool{}
	for _, waiting := range standing.Unsent {
		if waiting.Sealed {
			continue // of which nobody here knows what it is about
		}
		about[waiting.About] = true
	}
	return about
}

// table says what every deed does.
func (d *desk) table() map[deedName]func(deed) {
	plain := func(do func()) func(deed) { return func(deed) { do() } }
	about := func(do func(id string)) func(deed) { return func(done deed) { do(done.ID) } }
	return map[deedName]func(deed){
		showPage:    about(func(id string) { d.showPage(page(id)) }),
		changeLook:  func(done deed) { d.changeLook(done.ID) },
		retryLink:   plain(d.config.Room.Retry),
		closeNotice: plain(d.closeNotice), takeNotice: plain(d.takeNotice),
		confirmAsked: plain(d.confirmAsked), dismissAsked: plain(func() { d.asked = asked{}; d.refresh() }),
		saveForm: func(done deed) { d.saveForm(done.Answers) }, dismissForm: plain(d.dismissForm),
		keepMine: plain(d.keepMine), takeTheirs: plain(d.takeTheirs),

		chooseSession: about(d.chooseSession), newSession: plain(d.newSession), changeSession: about(d.changeSession),
		openSession: plain(d.openSession), closeSession: plain(d.closeSession),
		pickPack: plain(d.pickPack), pickFolder: plain(d.pickFolder),
		cancelImport: plain(d.cancelImport), closeImport: plain(d.closeImport),

		showItem: about(d.showItem), newItem: plain(d.newItem), changeItem: about(d.changeItem),
		moveItem:   func(done deed) { d.moveItem(done.ID, done.Value) },
		removeItem: about(d.removeItem), startItem: about(d.startItem),
		addPaper: plain(d.addPaper), changePaper: about(d.changePaper), replacePaper: about(d.replacePaper),
		withdrawPaper: about(d.withdrawPaper), restorePaper: about(d.restorePaper), saveOriginal: about(d.saveOriginal),
		showRemarks: about(d.showRemarks), closeRemarks: plain(d.closeRemarks), stopReading: about(d.stopReading), readAgain: about(d.readAgain),
		cancelUpload: about(d.cancelUpload), retryUpload: about(d.retryUpload),
		newPoll: plain(d.newPoll), changePoll: about(d.changePoll), removePoll: about(d.removePoll),
		openPoll: about(d.openPoll), closePoll: about(d.closePoll), publishPoll: about(d.publishPoll),
		printResult: about(d.printResult), printRoll: plain(d.printRoll),
		markPresent: about(d.markPresent), markAbsent: about(d.markAbsent), changeRoll: about(d.changeRoll),
		markRest: plain(d.markRest), showSide: func(done deed) { d.side = done.Value; d.refresh() },

		filterPeople: func(done deed) { d.filter = done.Value; d.refresh() },
		groupPeople:  func(done deed) { d.group = done.Value; d.refresh() },
		newPerson:    plain(d.newPerson), changePerson: about(d.changePerson), removePerson: about(d.removePerson), erasePerson: about(d.erasePerson),
		issueCard: about(d.issueCard), issueCards: plain(d.issueAll), stopCards: plain(d.stopCards),
		printCards: plain(d.printCards), dropCards: plain(d.dropCards),

		inviteDevices: plain(d.inviteDevices), copyInvite: plain(d.copyInvite), closeInvite: plain(d.closeInvite),
		inviteMode:    func(done deed) { d.invite.mode = people.Mode(done.Value); d.refresh() },
		inviteWait:    func(done deed) { d.invite.wait = done.Value != ""; d.refresh() },
		approveDevice: about(d.approveDevice), revokeDevice: about(d.revokeDevice), changeDevice: about(d.changeDevice),

		goAlone: plain(d.goAlone), planRehearsal: func(done deed) { d.chooseRehearsal(done.ID, done.Value) },
		beginRehearsal: plain(d.rehearse), stopRehearsal: plain(d.stopRehearsal), printCertificate: plain(d.printCertificate),
	}
}
