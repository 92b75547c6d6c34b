package storage

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/zeebo/blake3"
	"golang.org/x/crypto/chacha20poly1305"
)

// PageCache keeps on disk what was made of the pages of papers, each part under the hash of its paper and a name. It
// is bounded: what was not used for longest makes room. What lies there can be made again, so nothing is synced, and
// what was damaged, or not written to its end, is as if it had never been there. Safe for use from any goroutine.
type PageCache struct {
	folder string
	quota  Quota
	now    func() time.Time

	mu     sync.Mutex
	parts  ledger
	keys   map[string][]byte // by paper: under which key its parts lie, nil for none; a nil map: every paper, as it is
	names  map[string]string // of folders, by key
	opened map[string]sealer // by key
}

// partOf is the place of a part.
type partOf struct{ paper, name string }

// beginnings of a part on the disk. Only ever add.
const (
	plainPart  = 1 // a BLAKE3 of the place and what follows, then the part
	unfinished = ".new"
)

// OpenPageCache opens or makes the folder. Of what lies there nothing is read before Allow was called, where it is
// called at all.
func OpenPageCache(folder string, quota Quota) (*PageCache, error) {
	if err := makeFolder(folder); err != nil {
		return nil, tell(folder, err)
	}
	c := &PageCache{folder: folder, quota: quota, now: time.Now, parts: newLedger()}
	c.names = map[string]string{"": ""}
	if err := c.look(); err != nil {
		return nil, err
	}
	return c, nil
}

// look takes in what lies in the open part of the folder, and removes what was begun.
func (c *PageCache) look() error {
	type found struct {
		at   partOf
		size int64
		used time.Time
	}
	var all []found
	err := c.walk(func(at partOf, folder, path string, info fs.FileInfo) error {
		if strings.HasSuffix(path, unfinished) {
			return os.Remove(path)
		}
		if folder == c.names[string(c.keys[at.paper])] && c.allowed(at.paper) {
			all = append(all, found{at, info.Size(), info.ModTime()})
		}
		return nil
	})
	if err != nil {
		return tell(c.folder, err)
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.used.Compare(b.used) })
	c.parts = newLedger()
	for _, one := range all {
		c.parts.put(one.at, one.size)
	}
	return nil
}

// walk visits every file of every part, with the name of the folder of its key.
func (c *PageCache) walk(visit func(at partOf, folder, path string, info fs.FileInfo) error) error {
	return filepath.WalkDir(c.folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		paper := filepath.Base(filepath.Dir(path))
		folder, err := filepath.Rel(c.folder, filepath.Dir(filepath.Dir(path)))
		if err != nil {
			return err
		}
		if folder == "." {
			folder = ""
		}
		return visit(partOf{paper, entry.Name()}, folder, path, info)
	})
}

