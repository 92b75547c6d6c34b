package room

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// The administration is how commands given on the server's own machine reach the process that
// serves the folder: a loopback port, and a key that only whoever may read the folder can read.
type door struct {
	Address string `json:"address"`
	Key     string `json:"key"`
}

const doorFile = "administration.json"

// Overview is what the administration shows of people and devices.
type Overview struct {
	Name      string            `json:"name"`
	Devices   []people.Device   `json:"devices"`
	Connected map[string]bool   `json:"connected"`
	Holders   map[string]string `json:"holders"` // device → name of who holds it
	Persons   []people.Person   `json:"persons"`
}

// Overview returns the people and devices as they stand.
func (r *Room) Overview() Overview {
	r.bench.mu.RLock()
	defer r.bench.mu.RUnlock()
	view := Overview{Name: r.name, Connected: map[string]bool{}, Holders: map[string]string{}}
	for _, device := range r.bench.people.Devices {
		view.Devices = append(view.Devices, device)
		if holder := r.bench.people.Holder(device.ID); holder != "" {
			view.Holders[device.ID] = r.bench.people.Persons[holder].Name
		}
	}
	for _, person := range r.bench.people.Persons {
		view.Persons = append(view.Persons, person)
	}
	for _, device := range r.hub.Connected() {
		view.Connected[device] = true
	}
	return view
}

// openDoor listens for the administration of a folder, and writes down where and under which key.
func openDoor(folder string) (net.Listener, door, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, door{}, fmt.Errorf("room: administration: %w", err)
	}
	d := door{Address: listener.Addr().String(), Key: rand.Text()}
	data, err := json.Marshal(d)
	if err == nil {
		err = writeWhole(filepath.Join(folder, doorFile), data)
	}
	if err != nil {
		listener.Close()
		return nil, door{}, fmt.Errorf("room: administration: %w", err)
	}
	return listener, d, nil
}

// serveAdministration answers on loopback until ctx ends.
func (r *Room) serveAdministration(ctx context.Context, listener net.Listener, d door) error {
	defer os.Remove(filepath.Join(r.config.Folder, doorFile))
	mux := http.NewServeMux()
	mux.HandleFunc("POST /command", func(w http.ResponseWriter, q *http.Request) {
		var command change.Command
		if err := json.NewDecoder(http.MaxBytesReader(w, q.Body, 64<<20)).Decode(&command); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		answer, err := r.Submit(q.Context(), command)
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		json.NewEncoder(w).Encode(answer)
	})
	mux.HandleFunc("GET /overview", func(w http.ResponseWriter, q *http.Request) { json.NewEncoder(w).Encode(r.Overview()) })
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, q *http.Request) { json.NewEncoder(w).Encode(r.Status()) })
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		// A web page that a user of this machine has open must not get in: it cannot set the header.
		if subtle.ConstantTimeCompare([]byte(q.Header.Get("Congso-Key")), []byte(d.Key)) != 1 {
			http.NotFound(w, q)
			return
		}
		mux.ServeHTTP(w, q)
	})}
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("room: administration: %w", err)
	}
	return nil
}

// Administration acts on a folder's room, whether a server runs on it or not.
type Administration struct {
	config Config
	door   door
	room   *Room // where no server runs
	stop   context.CancelFunc
	done   chan error
}

// Administer reaches the room of a folder: the server that runs on it, or the folder itself.
func Administer(ctx context.Context, config Config) (*Administration, error) {
	room, err := Open(ctx, config)
	if errors.Is(err, ErrRunning) {
		data, err := os.ReadFile(filepath.Join(config.Folder, doorFile))
		if err != nil {
			return nil, ErrRunning
		}
		a := &Administration{config: config}
		if err := json.Unmarshal(data, &a.door); err != nil {
			return nil, fmt.Errorf("room: %s: %w", doorFile, err)
		}
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	a := &Administration{config: config, room: room, stop: stop, done: make(chan error, 1)}
	go func() { a.done <- room.work(ctx) }()
	return a, nil
}

// Serving reports whether a server runs on the folder.
func (a *Administration) Serving() bool { return a.room == nil }

// Close lets go of the folder.
func (a *Administration) Close() error {
	if a.room == nil {
		return nil
	}
	a.stop()
	return errors.Join(<-a.done, a.room.Close())
}

// Submit has a command judged and written.
func (a *Administration) Submit(ctx context.Context, command change.Command) (change.Answer, error) {
	if a.room != nil {
		if command.Kind != people.GoAloneKind && a.room.duty.Bound() {
			return change.Answer{}, &people.Refusal{Code: "standby.not-serving"} // it would wait for ever
		}
		return a.room.Submit(ctx, command)
	}
	var answer change.Answer
	return answer, a.call(ctx, http.MethodPost, "/command", command, &answer)
}

// Overview returns the people and devices.
func (a *Administration) Overview(ctx context.Context) (Overview, error) {
	if a.room != nil {
		return a.room.Overview(), nil
	}
	var view Overview
	return view, a.call(ctx, http.MethodGet, "/overview", nil, &view)
}

// Status returns how the room fares.
func (a *Administration) Status(ctx context.Context) (Status, error) {
	if a.room != nil {
		return a.room.Status(), nil
	}
	var status Status
	return status, a.call(ctx, http.MethodGet, "/status", nil, &status)
}

// Blobs opens where the room keeps papers; several processes may add to it at once.
func (a *Administration) Blobs() (*storage.Blobs, error) {
	return storage.OpenBlobs(filepath.Join(a.config.Folder, "blobs"))
}
