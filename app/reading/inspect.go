package reading

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/papercheck"
)

// Codes of remarks beside those of package papercheck. The sentence of each stands under "remark."+Code.
const (
	RemarkTime = "time" // pages that were not looked at, for the paper took too long
	// RemarkSignatures is of the whole paper: its signatures could not be read.
	RemarkSignatures = "signatures"
)

// Remark (nhận xét) is one thing about a paper that whoever hands it in should know.
type Remark struct {
	Code  string   // of this package, of papercheck, or of a fault of pages.Error
	Fault bool     // the pages cannot be shown; Code is that of the fault
	Hint  bool     // something seen that may well be meant so
	Pages []int    // from 0; none if it is about the whole paper
	Names []string // of fonts
}

// signatures gives what stands in the signature fields of a paper; pages.Renderer does.
type signatures interface {
	Signatures(ctx context.Context, id string) ([]pages.Signature, error)
}

// facts gives what a page is made of; pages.Renderer does.
type facts interface {
	Facts(ctx context.Context, id string, page int, priority pages.Priority) (pages.Facts, error)
}

// Report is what was seen of a paper.
type Report struct {
	Pages   int
	Fault   string // why it cannot be shown at all: a code of pages.Error; empty where it can
	Remarks []Remark
	// Signatures are those of the paper as they stand there. None of them is verified.
	Signatures []pages.Signature
	Took       time.Duration
}

// Inspect opens a paper and draws every page, as a tablet would, for at most that long; 0: as long as it takes.
// What is wrong with the paper is in the report; an error is nothing of the paper's.
func (r *Reader) Inspect(ctx context.Context, id string, read func(context.Context) ([]byte, error), limit time.Duration) (report Report, err error) {
	began := time.Now()
	defer func() { report.Took = time.Since(began) }()
	within := ctx
	if limit > 0 {
		var cancel context.CancelFunc
		within, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	paper, err := r.Renderer.Open(within, pages.Source{ID: id, Read: read})
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			report.Fault = string(pages.CodeTooSlow)
			return report, nil
		}
		code, lasting := Fault(err)
		if !lasting {
			return report, err
		}
		report.Fault = code
		return report, nil
	}
	defer r.Renderer.Forget(id)
	report.Pages = paper.Pages
	if signed, ok := r.Renderer.(signatures); ok {
		if report.Signatures, err = signed.Signatures(within, id); err != nil {
			_, lasting := Fault(err)
			if ctx.Err() != nil || !lasting && within.Err() == nil {
				return report, err
			}
			report.Remarks = append(report.Remarks, Remark{Code: RemarkSignatures})
		}
	}
	seen := papercheck.Paper{Signed: len(report.Signatures) > 0, Pages: make([]papercheck.Page, paper.Pages)}
	for page := range paper.Pages {
		drawn := r.look(within, paper, page, &seen)
		if drawn != nil {
			seen.Pages[page].Unseen = true
		}
		code, lasting := Fault(drawn)
		switch {
		case drawn == nil:
		case ctx.Err() != nil:
			return report, ctx.Err()
		case within.Err() != nil:
			for left := page; left < paper.Pages; left++ {
				seen.Pages[left].Unseen = true
				report.remark(RemarkTime, false, left)
			}
			report.take(papercheck.Check(seen))
			return report, nil
		case !lasting:
			return report, drawn
		default:
			report.remark(code, true, page)
		}
	}
	report.take(papercheck.Check(seen))
	return report, nil
}

// remark adds a page to the remark of a code.
func (r *Report) remark(code string, fault bool, page int) {
	at := slices.IndexFunc(r.Remarks, func(known Remark) bool { return known.Code == code && known.Fault == fault })
	if at < 0 {
		r.Remarks = append(r.Remarks, Remark{Code: code, Fault: fault})
		at = len(r.Remarks) - 1
	}
	r.Remarks[at].Pages = append(r.Remarks[at].Pages, page)
}

// take adds what the facts come to.
func (r *Report) take(remarks []papercheck.Remark) {
	for _, remark := range remarks {
		r.Remarks = append(r.Remarks, Remark{Code: remark.Code, Hint: remark.Hint, Pages: remark.Pages, Names: remark.Names})
	}
}

// millimetresInPoint is how many millimetres a point is.
const millimetresInPoint = 25.4 / 72

// look draws a page and notes what is seen of it. An error says that it cannot be shown, or that time is over.
func (r *Reader) look(ctx context.Context, paper pages.Paper, number int, seen *papercheck.Paper) error {
	page, size := &seen.Pages[number], paper.Sizes[number]
	page.Width, page.Height = size.Width, size.Height
	picture, err := r.Renderer.Render(ctx, paper.ID, number, pages.PreviewWidth, pages.Idle)
	if err != nil {
		return err
	}
	page.Seal = papercheck.HasSeal(picture, size.Width*millimetresInPoint)
	words, err := r.Renderer.Words(ctx, paper.ID, number, pages.Idle)
	if err != nil {
		return err
	}
	for _, word := range words {
		box := papercheck.Box{Left: float64(word.Box.Min.X) / 100, Top: float64(word.Box.Min.Y) / 100, Right: float64(word.Box.Max.X) / 100, Bottom: float64(word.Box.Max.Y) / 100}
		box.Number = strings.Trim(word.Text, "0123456789-–.") == ""
		page.Words = append(page.Words, box)
	}
	looker, ok := r.Renderer.(facts)
	if !ok {
		return nil
	}
	made, err := looker.Facts(ctx, paper.ID, number, pages.Idle)
	if err != nil {
		return err
	}
	seen.Version = made.Version
	for _, picture := range made.Pictures {
		page.Pictures = append(page.Pictures, papercheck.Picture{Dots: picture.Dots, Share: picture.Share})
	}
	for _, font := range made.Fonts {
		page.Fonts = append(page.Fonts, papercheck.Font{Name: font.Name, Embedded: font.Embedded, Legacy: font.Legacy})
	}
	return nil
}
