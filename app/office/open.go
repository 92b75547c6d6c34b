package office

import (
	"context"
	"log/slog"

	"congso.vn/congso/assets"
)

// lent are the fonts that papers ask for most, in the letters of which Vietnamese has all it needs.
var lent = []string{"LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf", "LiberationSerif-BoldItalic.ttf"}

// Open makes one with the LibreOffice of this machine, if there is one. folder is its own: what lies there is removed.
// count counts the pages of a PDF, and refuses one that cannot be shown. The program must call BecomeWorker first.
func Open(folder string, count func(ctx context.Context, path string) (int, error), logger *slog.Logger) (*Office, error) {
	worker, err := Worker()
	if err != nil {
		return nil, err
	}
	config := Config{Program: Find(), Folder: folder, Worker: worker, Count: count, Logger: logger}
	for _, name := range lent {
		config.Fonts = append(config.Fonts, Font{Name: name, Data: assets.Font(name)})
	}
	if config.Program == "" {
		logger.Info("Office papers are not turned into PDF: LibreOffice is not installed")
	}
	return New(config)
}
