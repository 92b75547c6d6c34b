package reading

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/signature"
)

// Signed is what was found of the signatures of one paper.
type Signed struct {
	Verdicts []signature.Verdict // in the order of the file
	Unlisted int                 // signatures that stand in the file and that the renderer does not see
}

// Signatures verifies the digital signatures of one paper by whom SetTrust named, at a time; most papers
// have none. An error is of the paper as a whole: *pages.Error where it is the paper's fault.
func (r *Reader) Signatures(ctx context.Context, id string, data []byte, now time.Time) (Signed, error) {
	finder, able := r.Renderer.(signatures)
	if !able {
		return Signed{}, fmt.Errorf("reading: signatures: %w", pages.ErrUnavailable)
	}
	if _, err := r.Renderer.Open(ctx, pages.Source{ID: id, Read: func(context.Context) ([]byte, error) { return data, nil }}); err != nil {
		return Signed{}, fmt.Errorf("reading: open: %w", err)
	}
	defer r.Renderer.Forget(id)
	found, err := finder.Signatures(ctx, id)
	if err != nil {
		return Signed{}, fmt.Errorf("reading: signatures: %w", err)
	}
	var all []signature.Signature
	for _, one := range found {
		all = append(all, signature.Signature(one))
	}
	file, size := bytes.NewReader(data), int64(len(data))
	unlisted, err := signature.Unlisted(all, size, file)
	if err != nil {
		return Signed{}, fmt.Errorf("reading: signatures: %w", err)
	}
	var store signature.Store
	if trusted := r.trust.Load(); trusted != nil {
		store = *trusted
	}
	return Signed{signature.VerifyAll(all, size, file, store, now), unlisted}, nil
}
