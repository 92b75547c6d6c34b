package trust

import (
	"testing"
	"time"

	"congso.vn/congso/app/change"
)

// Only a server of the room begins an epoch, and only as it signed it.
func TestEpoch(t *testing.T) {
	ours, other := authority(t), authority(t)
	epoch := ours.Server().Begin(7, change.Promoted, time.UnixMilli(5))
	if err := ours.Server().VerifyEpoch(epoch); err != nil {
		t.Fatal(err)
	}
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	device, err := ours.Admit(key, "delegate")
	if err != nil {
		t.Fatal(err)
	}
	if err := device.VerifyEpoch(epoch); err != nil {
		t.Error(err)
	}
	byDevice := epoch
	byDevice.Certificate = device.Certificate
	foreign := other.Server().Begin(8, change.Promoted, time.UnixMilli(5))
	for what, forged := range map[string]change.Epoch{
		"number":  with(epoch, func(e *change.Epoch) { e.Number++ }),
		"server":  with(epoch, func(e *change.Epoch) { e.Server = device.Device() }),
		"reason":  with(epoch, func(e *change.Epoch) { e.Reason = change.Restored }),
		"time":    with(epoch, func(e *change.Epoch) { e.At++ }),
		"nothing": {Number: 9}, "a device": byDevice, "another room": foreign,
	} {
		if err := ours.Server().VerifyEpoch(forged); CodeOf(err) != Forged {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func authority(t *testing.T) *Authority {
	made, err := newAuthority()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func with(e change.Epoch, change func(*change.Epoch)) change.Epoch {
	change(&e)
	return e
}
