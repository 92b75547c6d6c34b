package chamber

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// voteStage is what the vote sheet is about.
type voteStage uint8

const (
	voteNothing  voteStage = iota
	voteAsking             // the answers to choose from
	voteUndoing            // chosen, not sent, can be taken back
	voteSending            // sent, not answered yet, all well
	voteUnsent             // CHƯA GỬI
	voteReceived           // the receipt
	voteRefused            // not counted
	voteBarred             // this person may not vote now
	voteMissed             // closed, and no ballot was given
)

// voteValue is the vote sheet (phiếu biểu quyết) and the band that brings it back.
type voteValue struct {
	Poll     string
	Up       bool // the sheet stands over the screen
	Stage    voteStage
	Kind     string // "Biểu quyết công khai · Nội dung 4"
	Question string
	Clock    clockValue
	Choices  []choiceValue
	Chosen   council.Choice
	Undo     int // seconds in which the choice can be taken back
	UndoText string
	Foot     string // what happens after a tap
	Rule     string // "Cần ít nhất 16/30 phiếu tán thành để thông qua"
	Trouble  string
	Busy     bool // marking present

	Headline string
	Note     string
	Age      string
	Recorded string // "Máy chủ phòng họp ghi lúc 09:41:23"
	Code     string // of the receipt
	Line     string // where it stands in the log
	Received string // "Đã nhận 9/28 phiếu"
	Share    float32
	Wait     string // "kết quả hiện sau khi chủ tọa đóng biểu quyết"
	Result   resultValue
	Again    bool // another choice can be made
	Attend   bool // marking oneself present would help
	Aside    string
	Band     frame.BandValue
}

// clockValue is the time left in a poll.
type clockValue struct {
	Shown   bool
	Text    string
	Share   float32
	Urgent  bool
	Closing string // the closing was announced
}

// choiceValue is one answer.
type choiceValue struct {
	Choice council.Choice
	Answer kit.Answer
	Text   string
}

// resultValue is a published result.
type resultValue struct {
	Shown  bool
	Passed bool
	Text   string
	Counts string
	Tally  kit.Tally
}

var answers = map[council.Choice]kit.Answer{
	council.Yes: kit.ForAnswer, council.No: kit.AgainstAnswer, council.Abstain: kit.AbstainAnswer,
}

// answerOf is how an answer looks; one that this program does not know yet is neutral.
func answerOf(choice council.Choice) kit.Answer {
	if answer, known := answers[choice]; known {
		return answer
	}
	return kit.AbstainAnswer
}

// tallyOf is a count as a bar shows it.
func tallyOf(poll council.Poll, count council.Count, closed, hidden bool) kit.Tally {
	need := poll.Rule.Needed(count.Of(poll.Rule.Base))
	total := count.Total
	if poll.Rule.Base == council.OfVoting || poll.Rule.Base == council.OfValid {
		need = min(need, total)
	}
	return kit.Tally{
		Total: total, For: count.Yes, Against: count.No, Abstain: count.Abstain,
		Absent: max(0, total-max(count.Present, count.Received)), Need: need, Hidden: hidden,
		Received: count.Received, Closed: closed,
	}
}
