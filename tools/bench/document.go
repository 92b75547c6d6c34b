package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"congso.vn/congso/app/pages"
)

// readWidth is how wide a page is drawn on a tablet of 1600 pixels.
const readWidth = 1600

// documents measures reading by a worker that runs already, beside poppler's pdftoppm, which is a process for each
// page.
func documents(ctx context.Context, b *bench) error {
	large := filepath.Join(b.data, "gov-manual-429-pages.pdf")
	if _, err := os.Stat(large); err != nil {
		return fmt.Errorf("no real papers in %s: %w", b.data, err)
	}
	scan, err := scannedPaper(4)
	if err != nil {
		return err
	}
	scanned := filepath.Join(b.work, "scan.pdf")
	if err := os.WriteFile(scanned, scan, 0o600); err != nil {
		return err
	}
	renderer, stop, err := b.renderer(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := openings(ctx, renderer, large); err != nil {
		return err
	}
	if err := nextPage(ctx, renderer, large); err != nil {
		return err
	}
	if err := besidePoppler(ctx, renderer, "doc.text_page_1600", large, 20); err != nil {
		return err
	}
	if err := besidePoppler(ctx, renderer, "doc.scan_page_1600", scanned, 0); err != nil {
		return err
	}
	return b.workerMemory(ctx, renderer)
}

func of(path string) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) { return os.ReadFile(path) }
}

// openings is the time until all pages are measured, and until the first one is there to be seen.
func openings(ctx context.Context, renderer *pages.Renderer, path string) error {
	var open, first []float64
	for round := range 2*rounds + 1 {
		id := fmt.Sprint("open ", round)
		began := time.Now()
		if _, err := renderer.Open(ctx, pages.Source{ID: id, Read: of(path)}); err != nil {
			return err
		}
		opened := time.Since(began)
		if _, err := renderer.Render(ctx, id, 0, pages.PreviewWidth, pages.Now); err != nil {
			return err
		}
		if round > 0 { // the first one warms the file and the worker
			open, first = append(open, milliseconds(opened)), append(first, milliseconds(time.Since(began)))
		}
		renderer.Forget(id)
	}
	figure("doc.open_429_pages", "ms", open)
	figure("doc.first_page", "ms", first)
	return nil
}

// nextPage is the time to the picture of a page that was fetched beforehand, as the viewer does.
func nextPage(ctx context.Context, renderer *pages.Renderer, path string) error {
	if _, err := renderer.Open(ctx, pages.Source{ID: "next", Read: of(path)}); err != nil {
		return err
	}
	defer renderer.Forget("next")
	var took []float64
	for page := range 40 {
		ready := make(chan error, 1)
		renderer.Request(ctx, "next", page, readWidth, pages.Soon, func(_ *image.RGBA, err error) { ready <- err })
		if err := <-ready; err != nil {
			return err
		}
		began := time.Now()
		if _, exact, ok := renderer.Picture("next", page, readWidth); !ok || !exact {
			return fmt.Errorf("page %d was fetched and is not there", page)
		}
		took = append(took, milliseconds(time.Since(began)))
	}
	figure("doc.next_page_prefetched", "ms", took)
	return nil
}

// besidePoppler draws one page by the worker and by pdftoppm.
func besidePoppler(ctx context.Context, renderer *pages.Renderer, name, path string, page int) error {
	var ours, theirs []float64
	for round := range 2*rounds + 1 {
		id := fmt.Sprint(name, round) // its pictures are kept
		if _, err := renderer.Open(ctx, pages.Source{ID: id, Read: of(path)}); err != nil {
			return err
		}
		began := time.Now()
		if _, err := renderer.Render(ctx, id, page, readWidth, pages.Now); err != nil {
			return err
		}
		if round > 0 {
			ours = append(ours, milliseconds(time.Since(began)))
		}
		renderer.Forget(id)
	}
	figure(name, "ms", ours)
	program, err := exec.LookPath("pdftoppm")
	if err != nil {
		fmt.Println("  pdftoppm is not installed")
		return nil
	}
	number := strconv.Itoa(page + 1)
	for range 2 * rounds {
		began := time.Now()
		command := exec.CommandContext(ctx, program, "-f", number, "-l", number, "-scale-to-x", strconv.Itoa(readWidth), "-scale-to-y", "-1", path)
		if output, err := command.Output(); err != nil || len(output) == 0 {
			return fmt.Errorf("pdftoppm: %w", err)
		}
		theirs = append(theirs, milliseconds(time.Since(began)))
	}
	figure(name+"_pdftoppm", "ms", theirs)
	return nil
}

// workerMemory is the most that a worker held while it drew pages of all real papers.
func (b *bench) workerMemory(ctx context.Context, renderer *pages.Renderer) error {
	papers, err := filepath.Glob(filepath.Join(b.data, "*.pdf"))
	if err != nil {
		return err
	}
	const looked = 25 // pages of each
	var most float64
	for _, path := range papers {
		paper, err := renderer.Open(ctx, pages.Source{ID: path, Read: of(path)})
		if err != nil {
			var fault *pages.Error
			if errors.As(err, &fault) {
				continue // it cannot be shown
			}
			return err
		}
		for page := range min(paper.Pages, looked) {
			if _, err := renderer.Render(ctx, path, page, readWidth, pages.Now); err != nil && ctx.Err() != nil {
				return ctx.Err()
			}
			most = max(most, workersPeak())
		}
		renderer.Forget(path)
	}
	fmt.Printf("figure doc.worker_rss_max %.4g MB\n  of %d papers\n", most, len(papers))
	return nil
}

// workersPeak is the largest memory that a child of this process has had, in MB; 0 where /proc does not tell.
func workersPeak() float64 {
	var most float64
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", os.Getpid()))
	for _, file := range tasks {
		children, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for child := range strings.FieldsSeq(string(children)) {
			status, err := os.ReadFile("/proc/" + child + "/status")
			if err != nil {
				continue
			}
			_, peak, _ := strings.Cut(string(status), "VmHWM:")
			if fields := strings.Fields(peak); len(fields) > 0 {
				if kilobytes, err := strconv.ParseFloat(fields[0], 64); err == nil {
					most = max(most, kilobytes*1024/1e6)
				}
			}
		}
	}
	return most
}
