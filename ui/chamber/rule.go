package chamber

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
)

// ruleWords says a majority rule: "quá nửa tổng số đại biểu".
func ruleWords(words *assets.Words, rule council.MajorityRule) string {
	base := words.Say("chamber.base." + string(rule.Base))
	switch {
	case rule.Strict && rule.Numerator == 1 && rule.Denominator == 2:
		return words.Say("chamber.rule.half", "base", base)
	case !rule.Strict && rule.Numerator == 2 && rule.Denominator == 3:
		return words.Say("chamber.rule.two-thirds", "base", base)
	case rule.Strict:
		return words.Say("chamber.rule.more", "numerator", rule.Numerator, "denominator", rule.Denominator, "base", base)
	default:
		return words.Say("chamber.rule.least", "numerator", rule.Numerator, "denominator", rule.Denominator, "base", base)
	}
}

// countOf is the count of a poll as far as the hall may know it: the published result, else the
// running tally, else what was fixed at opening.
func countOf(state *council.State, poll council.Poll) council.Count {
	if result, ok := state.Results[poll.ID]; ok {
		return result.Count
	}
	count := council.Count{Total: poll.Total, Present: poll.Present}
	if tally, ok := state.Tallies[poll.ID]; ok {
		count = tally.Count
	}
	if count.Total == 0 {
		count.Total = state.Total()
	}
	if count.Present == 0 {
		count.Present = state.Present()
	}
	return count
}

// choiceWords is an answer in words.
func choiceWords(words *assets.Words, choice council.Choice) string {
	return words.Say("chamber.choice." + string(choice))
}

// receivedOf is how many ballots came and from how many entitled.
func receivedOf(count council.Count) (received, entitled int) {
	return count.Received, max(count.Present, count.Received)
}
