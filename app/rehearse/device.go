package rehearse

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/trust"
)

// Device (máy diễn tập) is a paired device that is nothing but its certificate, its link and its store.
// Its methods may be called from any goroutine.
type Device struct {
	*Memory
	config   Config
	identity *trust.Identity
	link     *link.Link
	client   *http.Client // for papers and snapshots, on connections of their own
}

// Config is what a device is made of.
type Config struct {
	Address string // of the room, host:port
	// Dial opens a connection, over whatever lies between; nil stands for the system's own.
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
	Store  Store // where facts are kept beside the memory; nil for nowhere
	NewID  func() string
	Now    func() time.Time
	Logger *slog.Logger
}

// Store keeps what a device stores on a disk too; storage.Device behind a thin adapter.
type Store interface {
	link.Store
	// Resume returns what the disk holds at the start, and what was kept with it: under which keys it lies.
	Resume(ctx context.Context) (map[change.Audience]change.Cursor, link.Kept, error)
}

// NewDevice returns a device that knows nothing yet and does nothing until Serve.
func NewDevice(ctx context.Context, config Config, identity *trust.Identity) (*Device, error) {
	d := &Device{config: config, identity: identity, Memory: newMemory(config.Store, config.Now)}
	if config.Dial == nil {
		d.config.Dial = (&net.Dialer{Timeout: 5 * time.Second}).DialContext
	}
	d.client = &http.Client{Transport: &http.Transport{
		DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return d.dialTLS(ctx) }, MaxIdleConnsPerHost: 2,
	}}
	var cursors map[change.Audience]change.Cursor
	var kept link.Kept
	if config.Store != nil {
		var err error
		if cursors, kept, err = config.Store.Resume(ctx); err != nil {
			return nil, err
		}
	}
	d.link = link.New(link.Config{
		Dial: d.dial, Store: d.Memory, Watcher: d.Memory, Now: config.Now, Logger: config.Logger,
		Snapshot: link.SnapshotsBy(d.Request), Verify: identity.VerifyEpoch, Cursors: cursors, Epoch: kept.Epoch, Person: kept.Person, Keys: kept.Keys, Safe: kept.Safe,
	})
	return d, nil
}

// ID is the device's id.
func (d *Device) ID() string { return d.identity.Device() }

// Serve runs the device until ctx ends.
func (d *Device) Serve(ctx context.Context) error {
	defer d.client.CloseIdleConnections()
	return d.link.Serve(ctx)
}

// Start runs the device until stop is called, which returns when it is at rest.
func (d *Device) Start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { d.Serve(ctx) }) // ends with ctx and never fails
	return func() { cancel(); running.Wait() }
}

// Retry has the device try to connect at once.
func (d *Device) Retry() { d.link.Retry() }

func (d *Device) dialTLS(ctx context.Context) (net.Conn, error) {
	conn, err := d.config.Dial(ctx, "tcp", d.config.Address)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(conn, d.identity.TLS())
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// dial opens the control connection.
func (d *Device) dial(ctx context.Context) (*websocket.Conn, error) {
	ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{
		DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return d.dialTLS(ctx) },
	}}})
	return ws, err
}

// Request sends a request about papers to the room.
func (d *Device) Request(request *http.Request) (*http.Response, error) {
	request.URL.Scheme, request.URL.Host = "https", "room"
	return d.client.Do(request)
}

// Do gives a command that waits in the outbox until it is answered, over every loss of the connection.
func (d *Device) Do(ctx context.Context, stream change.Stream, kind string, body any) (change.Answer, error) {
	command, err := d.command(stream, kind, body)
	if err != nil {
		return change.Answer{}, err
	}
	answered := d.queue(command)
	d.link.Send(command)
	select {
	case answer := <-answered:
		return answer, refusal(answer)
	case <-ctx.Done():
		return change.Answer{}, fmt.Errorf("rehearse: %s: no answer: %w", kind, ctx.Err())
	}
}

// Ask gives a command that makes sense only now, and returns its answer.
func (d *Device) Ask(ctx context.Context, stream change.Stream, kind string, body any) (change.Answer, error) {
	command, err := d.command(stream, kind, body)
	if err != nil {
		return change.Answer{}, err
	}
	answer, err := d.link.Ask(ctx, command)
	if err != nil {
		return answer, err
	}
	return answer, refusal(answer)
}

// Submit has a clerk's device do something; it makes the device an Office.
func (d *Device) Submit(ctx context.Context, command change.Command) (change.Answer, error) {
	for {
		if err := d.Until(ctx, Online); err != nil {
			return change.Answer{}, err
		}
		answer, err := d.link.Ask(ctx, command) // known again by its id, where only the answer was lost
		if !isOffline(err) {
			return answer, err
		}
	}
}

func (d *Device) command(stream change.Stream, kind string, body any) (change.Command, error) {
	return newCommand(d.config.NewID(), stream, kind, body)
}

func newCommand(id string, stream change.Stream, kind string, body any) (change.Command, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return change.Command{}, fmt.Errorf("rehearse: %s: %w", kind, err)
	}
	return change.Command{ID: id, Kind: kind, Stream: stream, Body: data}, nil
}

// isOffline reports that the connection broke before an answer came.
func isOffline(err error) bool { return errors.Is(err, link.ErrOffline) }

// refusal is the error of an answer that does not accept.
func refusal(answer change.Answer) error {
	if answer.Outcome == change.Accepted || answer.Outcome == change.Duplicate {
		return nil
	}
	return &people.Refusal{Code: answer.Code, Body: answer.Body}
}
