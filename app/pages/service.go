package pages

import (
	"context"
	"log/slog"
)

// Service is a Renderer whose workers are this program and run until it is closed. The program must call BecomeWorker
// first.
type Service struct {
	*Renderer
	stop  context.CancelFunc
	ended chan struct{}
}

// Start starts one with so many workers at most, which keeps no pictures. Nothing is drawn, and no worker runs, before
// something is asked for. spare is a folder for who has no other for the compiled renderer; what lies there is executed.
func Start(ctx context.Context, spare string, workers int, logger *slog.Logger) (*Service, error) {
	command, err := Worker()
	if err != nil {
		return nil, err
	}
	cache, err := CacheFolder(spare)
	if err != nil {
		return nil, err
	}
	renderer, err := New(Config{Command: command, CacheDir: cache, Env: Environment(), Children: workers, PictureBytes: 1, Logger: logger})
	if err != nil {
		return nil, err
	}
	within, stop := context.WithCancel(ctx)
	s := &Service{Renderer: renderer, stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(s.ended)
		if err := renderer.Serve(within); err != nil && within.Err() == nil {
			logger.Error("Pages are drawn no more", "error", err)
		}
	}()
	return s, nil
}

// Close ends its workers, and waits for that.
func (s *Service) Close() {
	s.stop()
	<-s.ended
}
