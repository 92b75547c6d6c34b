package room

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"time"

	"github.com/coder/websocket"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// How often a server that took over looks whether the one before is there again: until that one has
// acknowledged that it is silent, and after.
const (
	heraldEvery  = 2 * time.Second
	heraldRarely = time.Minute
)

// serveHerald shows the server that this one took over from the epoch that ended its word, should it come
// back, until ctx ends. Devices do the same; this is for the time before they meet it.
func (r *Room) serveHerald(ctx context.Context) error {
	var before following
	if err := readSetting(ctx, r.log, keyBefore, &before); err != nil {
		return err
	}
	if len(before.Addresses) == 0 {
		return nil
	}
	stored, err := os.ReadFile(identityPath(r.config.Folder))
	if err != nil {
		return fmt.Errorf("room: %w", err)
	}
	identity, err := trust.UnmarshalIdentity(stored)
	if err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		wait := heraldEvery
		for _, address := range before.Addresses {
			silent, err := r.tellOf(ctx, identity, address)
			if err != nil {
				r.config.Logger.Debug("Server before not reached", "address", address, "error", err)
			}
			if silent {
				wait = heraldRarely
			}
		}
		timer.Reset(wait)
	}
}

// tellOf shows a server at an address the present epoch, and hears what it has to say: that it is silent, or
// that it began a higher one itself, which ends this server's word.
func (r *Room) tellOf(ctx context.Context, identity *trust.Identity, address string) (silent bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	epochs, err := r.log.Epochs(ctx)
	if err != nil || len(epochs) == 0 {
		return false, err
	}
	ours := epochs[len(epochs)-1]
	conn, err := dialRoom(ctx, identity, address)
	if err != nil {
		return false, err
	}
	if r.isOurselves(conn) {
		return true, conn.Close()
	}
	ws, _, err := websocket.Dial(ctx, "wss://room/room", &websocket.DialOptions{HTTPClient: over(conn)})
	if err != nil {
		conn.Close()
		return false, err
	}
	defer ws.CloseNow()
	ws.SetReadLimit(wire.MaxMessage)
	hello, err := wire.Encode(wire.Message{Hello: &wire.Hello{Protocol: wire.Protocol, Epoch: ours.Number, Proof: &ours, Cursors: map[change.Audience]change.Cursor{}}})
	if err != nil {
		return false, err
	}
	if err := ws.Write(ctx, websocket.MessageText, hello); err != nil {
		return false, err
	}
	_, data, err := ws.Read(ctx)
	if err != nil {
		return false, err
	}
	said, err := wire.Decode(data)
	if err != nil {
		return false, err
	}
	theirs := change.Epoch{}
	switch {
	case said.Bye != nil && said.Bye.Epoch != nil:
		theirs, silent = *said.Bye.Epoch, true
	case said.Welcome != nil && said.Welcome.Proof != nil:
		theirs = *said.Welcome.Proof
	}
	if theirs.Above(ours) {
		r.hub.Prove(theirs)
	}
	return silent && !theirs.Above(ours), nil
}

// isOurselves reports whether the connection ends at this very server, which may have taken over the address
// too.
func (r *Room) isOurselves(conn net.Conn) bool {
	secured, ok := conn.(*tls.Conn)
	if !ok {
		return false
	}
	key, err := trust.PeerServer(secured.ConnectionState(), r.authority.Pin())
	return err == nil && trust.DeviceID(key) == r.authority.Server().ID()
}
