package reading

import (
	"context"
	"log/slog"

	"congso.vn/congso/app/pages"
)

// Desk is a Reader with workers of its own, which run until it is closed. The program must call
// pages.BecomeWorker first.
type Desk struct {
	*Reader
	stop  context.CancelFunc
	ended chan struct{}
}

// Open starts one, with the letters of scans where tesseract is installed. spare is a folder for who has no other for
// the compiled renderer; what lies there is executed.
func Open(ctx context.Context, spare string, logger *slog.Logger) (*Desk, error) {
	command, err := pages.Worker()
	if err != nil {
		return nil, err
	}
	cache, err := pages.CacheFolder(spare)
	if err != nil {
		return nil, err
	}
	// One page after another, and none is looked at twice.
	renderer, err := pages.New(pages.Config{Command: command, CacheDir: cache, Env: pages.Environment(), OpenPapers: 1, PictureBytes: 1, Logger: logger})
	if err != nil {
		return nil, err
	}
	d := &Desk{Reader: &Reader{Renderer: renderer, Logger: logger}, ended: make(chan struct{})}
	if tesseract := FindTesseract(ctx); tesseract != nil {
		d.Letters = tesseract
	} else {
		logger.Info("Scanned pages are not read: tesseract with its Vietnamese data is not installed")
	}
	within, stop := context.WithCancel(ctx)
	d.stop = stop
	go func() {
		defer close(d.ended)
		if err := renderer.Serve(within); err != nil && within.Err() == nil {
			logger.Error("Papers are read no more", "error", err)
		}
	}()
	return d, nil
}

// Close ends its workers, and waits for that.
func (d *Desk) Close() {
	d.stop()
	<-d.ended
}
