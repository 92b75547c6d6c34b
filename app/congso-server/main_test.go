package main

import (
	"os"
	"testing"

	"congso.vn/congso/app/office"
	"congso.vn/congso/app/pages"
)

func TestMain(m *testing.M) {
	pages.BecomeWorker(os.Args, pages.LentFonts) // a server that a test starts reads its papers by this program
	office.BecomeWorker(os.Args)
	os.Exit(m.Run())
}
