package reader

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
)

// signedValue is what is said of the digital signatures of the open paper; the zero value says nothing, for a
// paper has none or nobody has looked yet.
type signedValue struct {
	State    string // of council.Signed…; empty: nothing is shown
	Text     string
	Checked  string
	Unlisted string // that some could not be read; may be empty
	Lines    []signedLine
}

// signedLine is one signature.
type signedLine struct {
	State string
	Title string // what it comes to
	Name  string // of whoever is proven to be the signer
	Whose string // the organisation, the certificate and who issued it
	When  string
	Said  []string
}

// equal compares what is drawn.
func (v signedValue) equal(other signedValue) bool {
	return v.State == other.State && v.Text == other.Text && v.Checked == other.Checked && v.Unlisted == other.Unlisted &&
		slices.EqualFunc(v.Lines, other.Lines, func(a, b signedLine) bool {
			return a.State == b.State && a.Title == b.Title && a.Name == b.Name && a.Whose == b.Whose && a.When == b.When && slices.Equal(a.Said, b.Said)
		})
}

// signedWords keeps what was last said of signatures, for they are asked for with every drawing and change hardly ever.
type signedWords struct {
	words *assets.Words
	zone  *time.Location
	read  council.Reading
	value signedValue
}

// of is signedOf, put into words once for each change of what the server found, of the language and of the zone.
func (s *signedWords) of(words *assets.Words, read council.Reading, zone *time.Location) signedValue {
	if s.words != words || s.zone != zone || !reflect.DeepEqual(s.read, read) {
		*s = signedWords{words, zone, read, signedOf(words, read, zone)}
	}
	return s.value
}

// signedOf puts into words what the server found. zone is the tablet's.
func signedOf(words *assets.Words, read council.Reading, zone *time.Location) signedValue {
	state := read.State()
	if state == "" {
		return signedValue{}
	}
	value := signedValue{State: state, Checked: words.Say("chamber.signed.checked", "time", minuteOf(read.Checked, zone))}
	var names []string
	for _, signed := range read.Signed {
		value.Lines = append(value.Lines, signedLineOf(words, signed, zone))
		if signed.Name != "" && !slices.Contains(names, signed.Name) {
			names = append(names, signed.Name)
		}
	}
	if read.Unlisted > 0 {
		value.Unlisted = words.Say("chamber.signed.unlisted", "count", read.Unlisted)
	}
	key := "chamber.signed." + state
	if len(names) == 0 {
		key += ".nobody"
	}
	value.Text = words.Say(key, "names", strings.Join(names, ", "))
	return value
}

func signedLineOf(words *assets.Words, signed council.Signed, zone *time.Location) signedLine {
	line := signedLine{State: signed.State, Title: words.Say("chamber.signed.line." + signed.State), Name: signed.Name}
	if signed.From != 0 {
		const day = "02/01/2006"
		key := "chamber.signed.whose"
		if signed.Organisation == "" || signed.Organisation == signed.Name {
			key = "chamber.signed.certificate"
		}
		line.Whose = words.Say(key, "organisation", signed.Organisation, "issuer", signed.Issuer, "serial", signed.Serial,
			"from", time.UnixMilli(signed.From).In(zone).Format(day), "until", time.UnixMilli(signed.Until).In(zone).Format(day))
	}
	if signed.Claimed != 0 {
		line.When = words.Say("signature.claimed", "time", minuteOf(signed.Claimed, zone))
	}
	for _, code := range signed.Said {
		if key := "signature." + code; words.Has(key) { // a newer server may say more than this program knows
			line.Said = append(line.Said, words.Say(key, "root", signed.Root, "missing", signed.Missing, "stamped", minuteOf(signed.Stamped, zone)))
		}
	}
	if signed.Reason != "" {
		line.Said = append(line.Said, words.Say("signature.reason", "reason", signed.Reason))
	}
	return line
}

func minuteOf(millis int64, zone *time.Location) string {
	return time.UnixMilli(millis).In(zone).Format("15:04 02/01/2006")
}
