package chamber

import (
	"context"
	"errors"
	"image"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
)

// compareModel shows what is another in a new issue of a paper (so sánh bản mới với bản trước).
type compareModel struct {
	setting  *Setting
	papers   Papers
	pages    Pages
	searches Searches
	errands  *errands
	changed  func()

	up        bool
	document  string
	at        int    // the change that is looked at
	goal      bool   // and is to be brought on the screen
	said      string // bytes that were compared: of which two
	comparing string // and of which two it is under way
	found     papertext.Comparison
	known     bool         // the words of both were here
	marks     [2]sideMarks // of the old and the new issue
	opened    map[string]Paper
	opening   map[string]bool
	faults    map[string]string // by bytes: the sentence
	asked     map[string]bool   // were brought here because the person asked
	panes     [2]*pictures
	blobs     [2]string
	turn      int
}

func newCompareModel(setting *Setting, papers Papers, pages Pages, searches Searches, errands *errands, changed func(), drawn func(pane, page int)) *compareModel {
	c := &compareModel{setting: setting, papers: papers, pages: pages, searches: searches, errands: errands, changed: changed}
	for pane := range c.panes {
		c.panes[pane] = newPictures(pages, setting.Post, func(page int) { drawn(pane, page) })
	}
	c.forget()
	return c
}

// forget drops what concerns the person who held the tablet.
func (c *compareModel) forget() {
	c.turn++
	c.end()
	c.opened, c.opening, c.faults, c.asked = map[string]Paper{}, map[string]bool{}, map[string]string{}, map[string]bool{}
}

// end drops what was compared.
func (c *compareModel) end() {
	c.up, c.document, c.said, c.comparing, c.known, c.at, c.goal = false, "", "", "", false, 0, false
	c.found, c.marks, c.blobs = papertext.Comparison{}, [2]sideMarks{}, [2]string{}
	for _, pane := range c.panes {
		pane.open("")
	}
}

// open compares a paper with what it was before.
func (c *compareModel) open(document string) {
	c.end()
	c.up, c.document, c.goal = true, document, true
	c.changed()
}

// close ends it.
func (c *compareModel) close() {
	c.end()
	c.changed()
}

// rest gives up what is being drawn.
func (c *compareModel) rest() {
	for _, pane := range c.panes {
		pane.open("")
	}
	c.opening, c.comparing = map[string]bool{}, ""
}

// step goes to the next change, or the one before.
func (c *compareModel) step(by int) { c.choose(c.at + by) }

// choose goes to a change.
func (c *compareModel) choose(change int) {
	if change < 0 || change >= len(c.found.Changes) {
		return
	}
	c.at, c.goal = change, true
	c.changed()
}

// fetch brings the issue before here again.
func (c *compareModel) fetch() {
	c.asked[c.blobs[0]] = true
	c.papers.Want(c.blobs[0])
	c.changed()
}

// again tries anew what could not be opened.
func (c *compareModel) again(pane int) {
	delete(c.faults, c.blobs[pane])
	c.papers.Want(c.blobs[pane])
	c.changed()
}

// value is the screen at a moment; false where there is nothing to compare any more.
func (c *compareModel) value(m *moment) (compareValue, bool) {
	document, there := m.state.Documents[c.document]
	issues := m.state.IssuesOf(c.document)
	if !there || document.Withdrawn || len(issues) == 0 {
		c.end()
		return compareValue{}, false
	}
	before := issues[0]
	c.blobs = [2]string{before.Blob, document.Blob}
	value := compareValue{Title: document.Name(), At: -1}
	value.Old = c.pane(m, before.Blob, before.Size, true)
	value.New = c.pane(m, document.Blob, document.Size, false)
	value.Old.Head = c.head(m, "notebook.compare.old", before.Revision, before.At)
	value.New.Head = c.head(m, "notebook.compare.new", document.Revision, document.At)
	for pane, of := range []paneValue{value.Old, value.New} {
		c.panes[pane].open(pick(of.Stage == paperOpen, of.Blob, ""))
	}
	c.compare()
	c.tell(m, &value)
	return value, true
}

func (c *compareModel) head(m *moment, key string, revision int, at int64) string {
	head := m.words.Say(key, "number", revision)
	if at != 0 {
		head = joined(head, m.words.Say("notebook.compare.at", "time", whenWords(m.here(at), m.now)))
	}
	return head
}

