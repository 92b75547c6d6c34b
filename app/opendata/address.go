package opendata

import (
	"fmt"
	"strings"
	"time"
)

// Options say how to write.
type Options struct {
	// Base is the address below which the office serves its data: "https://hdnd.example.gov.vn/oparl/".
	Base string
	// Zone is where the session takes place; nil: UTC+7, the time of all Việt Nam.
	Zone *time.Location
}

var vietnam = time.FixedZone("", 7*60*60)

// moment writes a time with its offset, to the second; "" for none.
func (o Options) moment(at int64) string {
	if at == 0 {
		return ""
	}
	return o.in(at).Format("2006-01-02T15:04:05-07:00") // never "Z": some readers take it for no zone at all
}

func (o Options) in(at int64) time.Time {
	zone := o.Zone
	if zone == nil {
		zone = vietnam
	}
	return time.UnixMilli(at).In(zone)
}

// date writes the day of a time; "" for none.
func (o Options) date(at int64) string {
	if at == 0 {
		return ""
	}
	return o.in(at).Format(time.DateOnly)
}

// address is the address of one thing.
func (o Options) address(kind, id string) string { return o.Base + kind + "/" + escaped(id) }

// check holds the base against what the forms need: an absolute address of the web, without a query.
func (o Options) check() error {
	rest, secure := strings.CutPrefix(o.Base, "https://")
	if !secure {
		var plain bool
		if rest, plain = strings.CutPrefix(o.Base, "http://"); !plain {
			return &Error{WrongBase, "base", o.Base}
		}
	}
	host, _, slash := strings.Cut(rest, "/")
	if host == "" || !slash || !strings.HasSuffix(rest, "/") || strings.ContainsAny(rest, "?# \t\n\"<>") {
		return &Error{WrongBase, "base", o.Base}
	}
	return nil
}

// escaped writes an id as one step of an address (RFC 3986, section 2.3).
func escaped(id string) string {
	var text strings.Builder
	for _, octet := range []byte(id) {
		switch {
		case octet >= 'a' && octet <= 'z', octet >= 'A' && octet <= 'Z', octet >= '0' && octet <= '9', strings.IndexByte("-._~", octet) >= 0:
			text.WriteByte(octet)
		default:
			fmt.Fprintf(&text, "%%%02X", octet)
		}
	}
	if text.String() == "." || text.String() == ".." {
		return strings.ReplaceAll(text.String(), ".", "%2E")
	}
	return text.String()
}
