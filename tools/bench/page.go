package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/pages"
)

// pageFirst is the time from opening a paper to the picture of its first page, by a worker that runs
// already: the median of the real papers, and the heaviest of them apart.
func pageFirst(ctx context.Context, b *bench) error {
	papers, err := filepath.Glob(filepath.Join(b.data, "gov-*.pdf"))
	if err != nil || len(papers) == 0 {
		return fmt.Errorf("no real papers in %s: %w", b.data, err)
	}
	renderer, stop, err := b.renderer(ctx)
	if err != nil {
		return err
	}
	defer stop()
	var all []float64
	for round := range 3 {
		for _, path := range papers {
			id := fmt.Sprintf("%d-%s", round, filepath.Base(path)) // another paper to the worker each time
			began := time.Now()
			source := pages.Source{ID: id, Read: func(context.Context) ([]byte, error) { return os.ReadFile(path) }}
			if _, err := renderer.Open(ctx, source); err != nil {
				return err
			}
			if _, err := renderer.Render(ctx, id, 0, pages.PreviewWidth, pages.Now); err != nil {
				return err
			}
			took := milliseconds(time.Since(began))
			all = append(all, took)
			if round == 2 {
				fmt.Printf("  %s %.4g ms\n", filepath.Base(path), took)
			}
			renderer.Forget(id)
		}
	}
	figure("page.first", "ms", all)
	return nil
}

// renderer is the client with workers of the built program.
func (b *bench) renderer(ctx context.Context) (*pages.Renderer, func(), error) {
	return rendererOf(ctx, []string{b.program("congso"), pages.WorkerArgument})
}

// rendererOf is the client with workers of a command; one of them runs already.
func rendererOf(ctx context.Context, command []string) (*pages.Renderer, func(), error) {
	cache, err := pages.CacheFolder(os.TempDir())
	if err != nil {
		return nil, nil, err
	}
	renderer, err := pages.New(pages.Config{Command: command, CacheDir: cache})
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); renderer.Serve(ctx) }()
	if err := renderer.Warm(ctx); err != nil {
		cancel()
		return nil, nil, err
	}
	return renderer, func() { cancel(); <-done }, nil
}
