package room

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
)

// PaperChecker looks at papers for what a clerk should know of them; reading.Reader is one.
type PaperChecker interface {
	Inspect(ctx context.Context, id string, read func(context.Context) ([]byte, error), limit time.Duration) (reading.Report, error)
}

// checkWithin is how long one paper is looked at: what is not seen by then is said.
const checkWithin = 2 * time.Minute

// checkDocument looks at one paper and writes down what is remarked of it, for the clerks. An error is nothing of the
// paper's.
func (r *Room) checkDocument(ctx context.Context, document unreadPaper) error {
	read := func(ctx context.Context) ([]byte, error) { return r.blobs.ReadPaper(ctx, document.Blob) }
	report, err := r.config.Checker.Inspect(ctx, document.Blob, read, checkWithin)
	if err != nil {
		return err
	}
	check := council.Check{Document: document.ID, Blob: document.Blob, Fault: report.Fault}
	for _, remark := range report.Remarks {
		check.Remarks = append(check.Remarks, council.PaperRemark{
			Code: remark.Code, Fault: remark.Fault, Hint: remark.Hint, Names: remark.Names, Pages: spansOf(remark.Pages)})
	}
	body, err := json.Marshal(check)
	if err != nil {
		return fmt.Errorf("room: check: %w", err)
	}
	answer, err := r.Submit(ctx, change.Command{ID: uuid.NewString(), Kind: council.CheckDocument, Stream: people.CouncilStream(document.session), Body: body})
	if err != nil {
		return err
	}
	// Refused it was replaced or withdrawn meanwhile: of what came instead it is heard anew.
	if answer.Outcome == change.Failed || answer.Code == "command.unreadable" {
		return fmt.Errorf("room: check not written: %s", answer.Code)
	}
	return nil
}

// spansOf writes numbers that rise as spans, the first of them that a check can hold.
func spansOf(numbers []int) [][2]int {
	var spans [][2]int
	for _, number := range numbers {
		if last := len(spans) - 1; last >= 0 && spans[last][1] == number-1 {
			spans[last][1] = number
			continue
		}
		if len(spans) == council.MaxSpans {
			break
		}
		spans = append(spans, [2]int{number, number})
	}
	return spans
}
