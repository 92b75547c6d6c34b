package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// subjectsEvery is how often a standby looks whether it lacks keys of subjects, or has too many.
const subjectsEvery = time.Second

// maxSubjects is more than the keys of all persons that an office knows.
const maxSubjects = 64 << 20

// serveSubjects answers GET /subjects with the keys of all subjects: for approved standby devices alone.
func (r *Room) serveSubjects(w http.ResponseWriter, q *http.Request) {
	grant := r.bench.Grant(trust.DeviceOf(q.Context()))
	if grant.Code != "" || !people.May(people.Mode(grant.Mode), people.HoldCopy) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string][]byte(r.subjects.Keys())) // who asked may be gone
}

// concernsSubjects reports whether a change seals something personal, or says that somebody was erased.
func concernsSubjects(c change.Change) bool {
	return c.Stream == people.Stream && (c.Kind == people.ErasureFact || c.Kind == people.PersonFact && change.BoxOf(c) != nil)
}

// followSubjects keeps the same keys of subjects as the primary, until ctx ends: they are in no log.
func (s *Standby) followSubjects(ctx context.Context) error {
	tick := time.NewTicker(subjectsEvery)
	defer tick.Stop()
	client := s.client()
	defer client.CloseIdleConnections()
	for {
		s.mu.Lock()
		wanted := s.keysWanted && s.primary != ""
		s.keysWanted = s.keysWanted && !wanted
		s.mu.Unlock()
		if wanted {
			if err := s.takeSubjects(ctx, client); err != nil {
				s.mu.Lock()
				s.keysWanted = true
				s.mu.Unlock()
				s.config.Logger.Debug("Keys of subjects not taken over", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (s *Standby) takeSubjects(ctx context.Context, client *http.Client) (err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://room/subjects", nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("room: keys of subjects: %s", response.Status)
	}
	var keys map[string][]byte
	if err := json.NewDecoder(io.LimitReader(response.Body, maxSubjects)).Decode(&keys); err != nil {
		return fmt.Errorf("room: keys of subjects: %w", err)
	}
	store, err := storage.OpenSubjects(ctx, filepath.Join(s.config.Folder, subjectsFile))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	held, err := store.Keys(ctx)
	if err != nil {
		return err
	}
	var gone []string
	for subject := range held {
		if keys[subject] == nil {
			gone = append(gone, subject)
		}
	}
	if err := store.Destroy(ctx, gone); err != nil {
		return err
	}
	return store.Keep(ctx, keys)
}