// tell says where the two differ.
func (c *compareModel) tell(m *moment, value *compareValue) {
	switch {
	case c.said != c.blobs[0]+c.blobs[1]:
		value.Sentence = m.words.Say("notebook.compare.busy")
		return
	case !c.known:
		value.Sentence = m.words.Say("notebook.compare.unknown")
		return
	case len(c.found.Changes) == 0:
		value.Sentence = m.words.Say(pick(c.found.Words, "notebook.compare.same", "notebook.compare.same.looks"))
		return
	}
	value.At, value.Steps = min(c.at, len(c.found.Changes)-1), len(c.found.Changes)
	value.Count = m.words.Say("notebook.compare.count", "number", value.At+1, "count", value.Steps)
	for number, change := range c.found.Changes {
		if last := len(value.Pages) - 1; last >= 0 && c.found.Changes[value.Pages[last].Change].NewPage == change.NewPage {
			value.Pages[last].Chosen = value.Pages[last].Chosen || number == value.At
			continue
		}
		value.Pages = append(value.Pages, changedPage{Text: m.words.Say("notebook.compare.page", "page", change.NewPage+1), Change: number, Chosen: number == value.At})
	}
	change := c.found.Changes[value.At]
	key := "notebook.compare.words"
	switch {
	case change.Looks:
		key = "notebook.compare.looks"
	case len(change.Old) == 0:
		key = "notebook.compare.came"
	case len(change.New) == 0:
		key = "notebook.compare.went"
	}
	value.Sentence = m.words.Say(key)
}

// pane is one of the issues: opened once its bytes are here.
func (c *compareModel) pane(m *moment, blob string, size int64, old bool) paneValue {
	value := paneValue{Blob: blob, Load: loadOf(m, council.Document{Blob: blob, Size: size}, c.papers)}
	paper, open := c.opened[blob]
	switch state := c.papers.State(blob); {
	case open:
		value.Stage, value.Paper = paperOpen, paper
	case c.faults[blob] != "":
		value.Stage, value.Sentence, value.Retry = paperFaulty, c.faults[blob], true
	case state.Have:
		value.Stage, value.Sentence = paperOpening, m.words.Say("chamber.paper.opening")
		c.openPaper(blob)
	case !old:
		value.Stage, value.Sentence = paperLoading, m.words.Say("chamber.paper.load."+loadNames[value.Load.State])
	case state.Err == "withheld":
		value.Stage, value.Sentence = paperFaulty, m.words.Say("notebook.compare.withheld")
	case c.asked[blob] && !m.cut():
		value.Stage, value.Sentence = paperLoading, m.words.Say("notebook.compare.coming")
	case m.cut():
		value.Stage, value.Sentence = paperNothing, m.words.Say("notebook.compare.away.cut")
	default:
		value.Stage, value.Sentence, value.Fetch = paperNothing, m.words.Say("notebook.compare.away"), true
	}
	return value
}

func (c *compareModel) openPaper(blob string) {
	if c.opening[blob] {
		return
	}
	c.opening[blob] = true
	var paper Paper
	turn := c.turn
	c.errands.run(func(ctx context.Context) (err error) {
		paper, err = c.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if turn != c.turn {
			return
		}
		delete(c.opening, blob)
		var fault *PageFault
		switch {
		case err == nil:
			c.opened[blob] = paper
		case errors.As(err, &fault):
			c.faults[blob] = c.setting.Words.Say("paper.fault." + fault.Code)
		default:
			c.faults[blob] = c.setting.sentence(err)
		}
		c.changed()
	})
}

// compare reads the words of both issues and compares them, once.
func (c *compareModel) compare() {
	both := c.blobs[0] + c.blobs[1]
	if c.said == both && c.known || c.comparing == both {
		return
	}
	c.comparing = both
	blobs, turn := c.blobs, c.turn
	var found papertext.Comparison
	var marks [2]sideMarks
	known := false
	c.errands.run(func(ctx context.Context) error {
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
		if turn != c.turn || c.comparing != both {
			return
		}
		c.comparing = ""
		if err != nil {
			c.setting.Report(err)
		}
		again := c.said == both && !known // nothing new: the next drawing looks once more
		c.said, c.known, c.found, c.marks, c.goal = both, known, found, marks, c.goal || known
		if !again {
			c.changed()
		}
	})
}

// picture gives the best picture of a page of a pane that is at hand.
func (c *compareModel) picture(pane, page, width int) (*image.RGBA, bool) {
	picture, _, ok := c.pages.Picture(c.blobs[pane], page, width)
	return picture, ok
}

// fault is the sentence why a page of a pane cannot be shown, "" if it can.
func (c *compareModel) fault(pane, page int) string {
	if code := c.panes[pane].faults[page]; code != "" {
		return c.setting.Words.Say("paper.fault." + code)
	}
	return ""
}

// twin is the page of the other pane that stands beside one.
func (c *compareModel) twin(pane, page int) int {
	twins := pick(pane == 0, c.found.OldTwin, c.found.NewTwin)
	if page < len(twins) {
		return twins[page]
	}
	return page
}

// marked are the changed places of a page of a pane.
func (c *compareModel) marked(pane, page int) ([]markPlace, int) { return c.marks[pane].on(page, c.at) }
