package notebook

import (
	"context"
	"errors"
	"image"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// CompareModel shows what is another in a new issue of a paper (so sánh bản mới với bản trước).
type CompareModel struct {
	setting  *frame.Setting
	papers   pageview.Papers
	pages    pageview.Pages
	searches pageview.Searches
	errands  *frame.Errands
	changed  func()

	Up        bool
	document  string
	At        int    // the change that is looked at
	Goal      bool   // and is to be brought on the screen
	said      string // bytes that were compared: of which two
	Comparing string // and of which two it is under way
	Found     papertext.Comparison
	Known     bool         // the words of both were here
	marks     [2]sideMarks // of the old and the new issue
	Opened    map[string]pageview.Paper
	Opening   map[string]bool
	faults    map[string]string // by bytes: the sentence
	asked     map[string]bool   // were brought here because the person asked
	Panes     [2]*pageview.Pictures
	blobs     [2]string
	turn      int
}

// NewCompareModel makes the comparison; drawn is told which page of which side has a better picture.
func NewCompareModel(setting *frame.Setting, papers pageview.Papers, pages pageview.Pages, searches pageview.Searches, errands *frame.Errands, changed func(), drawn func(pane, page int)) *CompareModel {
	c := &CompareModel{setting: setting, papers: papers, pages: pages, searches: searches, errands: errands, changed: changed}
	for pane := range c.Panes {
		c.Panes[pane] = pageview.NewPictures(pages, setting.Post, func(page int) { drawn(pane, page) })
	}
	c.Forget()
	return c
}

// Forget drops what concerns the person who held the tablet.
func (c *CompareModel) Forget() {
	c.turn++
	c.end()
	c.Opened, c.Opening, c.faults, c.asked = map[string]pageview.Paper{}, map[string]bool{}, map[string]string{}, map[string]bool{}
}

// end drops what was compared.
func (c *CompareModel) end() {
	c.Up, c.document, c.said, c.Comparing, c.Known, c.At, c.Goal = false, "", "", "", false, 0, false
	c.Found, c.marks, c.blobs = papertext.Comparison{}, [2]sideMarks{}, [2]string{}
	for _, pane := range c.Panes {
		pane.Open("")
	}
}

// Open compares a paper with what it was before.
func (c *CompareModel) Open(document string) {
	c.end()
	c.Up, c.document, c.Goal = true, document, true
	c.changed()
}

// Close ends it.
func (c *CompareModel) Close() {
	c.end()
	c.changed()
}

// Rest gives up what is being drawn.
func (c *CompareModel) Rest() {
	for _, pane := range c.Panes {
		pane.Open("")
	}
	c.Opening, c.Comparing = map[string]bool{}, ""
}

// Step goes to the next change, or the one before.
func (c *CompareModel) Step(by int) { c.Choose(c.At + by) }

// Choose goes to a change.
func (c *CompareModel) Choose(change int) {
	if change < 0 || change >= len(c.Found.Changes) {
		return
	}
	c.At, c.Goal = change, true
	c.changed()
}

// Fetch brings the issue before here again.
func (c *CompareModel) Fetch() {
	c.asked[c.blobs[0]] = true
	c.papers.Want(c.blobs[0])
	c.changed()
}

// Again tries anew what could not be opened.
func (c *CompareModel) Again(pane int) {
	delete(c.faults, c.blobs[pane])
	c.papers.Want(c.blobs[pane])
	c.changed()
}

// Value is the screen at a moment; false where there is nothing to compare any more.
func (c *CompareModel) Value(m *frame.Moment) (CompareValue, bool) {
	document, there := m.State.Documents[c.document]
	issues := m.State.IssuesOf(c.document)
	if !there || document.Withdrawn || len(issues) == 0 {
		c.end()
		return CompareValue{}, false
	}
	before := issues[0]
	c.blobs = [2]string{before.Blob, document.Blob}
	value := CompareValue{Title: document.Name(), At: -1}
	value.Old = c.pane(m, before.Blob, before.Size, true)
	value.New = c.pane(m, document.Blob, document.Size, false)
	value.Old.Head = c.head(m, "notebook.compare.old", before.Revision, before.At)
	value.New.Head = c.head(m, "notebook.compare.new", document.Revision, document.At)
	for pane, of := range []paneValue{value.Old, value.New} {
		c.Panes[pane].Open(frame.Pick(of.Stage == pageview.PaperOpen, of.Blob, ""))
	}
	c.compare()
	c.tell(m, &value)
	return value, true
}

func (c *CompareModel) head(m *frame.Moment, key string, revision int, at int64) string {
	head := m.Words.Say(key, "number", revision)
	if at != 0 {
		head = frame.Joined(head, m.Words.Say("notebook.compare.at", "time", WhenWords(m.Here(at), m.Now)))
	}
	return head
}

// tell says where the two differ.
func (c *CompareModel) tell(m *frame.Moment, value *CompareValue) {
	switch {
	case c.said != c.blobs[0]+c.blobs[1]:
		value.Sentence = m.Words.Say("notebook.compare.busy")
		return
	case !c.Known:
		value.Sentence = m.Words.Say("notebook.compare.unknown")
		return
	case len(c.Found.Changes) == 0:
		value.Sentence = m.Words.Say(frame.Pick(c.Found.Words, "notebook.compare.same", "notebook.compare.same.looks"))
		return
	}
	value.At, value.Steps = min(c.At, len(c.Found.Changes)-1), len(c.Found.Changes)
	value.Count = m.Words.Say("notebook.compare.count", "number", value.At+1, "count", value.Steps)
	for number, change := range c.Found.Changes {
		if last := len(value.Pages) - 1; last >= 0 && c.Found.Changes[value.Pages[last].Change].NewPage == change.NewPage {
			value.Pages[last].Chosen = value.Pages[last].Chosen || number == value.At
			continue
		}
		value.Pages = append(value.Pages, changedPage{Text: m.Words.Say("notebook.compare.page", "page", change.NewPage+1), Change: number, Chosen: number == value.At})
	}
	change := c.Found.Changes[value.At]
	key := "notebook.compare.words"
	switch {
	case change.Looks:
		key = "notebook.compare.looks"
	case len(change.Old) == 0:
		key = "notebook.compare.came"
	case len(change.New) == 0:
		key = "notebook.compare.went"
	}
	value.Sentence = m.Words.Say(key)
}

// pane is one of the issues: opened once its bytes are here.
func (c *CompareModel) pane(m *frame.Moment, blob string, size int64, old bool) paneValue {
	value := paneValue{Blob: blob, Load: pageview.LoadOf(m, council.Document{Blob: blob, Size: size}, c.papers)}
	paper, open := c.Opened[blob]
	switch state := c.papers.State(blob); {
	case open:
		value.Stage, value.Paper = pageview.PaperOpen, paper
	case c.faults[blob] != "":
		value.Stage, value.Sentence, value.Retry = pageview.PaperFaulty, c.faults[blob], true
	case state.Have:
		value.Stage, value.Sentence = pageview.PaperOpening, m.Words.Say("chamber.paper.opening")
		c.openPaper(blob)
	case !old:
		value.Stage, value.Sentence = pageview.PaperLoading, m.Words.Say("chamber.paper.load."+pageview.LoadNames[value.Load.State])
	case state.Err == "withheld":
		value.Stage, value.Sentence = pageview.PaperFaulty, m.Words.Say("notebook.compare.withheld")
	case c.asked[blob] && !m.Cut():
		value.Stage, value.Sentence = pageview.PaperLoading, m.Words.Say("notebook.compare.coming")
	case m.Cut():
		value.Stage, value.Sentence = pageview.PaperNothing, m.Words.Say("notebook.compare.away.cut")
	default:
		value.Stage, value.Sentence, value.Fetch = pageview.PaperNothing, m.Words.Say("notebook.compare.away"), true
	}
	return value
}

func (c *CompareModel) openPaper(blob string) {
	if c.Opening[blob] {
		return
	}
	c.Opening[blob] = true
	var paper pageview.Paper
	turn := c.turn
	c.errands.Run(func(ctx context.Context) (err error) {
		paper, err = c.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if turn != c.turn {
			return
		}
		delete(c.Opening, blob)
		var fault *pageview.PageFault
		switch {
		case err == nil:
			c.Opened[blob] = paper
		case errors.As(err, &fault):
			c.faults[blob] = c.setting.Words.Say("paper.fault." + fault.Code)
		default:
			c.faults[blob] = c.setting.Sentence(err)
		}
		c.changed()
	})
}

// compare reads the words of both issues and compares them, once.
func (c *CompareModel) compare() {
	both := c.blobs[0] + c.blobs[1]
	if c.said == both && c.Known || c.Comparing == both {
		return
	}
	c.Comparing = both
	blobs, turn := c.blobs, c.turn
	var found papertext.Comparison
	var marks [2]sideMarks
	known := false
	c.errands.Run(func(ctx context.Context) error {
		var texts [2]papertext.Text
		for i, blob := range blobs {
			text, here, err := c.searches.Words(ctx, blob)
			if err != nil || !here {
				return err
			}
			texts[i] = text
		}
		known, found = true, papertext.Compare(texts[0], texts[1])
		marks[0], marks[1] = marksOfChanges(found, texts[0], texts[1])
		return nil
	}, func(err error) {
		if turn != c.turn || c.Comparing != both {
			return
		}
		c.Comparing = ""
		if err != nil {
			c.setting.Report(err)
		}
		again := c.said == both && !known // nothing new: the next drawing looks once more
		c.said, c.Known, c.Found, c.marks, c.Goal = both, known, found, marks, c.Goal || known
		if !again {
			c.changed()
		}
	})
}

// Picture gives the best picture of a page of a pane that is at hand.
func (c *CompareModel) Picture(pane, page, width int) (*image.RGBA, bool) {
	picture, _, ok := c.pages.Picture(c.blobs[pane], page, width)
	return picture, ok
}

// Fault is the sentence why a page of a pane cannot be shown, "" if it can.
func (c *CompareModel) Fault(pane, page int) string {
	if code := c.Panes[pane].Faults[page]; code != "" {
		return c.setting.Words.Say("paper.fault." + code)
	}
	return ""
}

// Twin is the page of the other pane that stands beside one.
func (c *CompareModel) Twin(pane, page int) int {
	twins := frame.Pick(pane == 0, c.Found.OldTwin, c.Found.NewTwin)
	if page < len(twins) {
		return twins[page]
	}
	return page
}

// Marked are the changed places of a page of a pane.
func (c *CompareModel) Marked(pane, page int) ([]pageview.MarkPlace, int) {
	return c.marks[pane].on(page, c.At)
}
