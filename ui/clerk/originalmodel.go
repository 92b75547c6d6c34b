package clerk

import (
	"context"
	"path/filepath"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// originalKinds are the programs that office papers are called by, by the ends of their names.
var originalKinds = map[string]string{
	".docx": "Word", ".doc": "Word", ".xlsx": "Excel", ".xls": "Excel", ".pptx": "PowerPoint", ".ppt": "PowerPoint",
	".odt": "OpenDocument", ".ods": "OpenDocument", ".odp": "OpenDocument", ".rtf": "RTF",
}

// originalText is what the button says that saves the original of a paper; "" where there is none.
func (d *desk) originalText(state *council.State, paper council.Document) string {
	original, known := state.OriginalOf(paper)
	if !known || d.config.Originals == nil {
		return ""
	}
	kind := originalKinds[strings.ToLower(filepath.Ext(original.Name))]
	if kind == "" {
		return d.say("clerk.original")
	}
	return d.say("clerk.original.kind", "kind", kind)
}

// saveOriginal saves the office paper that a paper was made from on this machine.
func (d *desk) saveOriginal(id string) {
	state := d.state()
	original, known := state.OriginalOf(state.Documents[id])
	if !known {
		return
	}
	path := ""
	d.act("original", func(ctx context.Context) (err error) {
		path, err = d.config.Originals.SaveOriginal(ctx, original)
		return err
	}, func(err error) {
		d.settle(err, func() { d.notify(kit.DoneStrip, "check", d.say("clerk.original.saved", "path", path)) })
	})
}
