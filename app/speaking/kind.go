// Package speaking holds the list of speakers (danh sách đăng ký phát biểu) of an agenda item as a plain value: who asked
// to speak, in which order they come and why, who has the floor, how long each may speak and has spoken. It knows no
// clock, no disk and no screen.
//
// A list is facts and nothing else: one Setup, and one Entry for each request. An Act is done by Do, which returns the
// facts that change or a Refusal; List.With folds them in. Whatever is shown (the queue, the clock, the estimate, the
// statistics) is computed from the facts and a time that is given, so that a restart or midnight changes nothing.
//
// The kinds of speech and what each may do follow OpenSlides, whose words of state are the house's.
package speaking

import "slices"

// Kind is what somebody wants the floor for. Written on disk: only ever add.
type Kind string

// The kinds of speech.
const (
	Contribution Kind = "contribution"        // phát biểu
	Pro          Kind = "pro"                 // phát biểu tán thành
	Contra       Kind = "contra"              // phát biểu không tán thành
	Intervention Kind = "intervention"        // tranh luận: short, with a time of its own, after the speech it is about
	Interposed   Kind = "interposed_question" // hỏi xen: goes before everyone and pauses who speaks
	Answer       Kind = "answer"              // trả lời: directly under its question
	PointOfOrder Kind = "point_of_order"      // ý kiến về trình tự, thủ tục: before the speeches, ranked by category
)

// Kinds lists every kind, in the order in which a person is offered them.
var Kinds = []Kind{Contribution, Pro, Contra, Intervention, Interposed, Answer, PointOfOrder}

// Contributions are the kinds that make up the debate itself: they are ordered by the chosen Order, and charged to the
// budget of the speaker's group. The others have a place and a time of their own.
var Contributions = []Kind{Contribution, Pro, Contra}

func (k Kind) known() bool        { return slices.Contains(Kinds, k) }
func (k Kind) contribution() bool { return slices.Contains(Contributions, k) }

// aside reports whether a speech of this kind is held while another one is interrupted.
func (k Kind) aside() bool { return k == Interposed || k == Answer }

// slot is what a person waits for once: who waits to speak for something cannot wait to speak against it too.
func (k Kind) slot() Kind {
	if k.contribution() {
		return Contribution
	}
	return k
}

// Category is one sort of point of order. Its place in Options is its rank.
type Category struct {
	ID    string `json:"id"`
	Title string `json:"title"` // as the office writes it
}
