package rehearse

import (
	"context"
	"net"
	"net/netip"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/trust"
)

// Joining is how a device is paired.
type Joining struct {
	Address    string // of the room, host:port
	Invitation string // congso://pair?…
	Mode       people.Mode
	Name       string
	// Dial opens a connection; nil stands for the system's own.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Join pairs a device as any other is: by an invitation, a key of its own and a certificate for it. Where
// the room takes no more attempts for now it waits and tries again.
func Join(ctx context.Context, joining Joining) (*trust.Identity, error) {
	invited, err := trust.ParseInvitation(joining.Invitation)
	if err != nil {
		return nil, err
	}
	key, err := trust.NewKey()
	if err != nil {
		return nil, err
	}
	application := trust.Application{Address: joining.Address, Key: key, Mode: string(joining.Mode), Name: joining.Name, Dial: joining.Dial}
	for {
		identity, err := trust.Pair(ctx, application, invited)
		if code := trust.CodeOf(err); code != trust.Rate && code != trust.Busy {
			return identity, err
		}
		pause := time.NewTimer(time.Second)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return nil, ctx.Err()
		}
	}
}

// From opens connections from the number-th address of this machine's own, where the room is on it too:
// the room limits how often one address may pair, and on a real network every device has its own. Where
// the room is elsewhere, or the machine has one such address only, the system chooses.
func From(number int) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		plain := net.Dialer{Timeout: 5 * time.Second}
		target, err := netip.ParseAddrPort(address)
		if err != nil || !target.Addr().Is4() || !target.Addr().IsLoopback() {
			return plain.DialContext(ctx, network, address)
		}
		own := plain
		own.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 1, byte(number/250), byte(1+number%250))}
		if conn, err := own.DialContext(ctx, network, address); err == nil {
			return conn, nil
		}
		return plain.DialContext(ctx, network, address)
	}
}
