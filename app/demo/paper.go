package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"congso.vn/congso/ui/print"
)

// paperText is one of papers/*.json: an office paper, and on which day before the session it was
// signed. Drafts have no such day; theirs is left open.
type paperText struct {
	print.Paper
	Before *int `json:"before"` // days; 0: the day of the session
}

// printPaper prints papers/x.json as papers/x.pdf in the folder.
func printPaper(press print.Press, when calendar, texts fs.FS, name, folder string) error {
	text, err := when.read(texts, name)
	if err != nil {
		return err
	}
	var paper paperText
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields() // or a misspelled part would be missing on paper without a word
	if err := decoder.Decode(&paper); err != nil {
		return fmt.Errorf("demo: read %s: %w", name, err)
	}
	if paper.Before != nil {
		paper.Head.Date = when.day(-*paper.Before)
	}
	var file bytes.Buffer
	if err := press.Paper(&file, paper.Paper); err != nil {
		return fmt.Errorf("demo: print %s: %w", name, err)
	}
	target := filepath.Join(folder, filepath.FromSlash(strings.TrimSuffix(name, path.Ext(name))+".pdf"))
	if err := os.WriteFile(target, file.Bytes(), 0o644); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}
