package pages

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// WorkOptions is what a worker may be given by the program it is part of.
type WorkOptions struct {
	// Fonts are lent to documents that do not carry their letters.
	Fonts []Font
	// Logger is where the worker tells its troubles; nil for nowhere. It must not write to the
	// pipe that answers go through.
	Logger *slog.Logger

	// before is called with each request before it is carried out, in tests.
	before func(asked request, body []byte)
}

// Work is the child's side: it reads requests from in and answers each on out, until in ends (then
// it returns nil), ctx ends or something happened after which the renderer is not to be trusted.
// The caller ends the process when it returns, whatever may still be running: a document can keep
// the renderer busy for ever.
func Work(ctx context.Context, in io.Reader, out io.Writer, options WorkOptions) error {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w := &worker{options: options, out: out, tasks: make(chan task), stretches: make(chan task)}
	ended := make(chan error, 2)
	// The reader is never busy with a document, so it notices when the parent is gone.
	go func() { ended <- w.listen(ctx, in) }()
	go func() { ended <- w.carryOut(ctx) }()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-ended:
		return err
	}
}

// task is one request with its body.
type task struct {
	asked request
	body  []byte
}

// worker serves one parent. All but listen runs on one goroutine.
type worker struct {
	options WorkOptions
	out     io.Writer
	tasks   chan task
	engine  *engine

	stretches chan task // what was needed
	stretch   []byte    // memory for the body of one
}

// errNotHad is why a stretch did not come; the parent knows more.
var errNotHad = errors.New("bytes of the document could not be had")

// need asks the parent for a stretch of a document and waits for it. What it gives is overwritten by the
// next.
func (w *worker) need(ctx context.Context, number uint32, offset int64, length int) ([]byte, error) {
	if err := writeFrame(w.out, reply{Kind: kindNeed, Paper: number, Offset: offset, Length: length}, nil); err != nil {
		return nil, fmt.Errorf("ask parent: %w", err)
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case came := <-w.stretches:
		switch {
		case came.asked.Paper != number || came.asked.Offset != offset:
			return nil, fmt.Errorf("stretch at %d of paper %d: %w", came.asked.Offset, came.asked.Paper, errFrame)
		case len(came.body) == 0:
			return nil, errNotHad
		}
		return came.body, nil
	}
}

// errSpent ends a worker whose renderer is not to be trusted any more.
var errSpent = errors.New("pages: the renderer is spent")

// listen hands on requests as they come.
func (w *worker) listen(ctx context.Context, in io.Reader) error {
	for {
		var next task
		length, err := readHead(in, &next.asked)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("listen to parent: %w", err)
		}
		to := w.tasks
		if next.asked.Kind == kindStretch {
			to = w.stretches
			next.body, err = w.readStretch(in, length)
		} else {
			next.body, err = readBody(in, length, MaxDocument)
		}
		if err != nil {
			return fmt.Errorf("listen to parent: %w", err)
		}
		select {
		case to <- next:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// readStretch reads the body of a stretch into memory that is used again and again.
func (w *worker) readStretch(in io.Reader, length int) ([]byte, error) {
	if length > maxStretch {
		return nil, fmt.Errorf("stretch of %d bytes: %w", length, errFrame)
	}
	if w.stretch == nil {
		w.stretch = make([]byte, maxStretch)
	}
	if _, err := io.ReadFull(in, w.stretch[:length]); err != nil {
		return nil, fmt.Errorf("stretch: %w", noEOF(err))
	}
	return w.stretch[:length], nil
}

// carryOut answers requests one after the other.
func (w *worker) carryOut(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case next := <-w.tasks:
			if err := w.answer(ctx, next); err != nil {
				return err
			}
		}
	}
}

// answer carries out one request and sends its reply. A refusal is a reply like any other; after
// anything unforeseen the reply is the last one.
func (w *worker) answer(ctx context.Context, next task) error {
	head, body, done, err := w.try(ctx, next)
	if err == nil || codeOf(err) != CodeCrashed {
		err = w.settle(next.asked, done, err)
	}
	if err != nil {
		code := codeOf(err)
		last := code == CodeCrashed
		if w.full() {
			code, last = CodeTooLarge, true
		}
		head, body = reply{Kind: kindFault, Code: code, Detail: shortened(err.Error()), Last: last}, nil
		w.options.Logger.Warn("Request was not carried out", "kind", next.asked.Kind, "page", next.asked.Page, "error", err)
	}
	head.Memory = ownMemory()
	if err := writeFrame(w.out, head, body); err != nil {
		return fmt.Errorf("answer parent: %w", err)
	}
	if head.Last {
		return errSpent
	}
	if done != nil {
		if err := done(); err != nil {
			return fmt.Errorf("clear up after answer: %w", err)
		}
	}
	tidy()
	return nil
}

