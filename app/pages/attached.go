package pages

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/klippa-app/go-pdfium/requests"
)

// What is read of attached files at most.
const (
	// MaxAttached is the largest number of attached files that are listed.
	MaxAttached = 200
	mostName    = 300 // of one file, in bytes
)

// Attached (tệp đính kèm) is a file inside a document. Its bytes never leave the worker.
type Attached struct {
	Name string `json:"name"`
	// Size is in bytes; 0 where it is empty or cannot be read.
	Size int64 `json:"size"`
}

// Attached lists the files inside a document; most have none, without being an error. What is given must not be
// changed: others may have been given the same.
func (r *Renderer) Attached(ctx context.Context, id string) ([]Attached, error) {
	came := r.wait(ctx, errand{kind: kindAttached, id: id, page: attachedPage}, Idle)
	return came.attached, came.err
}

// attached lists the files inside a document. A file has to be unpacked for its size to be known, below the
// ceiling as everything else.
func (e *engine) attached(number uint32) ([]Attached, error) {
	d := e.papers[number]
	if d == nil {
		return nil, fault(CodeUnknown, NoPage, nil)
	}
	counted, err := e.pdfium.FPDFDoc_GetAttachmentCount(&requests.FPDFDoc_GetAttachmentCount{Document: d.ref})
	if err != nil {
		return nil, fmt.Errorf("count attached files: %w", err)
	}
	files := []Attached{}
	for i := range min(counted.AttachmentCount, MaxAttached) {
		found, err := e.pdfium.FPDFDoc_GetAttachment(&requests.FPDFDoc_GetAttachment{Document: d.ref, Index: i})
		if err != nil {
			continue // listed and not there
		}
		var file Attached
		if name, err := e.pdfium.FPDFAttachment_GetName(&requests.FPDFAttachment_GetName{Attachment: found.Attachment}); err == nil {
			file.Name = shownLine(name.Name, mostName)
		}
		if content, err := e.pdfium.FPDFAttachment_GetFile(&requests.FPDFAttachment_GetFile{Attachment: found.Attachment}); err == nil {
			file.Size = int64(len(content.Contents))
		}
		files = append(files, file)
	}
	return files, nil
}

// decodeAttached reads the body of an attached reply.
func decodeAttached(body []byte) ([]Attached, error) {
	var files []Attached
	if err := json.Unmarshal(body, &files); err != nil {
		return nil, fmt.Errorf("attached files: %w", err)
	}
	if len(files) > MaxAttached {
		return nil, fmt.Errorf("%d attached files: %w", len(files), errFrame)
	}
	for i, file := range files {
		if file.Size < 0 {
			return nil, fmt.Errorf("attached file of %d bytes: %w", file.Size, errFrame)
		}
		files[i].Name = shownLine(file.Name, mostName)
	}
	return files, nil
}
