package beacon

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ParseTyped reads an address as people type it: "192.168.1.20", "192.168.1.20:7443",
// "[fe80::1%eth0]:7443", "fd00::2", "phonghop.local", also with a scheme or a path from an
// address bar, with spaces, with the commas and full-width digits that keyboards produce. Where
// no port is typed it is DefaultPort. Codes: AddressEmpty, AddressHost, AddressPort,
// AddressInvitation.
func ParseTyped(text string) (Candidate, error) {
	if len(text) > 2048 {
		return Candidate{}, typo(AddressHost, "%d bytes", len(text))
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
	if before, after, found := strings.Cut(text, "://"); found {
		if strings.EqualFold(before, "congso") && strings.HasPrefix(strings.ToLower(after), "pair") {
			return Candidate{}, typo(AddressInvitation, "an invitation")
		}
		text = after
	}
	text, _, _ = strings.Cut(text, "/")
	if text == "" {
		return Candidate{}, &Error{Code: AddressEmpty}
	}
	host, port := splitTyped(strings.ReplaceAll(text, ",", "."))
	number := uint64(DefaultPort)
	if port != nil {
		var err error
		if number, err = strconv.ParseUint(*port, 10, 16); err != nil || number == 0 {
			return Candidate{}, typo(AddressPort, "%q", *port)
		}
	}
	host, err := checkHost(host)
	if err != nil {
		return Candidate{}, err
	}
	return Candidate{Address: net.JoinHostPort(host, strconv.FormatUint(number, 10)), Source: Typed}, nil
}

// splitTyped takes the port off, nil when none is typed. More than one colon without brackets is
// an IPv6 address without a port.
func splitTyped(text string) (host string, port *string) {
	if inside, found := strings.CutPrefix(text, "["); found {
		host, rest, closed := strings.Cut(inside, "]")
		if typed, colon := strings.CutPrefix(rest, ":"); closed && colon {
			return host, &typed
		}
		if closed && rest == "" {
			return host, nil
		}
		return text, nil
	}
	if strings.Count(text, ":") == 1 {
		host, typed, _ := strings.Cut(text, ":")
		return host, &typed
	}
	return text, nil
}

// checkHost accepts IP addresses that can be dialled, and host names.
func checkHost(host string) (string, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		if bare := address.WithZone(""); bare.IsUnspecified() || bare.IsMulticast() {
			return "", typo(AddressHost, "%s leads nowhere", address)
		}
		if zone := address.Zone(); zone != "" && (!address.IsLinkLocalUnicast() || strings.ContainsAny(zone, "[]%:")) {
			return "", typo(AddressHost, "%s has no zone", address)
		}
		return address.Unmap().String(), nil
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") {
			return "", typo(AddressHost, "%q", host)
		}
	}
	// "192.168.1" and "192.168.1.256" are mistyped addresses, no host is called so.
	if last := labels[len(labels)-1]; len(host) > 253 || strings.Trim(last, "0123456789") == "" {
		return "", typo(AddressHost, "%q", host)
	}
	return host, nil
}

func typo(code, format string, arguments ...any) *Error {
	return &Error{Code: code, Err: fmt.Errorf(format, arguments...)}
}
