package chamber

import (
	"context"
	"errors"
	"sync"

	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// inside is what the papers of fakePages tell of themselves, and whether they have a password.
type inside struct {
	mu       sync.Mutex
	contents reader.Contents
	links    map[int][]reader.PageLink
	password string
	open     bool
	asked    []int    // pages whose links were asked for
	locked   []string // papers whose passwords were forgotten
}

func (f *fakePages) Contents(context.Context, string) (reader.Contents, error) {
	f.inside.mu.Lock()
	defer f.inside.mu.Unlock()
	return f.inside.contents, nil
}

func (f *fakePages) Links(_ context.Context, _ string, page int) ([]reader.PageLink, error) {
	f.inside.mu.Lock()
	defer f.inside.mu.Unlock()
	f.inside.asked = append(f.inside.asked, page)
	return f.inside.links[page], nil
}

func (f *fakePages) Unlock(ctx context.Context, blob, password string) (pageview.Paper, error) {
	f.inside.mu.Lock()
	right := password == f.inside.password
	f.inside.open = f.inside.open || right
	f.inside.mu.Unlock()
	if !right {
		return pageview.Paper{}, &pageview.PageFault{Code: reader.Encrypted, Err: errors.New("another password")}
	}
	return f.Open(ctx, blob)
}

func (f *fakePages) Lock(blob string) {
	f.inside.mu.Lock()
	defer f.inside.mu.Unlock()
	f.inside.open = false
	f.inside.locked = append(f.inside.locked, blob)
}

// shut tells whether a paper wants its password.
func (f *fakePages) shut() bool {
	f.inside.mu.Lock()
	defer f.inside.mu.Unlock()
	return f.inside.password != "" && !f.inside.open
}

var _ reader.DeepPages = (*fakePages)(nil)

// fakeShelf keeps what was read, by session and person.
type fakeShelf struct {
	mu    sync.Mutex
	kept  map[string]reader.Reading
	saves int
}

func (f *fakeShelf) LoadReading(_ context.Context, session string) (reader.Reading, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.kept[session], nil
}

func (f *fakeShelf) SaveReading(_ context.Context, session string, reading reader.Reading) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.saves++
	f.kept[session] = reading
	return nil
}

func (f *fakeShelf) of(session string) (reader.Reading, int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.kept[session], f.saves
}
