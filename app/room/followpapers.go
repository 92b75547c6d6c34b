package room

import (
	"context"
	"net"
	"net/http"
	"time"

	"congso.vn/congso/sync/link"
)

// client reaches the primary where it was reached last.
func (s *Standby) client() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute,
		DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			s.mu.Lock()
			address := s.primary
			s.mu.Unlock()
			if address == "" {
				return nil, link.ErrOffline
			}
			return dialRoom(ctx, s.identity, address)
		}}}
}

// newFetcher brings the bytes of papers here, from wherever the primary was reached last.
func (s *Standby) newFetcher() *link.Fetcher {
	client := s.client()
	return link.NewFetcher(link.FetcherConfig{
		Shelf: s.blobs, Now: s.config.Now, Logger: s.config.Logger, Changed: func() {},
		Do: func(request *http.Request) (*http.Response, error) {
			request.URL.Scheme, request.URL.Host = "https", "room"
			return client.Do(request)
		},
	})
}

// papersEvery is how often a standby looks which papers it lacks.
const papersEvery = 2 * time.Second

// wantPapers has every paper brought here that anybody may read, until ctx ends.
func (s *Standby) wantPapers(ctx context.Context) error {
	tick := time.NewTicker(papersEvery)
	defer tick.Stop()
	for {
		if err := s.lookAtPapers(ctx); err != nil && ctx.Err() == nil {
			s.config.Logger.Error("Papers not looked at", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (s *Standby) lookAtPapers(ctx context.Context) error {
	s.mu.Lock()
	wanting, before := s.wanting, s.missing
	s.wanting = false
	s.mu.Unlock()
	if !wanting && before == 0 {
		return nil
	}
	missing, err := s.missingPapers(ctx)
	if err != nil {
		return err
	}
	if wanting {
		s.fetcher.Want(missing)
	}
	s.mu.Lock()
	s.missing = len(missing)
	s.mu.Unlock()
	if len(missing) != before {
		s.tell()
	}
	return nil
}

// look counts what is missing where that is to be looked at anew; the fetcher hears of it later.
func (s *Standby) look() {
	s.mu.Lock()
	wanting := s.wanting
	s.mu.Unlock()
	if !wanting {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	missing, err := s.missingPapers(ctx)
	if err != nil {
		s.config.Logger.Error("Papers not looked at", "error", err)
		return
	}
	s.mu.Lock()
	s.missing = len(missing)
	s.mu.Unlock()
}

// missingPapers returns what somebody may read and is not here.
func (s *Standby) missingPapers(ctx context.Context) ([]string, error) {
	hashes, err := s.log.Readable(ctx)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, hash := range hashes {
		if !s.blobs.Has(hash) {
			missing = append(missing, hash)
		}
	}
	return missing, nil
}
