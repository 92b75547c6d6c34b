package openslides

import (
	"cmp"
	"slices"
)

// SpeakerList (danh sách đăng ký phát biểu) is the list of speakers of one item.
type SpeakerList struct {
	Closed   bool
	Speeches []Speech // those that began in the order of time, then those waiting in the order of the list
	Budgets  []Budget
}

// Kinds of speeches.
const (
	Contribution       = "contribution" // also where the export names no kind
	Pro                = "pro"
	Contra             = "contra"
	Intervention       = "intervention"
	InterposedQuestion = "interposed_question"
)

// Speech (phát biểu) is one entry of a list of speakers.
type Speech struct {
	ID            int
	Person        int // 0: no longer known
	Kind          string
	Answer        bool // to an interposed question
	PointOfOrder  bool
	OrderCategory string // of the point of order
	Group         string // on whose budget it counts
	Note          string
	BeganAt       int64
	EndedAt       int64
	PausedSeconds int // in all
}

// Budget is the speaking time of one group on one list, in seconds.
type Budget struct {
	Group      string
	Initial    int
	Additional int
	Remaining  int // negative: overrun
}

// readSpeakers returns the lists by what they are about.
func (r *reader) readSpeakers() map[Reference]SpeakerList {
	speakers := r.owned("speaker", "list_of_speakers_id", "list_of_speakers", "speaker_ids")
	budgets := r.owned("structure_level_list_of_speakers", "list_of_speakers_id", "list_of_speakers", "structure_level_list_of_speakers_ids")
	lists := map[Reference]SpeakerList{}
	for _, o := range r.all("list_of_speakers") {
		about := o.reference("content_object_id")
		content := r.objects[about.Collection][about.ID]
		if _, twice := lists[about]; twice || content == nil || !slices.Contains(contents, about.Collection) {
			if content == nil && about != (Reference{}) {
				o.remark(BrokenReference, "content_object_id")
			} else if len(speakers[Reference{o.collection, o.id}]) == 0 {
				o.visited = true // the empty list of a file, say
			}
			continue
		}
		o.visited = true
		list := SpeakerList{Closed: o.yes("closed")}
		for _, entry := range speakers.of(o) {
			list.Speeches = append(list.Speeches, readSpeech(entry))
		}
		slices.SortStableFunc(list.Speeches, func(a, b Speech) int {
			if a.BeganAt == 0 || b.BeganAt == 0 {
				return cmp.Compare(min(b.BeganAt, 1), min(a.BeganAt, 1))
			}
			return cmp.Compare(a.BeganAt, b.BeganAt)
		})
		for _, budget := range budgets.of(o) {
			b := Budget{Initial: budget.seconds("initial_time"), Additional: budget.seconds("additional_time"), Remaining: budget.whole("remaining_time")}
			if level := budget.follow("structure_level_id", "structure_level"); level != nil {
				b.Group = level.text("name")
			}
			list.Budgets = append(list.Budgets, b)
		}
		lists[about] = list
	}
	return lists
}

func readSpeech(o *object) Speech {
	s := Speech{ID: o.id, Person: o.member("meeting_user_id"), Note: o.text("note"), Answer: o.yes("answer"),
		PointOfOrder: o.yes("point_of_order"), PausedSeconds: o.seconds("total_pause"),
		Kind: o.word("speech_state", Contribution, Contribution, Pro, Contra, Intervention, InterposedQuestion)}
	s.BeganAt, s.EndedAt = o.span("begin_time", "end_time")
	if category := o.follow("point_of_order_category_id", "point_of_order_category"); category != nil {
		s.OrderCategory = category.text("text")
	}
	if budget := o.follow("structure_level_list_of_speakers_id", "structure_level_list_of_speakers"); budget != nil {
		if level := budget.follow("structure_level_id", "structure_level"); level != nil {
			s.Group = level.text("name")
		}
	}
	return s
}
