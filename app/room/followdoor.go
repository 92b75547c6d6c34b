package room

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// serveDoor answers what is asked of a standby on its own machine, until ctx ends or it has taken over.
func (s *Standby) serveDoor(ctx context.Context, listener net.Listener, d door, takeOver func(context.Context) error) (taken bool, err error) {
	defer os.Remove(filepath.Join(s.config.Folder, doorFile))
	done := make(chan struct{})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /standby", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(marshal(s.View())) })
	mux.HandleFunc("POST /takeover", func(w http.ResponseWriter, q *http.Request) {
		switch err := takeOver(context.WithoutCancel(q.Context())); {
		case err == nil:
			_, _ = w.Write(marshal(refused{})) // whoever asked may be gone; it is done all the same
			close(done)
		default:
			answerRefusal(w, err)
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { answerRefusal(w, ErrStandby) })
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if subtle.ConstantTimeCompare([]byte(q.Header.Get("Congso-Key")), []byte(d.Key)) != 1 {
			http.NotFound(w, q)
			return
		}
		mux.ServeHTTP(w, q)
	})}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		select {
		case <-ctx.Done():
			server.Close()
		case <-done:
			within, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			server.Shutdown(within) // lets the answer out
		}
	}()
	err = server.Serve(listener)
	<-stopped
	if !errors.Is(err, http.ErrServerClosed) {
		return false, fmt.Errorf("room: administration: %w", err)
	}
	select {
	case <-done:
		return true, nil
	default:
		return false, nil
	}
}

func answerRefusal(w http.ResponseWriter, err error) {
	var refusal *people.Refusal
	if !errors.As(err, &refusal) {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusConflict)
	_, _ = w.Write(marshal(refused{refusal.Code})) // whoever asked may be gone
}

// StandbyAt says how the standby of a folder stands, whether it runs or not.
func StandbyAt(ctx context.Context, config Config) (StandbyView, error) {
	s, a, err := reachStandby(ctx, config)
	if err != nil {
		return StandbyView{}, err
	}
	if a != nil {
		var view StandbyView
		return view, a.call(ctx, http.MethodGet, "/standby", nil, &view)
	}
	defer s.Close()
	end, err := s.log.End(ctx)
	if err != nil {
		return StandbyView{}, err
	}
	missing, err := s.missingPapers(ctx)
	return StandbyView{May: s.following.May, Changes: end.Change, Missing: len(missing)}, err
}

// TakeOver has the standby of a folder take over, and reports whether it runs and so serves within a moment;
// where it does not it has to be started. A person has to have confirmed it: the primary must be off.
func TakeOver(ctx context.Context, config Config) (running bool, err error) {
	s, a, err := reachStandby(ctx, config)
	if err != nil {
		return false, err
	}
	if a != nil {
		return true, a.call(ctx, http.MethodPost, "/takeover", struct{}{}, &refused{})
	}
	defer s.Close()
	if code := s.mayTakeOver(); code != "" {
		return false, &people.Refusal{Code: code}
	}
	return false, s.takeOver(ctx)
}

// reachStandby opens a standby's folder, or finds the process that has it open.
func reachStandby(ctx context.Context, config Config) (*Standby, *Administration, error) {
	if !isFile(identityPath(config.Folder)) {
		return nil, nil, &people.Refusal{Code: "takeover.no-standby"}
	}
	lock, err := storage.LockFolder(config.Folder)
	if errors.Is(err, storage.ErrInUse) {
		data, err := os.ReadFile(filepath.Join(config.Folder, doorFile))
		if err != nil {
			return nil, nil, ErrRunning
		}
		a := &Administration{config: config}
		if err := json.Unmarshal(data, &a.door); err != nil {
			return nil, nil, fmt.Errorf("room: %s: %w", doorFile, err)
		}
		return nil, a, nil
	}
	if err != nil {
		return nil, nil, err
	}
	s := &Standby{config: StandbyConfig{Config: config}, lock: lock}
	promoted, err := s.openStores(ctx)
	if err == nil && promoted {
		err = &people.Refusal{Code: "takeover.no-standby"}
	}
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	return s, nil, nil
}
