package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"runtime"
	"testing"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/leaves"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// bookRoom has one paper of two pages; fault, where set, is why it has none.
type bookRoom struct{ fault error }

func (b bookRoom) Part(_ context.Context, _ string, name bundle.Name, _ bundle.Urgency) ([]byte, error) {
	if b.fault != nil {
		return nil, b.fault
	}
	if name.Kind == bundle.LeafKind {
		return bundle.EncodeLeaf(bundle.Leaf{Links: []bundle.Link{{Left: 10000, Top: 20000, Right: 30000, Bottom: 40000, Page: bundle.NoPage, Address: "https://example.org"}}})
	}
	return bundle.EncodeBook(bundle.Book{
		Sizes: []bundle.Size{{Width: 400, Height: 800}, {Width: 800, Height: 400}}, Labels: []string{"i", "ii"},
		Headings: []bundle.Heading{{Title: "Chương I", Level: 1, Page: 1}}, Attached: []bundle.Attached{{Name: "phụ lục.xlsx", Size: 7}},
	})
}

func (bookRoom) Widths(string, int) []int       { return nil }
func (bookRoom) Holds(string) bool              { return true }
func (bookRoom) Back(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

// What the room says of a paper stands on the screen as what this device would find out itself.
func TestBundlesHaveTheFormOfTheScreen(t *testing.T) {
	b := bundlePages{leaves.New(bookRoom{}, 1<<20)}
	paper, err := b.Open(t.Context(), "paper")
	if err != nil || paper.Pages != 2 || paper.Partial || paper.Sizes[1] != (pageview.PageSize{Width: 800, Height: 400}) {
		t.Fatalf("%+v: %v", paper, err)
	}
	if known, ok := b.Known("paper"); !ok || known.Pages != 2 {
		t.Errorf("%+v %v", known, ok)
	}
	contents, err := b.Contents(t.Context(), "paper")
	if err != nil || contents.Labels[1] != "ii" || contents.Headings[0] != (reader.Heading{Title: "Chương I", Level: 1, Page: 1}) || contents.Attached[0] != (reader.Attached{Name: "phụ lục.xlsx", Size: 7}) {
		t.Errorf("%+v: %v", contents, err)
	}
	links, err := b.Links(t.Context(), "paper", 0)
	if want := (reader.PageLink{Left: 0.25, Top: 0.25, Right: 0.75, Bottom: 0.5, Page: -1, Address: "https://example.org"}); err != nil || len(links) != 1 || links[0] != want {
		t.Errorf("%+v: %v", links, err)
	}
}

// Whatever is wrong with a part has a sentence in both languages.
func TestEveryFaultOfBundlesHasASentence(t *testing.T) {
	faults := map[error]string{bundle.ErrLate: pageview.Late, bundle.ErrGone: "unknown", &bundle.Fault{Code: "encrypted"}: lockedHere, &bundle.Fault{Code: "of tomorrow"}: "unreadable"}
	for _, code := range pages.Codes() {
		if code != pages.CodeEncrypted {
			faults[&bundle.Fault{Code: string(code)}] = string(code)
		}
	}
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for err, want := range faults {
			_, said := bundlePages{leaves.New(bookRoom{err}, 1)}.Open(t.Context(), "paper")
			var fault *pageview.PageFault
			if !errors.As(said, &fault) || fault.Code != want || !words.Has("paper.fault."+fault.Code) {
				t.Errorf("%v: %v", err, said)
			}
		}
	}
	if _, err := (bundlePages{}).Unlock(t.Context(), "paper", "secret"); err == nil {
		t.Error("a password is taken")
	}
}

// A device that is told to, and Android, start no worker at all; a clerk's desk always does.
func TestWhoDrawsPages(t *testing.T) {
	words := assets.LoadWords(assets.English)
	if bundlesByDefault("linux") || !bundlesByDefault("android") {
		t.Error("who draws by default")
	}
	for _, row := range []struct {
		mode  people.Mode
		flags []string
		draws bool
		room  bool
	}{
		{people.DelegateMode, nil, runtime.GOOS != "android", runtime.GOOS == "android"},
		{people.DelegateMode, []string{"--bundles"}, false, true},
		{people.ClerkMode, []string{"--bundles"}, true, false},
		{people.HallMode, []string{"--bundles"}, false, false}, // it shows no papers
	} {
		o, err := parseOptions(words, string(row.mode), row.flags, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		o.mode = row.mode
		ctx, cancel := context.WithCancel(t.Context())
		p := &screenProgram{options: o, logger: slog.New(slog.DiscardHandler), ctx: ctx}
		if err := p.readyPages(); err != nil {
			t.Fatal(err)
		}
		if (p.renderer != nil) != row.draws || p.bundles.Load() != row.room {
			t.Errorf("%s %q: a renderer is %v, the room draws is %v", row.mode, row.flags, p.renderer != nil, p.bundles.Load())
		}
		cancel()
		p.running.Wait()
	}
}

// Where no worker can be started the room draws, from that moment on.
func TestRoomDrawsWhereNoWorkerStarts(t *testing.T) {
	p := &screenProgram{options: options{mode: people.DelegateMode}, logger: slog.New(slog.DiscardHandler), ctx: t.Context()}
	choice := pageChoice{bundled: bundlePages{leaves.New(bookRoom{}, 1<<20)}, bundles: &p.bundles}
	if _, bundled := choice.now().(bundlePages); bundled {
		t.Fatal("it draws from the start")
	}
	p.turnToBundles(errors.New("no program"))
	if paper, err := choice.Open(t.Context(), "paper"); err != nil || paper.Pages != 2 {
		t.Errorf("%+v: %v", paper, err)
	}
}