// try carries out one request. done, if given, is to be called when the body is no longer needed.
func (w *worker) try(ctx context.Context, next task) (head reply, body []byte, done func() error, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("panic: %v", trouble)
		}
	}()
	asked := next.asked
	defer func() {
		if err == nil && w.full() {
			err = errors.New("not enough memory below the ceiling, the picture may lack something")
		}
	}()
	if w.options.before != nil {
		w.options.before(asked, next.body)
	}
	if asked.Kind == kindStart {
		return w.start(ctx, asked)
	}
	if w.engine == nil {
		return head, nil, nil, errors.New("not started")
	}
	switch asked.Kind {
	case kindOpen:
		opened, err := w.engine.open(asked.Paper, mended(next.body), asked.Key)
		if err != nil {
			return head, nil, nil, err
		}
		return reply{Kind: kindPaper}, encodeSizes(opened.sizes), nil, nil
	case kindOpenAt:
		from := &distant{number: asked.Paper, size: asked.Size, blocks: w.engine.blocks, next: -1,
			need: func(number uint32, offset int64, length int) ([]byte, error) {
				return w.need(ctx, number, offset, length)
			}}
		opened, err := w.engine.openAt(from, asked.Partial, asked.Key)
		if err != nil {
			return head, nil, nil, err
		}
		return reply{Kind: kindPaper}, encodeSizes(opened.sizes), nil, nil
	case kindMeasure:
		measured, err := w.engine.measureAll(asked.Paper)
		if err != nil {
			return head, nil, nil, err
		}
		return reply{Kind: kindPaper}, encodeSizes(measured.sizes), nil, nil
	case kindClose:
		return reply{Kind: kindClosed}, nil, nil, w.engine.forget(asked.Paper)
	case kindRender:
		picture, err := w.engine.render(asked.Paper, asked.Page, asked.Width)
		if err != nil {
			return head, nil, nil, err
		}
		head = reply{Kind: kindPicture, Width: picture.width, Height: picture.height,
			PageWidth: picture.page.Width, PageHeight: picture.page.Height}
		return head, picture.pixels, picture.release, nil
	case kindText:
		words, err := w.engine.words(asked.Paper, asked.Page)
		return written(kindWords, asked.Page, words, err)
	case kindOutline:
		headings, err := w.engine.outline(asked.Paper)
		return written(kindLines, NoPage, headings, err)
	case kindLinks:
		links, err := w.engine.links(asked.Paper, asked.Page)
		return written(kindWays, asked.Page, links, err)
	case kindLabels:
		labels, err := w.engine.labels(asked.Paper)
		return written(kindPrinted, NoPage, labels, err)
	case kindAttached:
		files, err := w.engine.attached(asked.Paper)
		return written(kindFiles, NoPage, files, err)
	case kindFacts:
		facts, err := w.engine.facts(asked.Paper, asked.Page)
		return written(kindSeen, asked.Page, facts, err)
	case kindSigned:
		signatures, err := w.engine.signatures(asked.Paper)
		return written(kindSeals, NoPage, signatures, err)
	}
	return head, nil, nil, fmt.Errorf("unknown request %q", asked.Kind)
}

// settle closes the document of a request for which not all bytes came, whatever was made of it without
// them; what was made is thrown away by done.
func (w *worker) settle(asked request, done func() error, err error) error {
	if w.engine == nil || w.engine.papers[asked.Paper] == nil {
		return err
	}
	lost := w.engine.papers[asked.Paper].lost(asked.Page)
	if lost == nil {
		return err
	}
	if err == nil && done != nil {
		if err := done(); err != nil {
			return fmt.Errorf("throw half a page away: %w", err)
		}
	}
	if err := w.engine.forget(asked.Paper); err != nil {
		return fmt.Errorf("close a document that did not come: %w", err)
	}
	return lost
}

// full is true once the document at hand was refused memory.
func (w *worker) full() bool { return w.engine != nil && w.engine.memory.refused }

// start readies the renderer.
func (w *worker) start(ctx context.Context, asked request) (head reply, body []byte, done func() error, err error) {
	if w.engine != nil {
		return head, nil, nil, errors.New("already started")
	}
	files, err := fontFiles(w.options.Fonts)
	if err != nil {
		return head, nil, nil, err
	}
	if w.engine, err = startEngine(ctx, asked.Cache, asked.Ceiling, files, w.options.Logger); err != nil {
		return head, nil, nil, err
	}
	return reply{Kind: kindReady, Protocol: protocol}, nil, nil, nil
}

// written is a reply whose body is JSON.
func written(kind string, page int, value any, err error) (reply, []byte, func() error, error) {
	if err != nil {
		return reply{}, nil, nil, err
	}
	body, err := json.Marshal(value)
	if err != nil {
		return reply{}, nil, nil, fmt.Errorf("write %s: %w", kind, err)
	}
	if len(body) > maxText {
		return reply{}, nil, nil, fault(CodeTooLarge, page, nil)
	}
	return reply{Kind: kind}, body, nil, nil
}

// shortened keeps a detail small enough for a head.
func shortened(detail string) string {
	const most = 1000
	return detail[:min(len(detail), most)]
}
