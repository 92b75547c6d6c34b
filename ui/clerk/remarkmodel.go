package clerk

import (
	"cmp"
	"slices"
	"strings"

	"congso.vn/congso/app/council"
)

// remarksSight is what the server remarks of one paper, opened to be read.
type remarksSight struct {
	Serial int // 0: none
	Title  string
	Paper  string
	Lines  []remarkLine
}

type remarkLine struct {
	Text, Pages string
	Hint        bool
}

// remarksOf is what stands on the button that opens the remarks on a paper, and whether any is more than a hint; ""
// where there is nothing to say.
func (d *desk) remarksOf(state *council.State, paper council.Document) (text string, graver bool) {
	check, checked := state.CheckOf(paper)
	lines := d.remarkLines(check)
	if !checked || len(lines) == 0 || paper.Withdrawn {
		return "", false
	}
	graver = slices.ContainsFunc(lines, func(line remarkLine) bool { return !line.Hint })
	return d.say("clerk.remarks.count", "count", len(lines)), graver
}

// remarkLines puts remarks into words, those that ask for something first.
func (d *desk) remarkLines(check council.Check) []remarkLine {
	var lines []remarkLine
	if check.Fault != "" {
		lines = append(lines, remarkLine{Text: d.say("paper.fault." + check.Fault)})
	}
	for _, remark := range check.Remarks {
		key := "remark." + remark.Code
		if remark.Fault {
			key = "paper.fault." + remark.Code
		}
		if !d.words.Has(key) {
			continue // of a newer server
		}
		line := remarkLine{Text: d.say(key, "names", strings.Join(remark.Names, ", ")), Hint: remark.Hint}
		if len(remark.Pages) > 0 {
			line.Pages = d.say("clerk.remarks.pages", "pages", spans(remark.Pages))
		}
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, func(a, b remarkLine) int { return cmp.Compare(weight(a), weight(b)) })
	return lines
}

func weight(line remarkLine) int {
	if line.Hint {
		return 1
	}
	return 0
}

// spans writes pages as people count them: "1–3, 7".
func spans(pages [][2]int) string {
	var parts []string
	for _, span := range pages {
		part := written(span[0] + 1)
		if span[1] > span[0] {
			part += "–" + written(span[1]+1)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// showRemarks opens the remarks on a paper.
func (d *desk) showRemarks(id string) {
	state := d.state()
	paper := state.Documents[id]
	check, checked := state.CheckOf(paper)
	if !checked {
		return
	}
	d.serial++
	d.remarks = remarksSight{Serial: d.serial, Title: d.say("clerk.remarks"), Paper: paper.Name(), Lines: d.remarkLines(check)}
	d.refresh()
}

func (d *desk) closeRemarks() {
	d.remarks = remarksSight{}
	d.refresh()
}
