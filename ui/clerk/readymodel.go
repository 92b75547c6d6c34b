package clerk

import (
	"cmp"
	"slices"
	"strconv"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

func (d *desk) readySight(state *council.State, standing people.Standing) readySight {
	s := readySight{NoSession: !state.Exists(), Standby: d.standby(standing), Rehearsal: d.rehearsalSight(standing), Owing: d.owing()}
	if state.Exists() {
		s.Session = state.Session.Title
		s.Papers = d.papersReady(state)
	}
	return s
}

// papersReady counts the tablets that have all papers of the session that is shown.
func (d *desk) papersReady(state *council.State) papersSight {
	counts := d.config.People.Papers()
	full, all, told := 0, 0, false
	var have, want int
	var p papersSight
	for _, device := range d.config.People.Devices() {
		if device.State != people.Approved || device.Mode != people.DelegateMode {
			continue
		}
		count, known := counts[device.ID]
		if !known || count.Session != state.ID {
			if d.config.People.Holder(device.ID) == "" {
				continue // nobody's tablet is no delegate's that waits for papers
			}
			all++
			p.Rows = append(p.Rows, d.holdingRow(device, d.say("clerk.papers.untold"), 0))
			continue
		}
		all, told = all+1, true
		have, want = have+count.Have, want+count.Want
		if count.Complete(state.ID) {
			full++
			continue
		}
		share := float32(0)
		if count.Total > 0 {
			share = float32(count.Bytes) / float32(count.Total)
		}
		text := d.say("clerk.papers.have", "have", count.Have, "want", count.Want, "left", d.megabytes(count.Total-count.Bytes))
		if age := d.serverNow().Sub(count.At); !d.config.People.Connected(device.ID) && !count.At.IsZero() {
			text = joined(" · ", text, d.age(age))
		}
		row := d.holdingRow(device, text, share)
		row.Told = true
		p.Rows = append(p.Rows, row)
	}
	slices.SortStableFunc(p.Rows, func(a, b holdingRow) int { return cmp.Compare(a.Share, b.Share) })
	if all == 0 {
		p.Head, p.About = d.say("clerk.papers.none"), d.say("clerk.papers.none.about")
		return p
	}
	p.Head = d.say("clerk.papers.full", "full", full, "all", all)
	if p.All = full == all; p.All {
		p.About = d.say("clerk.papers.full.about")
	} else {
		p.About = d.say("clerk.papers.missing.about")
	}
	if told && want > 0 {
		p.Share = float32(have) / float32(want)
	}
	return p
}

func (d *desk) holdingRow(device people.Device, text string, share float32) holdingRow {
	name := d.deviceName(device)
	if holder := d.config.People.Holder(device.ID); holder != "" {
		name = joined(" · ", holder, name)
	}
	return holdingRow{ID: device.ID, Number: strconv.Itoa(device.Number), Name: name, Text: text, Share: share, Connected: d.config.People.Connected(device.ID)}
}

// owing lists the tablets that may still hold what they may not see any more.
func (d *desk) owing() []owingRow {
	var rows []owingRow
	for _, device := range d.config.People.Devices() {
		if d.config.People.Owing(device.ID) == 0 {
			continue
		}
		text := d.say("clerk.owing.away")
		if d.config.People.Connected(device.ID) {
			text = d.say("clerk.owing.now")
		}
		rows = append(rows, owingRow{ID: device.ID, Number: strconv.Itoa(device.Number), Name: d.deviceName(device), Text: text})
	}
	return rows
}
