package reading

import (
	"context"
	"errors"
	"math"
	"time"

	"congso.vn/congso/app/pages"
)

// Codes of remarks. The sentence of each stands under "remark."+Code.
const (
	RemarkNoText = "no-text" // pages without words: pictures, or empty
	RemarkNotA4  = "not-a4"  // pages of another size than NĐ 30/2020/NĐ-CP, annex I, asks for
	RemarkTime   = "time"    // pages that were not looked at, for the paper took too long
	// RemarkSignatures is of the whole paper: its signatures could not be read.
	RemarkSignatures = "signatures"
)

// Remark (nhận xét) is one thing about a paper that whoever hands it in should know.
type Remark struct {
	Code  string // of this package, or of a fault of pages.Error
	Fault bool   // the pages cannot be shown; Code is that of the fault
	Pages []int  // from 0; none if it is about the whole paper
}

// signatures gives what stands in the signature fields of a paper; pages.Renderer does.
type signatures interface {
	Signatures(ctx context.Context, id string) ([]pages.Signature, error)
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
	seen := map[string]int{} // the remark of a code, from 1
	remark := func(code string, fault bool, page int) {
		at := seen[code]
		if at == 0 {
			report.Remarks = append(report.Remarks, Remark{Code: code, Fault: fault})
			at = len(report.Remarks)
			seen[code] = at
		}
		report.Remarks[at-1].Pages = append(report.Remarks[at-1].Pages, page)
	}
	for page := range paper.Pages {
		if !isA4(paper.Sizes[page]) {
			remark(RemarkNotA4, false, page)
		}
		_, drawn := r.Renderer.Render(within, id, page, pages.PreviewWidth, pages.Idle)
		var words []pages.Word
		if drawn == nil {
			words, drawn = r.Renderer.Words(within, id, page, pages.Idle)
		}
		switch {
		case ctx.Err() != nil:
			return report, ctx.Err()
		case within.Err() != nil:
			for left := page; left < paper.Pages; left++ {
				remark(RemarkTime, false, left)
			}
			return report, nil
		case drawn != nil:
			code, lasting := Fault(drawn)
			if !lasting {
				return report, drawn
			}
			remark(code, true, page)
		case len(words) == 0:
			remark(RemarkNoText, false, page)
		}
	}
	return report, nil
}

// isA4 allows what printers and scanners are off by, in points; either way up.
func isA4(size pages.Size) bool {
	const short, long, off = 595.28, 841.89, 6
	near := func(a, b float64) bool { return math.Abs(a-b) <= off }
	return near(size.Width, short) && near(size.Height, long) || near(size.Width, long) && near(size.Height, short)
}
