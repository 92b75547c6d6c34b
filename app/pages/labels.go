package pages

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/klippa-app/go-pdfium/requests"
)

// mostLabel bounds the label of one page, in bytes.
const mostLabel = 60

// labelPage and attachedPage stand in errands as outlinePage does.
const (
	labelPage    = -4
	attachedPage = -5
)

// Labels gives the label that is printed on each page ("iv", "A-3"), "" for pages that have none. It is nil for
// a document whose pages have no labels, as most.
func (r *Renderer) Labels(ctx context.Context, id string) ([]string, error) {
	came := r.wait(ctx, errand{kind: kindLabels, id: id, page: labelPage}, Soon)
	return came.labels, came.err
}

// labels reads the labels of all pages. A document without a table of them says so at its first page.
func (e *engine) labels(number uint32) ([]string, error) {
	d := e.papers[number]
	if d == nil {
		return nil, fault(CodeUnknown, NoPage, nil)
	}
	var labels []string
	for page := range d.sizes {
		response, err := e.pdfium.FPDF_GetPageLabel(&requests.FPDF_GetPageLabel{Document: d.ref, Page: page})
		switch {
		case err != nil && page == 0:
			return nil, nil // the renderer knows no other way to say that there are none
		case err != nil:
			labels = append(labels, "")
		default:
			labels = append(labels, shownLine(response.Label, mostLabel))
		}
	}
	return labels, nil
}

// decodeLabels reads the body of a labels reply: one for each page, or none.
func decodeLabels(body []byte, pages int) ([]string, error) {
	var labels []string
	if err := json.Unmarshal(body, &labels); err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	if len(labels) != 0 && len(labels) != pages {
		return nil, fmt.Errorf("%d labels of %d pages: %w", len(labels), pages, errFrame)
	}
	for i, label := range labels {
		labels[i] = shownLine(label, mostLabel)
	}
	return labels, nil
}
