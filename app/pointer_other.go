//go:build android || ios || wasm

package app

import (
	"log/slog"

	"fyne.io/fyne/v2"
)

// pressWhereItIs has nothing to do here: touches come with their places.
func pressWhereItIs(fyne.Window, *slog.Logger) {}
