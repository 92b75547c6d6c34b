package reader

import (
	"context"
	"errors"

	"congso.vn/congso/ui/pageview"
)

// paperLocks is which papers have a password, and which were opened with one.
type paperLocks struct {
	locked map[string]bool   // by bytes
	fault  map[string]string // why the last password was not taken
	opened []string          // with a password
	busy   bool
}

func (l *paperLocks) lock(blob string) {
	if l.locked == nil {
		l.locked, l.fault = map[string]bool{}, map[string]string{}
	}
	l.locked[blob] = true
}

// Encrypted is the code of a paper that wants a password.
const Encrypted = "encrypted"

// asksPassword tells whether a paper can be opened with a password here.
func (p *Model) asksPassword(fault *pageview.PageFault) bool {
	_, can := p.pages.(DeepPages)
	return can && fault.Code == Encrypted
}

// Unlock tries a password for the open paper.
func (p *Model) Unlock(password string) {
	deep, can := p.pages.(DeepPages)
	if !can || p.locks.busy || !p.locks.locked[p.Blob] {
		return
	}
	blob := p.Blob
	p.locks.busy = true
	delete(p.locks.fault, blob)
	var paper pageview.Paper
	p.errands.Run(func(ctx context.Context) (err error) {
		paper, err = deep.Unlock(ctx, blob, password)
		return err
	}, func(err error) {
		p.locks.busy = false
		if !p.locks.locked[blob] {
			deep.Lock(blob) // another person holds the tablet
			return
		}
		var fault *pageview.PageFault
		switch {
		case err == nil:
			delete(p.locks.locked, blob)
			p.locks.opened = append(p.locks.opened, blob)
			p.Opened[blob] = paper
		case errors.As(err, &fault) && fault.Code == Encrypted:
			p.locks.fault[blob] = p.setting.Words.Say("chamber.paper.locked.wrong")
		case errors.As(err, &fault):
			p.locks.fault[blob] = p.setting.Words.Say("paper.fault." + fault.Code)
		default:
			p.locks.fault[blob] = p.setting.Sentence(err)
		}
		p.changed()
	})
	p.changed()
}

// lockAll forgets every password that was given.
func (p *Model) lockAll() {
	if deep, can := p.pages.(DeepPages); can {
		for _, blob := range p.locks.opened {
			deep.Lock(blob)
		}
	}
	p.locks = paperLocks{}
}
