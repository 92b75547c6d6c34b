package reading

import (
	"context"
	"os"

	"congso.vn/congso/app/pages"
)

// Count opens the PDF at a path and counts its pages.
func (r *Reader) Count(ctx context.Context, path string) (int, error) {
	id := "file:" + path
	paper, err := r.Renderer.Open(ctx, pages.Source{ID: id, Read: func(context.Context) ([]byte, error) { return os.ReadFile(path) }})
	r.Renderer.Forget(id)
	return paper.Pages, err
}
