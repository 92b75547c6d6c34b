package room_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// voter is a tablet without a disk: what a tablet does to get its ballot's receipt, and nothing else.
type voter struct {
	identity *trust.Identity

	mu        sync.Mutex
	addresses []string // where the room was, and where its standby would be
	epoch     change.Epoch
	receipts  map[string]change.Receipt // by poll
}

// cast sends one ballot until there is a receipt, wherever the room is.
func (v *voter) cast(ctx context.Context, stream change.Stream, poll string, choice council.Choice) error {
	body, err := json.Marshal(council.Casting{Poll: poll, Choice: choice})
	if err != nil {
		return err
	}
	command := change.Command{ID: "ballot-" + poll, Kind: council.CastBallot, Stream: stream, Body: body}
	for next := 0; ; next++ {
		v.mu.Lock()
		address := v.addresses[next%len(v.addresses)]
		v.mu.Unlock()
		answer, err := v.try(ctx, address, command)
		switch {
		case err == nil && (answer.Outcome == change.Accepted || answer.Outcome == change.Duplicate) && answer.Receipt != nil:
			v.mu.Lock()
			v.receipts[poll] = *answer.Receipt
			v.mu.Unlock()
			return nil
		case err == nil && answer.Outcome == change.Refused:
			return fmt.Errorf("refused: %s", answer.Code)
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

var errNotOurs = errors.New("the server is not believed")

func (v *voter) try(ctx context.Context, address string, command change.Command) (answer change.Answer, err error) {
	ws, err := v.greet(ctx, address)
	if err != nil {
		return answer, err
	}
	defer ws.CloseNow()
	data, err := wire.Encode(wire.Message{Command: &command})
	if err == nil {
		err = ws.Write(ctx, websocket.MessageText, data)
	}
	for err == nil {
		var m wire.Message
		if m, err = hear(ctx, ws); err == nil && m.Answer != nil && m.Answer.ID == command.ID {
			return *m.Answer, nil
		}
	}
	return answer, err
}

// greet connects and is welcomed by a server that is to be believed.
func (v *voter) greet(ctx context.Context, address string) (*websocket.Conn, error) {
	client := &http.Client{Transport: &http.Transport{DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&tls.Dialer{NetDialer: &net.Dialer{Timeout: 5 * time.Second}, Config: v.identity.TLS()}).DialContext(ctx, "tcp", address)
	}}}
	ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(wire.MaxMessage)
	v.mu.Lock()
	epoch := v.epoch
	v.mu.Unlock()
	hello := wire.Hello{Protocol: wire.Protocol, Epoch: epoch.Number}
	if epoch.Server != "" {
		hello.Proof = &epoch
	}
	data, err := wire.Encode(wire.Message{Hello: &hello})
	if err == nil {
		err = ws.Write(ctx, websocket.MessageText, data)
	}
	var m wire.Message
	if err == nil {
		m, err = hear(ctx, ws)
	}
	if err == nil && (m.Welcome == nil || m.Welcome.Proof == nil || epoch.Above(*m.Welcome.Proof) || v.identity.VerifyEpoch(*m.Welcome.Proof) != nil) {
		err = errNotOurs
	}
	if err != nil {
		ws.CloseNow()
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.epoch = *m.Welcome.Proof
	for _, told := range m.Welcome.Servers {
		if !slices.Contains(v.addresses, told) {
			v.addresses = append(v.addresses, told)
		}
	}
	return ws, nil
}

func hear(ctx context.Context, ws *websocket.Conn) (wire.Message, error) {
	within, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	_, data, err := ws.Read(within)
	if err != nil {
		return wire.Message{}, err
	}
	return wire.Decode(data)
}
