package pages

import (
	"context"
	"errors"
	"image"
	"sync"
	"time"
)

// Renderer is the client of the render workers. All methods are safe from any goroutine; none but
// Open, Render, Text, Words, Outline, Warm and Serve ever blocks.
//
// Pictures that it gives out are shared: nobody may draw on them.
type Renderer struct {
	config Config
	sharp  *pictures
	small  *pictures // thumbnails, which a few large pictures would push out otherwise

	mu       sync.Mutex
	closed   bool
	serving  bool
	queue    queue
	arrivals uint64
	editions uint64
	jobs     map[errand]*job // queued and in work
	papers   map[string]known
	verdicts verdicts
	slots    map[*slot]struct{}
	idle     []*slot
	spawn    func() // starts one more slot, while serving
}

// known is what is kept about a document: where its bytes are, and what it turned out to be.
type known struct {
	source Source
	paper  Paper // without pages as long as it was not opened
	// edition tells a document that was forgotten and opened again from what it was before, so that
	// nothing which is still under way can slip into its new life.
	edition uint64
}

// smallWidth is the widest picture that counts as a thumbnail.
const smallWidth = 256

// New makes a renderer. Nothing is started before Serve runs and something is asked for.
func New(config Config) (*Renderer, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	return &Renderer{
		config:   config,
		sharp:    newPictures(config.PictureBytes - config.PictureBytes/4),
		small:    newPictures(config.PictureBytes / 4),
		jobs:     map[errand]*job{},
		papers:   map[string]known{},
		verdicts: verdicts{},
		slots:    map[*slot]struct{}{},
	}, nil
}

// Open finds out how many pages a document has and how large they are. Once opened it is known by
// its id to all other methods, whichever worker comes and goes; opening it again costs nothing.
func (r *Renderer) Open(ctx context.Context, source Source) (Paper, error) {
	r.mu.Lock()
	before, ok := r.papers[source.ID]
	if !ok {
		r.editions++
		before.edition = r.editions
	}
	r.papers[source.ID] = known{source: source, paper: before.paper, edition: before.edition}
	r.mu.Unlock()
	if before.paper.Pages > 0 && (!before.paper.Partial || source.Partial) {
		return before.paper, nil
	}
	came := r.wait(ctx, errand{kind: kindOpen, id: source.ID, page: NoPage}, Now)
	return came.paper, came.err
}

// Paper is what is known of a document by now; false if it is not open.
func (r *Renderer) Paper(id string) (Paper, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	paper := r.papers[id].paper
	return paper, paper.Pages > 0
}

// Render gives the picture of a page, exactly width pixels wide, on opaque white.
func (r *Renderer) Render(ctx context.Context, id string, page, width int, priority Priority) (*image.RGBA, error) {
	if picture, exact, _ := r.Picture(id, page, width); exact {
		return picture, nil
	}
	came := r.wait(ctx, errand{kind: kindRender, id: id, page: page, width: width}, priority)
	return came.picture, came.err
}

// Request is Render for those who cannot wait: it returns at once, and done is called exactly once,
// from a goroutine of its own, with the picture, an [Error], or ctx's error as soon as ctx ends.
func (r *Renderer) Request(ctx context.Context, id string, page, width int, priority Priority, done func(*image.RGBA, error)) {
	if picture, exact, _ := r.Picture(id, page, width); exact {
		go done(picture, nil)
		return
	}
	r.request(ctx, errand{kind: kindRender, id: id, page: page, width: width}, priority, func(came result) {
		go done(came.picture, came.err)
	})
}

// Picture gives the best picture of a page that is at hand, without any waiting: exact if it is of
// that width, else the one that serves best when scaled. ok is false if there is none.
func (r *Renderer) Picture(id string, page, width int) (picture *image.RGBA, exact, ok bool) {
	name := pictureName{id, page, width}
	first, second := r.stores(width)
	if picture, ok = first.best(name); ok && picture.Rect.Dx() == width {
		return picture, true, true
	}
	if other, found := second.best(name); found && (!ok || nearer(other.Rect.Dx(), picture.Rect.Dx(), width)) {
		picture, ok = other, true
	}
	return picture, false, ok
}

