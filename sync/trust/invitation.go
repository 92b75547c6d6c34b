package trust

import (
	"encoding/base64"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The limits of an invitation, so that its QR stays readable.
const (
	maxInvitedAddresses = 8
	maxInvitation       = 2048
	tokenBytes          = 16
)

// Invitation (lời mời ghép máy) is what a QR or a pasted text tells a new device.
type Invitation struct {
	Addresses []netip.Addr // without zones, at least one
	Port      uint16
	Pin       Pin
	Token     string
	Name      string // the room's, for display only; may be empty
}

// String returns the invitation as a link:
// congso://pair?a=192.168.1.20,10.0.0.5&p=7443&k=PIN&t=TOKEN&n=NAME, the name in base64url.
func (i Invitation) String() string {
	var b strings.Builder
	b.WriteString("congso://pair?a=")
	for n, address := range i.Addresses {
		if n > 0 {
			b.WriteByte(',')
		}
		b.WriteString(address.WithZone("").String())
	}
	b.WriteString("&p=" + strconv.Itoa(int(i.Port)) + "&k=" + i.Pin.String() + "&t=" + i.Token)
	if i.Name != "" {
		b.WriteString("&n=" + base64.RawURLEncoding.EncodeToString([]byte(i.Name)))
	}
	return b.String()
}

// ParseInvitation reads what String wrote, with any white space in and around it, as mail
// programs and chats add it. Everything else has to be exact. The error has code Malformed.
func ParseInvitation(text string) (Invitation, error) {
	var i Invitation
	if len(text) > 2*maxInvitation {
		return i, refuse(Malformed, "invitation of %d bytes", len(text))
	}
	text = strings.Map(dropSpace, text)
	if len(text) > maxInvitation {
		return i, refuse(Malformed, "invitation of %d bytes", len(text))
	}
	link, err := url.Parse(text)
	if err != nil {
		return i, refuse(Malformed, "read invitation: %w", err)
	}
	if link.Scheme != "congso" || link.Host != "pair" || link.User != nil ||
		strings.Trim(link.Path, "/") != "" || link.Fragment != "" {
		return i, refuse(Malformed, "not an invitation")
	}
	values, err := url.ParseQuery(link.RawQuery)
	if err != nil {
		return i, refuse(Malformed, "read invitation: %w", err)
	}
	for key, all := range values {
		if len(all) != 1 || !strings.Contains("apktn", key) || len(key) != 1 {
			return i, refuse(Malformed, "invitation with %q %d times", key, len(all))
		}
	}
	return i, i.fill(values)
}

func (i *Invitation) fill(values url.Values) error {
	addresses := strings.Split(values.Get("a"), ",")
	if len(addresses) > maxInvitedAddresses {
		return refuse(Malformed, "invitation with %d addresses", len(addresses))
	}
	for _, text := range addresses {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return refuse(Malformed, "read address: %w", err)
		}
		if address.Zone() != "" || address.IsUnspecified() || address.IsMulticast() {
			return refuse(Malformed, "address %s leads nowhere", address)
		}
		i.Addresses = append(i.Addresses, address.Unmap())
	}
	port, err := strconv.ParseUint(values.Get("p"), 10, 16)
	if err != nil || port == 0 {
		return refuse(Malformed, "port %q", values.Get("p"))
	}
	i.Port = uint16(port)
	if i.Pin, err = ParsePin(values.Get("k")); err != nil {
		return &Error{Code: Malformed, Err: err}
	}
	i.Token = values.Get("t")
	if !isToken(i.Token) {
		return refuse(Malformed, "no token")
	}
	name, err := base64.RawURLEncoding.Strict().DecodeString(values.Get("n"))
	if err != nil {
		return refuse(Malformed, "read name: %w", err)
	}
	i.Name = string(name)
	if i.Name != "" {
		return checkName(i.Name)
	}
	return nil
}

// dropSpace is for strings.Map: white space and invisible marks go.
func dropSpace(r rune) rune {
	if unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' || r == '\ufeff' {
		return -1
	}
	return r
}

func isToken(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == tokenBytes
}

// checkName accepts names people can read: 1 to 64 characters, nothing invisible, no white
// space around.
func checkName(name string) error {
	if name == "" || !utf8.ValidString(name) || utf8.RuneCountInString(name) > 64 || strings.TrimSpace(name) != name {
		return refuse(Malformed, "name %q", name)
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return refuse(Malformed, "name %q", name)
		}
	}
	return nil
}

// checkMode accepts one lower-case word; which words there are is the room's business.
func checkMode(mode string) error {
	if mode == "" || len(mode) > 16 || strings.Trim(mode, "abcdefghijklmnopqrstuvwxyz") != "" {
		return refuse(Malformed, "mode %q", mode)
	}
	return nil
}
