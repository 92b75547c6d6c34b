package room

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pages"
)

// lookCalm is how often it is looked whether ballots still flow.
const lookCalm = 200 * time.Millisecond

// calm waits until no ballots flow; false where ctx ended first.
func (b *bundles) calm(ctx context.Context) bool {
	for b.busy() {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(lookCalm):
		}
	}
	return ctx.Err() == nil
}

// seen notes that somebody looks at a page, so that those beside it are made.
func (b *bundles) seen(hash string, name bundle.Name) {
	b.mu.Lock()
	b.ahead.Seen(hash, name.Page, bundle.MostPages, name.Width)
	b.mu.Unlock()
	b.poke()
}

// Serve makes pages ahead and removes those of papers that went, until ctx ends. Nothing that goes wrong with a page
// ends the server.
func (b *bundles) Serve(ctx context.Context) error {
	for {
		b.sweep(ctx)
		if wish, any := b.next(); any {
			b.makeAhead(ctx, wish)
			if ctx.Err() == nil {
				continue
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-b.wake:
		}
	}
}

// next takes the page to be made next.
func (b *bundles) next() (bundle.Wish, bool) {
	current := b.underWay()
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ahead.Next(func(paper string) bool { return current[paper] })
}

// underWay returns the papers of the items that are under way in open sessions.
func (b *bundles) underWay() map[string]bool {
	current := map[string]bool{}
	b.bench.mu.RLock()
	defer b.bench.mu.RUnlock()
	for _, state := range b.bench.sessions {
		if state.Session.State != council.SessionOpen {
			continue
		}
		for _, document := range state.Papers(state.Session.Current) {
			current[document.Blob] = true
		}
	}
	return current
}

// makeAhead makes a page that nobody waits for yet. Whoever waits for another goes before it.
func (b *bundles) makeAhead(ctx context.Context, wish bundle.Wish) {
	name := bundle.PictureName(wish.Page, wish.Width)
	if b.maker == nil || b.cache.Has(wish.Paper, name.String()) || !b.calm(ctx) {
		return
	}
	readable, err := b.log.IsReadable(ctx, wish.Paper)
	if err == nil && readable {
		_, err = b.part(ctx, wish.Paper, name, pages.Idle)
	}
	_, ofPaper := errors.AsType[*bundle.Fault](err)
	if err != nil && !ofPaper && !errors.Is(err, fs.ErrNotExist) && ctx.Err() == nil {
		b.config.Logger.Warn("Page of a paper not made ahead", "paper", wish.Paper, "page", wish.Page, "error", err)
	}
}

// sweep removes what was made of papers that nobody may read any more.
func (b *bundles) sweep(ctx context.Context) {
	b.mu.Lock()
	due := b.swept
	b.swept = false
	b.mu.Unlock()
	if !due {
		return
	}
	gone := map[string]bool{}
	for _, hash := range b.cache.Papers() {
		readable, err := b.log.IsReadable(ctx, hash)
		if err == nil && !readable {
			gone[hash] = true
			err = b.forget(hash)
		}
		if err != nil {
			if ctx.Err() == nil {
				b.config.Logger.Error("Made pages not removed", "paper", hash, "error", err)
			}
			b.mu.Lock()
			b.swept = true // it is tried again with the next change
			b.mu.Unlock()
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ahead.Forget(func(paper string) bool { return gone[paper] })
}
