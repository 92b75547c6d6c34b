package link

import (
	"reflect"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// A silent server is avoided and its word on who speaks now is proved; one that went on alone is believed in
// its own new epoch, and not avoided.
func TestByeOfEpochs(t *testing.T) {
	higher, lower := change.Epoch{Number: 7, Server: "b"}, change.Epoch{Number: 1, Server: "b"}
	for what, c := range map[string]struct {
		bye  wire.Bye
		want []any
	}{
		"silenced":           {wire.Bye{Code: "epoch", Epoch: &higher}, []any{Avoid{}, Prove{higher}, HangUp{}}},
		"about to be":        {wire.Bye{Code: "epoch"}, []any{Avoid{}, HangUp{}}},
		"silenced long ago":  {wire.Bye{Code: "epoch", Epoch: &lower}, []any{Avoid{}, HangUp{}}},
		"alone":              {wire.Bye{Code: "alone", Epoch: &higher}, []any{Prove{higher}, HangUp{}}},
		"alone, known":       {wire.Bye{Code: "alone", Epoch: &lower}, []any{HangUp{}}},
		"slow, with a claim": {wire.Bye{Code: "slow", Epoch: &higher}, []any{HangUp{}}},
	} {
		d := newDevice(t, nil)
		d.online(2, "an", hall)
		if out := d.Step(Received{wire.Message{Bye: &c.bye}}, d.now, 0); !reflect.DeepEqual(out, c.want) {
			t.Errorf("%s: %+v, want %+v", what, out, c.want)
		}
	}
}

// Where another server may be, and how the standby stands, is known while connected.
func TestServersAndDuty(t *testing.T) {
	d := newDevice(t, nil)
	d.online(2, "an", hall)
	d.expect("servers", Received{wire.Message{Servers: &wire.Servers{Addresses: []string{"a:1"}}}}, "told")
	d.expect("duty", Received{wire.Message{Duty: &wire.Duty{Standby: "lost"}}}, "told")
	if !reflect.DeepEqual(d.Servers, []string{"a:1"}) || d.Duty.Standby != "lost" {
		t.Errorf("%v %+v", d.Servers, d.Duty)
	}
	d.step(Lost{})
	d.online(2, "an", hall)
	if d.Duty.Standby != "" {
		t.Errorf("of another connection: %+v", d.Duty)
	}
}
