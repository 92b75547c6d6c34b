package beacon

import (
	"net/netip"
	"slices"
)

// Source says how an address became known.
type Source string

// The sources, the more trusted first.
const (
	Last      Source = "last"       // the server answered there before
	Invited   Source = "invitation" // a QR or a pasted text names it
	Announced Source = "mdns"       // somebody announces it on the network
	Typed     Source = "typed"
)

// sources is their order in Candidates and Dial.
var sources = []Source{Last, Invited, Announced, Typed}

// Candidate is an address where the room server may be.
type Candidate struct {
	Address  string // host:port
	Source   Source
	Name     string // the room's, for display only; may be empty
	Pin      Pin    // the room's, as the source says; zero where it does not
	Protocol int    // version of the wire, as announced; 0 where unknown
}

// FromInvitation returns the candidates of an invitation.
func FromInvitation(addresses []netip.Addr, port uint16, pin Pin, name string) []Candidate {
	var all []Candidate
	for _, address := range addresses {
		all = append(all, Candidate{
			Address: netip.AddrPortFrom(address, port).String(), Source: Invited, Name: name, Pin: pin,
		})
	}
	return all
}

// FromLast returns the candidates of addresses (host:port) where the server answered before.
func FromLast(addresses ...string) []Candidate {
	var all []Candidate
	for _, address := range addresses {
		all = append(all, Candidate{Address: address, Source: Last})
	}
	return all
}

// merge puts candidates in the order of their sources, each address once, without those that are
// said to be of another room than ours. A zero pin wants any room.
func merge(ours Pin, candidates []Candidate) []Candidate {
	var merged []Candidate
	for _, source := range sources {
		for _, c := range candidates {
			if c.Source != source || (!ours.IsZero() && !c.Pin.IsZero() && c.Pin != ours) {
				continue
			}
			at := slices.IndexFunc(merged, func(m Candidate) bool { return m.Address == c.Address })
			if at < 0 {
				merged = append(merged, c)
				continue
			}
			merged[at] = merged[at].filled(c)
		}
	}
	return merged
}

// filled adds what a later source knows of the same address.
func (c Candidate) filled(by Candidate) Candidate {
	if c.Name == "" {
		c.Name = by.Name
	}
	if c.Pin.IsZero() {
		c.Pin = by.Pin
	}
	if c.Protocol == 0 {
		c.Protocol = by.Protocol
	}
	return c
}
