package reader

import (
	"context"
	"slices"

	"congso.vn/congso/ui/pageview"
)

// EarlyPages is Pages that need not wait until all bytes of a paper are here.
type EarlyPages interface {
	pageview.Pages
	// OpenEarly is Open for a paper that is still coming: it has what the first page needs brought here
	// before all else and returns a partial paper. It may wait as long as ctx allows.
	OpenEarly(ctx context.Context, blob string) (pageview.Paper, error)
	// Known is what is known of an opened paper by now. It answers at once.
	Known(blob string) (pageview.Paper, bool)
}

// openEarly opens a paper that is still coming; false where that cannot be done, or was tried in vain.
func (p *Model) openEarly(blob string) bool {
	early, can := p.pages.(EarlyPages)
	if !can || p.late[blob] {
		return false
	}
	if p.Opening == blob {
		return true
	}
	p.giveUp()
	within, cancel := context.WithCancel(context.Background())
	p.Opening, p.cancel = blob, cancel
	var paper pageview.Paper
	p.errands.Run(func(ctx context.Context) (err error) {
		defer context.AfterFunc(ctx, cancel)()
		paper, err = early.OpenEarly(within, blob)
		return err
	}, func(err error) {
		if within.Err() != nil {
			return // another paper is looked at
		}
		cancel()
		p.Opening = ""
		if err == nil {
			p.Opened[blob] = paper
		} else {
			p.late[blob] = true // once all of it is here it is opened, or the reason said
		}
		p.changed()
	})
	return true
}

// giveUp no longer waits for a paper to open that is still coming.
func (p *Model) giveUp() {
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
	p.Opening = ""
}

// complete has a paper measured that was opened before all of it was here.
func (p *Model) complete(blob string) {
	if p.late[blob] {
		return
	}
	p.late[blob] = true
	var paper pageview.Paper
	p.errands.Run(func(ctx context.Context) (err error) {
		paper, err = p.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if err == nil { // else it is shown as it is
			p.Opened[blob] = paper
			p.changed()
		}
	})
}

// learn takes what a page turned out to be that was drawn of a partial paper.
func (p *Model) learn() {
	paper, open := p.Opened[p.Blob]
	early, can := p.pages.(EarlyPages)
	if !open || !paper.Partial || !can {
		return
	}
	known, ok := early.Known(p.Blob)
	if ok && !slices.Equal(known.Sizes, paper.Sizes) {
		p.Opened[p.Blob] = known
		p.changed()
	}
}
