package print

import (
	"io"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Result (biên bản kết quả biểu quyết) is the sheet of one closed poll.
type Result struct {
	Session council.Session
	Item    council.Item
	Number  string // of the item on the agenda
	Symbol  string // "Số: 07/BB-HĐND"; empty: a number to be written by hand
	Poll    council.Poll
	Result  council.Result
	Quorum  council.MajorityRule      // the rule about presence, for its clause
	Roster  []council.Deputy          // for the names of a named poll
	Choices map[string]council.Choice // by person id, of a named poll
	Clerk   string                    // name below the clerk's signature
	Chair   string                    // name below the chair's
	Log     Log
}

// ResultOf takes the sheet of a poll out of a session's state.
func ResultOf(state *council.State, rules []council.MajorityRule, poll string, log Log) (Result, error) {
	p, known := state.Polls[poll]
	result, counted := state.Results[poll]
	switch {
	case !known:
		return Result{}, Refusal{Unknown}
	case !counted:
		return Result{}, Refusal{NotFinished}
	}
	quorum, _ := council.QuorumRule(rules, state.Session.Body)
	return Result{
		Session: state.Session, Item: state.Items[p.Item], Number: state.Numbers()[p.Item], Poll: p, Result: result,
		Quorum: quorum, Roster: state.Roster(), Choices: state.Rolls[poll].Choices,
		Chair: state.Deputies[state.Session.Chair].Name, Log: log,
	}, nil
}

// check refuses what would be a false paper.
func (r Result) check() error {
	count, verdict := r.Result.Count, r.Result.Verdict
	switch {
	case r.Poll.State != council.PollFinished && r.Poll.State != council.PollPublished:
		return Refusal{NotFinished}
	case count.Yes+count.No+count.Abstain != count.Received, count.Received > count.Present, count.Present > count.Total,
		min(count.Yes, count.No, count.Abstain, verdict.Needed) < 0, verdict.Base != count.Of(r.Poll.Rule.Base),
		verdict != r.Poll.Rule.Decide(count, verdict.ByChair):
		return Refusal{Inconsistent}
	case r.Poll.Openness == council.NamedVote && r.Choices == nil:
		return Refusal{NoNames}
	case r.Poll.Openness == council.NamedVote && !r.namesAgree():
		return Refusal{Inconsistent}
	}
	return nil
}

// namesAgree reports whether the names by choice are as many as the counts say, all on the roster.
func (r Result) namesAgree() bool {
	counts := map[council.Choice]int{}
	for _, deputy := range r.Roster {
		if choice, voted := r.Choices[deputy.Person]; voted {
			counts[choice]++
		}
	}
	c := r.Result.Count
	return len(r.Choices) == c.Received && counts[council.Yes] == c.Yes && counts[council.No] == c.No && counts[council.Abstain] == c.Abstain
}

// Result prints the sheet of a closed poll. A result that does not add up is refused.
func (p Press) Result(w io.Writer, r Result) error {
	if err := r.check(); err != nil {
		return err
	}
	s := p.newSheet(p.Words.Say("print.result.file", "question", clean(r.Poll.Question)))
	s.newPage()
	upper, lower := officeLines(p.Words.Say, r.Session.Office, r.Session.Superior)
	symbol := r.Symbol
	if symbol == "" {
		symbol = p.Words.Say("print.symbol.minutes." + string(r.Session.Body))
	}
	s.head(Head{Superior: upper, Issuer: lower, Number: symbol, Place: r.Session.Locality, Date: s.at(r.Result.ClosedAt)})
	s.title(p.Words.Say("print.result.kind"), p.Words.Say("print.result.about", "session", clean(r.Session.Title), "office", clean(r.Session.Office)))
	s.resultFacts(r)
	s.resultTable(r)
	s.resultVerdict(r)
	if r.Poll.Openness == council.NamedVote {
		s.resultNames(r)
	}
	left := Signature{Lines: []string{p.Words.Say("print.sign.clerk")}, Note: p.Words.Say("print.sign.note"), Name: clean(r.Clerk)}
	right := Signature{Lines: []string{p.Words.Say("print.sign.chair")}, Note: p.Words.Say("print.sign.note"), Name: clean(r.Chair)}
	s.need(logRoom + logGap + signGap + max(signHeight(left, 80), signHeight(right, 80)))
	if err := s.log(r.Log); err != nil {
		return err
	}
	s.signTwo(left, right)
	return s.finish(w)
}

// fact prints a label and what it says, as a paragraph.
func (s *sheet) fact(key string, pairs ...any) {
	as := body()
	as.size = 13
	s.paragraph(marked(s.words.Say(key, pairs...), style{upright, 13}), as)
}

func (s *sheet) resultFacts(r Result) {
	say := s.words.Say
	switch term, place := unstopped(r.Session.Term), unstopped(r.Session.Place); {
	case term != "" && place != "":
		s.fact("print.result.term-place", "term", safe(term), "place", safe(place))
	case term != "":
		s.fact("print.result.term", "term", safe(term))
	case place != "":
		s.fact("print.place", "place", safe(place))
	}
	s.fact("print.result.item", "number", r.Number, "item", safe(unstopped(r.Item.Title)))
	s.fact("print.result.question", "question", safe(unstopped(r.Poll.Question)))
	s.fact("print.result.times", "openness", say("print.openness."+string(r.Poll.Openness)), "opened", s.since(r.Poll.OpenedAt, r.Result.ClosedAt), "closed", s.moment(r.Result.ClosedAt))
	presence := "print.quorum.met"
	if r.Poll.Present < r.Poll.Quorum {
		presence = "print.quorum.missed"
	}
	s.fact("print.result.present", "total", r.Result.Total, "present", r.Poll.Present, "quorum", r.Poll.Quorum,
		"rule", s.fraction(r.Quorum), "clause", r.Quorum.Clause, "met", say(presence))
}

// fraction says the share that a rule asks for: "quá 1/2", "ít nhất 2/3".
func (s *sheet) fraction(rule council.MajorityRule) string {
	key := "print.rule.least"
	if rule.Strict {
		key = "print.rule.more"
	}
	return s.words.Say(key, "numerator", rule.Numerator, "denominator", rule.Denominator)
}

func (s *sheet) resultTable(r Result) {
	say, count, base := s.words.Say, r.Result.Count, r.Result.Base
	row := func(key string, votes int, kind RowKind) Row {
		return Row{Kind: kind, Cells: []string{say(key), s.whole(votes), s.percent(votes, base)}}
	}
	baseName := say("print.base." + string(r.Poll.Rule.Base))
	s.table(Table{
		Size: 12.5,
		Columns: []Column{
			{Title: say("print.result.choice"), Width: 78},
			{Title: say("print.result.votes"), Width: 22, Align: "center"},
			{Title: say("print.result.share", "base", baseName, "number", base), Width: 63, Align: "center"},
		},
		Rows: []Row{
			row("print.choice.yes", count.Yes, PlainRow),
			row("print.choice.no", count.No, PlainRow),
			row("print.choice.abstain", count.Abstain, PlainRow),
			row("print.result.received", count.Received, TotalRow),
			row("print.result.silent", count.Present-count.Received, PlainRow),
			row("print.result.away", count.Total-count.Present, PlainRow),
		},
	})
}

func (s *sheet) resultVerdict(r Result) {
	say, v := s.words.Say, r.Result.Verdict
	s.fact("print.result.needed", "needed", v.Needed, "rule", s.fraction(r.Poll.Rule),
		"base", say("print.base."+string(r.Poll.Rule.Base)), "number", v.Base, "clause", r.Poll.Rule.Clause)
	sentence := ""
	switch {
	case v.Passed && v.ByChair:
		sentence = say("print.verdict.chair")
	case v.Passed:
		sentence = say("print.verdict.passed")
	default:
		sentence = say("print.verdict.failed", "count", v.Missing)
	}
	spans := plain(sentence, style{bold, 16})
	width := s.right - s.left - 8
	height := stackHeight(spans, width, mm(21)) + 5
	s.need(height + 4)
	s.y += 2.5
	s.pdf.SetLineWidth(0.5)
	s.pdf.Rect(s.left, s.y, s.right-s.left, height, "D")
	s.pdf.SetLineWidth(0.2)
	s.stack(spans, s.left+4, s.y+2, width, mm(21), alignCentre)
	s.y += height + 1
	s.skipGap = false
}

// resultNames prints who voted how, in Vietnamese order of names, one table for all choices.
func (s *sheet) resultNames(r Result) {
	say := s.words.Say
	table := Table{
		Caption: say("print.result.names"), Size: 12,
		Columns: []Column{
			{Title: say("print.column.number"), Width: 11, Align: "center"},
			{Title: say("print.column.name"), Width: 76},
			{Title: say("print.column.group"), Width: 22, Align: "center"},
			{Title: say("print.column.position"), Width: 54},
		},
	}
	roster := slices.Clone(r.Roster)
	people.SortByName(roster, func(d council.Deputy) string { return d.Name })
	add := func(title string, belongs func(council.Deputy) bool) {
		var rows []Row
		for _, deputy := range roster {
			if belongs(deputy) {
				rows = append(rows, Row{Cells: []string{s.whole(len(rows) + 1), safe(deputy.Name), safe(deputy.Group), safe(deputy.Position)}})
			}
		}
		if len(rows) > 0 {
			table.Rows = append(table.Rows, Row{Kind: SectionRow, Cells: []string{say("print.result.names.section", "choice", title, "count", len(rows))}})
			table.Rows = append(table.Rows, rows...)
		}
	}
	for _, choice := range []council.Choice{council.Yes, council.No, council.Abstain} {
		add(say("print.choice."+string(choice)), func(d council.Deputy) bool { return r.Choices[d.Person] == choice })
	}
	add(say("print.result.no-ballot"), func(d council.Deputy) bool {
		_, voted := r.Choices[d.Person]
		return d.Voting && !voted
	})
	s.table(table)
}
