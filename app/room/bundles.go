package room

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/trust"
)

// PageMaker draws pages for devices that cannot; pages.Renderer is one.
type PageMaker interface {
	Open(ctx context.Context, source pages.Source) (pages.Paper, error)
	Render(ctx context.Context, id string, page, width int, priority pages.Priority) (*image.RGBA, error)
	Outline(ctx context.Context, id string) ([]pages.Heading, error)
	Labels(ctx context.Context, id string) ([]string, error)
	Attached(ctx context.Context, id string) ([]pages.Attached, error)
	Links(ctx context.Context, id string, page int) ([]pages.Link, error)
	Forget(id string)
}

// bundleQuota is how much of the server's disk pages may take that were made for devices.
var bundleQuota = storage.Quota{Most: 4 << 30, Free: 2 << 30, FreeShare: 0.1}

// bundlesAtOnce is how many parts one device may have made at the same time.
const bundlesAtOnce = 8

// atOffsets is from what size on a paper is read at offsets rather than whole.
const atOffsets = 8 << 20

// bundles makes pages of papers for devices that draw none, and keeps what it made. Safe for use from any goroutine.
type bundles struct {
	*Room
	maker    PageMaker
	cache    *storage.PageCache
	encoding singleflight.Group // of pictures that were drawn

	mu     sync.Mutex
	asking map[string]int // parts under way, by device
	ahead  bundle.Ahead
	swept  bool // papers may have gone since it was looked last
	wake   chan struct{}
}

func openBundles(r *Room) (*bundles, error) {
	cache, err := storage.OpenPageCache(filepath.Join(r.config.Folder, "pages"), bundleQuota)
	if err != nil {
		return nil, err
	}
	return &bundles{Room: r, maker: r.config.Pages, cache: cache, asking: map[string]int{}, swept: true, wake: make(chan struct{}, 1)}, nil
}

// source is where the bytes of a paper come from.
func (b *bundles) source(hash string) pages.Source {
	source := pages.Source{ID: hash, Read: func(ctx context.Context) ([]byte, error) {
		data, err := b.blobs.ReadPaper(ctx, hash)
		if err != nil {
			err = b.damage.note(hash, err)
		}
		return data, err
	}}
	if size, here := b.blobs.Size(hash); here && size > atOffsets {
		source.At = &offsets{bundles: b, hash: hash}
	}
	return source
}

// offsets reads a large paper where a page needs it.
type offsets struct {
	bundles *bundles
	hash    string

	mu    sync.Mutex
	whole *storage.Checked
}

var _ pages.Reader = (*offsets)(nil)

// checked is the paper, held against its hash once.
func (o *offsets) checked(ctx context.Context) (*storage.Checked, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.whole == nil {
		whole, err := o.bundles.blobs.Whole(ctx, o.hash)
		if err != nil {
			return nil, o.bundles.damage.note(o.hash, err)
		}
		o.whole = whole
	}
	return o.whole, nil
}

// Size is part of pages.Reader.
func (o *offsets) Size(ctx context.Context) (int64, error) {
	whole, err := o.checked(ctx)
	if err != nil {
		return 0, err
	}
	return whole.Size(), nil
}

// ReadAt is part of pages.Reader.
func (o *offsets) ReadAt(ctx context.Context, into []byte, offset int64) error {
	whole, err := o.checked(ctx)
	if err != nil {
		return err
	}
	return whole.Read(into, offset)
}

// part returns a part of a paper's bundle, made where it is not kept. *bundle.Fault where the paper does not allow it.
func (b *bundles) part(ctx context.Context, hash string, name bundle.Name, priority pages.Priority) ([]byte, error) {
	if data, kept := b.cache.Get(hash, name.String()); kept {
		return data, nil
	}
	paper, err := b.maker.Open(ctx, b.source(hash))
	if err != nil {
		return nil, bundleFault(err)
	}
	if name.Kind != bundle.BookKind && name.Page >= paper.Pages {
		return nil, &bundle.Fault{Code: string(pages.CodeNoSuchPage)}
	}
	var data []byte
	switch name.Kind {
	case bundle.BookKind:
		data, err = b.book(ctx, paper)
	case bundle.LeafKind:
		data, err = b.leaf(ctx, hash, name.Page)
	default:
		data, err = b.picture(ctx, paper, name, priority)
	}
	if err != nil {
		return nil, bundleFault(err)
	}
	return data, b.keep(ctx, hash, name, data)
}

