package chamber

import (
	"context"
	"errors"
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

// encrypted is the code of a paper that wants a password.
const encrypted = "encrypted"

// asksPassword tells whether a paper can be opened with a password here.
func (p *paperModel) asksPassword(fault *PageFault) bool {
	_, can := p.pages.(DeepPages)
	return can && fault.Code == encrypted
}

// unlock tries a password for the open paper.
func (p *paperModel) unlock(password string) {
	deep, can := p.pages.(DeepPages)
	if !can || p.locks.busy || !p.locks.locked[p.blob] {
		return
	}
	blob := p.blob
	p.locks.busy = true
	delete(p.locks.fault, blob)
	var paper Paper
	p.errands.run(func(ctx context.Context) (err error) {
		paper, err = deep.Unlock(ctx, blob, password)
		return err
	}, func(err error) {
		p.locks.busy = false
		if !p.locks.locked[blob] {
			deep.Lock(blob) // another person holds the tablet
			return
		}
		var fault *PageFault
		switch {
		case err == nil:
			delete(p.locks.locked, blob)
			p.locks.opened = append(p.locks.opened, blob)
			p.opened[blob] = paper
		case errors.As(err, &fault) && fault.Code == encrypted:
			p.locks.fault[blob] = p.setting.Words.Say("chamber.paper.locked.wrong")
		case errors.As(err, &fault):
			p.locks.fault[blob] = p.setting.Words.Say("paper.fault." + fault.Code)
		default:
			p.locks.fault[blob] = p.setting.sentence(err)
		}
		p.changed()
	})
	p.changed()
}

// lockAll forgets every password that was given.
func (p *paperModel) lockAll() {
	if deep, can := p.pages.(DeepPages); can {
		for _, blob := range p.locks.opened {
			deep.Lock(blob)
		}
	}
	p.locks = paperLocks{}
}
