package pages

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
)

// do carries out a job. What does not fit into a child beside other documents gets one to itself.
func (s *slot) do(ctx context.Context, j *job) result {
	came := s.attempt(ctx, j)
	if errors.Is(came.err, errCrowded) {
		came = s.attempt(ctx, j)
	}
	return came
}

// attempt carries out a job with the slot's child, which it starts if need be.
func (s *slot) attempt(ctx context.Context, j *job) (came result) {
	if err := s.ensure(ctx); err != nil {
		return result{err: fault(CodeUnavailable, j.page, err)}
	}
	if j.kind == kindStart {
		return result{}
	}
	opened, err := s.open(ctx, j)
	if err == nil {
		err = acceptable(opened.paper, j.errand)
	}
	if err != nil {
		return result{err: err}
	}
	asked := request{Kind: j.kind, Paper: opened.number, Page: j.page, Width: j.width}
	step := func(wanted string, read take) error {
		return s.step(ctx, j, j.place(), opened, asked, nil, wanted, read)
	}
	switch j.kind {
	case kindOpen:
		return result{paper: opened.paper}
	case kindRender:
		size := opened.paper.Sizes[j.page]
		came.err = step(kindPicture, func(head reply, in io.Reader, length int) (err error) {
			if opened.paper.Partial {
				if size, err = drawnSize(head, j.page, j.width); err != nil {
					return err
				}
			}
			came.picture, err = readPicture(head, in, length, j.width, size.pixelHeight(j.width))
			return err
		})
		if came.err == nil {
			s.renderer.keep(j, came.picture)
			s.correct(opened, j.page, size)
		}
	case kindText:
		came.err = step(kindWords, texted(&came.words, decodeWords))
	case kindOutline:
		decode := func(body []byte) ([]Heading, error) { return decodeHeadings(body, opened.paper.Pages) }
		came.err = step(kindLines, texted(&came.headings, decode))
	case kindLinks:
		decode := func(body []byte) ([]Link, error) { return decodeLinks(body, opened.paper.Pages) }
		came.err = step(kindWays, texted(&came.links, decode))
	case kindLabels:
		decode := func(body []byte) ([]string, error) { return decodeLabels(body, opened.paper.Pages) }
		came.err = step(kindPrinted, texted(&came.labels, decode))
	case kindAttached:
		came.err = step(kindFiles, texted(&came.attached, decodeAttached))
	case kindFacts:
		var seen []Facts
		if came.err = step(kindSeen, texted(&seen, decodeFacts)); came.err == nil {
			came.facts = seen[0]
		}
	case kindSigned:
		came.err = step(kindSeals, texted(&came.signatures, decodeSignatures))
	}
	if s.child != nil {
		s.child.served++
	}
	return came
}

// texted reads a body of text and decodes it.
func texted[T any](into *[]T, decode func([]byte) ([]T, error)) take {
	return func(_ reply, in io.Reader, length int) error {
		body, err := readBody(in, length, maxText)
		if err != nil {
			return err
		}
		*into, err = decode(body)
		return err
	}
}

// readPicture reads pixels straight into the picture they belong to.
func readPicture(head reply, in io.Reader, length, width, height int) (*image.RGBA, error) {
	if head.Width != width || head.Height != height || length != 4*width*height {
		return nil, fmt.Errorf("picture of %d × %d in %d bytes, asked for %d × %d: %w",
			head.Width, head.Height, length, width, height, errFrame)
	}
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	if _, err := io.ReadFull(in, picture.Pix); err != nil {
		return nil, fmt.Errorf("pixels: %w", errors.Join(errGone, err))
	}
	return picture, nil
}

// open makes sure that the child holds the job's document open.
func (s *slot) open(ctx context.Context, j *job) (openPaper, error) {
	s.dropForgotten(ctx, j)
	if err := s.ensure(ctx); err != nil {
		return openPaper{}, fault(CodeUnavailable, j.page, err)
	}
	if found, ok := s.child.papers.use(j.id, j.edition); ok {
		if j.kind == kindOpen && found.paper.Partial && !j.source.Partial {
			return s.measure(ctx, j, found)
		}
		return found, nil
	}
	p := openPaper{id: j.id, edition: j.edition, at: j.source.At, paper: Paper{ID: j.id, Partial: j.source.Partial}}
	content, err := s.load(ctx, j, &p)
	if err != nil {
		return openPaper{}, err
	}
	if err := s.makeRoom(ctx, j, p.bytes); err != nil {
		return openPaper{}, fault(CodeUnavailable, j.page, err)
	}
	c := s.child
	p.number = c.papers.next()
	asked := request{Kind: kindOpen, Paper: p.number, Key: j.source.Key}
	if p.at != nil {
		asked.Kind, asked.Size, asked.Partial = kindOpenAt, p.size, p.paper.Partial
	}
	err = s.step(ctx, j, place{j.id, NoPage}, p, asked, content, kindPaper, texted(&p.paper.Sizes, decodeSizes))
	if err != nil {
		return openPaper{}, err
	}
	p.paper.Pages = len(p.paper.Sizes)
	c.papers.add(p)
	s.renderer.learn(&p)
	return p, nil
}

