package council

import "congso.vn/congso/app/change"

// CheckDocument has the room server write down what it remarks of a paper. Body Check. On the wire: only ever add.
const CheckDocument = "document.check"

// Check (nhận xét về tài liệu) is what the room server remarks of one revision of a paper that was handed in, for the
// clerks. It never keeps a paper from being handed out.
type Check struct {
	Document string        `json:"document"`
	Blob     string        `json:"blob"` // of the revision that was looked at
	Remarks  []PaperRemark `json:"remarks,omitempty"`
	Fault    string        `json:"fault,omitempty"` // why it cannot be shown at all; sentence "paper.fault."+Fault
}

// PaperRemark is one thing about a paper, with its pages. Its sentence stands under "remark."+Code, or under
// "paper.fault."+Code where the pages cannot be shown.
type PaperRemark struct {
	Code  string   `json:"code"`
	Fault bool     `json:"fault,omitempty"`
	Hint  bool     `json:"hint,omitempty"`  // something seen, and not something wrong
	Names []string `json:"names,omitempty"` // of fonts
	Pages [][2]int `json:"pages,omitempty"` // from 0, first and last of each span; none if it is about the whole paper
}

// What a check holds at most.
const (
	maxRemarks = 40
	maxFonts   = 20
	// MaxSpans is the most spans of pages that one remark has.
	MaxSpans = 2000
)

// checkDocument is the room server's alone.
func checkDocument(d *deed, actor change.Actor, _ change.Command, v Check, _ Bench) change.Answer {
	document, known := d.state.Documents[v.Document]
	switch {
	case actor.Device != "":
		return change.Refuse("not-allowed")
	case !known || document.Withdrawn:
		return change.Refuse("document.unknown")
	case document.Blob != v.Blob:
		return change.Refuse("document.replaced")
	case tooLong(v.Fault) || len(v.Remarks) > maxRemarks:
		return change.Refuse("command.unreadable")
	}
	for _, remark := range v.Remarks {
		if remark.Code == "" || tooLong(remark.Code) || len(remark.Pages) > MaxSpans || len(remark.Names) > maxFonts || tooLong(remark.Names...) {
			return change.Refuse("command.unreadable")
		}
	}
	d.write(CheckKind, d.clerks(), v.Document, v)
	return change.Accept()
}

// CheckOf returns what is remarked of a document as it stands; false where this revision was not looked at yet.
func (s *State) CheckOf(document Document) (Check, bool) {
	check, known := s.Checks[document.ID]
	return check, known && check.Blob == document.Blob
}

// Unchecked returns the papers that the room server has not looked at yet, in the order in which they are needed.
func (s *State) Unchecked() []Document {
	return s.without(func(document Document) bool { _, checked := s.CheckOf(document); return checked })
}