// Allow says of which papers parts are kept from now on, and under which keys; a nil key: as they are. Parts of other
// papers, and under other keys, count for nothing and are never read again; Sweep removes them.
func (c *PageCache) Allow(keys map[string][]byte) error {
	names := map[string]string{"": ""}
	for _, key := range keys {
		if key == nil || names[string(key)] != "" {
			continue
		}
		name, err := nameOf(key)
		if err != nil {
			return err
		}
		names[string(key)] = name
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	same := c.keys != nil && len(keys) == len(c.keys)
	for paper, key := range keys {
		before, had := c.keys[paper]
		same = same && had && bytes.Equal(before, key)
	}
	if same {
		return nil
	}
	c.keys, c.names, c.opened = keys, names, nil
	return c.look()
}

// allowed reports whether parts of a paper are kept. c.mu is held.
func (c *PageCache) allowed(paper string) bool {
	_, may := c.keys[paper]
	return ValidHash(paper) && (may || c.keys == nil)
}

// path is where a part lies. c.mu is held.
func (c *PageCache) path(at partOf) string {
	return filepath.Join(c.folder, c.names[string(c.keys[at.paper])], at.paper, at.name)
}

// namesPart reports whether a name can be that of a part: small letters, digits and hyphens.
func namesPart(name string) bool {
	return name != "" && len(name) <= 64 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Keeps reports whether parts of a paper are kept.
func (c *PageCache) Keeps(paper string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.allowed(paper)
}

// Has reports whether a part is here, as far as is known without reading it.
func (c *PageCache) Has(paper, name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.parts.has(partOf{paper, name})
}

// Get returns a part; false where it is not here, or was damaged.
func (c *PageCache) Get(paper, name string) ([]byte, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := partOf{paper, name}
	if !c.parts.use(at) {
		return nil, false
	}
	path := c.path(at)
	stored, err := os.ReadFile(path)
	var data []byte
	if err == nil {
		data, err = c.open(at, stored)
	}
	if err != nil {
		c.parts.drop(at)
		os.Remove(path) // it is made again
		return nil, false
	}
	now := c.now()
	os.Chtimes(path, now, now) // what is not noted goes earlier than it might
	return data, true
}

// Put keeps a part, and lets go of what was not used for longest where there is too much. Parts of papers that are not
// allowed are not kept, and that is no error.
func (c *PageCache) Put(paper, name string, data []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.allowed(paper) || !namesPart(name) {
		return nil
	}
	at := partOf{paper, name}
	stored, err := c.close(at, data)
	if err != nil {
		return err
	}
	path := c.path(at)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return tell(path, err)
	}
	if err := c.makeRoom(int64(len(stored))); err != nil {
		return tell(path, err)
	}
	err = os.WriteFile(path+unfinished, stored, 0o600)
	if err == nil {
		err = os.Rename(path+unfinished, path)
	}
	if err != nil {
		os.Remove(path + unfinished)
		return tell(path, err)
	}
	c.parts.put(at, int64(len(stored)))
	return nil
}

// makeRoom removes the oldest parts until so many bytes more are within the quota. c.mu is held.
func (c *PageCache) makeRoom(more int64) error {
	free, total, err := diskSpace(c.folder)
	if err != nil {
		free, total = 0, 0
	}
	for over := c.quota.excess(c.parts.bytes+more, free-more, total); over > 0; {
		oldest, size, any := c.parts.oldest()
		if !any {
			return nil
		}
		if err := c.remove(oldest); err != nil {
			return err
		}
		over -= size
	}
	return nil
}

// remove removes a part. c.mu is held.
func (c *PageCache) remove(at partOf) error {
	c.parts.drop(at)
	if err := os.Remove(c.path(at)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Bytes returns how much is kept, and how much may be by the quota; 0: no bound.
func (c *PageCache) Bytes() (kept, most int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.parts.bytes, c.quota.Most
}

// Papers returns the hashes of papers of which something is kept.
func (c *PageCache) Papers() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.parts.papers()
}

// Forget removes every part of a paper.
func (c *PageCache) Forget(paper string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !ValidHash(paper) {
		return nil
	}
	folder := filepath.Dir(c.path(partOf{paper, "book"}))
	c.parts.dropPaper(paper)
	return tell(folder, os.RemoveAll(folder))
}

// Sweep removes what Allow no longer allows, and returns how many parts went.
func (c *PageCache) Sweep() (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	gone := 0
	err := c.walk(func(at partOf, folder, path string, _ fs.FileInfo) error {
		if c.allowed(at.paper) && folder == c.names[string(c.keys[at.paper])] {
			return nil
		}
		gone++
		return os.Remove(path)
	})
	return gone, tell(c.folder, err)
}

// Destroy removes every part that lies under a key.
func (c *PageCache) Destroy(key []byte) error {
	name, err := nameOf(key)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for paper, of := range c.keys {
		if bytes.Equal(of, key) {
			c.parts.dropPaper(paper)
		}
	}
	folder := filepath.Join(c.folder, name)
	return tell(folder, os.RemoveAll(folder))
}

// Clear removes everything.
func (c *PageCache) Clear() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.parts = newLedger()
	entries, err := os.ReadDir(c.folder)
	for _, entry := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(c.folder, entry.Name())))
	}
	return tell(c.folder, err)
}

// close gives a part the form in which it lies on the disk. c.mu is held.
func (c *PageCache) close(at partOf, data []byte) ([]byte, error) {
	key := c.keys[at.paper]
	if key == nil {
		sum := sumOf(at, data)
		return slices.Concat([]byte{plainPart}, sum[:], data), nil
	}
	s, err := c.sealer(key)
	if err != nil {
		return nil, err
	}
	return s.seal(data, about("page", at.paper, at.name)), nil
}

// open reads a part from the form in which it lies on the disk. c.mu is held.
func (c *PageCache) open(at partOf, stored []byte) ([]byte, error) {
	if key := c.keys[at.paper]; key != nil {
		s, err := c.sealer(key)
		if err != nil {
			return nil, err
		}
		return s.open(stored, about("page", at.paper, at.name))
	}
	if len(stored) < 33 || stored[0] != plainPart {
		return nil, ErrWrongHash
	}
	data := stored[33:]
	if sum := sumOf(at, data); !bytes.Equal(sum[:], stored[1:33]) {
		return nil, ErrWrongHash
	}
	return data, nil
}

// sumOf is over a part and its place: one that lies at another's is none.
func sumOf(at partOf, data []byte) [32]byte {
	sum := blake3.New()
	sum.Write(about("page", at.paper, at.name))
	sum.Write(data)
	return [32]byte(sum.Sum(nil))
}

// sealer is of the key for parts that is made of a session's. c.mu is held.
func (c *PageCache) sealer(key []byte) (sealer, error) {
	if s, ok := c.opened[string(key)]; ok {
		return s, nil
	}
	own, err := hkdf.Key(sha256.New, key, nil, "congso pages of papers 1", chacha20poly1305.KeySize)
	if err != nil {
		return sealer{}, fmt.Errorf("storage: key of pages: %w", err)
	}
	s, err := newSealer(own)
	if err != nil {
		return sealer{}, err
	}
	if c.opened == nil {
		c.opened = map[string]sealer{}
	}
	c.opened[string(key)] = s
	return s, nil
}
