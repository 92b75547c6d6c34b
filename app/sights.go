//go:build !e2e

package app

import "fyne.io/fyne/v2"

// watchSights does nothing in the program that people use.
func watchSights(fyne.Window) {}
