package chamber

import (
	"context"
	"slices"
)

// EarlyPages is Pages that need not wait until all bytes of a paper are here.
type EarlyPages interface {
	Pages
	// OpenEarly is Open for a paper that is still coming: it has what the first page needs brought here
	// before all else and returns a partial paper. It may wait as long as ctx allows.
	OpenEarly(ctx context.Context, blob string) (Paper, error)
	// Known is what is known of an opened paper by now. It answers at once.
	Known(blob string) (Paper, bool)
}

// openEarly opens a paper that is still coming; false where that cannot be done, or was tried in vain.
func (p *paperModel) openEarly(blob string) bool {
	early, can := p.pages.(EarlyPages)
	if !can || p.late[blob] {
		return false
	}
	if p.opening == blob {
		return true
	}
	p.giveUp()
	within, cancel := context.WithCancel(context.Background())
	p.opening, p.cancel = blob, cancel
	var paper Paper
	p.errands.run(func(ctx context.Context) (err error) {
		defer context.AfterFunc(ctx, cancel)()
		paper, err = early.OpenEarly(within, blob)
		return err
	}, func(err error) {
		if within.Err() != nil {
			return // another paper is looked at
		}
		cancel()
		p.opening = ""
		if err == nil {
			p.opened[blob] = paper
		} else {
			p.late[blob] = true // once all of it is here it is opened, or the reason said
		}
		p.changed()
	})
	return true
}

// giveUp no longer waits for a paper to open that is still coming.
func (p *paperModel) giveUp() {
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
	p.opening = ""
}

// complete has a paper measured that was opened before all of it was here.
func (p *paperModel) complete(blob string) {
	if p.late[blob] {
		return
	}
	p.late[blob] = true
	var paper Paper
	p.errands.run(func(ctx context.Context) (err error) {
		paper, err = p.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if err == nil { // else it is shown as it is
			p.opened[blob] = paper
			p.changed()
		}
	})
}

// learn takes what a page turned out to be that was drawn of a partial paper.
func (p *paperModel) learn() {
	paper, open := p.opened[p.blob]
	early, can := p.pages.(EarlyPages)
	if !open || !paper.Partial || !can {
		return
	}
	known, ok := early.Known(p.blob)
	if ok && !slices.Equal(known.Sizes, paper.Sizes) {
		p.opened[p.blob] = known
		p.changed()
	}
}
