package beacon

import (
	"cmp"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Addresses returns the machine's addresses at which tablets may reach a server, the likeliest
// first and at most eight: for invitations and announcements. It is an error of the system when
// the interfaces cannot be listed; none at all is no error.
func Addresses(reach Reach) ([]netip.Addr, error) {
	links, err := readLinks()
	if err != nil {
		return nil, err
	}
	return choose(reach.within(links), reach.loopback()), nil
}

// The order of addresses: the office's own network, then what only containers, virtual machines
// and tunnels see, then the loopback.
const (
	rankPrivate = iota
	rankPublic
	rankSix
	rankVirtual
	rankLoopback
)

// choose picks and orders addresses. Link-local ones are the last resort, when there is nothing
// else but the loopback.
func choose(links []link, loopback bool) []netip.Addr {
	type ranked struct {
		address netip.Addr
		rank    int
	}
	var usable, local []ranked
	for _, l := range links {
		if l.Flags&net.FlagUp == 0 {
			continue
		}
		for _, address := range l.addresses {
			r := ranked{address.WithZone(""), rank(l, address)}
			switch {
			case r.rank == rankLoopback && !loopback, address.IsUnspecified(), address.IsMulticast():
			case address.IsLinkLocalUnicast():
				local = append(local, r)
			default:
				usable = append(usable, r)
			}
		}
	}
	if !slices.ContainsFunc(usable, func(r ranked) bool { return r.rank < rankLoopback }) {
		usable = append(local, usable...)
	}
	slices.SortStableFunc(usable, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
	var chosen []netip.Addr
	for _, r := range usable {
		if len(chosen) < maxAddresses && !slices.Contains(chosen, r.address) {
			chosen = append(chosen, r.address)
		}
	}
	return chosen
}

func rank(l link, address netip.Addr) int {
	switch {
	case l.Flags&net.FlagLoopback != 0 || address.IsLoopback():
		return rankLoopback
	case isVirtual(l.Name) || l.Flags&net.FlagPointToPoint != 0:
		return rankVirtual
	case address.Is4() && (address.IsPrivate() || address.IsLinkLocalUnicast()):
		return rankPrivate
	case address.Is4():
		return rankPublic
	default:
		return rankSix
	}
}

// isVirtual knows the names of interfaces that lead to containers and virtual machines.
func isVirtual(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{
		"docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vethernet", "virtualbox", "vmware", "podman",
		"cni", "flannel", "lxc", "lxd", "tun", "tap", "utun", "wg", "zt", "tailscale", "dummy", "ifb",
	}, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// reachable turns announced addresses into some that can be dialled. Those of the loopback mean
// another machine's, and an IPv6 link-local one needs a zone, which the announcement cannot
// know: it becomes one for each interface, those to containers and the like at last.
func reachable(announced []netip.Addr, interfaces []net.Interface, loopback bool) []netip.Addr {
	interfaces = slices.Clone(interfaces)
	slices.SortStableFunc(interfaces, func(a, b net.Interface) int {
		switch ours, theirs := isVirtual(a.Name), isVirtual(b.Name); {
		case ours == theirs:
			return 0
		case ours:
			return 1
		default:
			return -1
		}
	})
	var dialled []netip.Addr
	add := func(address netip.Addr) {
		if len(dialled) < maxAddresses && !slices.Contains(dialled, address) {
			dialled = append(dialled, address)
		}
	}
	for _, address := range announced {
		address = address.Unmap().WithZone("")
		switch {
		case !address.IsValid(), address.IsUnspecified(), address.IsMulticast(), address.IsLoopback() && !loopback:
		case address.Is6() && address.IsLinkLocalUnicast():
			for _, one := range interfaces {
				if one.Flags&net.FlagLoopback == 0 {
					add(address.WithZone(one.Name))
				}
			}
		default:
			add(address)
		}
	}
	return dialled
}
