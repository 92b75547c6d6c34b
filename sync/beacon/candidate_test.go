package beacon

import (
	"net/netip"
	"reflect"
	"testing"
)

func TestCandidatesStandInTheOrderOfTheirSources(t *testing.T) {
	ours := Pin{1}
	given := []Candidate{
		{Address: "typed:1", Source: Typed},
		{Address: "mdns:1", Source: Announced, Pin: ours, Name: "P", Protocol: 2},
		{Address: "both:1", Source: Announced, Pin: ours, Name: "P", Protocol: 2},
		{Address: "invited:1", Source: Invited, Pin: ours, Name: "Mời"},
		{Address: "both:1", Source: Last},
		{Address: "last:1", Source: Last},
		{Address: "invited:1", Source: Typed},
		{Address: "foreign:1", Source: Announced, Pin: Pin{2}},
		{Address: "foreign:2", Source: Invited, Pin: Pin{2}},
		{Address: "both:1", Source: Typed, Name: "later knows less"},
	}
	want := []Candidate{
		{Address: "both:1", Source: Last, Pin: ours, Name: "P", Protocol: 2},
		{Address: "last:1", Source: Last},
		{Address: "invited:1", Source: Invited, Pin: ours, Name: "Mời"},
		{Address: "mdns:1", Source: Announced, Pin: ours, Name: "P", Protocol: 2},
		{Address: "typed:1", Source: Typed},
	}
	if got := merge(ours, given); !reflect.DeepEqual(got, want) {
		t.Fatalf("got\n%+v\nwant\n%+v", got, want)
	}
	if got := merge(Pin{}, given); len(got) != len(want)+2 {
		t.Fatalf("any room: %+v", got)
	}
}

func TestCandidatesOfAnInvitationAndOfMemory(t *testing.T) {
	addresses := []netip.Addr{netip.MustParseAddr("192.168.1.20"), netip.MustParseAddr("fd00::2")}
	want := []Candidate{
		{Address: "192.168.1.20:7443", Source: Invited, Pin: Pin{1}, Name: "Phòng"},
		{Address: "[fd00::2]:7443", Source: Invited, Pin: Pin{1}, Name: "Phòng"},
	}
	if got := FromInvitation(addresses, 7443, Pin{1}, "Phòng"); !reflect.DeepEqual(got, want) {
		t.Errorf("invitation: %+v", got)
	}
	want = []Candidate{{Address: "a:1", Source: Last}, {Address: "b:2", Source: Last}}
	if got := FromLast("a:1", "b:2"); !reflect.DeepEqual(got, want) {
		t.Errorf("memory: %+v", got)
	}
	if got := FromLast(); len(got) > 0 {
		t.Errorf("nothing remembered: %+v", got)
	}
}
