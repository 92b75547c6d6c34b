package beacon

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Announcement is what a room server says of itself on the network. All of it is readable by
// everyone there.
type Announcement struct {
	Name     string // the room's, for display only
	Pin      Pin
	Protocol int // version of the wire
	Port     uint16
}

// A string of a TXT record has at most 255 bytes; the name's key and its base64 leave this.
const maxNameBytes = (255 - len("n=")) / 4 * 3

func (a Announcement) check() error {
	if a.Port == 0 || a.Pin.IsZero() || a.Protocol < 1 {
		return fmt.Errorf("beacon: announcement without port, pin or protocol: %+v", a)
	}
	return nil
}

// text returns the TXT strings. Names go in base64, because the library hands on everything that
// is not ASCII in DNS escapes.
func (a Announcement) text() []string {
	name := a.Name
	for len(name) > maxNameBytes {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return []string{
		"v=" + strconv.Itoa(a.Protocol),
		"k=" + a.Pin.String(),
		"n=" + base64.RawURLEncoding.EncodeToString([]byte(name)),
	}
}

// instance returns the name under which one start of the server is announced. It is another
// every time: two servers of one name hide each other, and a browser that has seen an instance
// never looks at it again.
func (a Announcement) instance(unique string) string {
	return "congso-" + hex.EncodeToString(a.Pin[:4]) + "-" + strings.ToLower(unique)
}

// parseText reads the TXT strings of whoever announces himself, and reports whether they are a
// room's. A name that cannot be shown is left out.
func parseText(text []string) (Announcement, bool) {
	var a Announcement
	known := map[string]string{}
	for _, entry := range text {
		key, value, _ := strings.Cut(entry, "=")
		key = strings.ToLower(key)
		if _, twice := known[key]; !twice { // the first counts
			known[key] = value
		}
	}
	pin, err := base64.RawURLEncoding.Strict().DecodeString(known["k"])
	if err != nil || len(pin) != len(a.Pin) {
		return a, false
	}
	copy(a.Pin[:], pin)
	a.Protocol, err = strconv.Atoi(known["v"])
	if err != nil || a.Protocol < 1 || a.Pin.IsZero() {
		return a, false
	}
	name, err := base64.RawURLEncoding.DecodeString(known["n"])
	if err == nil && presentable(string(name)) {
		a.Name = string(name)
	}
	return a, true
}

func presentable(name string) bool {
	return utf8.ValidString(name) && strings.IndexFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
