package clerk

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// readingSight is how far the server is with reading the words of a paper. Nothing stands there once it is done.
type readingSight struct {
	Text        string
	Share       float32 // done
	Running     bool
	Failed      bool
	Stop, Again bool // what can be done about it
}

// readingOf tells of the reading of one paper.
func (d *desk) readingOf(state *council.State, paper council.Document) readingSight {
	if paper.Withdrawn || state.Session.State == council.SessionClosed || people.Rehearsed(state.ID) || d.config.Readings == nil {
		return readingSight{}
	}
	reading, read := state.ReadingOf(paper)
	now := d.config.Readings.ReadingNow()
	switch {
	case !read && now.Session == state.ID && now.Document == paper.ID && now.Pages > 0:
		return readingSight{Text: d.say("clerk.reading.page", "page", now.Page, "pages", now.Pages), Share: float32(now.Page) / float32(now.Pages), Running: true, Stop: true}
	case !read && now.Session == state.ID && now.Document == paper.ID:
		return readingSight{Text: d.say("clerk.reading"), Running: true, Stop: true}
	case !read:
		return readingSight{Text: d.say("clerk.reading.waits")}
	case reading.Fault == council.ReadingStopped:
		return readingSight{Text: d.say("clerk.reading.stopped"), Again: true}
	case reading.Fault != "" && d.words.Has("paper.fault."+reading.Fault):
		return readingSight{Text: d.say("clerk.reading.failed", "reason", d.say("paper.fault."+reading.Fault)), Failed: true, Again: true}
	case reading.Fault != "":
		return readingSight{Text: d.say("clerk.reading.failed", "reason", reading.Fault), Failed: true, Again: true}
	case reading.Bare > 0:
		return readingSight{Text: d.say("clerk.reading.bare", "count", reading.Bare), Again: true}
	}
	return readingSight{}
}

// stopReading has the server leave a paper unread.
func (d *desk) stopReading(id string) {
	d.do("reading", council.StopReading, 0, council.Pointing{ID: id}, func() {
		d.undoable(d.say("clerk.reading.left"), func() { d.readAgain(id) })
	})
}

// readAgain has the server read a paper once more.
func (d *desk) readAgain(id string) {
	d.do("reading", council.ReadAgain, 0, council.Pointing{ID: id}, func() { d.notify(kit.DoneStrip, "check", d.say("clerk.reading.again")) })
}