// keep keeps a part, unless its paper went while it was made.
func (b *bundles) keep(ctx context.Context, hash string, name bundle.Name, data []byte) error {
	if err := b.cache.Put(hash, name.String(), data); err != nil {
		b.config.Logger.Warn("Made page not kept", "paper", hash, "part", name, "error", err)
	}
	readable, err := b.log.IsReadable(ctx, hash)
	if err != nil {
		return err
	}
	if !readable {
		return errors.Join(fs.ErrNotExist, b.forget(hash))
	}
	return nil
}

// forget removes everything that was made of a paper.
func (b *bundles) forget(hash string) error {
	if b.maker != nil {
		b.maker.Forget(hash)
	}
	return b.cache.Forget(hash)
}

// book makes the book of a paper. What it does not tell in good order is left away: its pages are shown all the same.
func (b *bundles) book(ctx context.Context, paper pages.Paper) ([]byte, error) {
	made := bundle.Book{}
	for _, size := range paper.Sizes {
		made.Sizes = append(made.Sizes, bundle.Size(size))
	}
	if headings, err := b.maker.Outline(ctx, paper.ID); err == nil {
		for _, h := range headings {
			made.Headings = append(made.Headings, bundle.Heading(h))
		}
	}
	if labels, err := b.maker.Labels(ctx, paper.ID); err == nil {
		made.Labels = labels
	}
	if files, err := b.maker.Attached(ctx, paper.ID); err == nil {
		for _, file := range files {
			made.Attached = append(made.Attached, bundle.Attached{Name: file.Name, Size: file.Size})
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err // what is not known was not asked for to its end
	}
	return bundle.EncodeBook(made)
}

func (b *bundles) leaf(ctx context.Context, hash string, page int) ([]byte, error) {
	found, err := b.maker.Links(ctx, hash, page)
	if err != nil {
		return nil, err
	}
	var made bundle.Leaf
	for _, l := range found {
		made.Links = append(made.Links, bundle.Link{
			Left: l.Box.Min.X, Top: l.Box.Min.Y, Right: l.Box.Max.X, Bottom: l.Box.Max.Y, Page: l.Page, Address: l.Address,
		})
	}
	return bundle.EncodeLeaf(made)
}

// picture draws a page. Two that wait for the same have it drawn once, by the renderer, and written once.
func (b *bundles) picture(ctx context.Context, paper pages.Paper, name bundle.Name, priority pages.Priority) ([]byte, error) {
	width := bundle.Bounded(bundle.Size(paper.Sizes[name.Page]), name.Width)
	drawn, err := b.maker.Render(ctx, paper.ID, name.Page, width, priority)
	if err != nil {
		return nil, err
	}
	written, err, _ := b.encoding.Do(paper.ID+" "+name.String(), func() (any, error) { return bundle.EncodePicture(drawn) })
	if err != nil {
		return nil, err
	}
	return written.([]byte), nil
}

// bundleFault gives an error of the renderer its code; others stay as they are.
func bundleFault(err error) error {
	if fault, ok := errors.AsType[*pages.Error](err); ok {
		if errors.Is(err, storage.ErrWrongHash) {
			return err
		}
		return &bundle.Fault{Code: string(fault.Code)}
	}
	return err
}

// enter counts a part that a device asks for; false where it has too many under way.
func (b *bundles) enter(device string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asking[device] >= bundlesAtOnce {
		return false
	}
	b.asking[device]++
	return true
}

func (b *bundles) leave(device string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asking[device]--; b.asking[device] <= 0 {
		delete(b.asking, device)
	}
}

// serve answers GET /bundle/<hash>/<name>: the part, or 422 with its code where the paper cannot be shown. Whoever may
// not see the paper gets the same answer for papers that are here and papers that are not. Who hangs up ends it.
func (b *bundles) serve(w http.ResponseWriter, q *http.Request) {
	device := trust.DeviceOf(q.Context())
	hash, text, _ := strings.Cut(strings.TrimPrefix(q.URL.Path, "/bundle/"), "/")
	name, named := bundle.ParseName(text)
	if !named || !storage.ValidHash(hash) {
		http.NotFound(w, q)
		return
	}
	if !b.permits(w, q, device, hash) {
		return
	}
	if b.maker == nil {
		b.refuse(w, &bundle.Fault{Code: string(pages.CodeUnavailable)})
		return
	}
	if !b.enter(device) {
		w.Header().Set("Retry-After", "1")
		http.Error(w, "", http.StatusTooManyRequests)
		return
	}
	defer b.leave(device)
	priority := priorityOf(q)
	if priority == pages.Idle && !b.calm(q.Context()) {
		return
	}
	data, err := b.part(q.Context(), hash, name, priority)
	if err != nil {
		b.fail(w, q, hash, err)
		return
	}
	if !b.permits(w, q, device, hash) { // it may have gone meanwhile
		return
	}
	if name.Kind == bundle.PageKind && priority > pages.Idle {
		b.seen(hash, name)
	}
	w.Header().Set("Content-Type", contentOf(data))
	w.Header().Set("Cache-Control", "no-store")
	b.gate.Through(w, q, func(w http.ResponseWriter) { http.ServeContent(w, q, "", time.Time{}, bytes.NewReader(data)) })
}

// permits reports whether a device may read a paper now, and answers where it may not.
func (b *bundles) permits(w http.ResponseWriter, q *http.Request, device, hash string) bool {
	allowed, err := shelf{b.Room}.MayRead(q.Context(), device, hash)
	switch {
	case err != nil:
		http.Error(w, "", http.StatusInternalServerError)
	case !allowed || !b.blobs.Has(hash):
		b.refusals.Count(hub.WithheldPaper)
		http.NotFound(w, q)
	default:
		return true
	}
	return false
}

// fail answers that a part cannot be given.
func (b *bundles) fail(w http.ResponseWriter, q *http.Request, hash string, err error) {
	fault, is := errors.AsType[*bundle.Fault](err)
	switch {
	case q.Context().Err() != nil:
	case is:
		b.refuse(w, fault)
	case errors.Is(err, fs.ErrNotExist):
		http.NotFound(w, q)
	default:
		b.config.Logger.Error("Page of a paper not made", "paper", hash, "error", err)
		http.Error(w, "", http.StatusInternalServerError)
	}
}

func (b *bundles) refuse(w http.ResponseWriter, fault *bundle.Fault) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusUnprocessableEntity)
	_ = json.NewEncoder(w).Encode(fault) // who is gone hears nothing
}

// priorityOf is how urgently a device asks.
func priorityOf(q *http.Request) pages.Priority {
	switch {
	case q.Header.Get(hub.Urgent) != "":
		return pages.Now
	case q.Header.Get(hub.Soon) != "":
		return pages.Soon
	}
	return pages.Idle
}

// contentOf is the type of a part for a browser.
func contentOf(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		return "image/png"
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		return "image/jpeg"
	}
	return "application/gzip"
}

// note has it looked whether papers went; from the writer's goroutine.
func (b *bundles) note(entries []change.Entry) {
	for _, e := range entries {
		if council.BearsBlobs(e.Kind) {
			b.mu.Lock()
			b.swept = true
			b.mu.Unlock()
			b.poke()
			return
		}
	}
}

func (b *bundles) poke() {
	select {
	case b.wake <- struct{}{}:
	default: // awake
	}
}
