package storage

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func hashNamed(text string) string {
	hash, _, _ := Sum(strings.NewReader(text))
	return hash
}

func openedCache(t *testing.T, folder string, most int64) *PageCache {
	t.Helper()
	c, err := OpenPageCache(folder, Quota{Most: most})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	c.now = func() time.Time { at = at.Add(time.Second); return at }
	return c
}

func put(t *testing.T, c *PageCache, paper, name string, data []byte) {
	t.Helper()
	if err := c.Put(paper, name, data); err != nil {
		t.Fatal(err)
	}
}

// filesIn is every file in a folder.
func filesIn(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What was not used for longest goes when there is too much, after a new start too.
func TestPageCacheIsBounded(t *testing.T) {
	folder := t.TempDir()
	c := openedCache(t, folder, 10_000)
	paper, page := hashNamed("a paper"), make([]byte, 3000)
	for i := range 3 {
		put(t, c, paper, fmt.Sprint("page-", i), page)
	}
	if _, here := c.Get(paper, "page-0"); !here {
		t.Fatal("the first is gone already")
	}
	c = openedCache(t, folder, 10_000)
	put(t, c, paper, "page-3", page)
	for name, want := range map[string]bool{"page-0": true, "page-1": false, "page-2": true, "page-3": true} {
		if _, here := c.Get(paper, name); here != want || c.Has(paper, name) != want {
			t.Errorf("%s is here: %v", name, here)
		}
	}
	if kept, most := c.Bytes(); kept > most || len(filesIn(t, folder)) != 3 {
		t.Errorf("%d bytes of %d, %d files", kept, most, len(filesIn(t, folder)))
	}
	put(t, c, paper, "page-4", make([]byte, 20_000)) // more than there may be: it pushes out all others
	if kept := filesIn(t, folder); len(kept) != 1 {
		t.Errorf("%q", kept)
	}
}

func TestPageCacheTakesNoOtherNames(t *testing.T) {
	folder := t.TempDir()
	c := openedCache(t, filepath.Join(folder, "pages"), 0)
	for _, at := range []partOf{{hashNamed("x"), "../../../out"}, {hashNamed("x"), ""}, {"../..", "book"}, {hashNamed("x"), "Book"}, {hashNamed("x"), strings.Repeat("a", 65)}} {
		put(t, c, at.paper, at.name, []byte("x"))
	}
	if found := filesIn(t, folder); len(found) != 0 {
		t.Errorf("%q", found)
	}
}

// Changed on the disk, cut off, or laid at another's place, a part is as if it had never been there.
func TestPageCacheFindsDamage(t *testing.T) {
	for name, key := range map[string][]byte{"open": nil, "sealed": bytes.Repeat([]byte{7}, 32)} {
		folder, paper := t.TempDir(), hashNamed("a paper")
		c := openedCache(t, folder, 0)
		if err := c.Allow(map[string][]byte{paper: key}); err != nil {
			t.Fatal(err)
		}
		data := bytes.Repeat([]byte("a page "), 100)
		for i, how := range []func([]byte) []byte{
			func(d []byte) []byte { d[len(d)-1] ^= 1; return d },
			func(d []byte) []byte { d[0] ^= 1; return d },
			func(d []byte) []byte { return d[:len(d)-1] },
			func(d []byte) []byte { return d[:1] },
			func([]byte) []byte { return nil },
		} {
			put(t, c, paper, "page-1", data)
			path := c.path(partOf{paper, "page-1"})
			stored, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if key != nil && bytes.Contains(stored, []byte("a page a page")) {
				t.Errorf("%s: it lies there in the open", name)
			}
			if err := os.WriteFile(path, how(stored), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, here := c.Get(paper, "page-1"); here || c.Has(paper, "page-1") {
				t.Errorf("%s: damage %d is not found", name, i)
			}
		}
		put(t, c, paper, "page-1", data)
		put(t, c, paper, "page-2", []byte("another"))
		if err := os.Rename(c.path(partOf{paper, "page-1"}), c.path(partOf{paper, "page-2"})); err != nil {
			t.Fatal(err)
		}
		if _, here := c.Get(paper, "page-2"); here {
			t.Errorf("%s: another's page is shown", name)
		}
		put(t, c, paper, "page-1", data)
		if got, here := c.Get(paper, "page-1"); !here || !bytes.Equal(got, data) {
			t.Errorf("%s: made anew it is not here", name)
		}
	}
}

// Of papers that are not allowed nothing is kept and nothing given; what lies under a key goes with it.
func TestPageCacheFollowsItsKeys(t *testing.T) {
	folder := t.TempDir()
	one, other, open := hashNamed("one"), hashNamed("other"), hashNamed("open")
	first, second := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	c := openedCache(t, folder, 0)
	allow := func(keys map[string][]byte) {
		t.Helper()
		if err := c.Allow(keys); err != nil {
			t.Fatal(err)
		}
	}
	allow(map[string][]byte{one: first, other: second, open: nil})
	for _, paper := range []string{one, other, open} {
		put(t, c, paper, "book", []byte(paper))
	}
	allow(map[string][]byte{one: second, open: nil}) // another holder, and a paper that was withdrawn
	for _, paper := range []string{one, other} {
		if _, here := c.Get(paper, "book"); here || c.Has(paper, "book") {
			t.Errorf("%.8s is given", paper)
		}
	}
	put(t, c, other, "leaf-1", []byte("x"))
	if _, here := c.Get(open, "book"); !here {
		t.Error("what stays allowed is gone")
	}
	if gone, err := c.Sweep(); err != nil || gone != 2 || len(filesIn(t, folder)) != 1 {
		t.Errorf("%d went: %v, %q stay", gone, err, filesIn(t, folder))
	}
	put(t, c, one, "book", []byte("anew"))
	if err := c.Destroy(second); err != nil || c.Has(one, "book") || len(filesIn(t, folder)) != 1 {
		t.Errorf("%v: %q", err, filesIn(t, folder))
	}
	if err := c.Forget(open); err != nil || len(filesIn(t, folder)) != 0 {
		t.Errorf("%v: %q", err, filesIn(t, folder))
	}
	put(t, c, one, "book", []byte("anew"))
	if err := c.Clear(); err != nil || len(filesIn(t, folder)) != 0 || c.Has(one, "book") {
		t.Errorf("%v: %q", err, filesIn(t, folder))
	}
}

// What was being written when the power went is gone at the next start.
func TestPageCacheForgetsWhatWasBegun(t *testing.T) {
	folder, paper := t.TempDir(), hashNamed("a paper")
	c := openedCache(t, folder, 0)
	put(t, c, paper, "book", []byte("whole"))
	if err := os.WriteFile(c.path(partOf{paper, "page-1"})+unfinished, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	c = openedCache(t, folder, 0)
	if found := filesIn(t, folder); len(found) != 1 || !slices.Equal(c.Papers(), []string{paper}) {
		t.Errorf("%q", found)
	}
}

// The ledger counts what is kept and names the part that was not used for longest.
func TestLedger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLedger()
		var order []partOf // the plain way
		sizes := map[partOf]int64{}
		forget := func(at partOf) {
			order = slices.DeleteFunc(order, func(other partOf) bool { return other == at })
			delete(sizes, at)
		}
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			at := partOf{rapid.SampledFrom([]string{"a", "b"}).Draw(t, "paper"), rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "name")}
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				size := rapid.Int64Range(0, 100).Draw(t, "size")
				forget(at)
				order, sizes[at] = append(order, at), size
				l.put(at, size)
			case 1:
				_, had := sizes[at]
				if l.use(at) != had {
					t.Fatalf("%v is kept: %v", at, !had)
				}
				if had {
					size := sizes[at]
					forget(at)
					order, sizes[at] = append(order, at), size
				}
			case 2:
				forget(at)
				l.drop(at)
			default:
				for _, name := range []string{"1", "2", "3"} {
					forget(partOf{at.paper, name})
				}
				l.dropPaper(at.paper)
			}
			var total int64
			for _, size := range sizes {
				total += size
			}
			oldest, _, any := l.oldest()
			if l.bytes != total || any != (len(order) > 0) || any && oldest != order[0] {
				t.Fatalf("%d bytes, want %d; the oldest is %v of %v", l.bytes, total, oldest, order)
			}
		}
	})
}