// stores are where pictures of that width are kept, and where the others are.
func (r *Renderer) stores(width int) (own, other *pictures) {
	if width <= smallWidth {
		return r.small, r.sharp
	}
	return r.sharp, r.small
}

// Words gives the words of a page with their places. A scan has none, without being an error.
func (r *Renderer) Words(ctx context.Context, id string, page int, priority Priority) ([]Word, error) {
	came := r.wait(ctx, errand{kind: kindText, id: id, page: page}, priority)
	return came.words, came.err
}

// Text gives the text of a page, a space between words and a new line after each line.
func (r *Renderer) Text(ctx context.Context, id string, page int, priority Priority) (string, error) {
	words, err := r.Words(ctx, id, page, priority)
	return plain(words), err
}

// Outline gives the outline of a document; many have none, without being an error.
func (r *Renderer) Outline(ctx context.Context, id string) ([]Heading, error) {
	came := r.wait(ctx, errand{kind: kindOutline, id: id, page: outlinePage}, Soon)
	return came.headings, came.err
}

// Warm starts a worker, so that the first page need not wait for it; with an empty cache it
// compiles the renderer, which takes seconds. Meant for the moment the program starts.
func (r *Renderer) Warm(ctx context.Context) error {
	return r.wait(ctx, errand{kind: kindStart, page: NoPage}, Now).err
}

// Forget drops all that is known of a document, its pictures first of all: for a paper that was
// withdrawn. Workers drop it with the next request. A page that failed hard may be tried again
// after Forget and Open.
func (r *Renderer) Forget(id string) {
	r.mu.Lock()
	delete(r.papers, id)
	r.verdicts.forgive(id)
	r.mu.Unlock()
	r.sharp.forget(id)
	r.small.forget(id)
}

// wait asks and waits for the answer.
func (r *Renderer) wait(ctx context.Context, about errand, priority Priority) result {
	answer := make(chan result, 1)
	r.request(ctx, about, priority, func(came result) { answer <- came })
	return <-answer
}

// request refuses at once what can be refused without a worker, and asks for the rest.
func (r *Renderer) request(ctx context.Context, about errand, priority Priority, done func(result)) {
	r.mu.Lock()
	paper, ok := r.papers[about.id]
	r.mu.Unlock()
	about.edition = paper.edition
	if !ok && about.kind != kindStart {
		done(result{err: fault(CodeUnknown, about.page, nil)})
		return
	}
	if err := acceptable(paper.paper, about); err != nil {
		done(result{err: err})
		return
	}
	r.ask(ctx, about, priority, paper.source, done)
}

// acceptable refuses pages that a paper does not have and pictures beyond the limit, as far as the
// paper is known already.
func acceptable(paper Paper, about errand) error {
	if !about.hasPage() {
		return nil
	}
	if about.page < 0 || (paper.Pages > 0 && about.page >= paper.Pages) {
		return fault(CodeNoSuchPage, about.page, nil)
	}
	if about.kind == kindRender && paper.Pages > 0 && !paper.Partial {
		return permits(paper.Sizes[about.page], about.page, about.width)
	}
	return nil
}

// Serve runs the workers until ctx ends, and returns its error; what is still asked for then gets
// [ErrClosed]. What is asked for before Serve runs waits for it.
func (r *Renderer) Serve(ctx context.Context) error {
	var running sync.WaitGroup
	r.mu.Lock()
	if r.serving {
		r.mu.Unlock()
		return errors.New("pages: the renderer serves already")
	}
	r.serving, r.closed = true, false
	r.spawn = func() {
		s := &slot{renderer: r, work: make(chan *job, 1)}
		r.slots[s] = struct{}{}
		running.Go(func() { s.serve(ctx) })
	}
	for range r.config.Children {
		r.spawn()
	}
	r.mu.Unlock()

	<-ctx.Done()

	r.mu.Lock()
	r.serving, r.closed, r.spawn = false, true, nil
	waiting := r.queue
	r.queue = nil
	for _, j := range waiting {
		j.at = taken
	}
	r.mu.Unlock()
	for _, j := range waiting {
		r.settle(j, result{err: fault(CodeClosed, j.page, ctx.Err())})
	}
	running.Wait()
	return ctx.Err()
}

// now is the time, for how long things take.
func (r *Renderer) now() time.Time { return r.config.Clock.Now() }
