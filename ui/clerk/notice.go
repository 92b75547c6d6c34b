package clerk

import (
	"time"

	"congso.vn/congso/ui/kit"
)

// notice is a message at the foot, with one thing to do about it if there is one.
type notice struct {
	sight  noticeSight
	act    func()
	length time.Duration // 0: until it is closed or another takes its place
}

// raise shows a notice in place of the one before.
func (d *desk) raise(n notice) {
	d.serial++
	n.sight.Serial = d.serial
	if n.sight.Action == "" {
		n.sight.Action = d.say("clerk.close")
	}
	d.notice = n
	if d.stopNotice != nil {
		d.stopNotice()
		d.stopNotice = nil
	}
	if n.length > 0 {
		serial := d.serial
		d.stopNotice = d.config.After(n.length, func() {
			d.config.Post(func() {
				if d.notice.sight.Serial == serial && !d.stopped {
					d.closeNotice()
				}
			})
		})
	}
	d.refresh()
}

// notify says that something is done.
func (d *desk) notify(kind kit.StripKind, icon, text string) {
	d.raise(notice{sight: noticeSight{Kind: kind, Icon: icon, Text: text}, length: noticeStays})
}

// undoable says that something is done and offers to take it back.
func (d *desk) undoable(text string, undo func()) {
	d.raise(notice{
		sight: noticeSight{Kind: kit.InkStrip, Icon: "check", Text: text, Action: d.say("clerk.undo")},
		act:   undo, length: undoStays,
	})
}

func (d *desk) takeNotice() {
	act := d.notice.act
	d.closeNotice()
	if act != nil {
		act()
	}
}

func (d *desk) closeNotice() {
	d.notice = notice{}
	d.refresh()
}

// asked is a question before something that cannot be undone, and what follows a yes.
type asked struct {
	sight askedSight
	at    time.Time
	yes   func()
}

// held is how soon after a question its answer is a key that is still held down, not a person's.
const held = 400 * time.Millisecond

func (d *desk) ask(title, sentence, confirm, icon string, yes func()) {
	d.serial++
	d.asked = asked{sight: askedSight{Serial: d.serial, Title: title, Sentence: sentence, Confirm: confirm, Icon: icon}, at: d.config.Now(), yes: yes}
	d.refresh()
}

func (d *desk) confirmAsked() {
	if d.config.Now().Sub(d.asked.at) < held {
		return
	}
	yes := d.asked.yes
	d.asked = asked{}
	d.refresh()
	if yes != nil {
		yes()
	}
}
