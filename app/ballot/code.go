package ballot

// Codes of what is refused and of what is wrong. The sentence of each belongs under "refusal."+Code. On disk and wire:
// only ever add.
const (
	SheetMethod  = "sheet.method"       // no such kind of vote
	SheetOptions = "sheet.options"      // no options, too many, or options where there are none
	SheetOption  = "sheet.option"       // an option's id is empty or too long
	SheetTwice   = "sheet.option-twice" // one option twice
	SheetAnswers = "sheet.answers"      // answers that the kind of vote does not have, or one twice
	SheetLimits  = "sheet.limits"       // limits that make no sense, or that no ballot can keep

	Unreadable     = "ballot.unreadable"       // no ballot, or not in the one form it is written in
	TooLarge       = "ballot.too-large"        // more bytes than a ballot can have
	WrongKind      = "ballot.kind"             // it says what ballots of this kind do not say
	Empty          = "ballot.empty"            // it says nothing, where something must be said
	UnknownAnswer  = "ballot.answer"           // an answer that the sheet does not allow
	UnknownOption  = "ballot.option"           // an option that is not on the sheet
	TwiceMarked    = "ballot.twice"            // one option or one answer twice
	TooFew         = "ballot.too-few"          // fewer options than the least
	TooMany        = "ballot.too-many"         // more options than the most
	TooManyYes     = "ballot.too-many-yes"     // more options answered with yes than there are posts
	WrongPoints    = "ballot.points"           // points below 0, or more than anybody may give
	TooManyPerLine = "ballot.points-of-option" // more points than one option may be given
	TooFewPoints   = "ballot.too-few-points"   // fewer points in all than the least
	TooManyPoints  = "ballot.too-many-points"  // more points in all than the most
	NoText         = "ballot.no-text"          // another opinion without its words
	WrongText      = "ballot.text"             // words that are not tidy, or where there are none
	TooLong        = "ballot.text-too-long"    // more letters than MaxText

	PaperNegative = "ballot-paper.negative"  // a number below 0, or not whole
	PaperReturned = "ballot-paper.returned"  // more returned than issued
	PaperSum      = "ballot-paper.sum"       // valid and invalid together are not those returned
	PaperIssued   = "ballot-paper.issued"    // as many issued as there are persons on the list, or not
	PaperTwice    = "ballot-paper.twice"     // one person twice on the list
	PaperVoted    = "ballot-paper.voted"     // a person on the list has voted on a tablet
	PaperPresent  = "ballot-paper.present"   // more ballots than voting persons present
	PaperScanned  = "ballot-paper.scanned"   // the sheets scanned are not those returned
	PaperCounted  = "ballot-paper.counted"   // valid among the scanned are not as many as the tellers say
	PaperLine     = "ballot-paper.line"      // a line that the sheet does not have
	PaperAnswer   = "ballot-paper.answer"    // an answer that the line does not have
	PaperLineSum  = "ballot-paper.line-sum"  // the answers of a line do not add up to the valid papers
	PaperAllLines = "ballot-paper.all-lines" // all lines together are more, or fewer, than valid papers can say
)

// Codes lists every code, so that a test can hold the sentences against them.
var Codes = []string{SheetMethod, SheetOptions, SheetOption, SheetTwice, SheetAnswers, SheetLimits,
	Unreadable, TooLarge, WrongKind, Empty, UnknownAnswer, UnknownOption, TwiceMarked, TooFew, TooMany, TooManyYes,
	WrongPoints, TooManyPerLine, TooFewPoints, TooManyPoints, NoText, WrongText, TooLong,
	PaperNegative, PaperReturned, PaperSum, PaperIssued, PaperTwice, PaperVoted, PaperPresent, PaperScanned,
	PaperCounted, PaperLine, PaperAnswer, PaperLineSum, PaperAllLines}

// Refusal is why something cannot be read. It is an error whose sentence is found by its code.
type Refusal struct{ Code string }

// Error returns the code.
func (r Refusal) Error() string { return r.Code }