// load has the source give what the child is sent when it opens a document: all bytes, or only their
// number.
func (s *slot) load(ctx context.Context, j *job, p *openPaper) (content []byte, err error) {
	if p.at == nil {
		content, err = j.source.Read(ctx)
	} else {
		err = s.wait(ctx, func(ctx context.Context) (err error) {
			p.size, err = p.at.Size(ctx)
			return err
		})
	}
	size := max(p.size, int64(len(content)))
	switch {
	case errors.Is(err, errYields), errors.Is(err, errLeft):
		return nil, err
	case err != nil:
		return nil, fault(CodeUnreadable, NoPage, err)
	case size > MaxDocument:
		return nil, fault(CodeTooLarge, NoPage, fmt.Errorf("%d bytes", size))
	}
	if p.bytes = size; p.at != nil {
		p.bytes = min(size, keptBlocks*blockBytes)
	}
	return content, nil
}

// measure has all pages measured of a paper of which only the first was looked at.
func (s *slot) measure(ctx context.Context, j *job, p openPaper) (openPaper, error) {
	paper := Paper{ID: j.id}
	err := s.step(ctx, j, place{j.id, NoPage}, p, request{Kind: kindMeasure, Paper: p.number}, nil, kindPaper,
		texted(&paper.Sizes, decodeSizes))
	if err != nil {
		return openPaper{}, err
	}
	paper.Pages = len(paper.Sizes)
	p.paper = paper
	s.child.papers.learn(p.number, paper)
	s.renderer.learn(&p)
	return p, nil
}

// drawnSize is the size that a page turned out to have.
func drawnSize(head reply, page, width int) (Size, error) {
	size := Size{Width: head.PageWidth, Height: head.PageHeight}
	if !size.sane() || permits(size, page, width) != nil {
		return size, fmt.Errorf("page of %g × %g points: %w", size.Width, size.Height, errFrame)
	}
	return size, nil
}

// correct takes the size of a page that was only supposed.
func (s *slot) correct(p openPaper, page int, size Size) {
	if p.paper.Sizes[page] == size {
		return
	}
	p.paper.Sizes = slices.Clone(p.paper.Sizes) // others have the old one
	p.paper.Sizes[page] = size
	s.child.papers.learn(p.number, p.paper)
	s.renderer.learn(&p)
}

// makeRoom closes documents in the child until one of that many bytes fits.
func (s *slot) makeRoom(ctx context.Context, j *job, bytes int64) error {
	for {
		old, ok := s.child.papers.surplus(bytes)
		if !ok {
			return nil
		}
		s.shut(ctx, j, old)
		if err := s.ensure(ctx); err != nil {
			return err
		}
	}
}

// shut closes a document in the child, or loses the child and the document with it.
func (s *slot) shut(ctx context.Context, j *job, old openPaper) {
	s.child.papers.drop(old.number)
	// A failure is logged and counted against the document; the job it happened to goes on.
	_ = s.step(ctx, j, place{old.id, NoPage}, old, request{Kind: kindClose, Paper: old.number}, nil, kindClosed, nothing)
}

// dropForgotten closes documents in the child that the renderer was told to forget.
func (s *slot) dropForgotten(ctx context.Context, j *job) {
	r := s.renderer
	r.mu.Lock()
	var forgotten []openPaper
	for _, p := range s.child.papers.list {
		if r.papers[p.id].edition != p.edition {
			forgotten = append(forgotten, p)
		}
	}
	r.mu.Unlock()
	for _, p := range forgotten {
		if s.child != nil {
			s.shut(ctx, j, p)
		}
	}
}

// keep stores a picture, unless its document was forgotten while it was rendered.
func (r *Renderer) keep(j *job, picture *image.RGBA) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.papers[j.id].edition != j.edition {
		return
	}
	own, _ := r.stores(j.width)
	own.put(pictureName{j.id, j.page, j.width}, picture)
}

// learn remembers what a document turned out to be, unless it was forgotten meanwhile. What was measured
// by another worker is not lost to what this one supposes.
func (r *Renderer) learn(p *openPaper) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry := r.papers[p.id]
	if entry.edition != p.edition {
		return
	}
	if known := entry.paper; p.paper.Partial && known.Pages > 0 && !known.Partial {
		p.paper = known
		return
	}
	entry.paper = p.paper
	r.papers[p.id] = entry
}
