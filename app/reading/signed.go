package reading

import (
	"bytes"
	"context"
	"fmt"
	"io"
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
	var store signature.Store
	if trusted := r.trust.Load(); trusted != nil {
		store = *trusted
	}
	return Verify(found, int64(len(data)), bytes.NewReader(data), store, now)
}

// Verify verifies the signatures that the renderer found in a paper of so many bytes, and counts those that it did
// not find.
func Verify(found []pages.Signature, size int64, at io.ReaderAt, store signature.Store, now time.Time) (Signed, error) {
	var all []signature.Signature
	for _, one := range found {
		all = append(all, signature.Signature(one))
	}
	unlisted, err := signature.Unlisted(all, size, at)
	if err != nil {
		return Signed{}, fmt.Errorf("reading: signatures: %w", err)
	}
	return Signed{signature.VerifyAll(all, size, at, store, now), unlisted}, nil
}
