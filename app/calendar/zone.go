package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ical "github.com/emersion/go-ical"
)

// offset returns the seconds east of UTC that the entry's days are counted in.
func (e Entry) offset() int {
	_, offset := time.UnixMilli(e.StartsAt).In(e.Location()).Zone()
	return offset
}

// vietnamOffset is UTC+7.
const vietnamOffset = 7 * 3600

func zoneName(offset int) string {
	if offset == vietnamOffset {
		return Vietnam.String()
	}
	return "UTC" + offsetForm(offset)
}

func offsetForm(offset int) string {
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	if offset%60 != 0 {
		return fmt.Sprintf("%c%02d%02d%02d", sign, offset/3600, offset/60%60, offset%60)
	}
	return fmt.Sprintf("%c%02d%02d", sign, offset/3600, offset/60%60)
}

// offsetsOf returns every zone that a file of these entries must explain, in order.
func offsetsOf(entries []Entry) []int {
	var offsets []int
	for _, entry := range entries {
		offsets = append(offsets, entry.offset())
	}
	slices.Sort(offsets)
	return slices.Compact(offsets)
}

// zoneOf explains a zone without summer time. That Vietnam's has been one since 13 June 1975 is remembered [M]; no
// meeting is older.
func zoneOf(offset int) *ical.Component {
	standard := ical.NewComponent(ical.CompTimezoneStandard)
	for name, value := range map[string]string{
		ical.PropDateTimeStart: "19750613T000000", ical.PropTimezoneOffsetFrom: offsetForm(offset),
		ical.PropTimezoneOffsetTo: offsetForm(offset), ical.PropTimezoneName: offsetForm(offset)[:3],
	} {
		standard.Props.Set(&ical.Prop{Name: name, Value: value})
	}
	zone := ical.NewComponent(ical.CompTimezone)
	zone.Props.SetText(ical.PropTimezoneID, zoneName(offset))
	zone.Children = append(zone.Children, standard)
	return zone
}

// fixedZones are names that are understood where a file does not explain them: zones of this country and its
// neighbours on the same time, and UTC, none with summer time.
var fixedZones = map[string]int{
	"asia/ho_chi_minh": vietnamOffset, "asia/saigon": vietnamOffset, "asia/bangkok": vietnamOffset, "asia/vientiane": vietnamOffset,
	"asia/phnom_penh": vietnamOffset, "se asia standard time": vietnamOffset, "utc": 0, "etc/utc": 0, "gmt": 0, "z": 0,
}

// zone is a time zone as a file explains it: since when which offset holds.
type zone struct{ spans []span }

type span struct {
	from   int64 // local time, as if it were UTC
	offset int
	yearly *Rule
	begins map[int][]int64 // what was found out of it, by year
}

// maxSpans is how many rules of a zone are read; what follows is left out.
const maxSpans = 40

// zones are those of one file, by name in lower case.
type zones map[string]zone

// zonesOf reads what a calendar explains. What cannot be understood of it is left out.
func zonesOf(calendar *ical.Calendar) zones {
	found := zones{}
	for _, component := range calendar.Children {
		if component.Name != ical.CompTimezone {
			continue
		}
		var explained zone
		for _, part := range component.Children {
			offset, known := parseOffset(valueOf(part, ical.PropTimezoneOffsetTo))
			from, err := time.Parse(localForm, valueOf(part, ical.PropDateTimeStart))
			if !known || err != nil || len(explained.spans) == maxSpans {
				continue
			}
			next := span{from: from.UnixMilli(), offset: offset, begins: map[int][]int64{}}
			if text := valueOf(part, ical.PropRecurrenceRule); text != "" {
				if rule, code := parseRule(text, time.UTC); code == "" {
					next.yearly = &rule
				}
			}
			explained.spans = append(explained.spans, next)
		}
		if name := strings.ToLower(valueOf(component, ical.PropTimezoneID)); len(explained.spans) > 0 && name != "" {
			found[name] = explained
		}
	}
	return found
}

// offsetAt returns the offset that holds at a local time, given as if it were UTC, and whether the zone has more than
// one.
func (z zones) offsetAt(name string, local int64, budget *int) (offset int, shifts, known bool) {
	name = strings.ToLower(strings.Trim(name, `"`))
	explained, known := z[name]
	if !known {
		offset, known = fixedZones[name]
		return offset, false, known
	}
	best := span{from: -1 << 62, offset: slices.MinFunc(explained.spans, func(a, b span) int { return cmp.Compare(a.from, b.from) }).offset}
	for _, each := range explained.spans {
		shifts = shifts || each.offset != explained.spans[0].offset
		last, began, whole := each.lastUntil(local, budget)
		if !whole {
			return 0, false, false
		}
		if began && last > best.from {
			best = span{from: last, offset: each.offset}
		}
	}
	return best.offset, shifts, true
}

// lastUntil returns when the span began for the last time until a local time; whole is false where that would take
// longer than a file is worth.
func (s span) lastUntil(local int64, budget *int) (last int64, began, whole bool) {
	if s.from > local {
		return 0, false, true
	}
	if s.yearly == nil || local >= latest {
		return s.from, true, true
	}
	year := time.UnixMilli(local).UTC().Year()
	begins, known := s.begins[year]
	if !known {
		if begins, whole = s.beginsBy(year, budget); !whole {
			return 0, false, false
		}
		s.begins[year] = begins
	}
	last = s.from
	for _, at := range begins {
		if at <= local {
			last = max(last, at)
		}
	}
	return last, true, true
}

// beginsBy returns when the span began in a year and in the two before it.
func (s span) beginsBy(year int, budget *int) (begins []int64, whole bool) {
	clock := (s.from%dayLength + dayLength) % dayLength
	start := int((s.from - clock) / dayLength)
	whole = s.yearly.visitDays(start, max(start, days(year-2, 1, 1)), days(year, 12, 31), budget, func(day int) bool {
		at := int64(day)*dayLength + clock
		if s.yearly.Until != 0 && at > s.yearly.Until+dayLength || s.yearly.Count > 0 && len(begins) == s.yearly.Count {
			return false
		}
		begins = append(begins, at)
		return true
	})
	return begins, whole
}

// parseOffset reads +hhmm or +hhmmss.
func parseOffset(text string) (offset int, known bool) {
	if len(text) != 5 && len(text) != 7 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	for _, digit := range text[1:] {
		if digit < '0' || digit > '9' {
			return 0, false
		}
	}
	for i, weight := range []int{3600, 60, 1}[:(len(text)-1)/2] {
		n, err := strconv.Atoi(text[1+2*i : 3+2*i])
		if err != nil {
			return 0, false
		}
		offset += n * weight
	}
	if offset > maxOffset {
		return 0, false
	}
	if text[0] == '-' {
		offset = -offset
	}
	return offset, true
}
