package officetext

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Date is a day as it stands on paper.
type Date struct {
	Year  int `json:"year"`
	Month int `json:"month"` // 1 to 12
	Day   int `json:"day"`
}

// Valid reports whether there is such a day, in years that office papers are of.
func (d Date) Valid() bool {
	if d.Year < 1945 || d.Year > 2999 || d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	return d.Day <= time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Before reports whether a day is earlier than another.
func (d Date) Before(other Date) bool { return d.order() < other.order() }

func (d Date) order() int { return (d.Year*100+d.Month)*100 + d.Day }

// String writes the day: days below ten and the months one and two with a zero in front, so that nobody can add a digit
// (Phụ lục I, phần I, mục II, khoản 4b) [F].
func (d Date) String() string {
	month := strconv.Itoa(d.Month)
	if d.Month <= 2 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", d.Day, month, d.Year)
}

// PlaceAndDate writes the line at the right of the head (khoản 4): "Trường Vinh, ngày 05 tháng 02 năm 2026". The place
// is the name of the unit where the office has its seat, without what kind of unit it is, except where that is a number
// or a person's or an event's name; that is for the caller to know.
func PlaceAndDate(place string, date Date) (string, error) {
	place = strings.Join(strings.Fields(place), " ")
	first, _ := utf8.DecodeRuneInString(place)
	if place == "" || utf8.RuneCountInString(place) > 100 || strings.Contains(place, ",") || unicode.IsLower(first) || !date.Valid() {
		return "", refuse(WrongDate)
	}
	return place + ", " + date.String(), nil
}

var placeAndDate = regexp.MustCompile(`^\s*(.*\S)\s*,\s*[Nn]gày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\s*$`)

// ParsePlaceAndDate reads such a line, also one that is written carelessly; CheckPlaceAndDate says what is careless.
func ParsePlaceAndDate(text string) (place string, date Date, err error) {
	found := placeAndDate.FindStringSubmatch(text)
	if found == nil {
		return "", Date{}, refuse(WrongDate)
	}
	var numbers [3]int
	for i := range numbers {
		numbers[i], _ = strconv.Atoi(found[2+i]) // four digits at most
	}
	place, date = strings.Join(strings.Fields(found[1]), " "), Date{numbers[2], numbers[1], numbers[0]}
	if _, err := PlaceAndDate(place, date); err != nil {
		return "", Date{}, err
	}
	return place, date, nil
}

// openDate is a line whose day, and perhaps month and year, is left to be written by hand.
var openDate = regexp.MustCompile(`^\s*\S.*,\s*ngày[\s.…_\x{a0}]*tháng[\s.…_\x{a0}\d]*năm[\s.…_\x{a0}\d]*$`)

// CheckPlaceAndDate returns whether the line is written otherwise than it should be, and how it should be. Where the day
// is left open, as in a draft, what is wrong is that it is missing.
func CheckPlaceAndDate(text string) (Fault, bool) {
	fault := Fault{What: WrongWriting, Component: DateLine, Words: text, Source: Source{components + "4", Found}}
	place, date, err := ParsePlaceAndDate(text)
	if err != nil {
		if openDate.MatchString(text) {
			fault.What = MissingPart
		}
		return fault, true
	}
	fault.Instead, _ = PlaceAndDate(place, date) // it was read just now
	return fault, fault.Instead != strings.TrimSpace(text)
}
