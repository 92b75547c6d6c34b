package trust

import (
	"time"

	"congso.vn/congso/app/change"
)

// ID returns the server's id: that of its key, as a device's.
func (s *Server) ID() string { return DeviceID(publicOf(s.key)) }

// Begin signs a new epoch of the room.
func (s *Server) Begin(number uint32, reason change.Reason, at time.Time) change.Epoch {
	epoch := change.Epoch{Number: number, Server: s.ID(), At: at.UnixMilli(), Reason: reason, Certificate: s.Certificate()}
	epoch.Signature = s.Sign(epoch.Message())
	return epoch
}

// VerifyEpoch checks that a server of this room began the epoch: an error with code Forged otherwise.
// A device that claims an epoch nobody began cannot silence a server with it.
func (s *Server) VerifyEpoch(epoch change.Epoch) error {
	return verifyEpoch(epoch, s.authority.Raw, s.pin)
}

// VerifyEpoch checks that a server of the device's room began the epoch.
func (i *Identity) VerifyEpoch(epoch change.Epoch) error {
	return verifyEpoch(epoch, i.Authority, i.Pin)
}

func verifyEpoch(epoch change.Epoch, authority []byte, pin Pin) error {
	key, err := ServerKey(epoch.Certificate, authority, pin)
	if err != nil {
		return refuse(Forged, "epoch %d: %w", epoch.Number, err)
	}
	if DeviceID(key) != epoch.Server {
		return refuse(Forged, "epoch %d names another server", epoch.Number)
	}
	return Verify(key, epoch.Message(), epoch.Signature)
}
