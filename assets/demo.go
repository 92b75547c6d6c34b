package assets

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed demo
var demo embed.FS

// Demo returns the texts of the worked-out council session: session.json and delegates.csv as they
// stand in a session pack, and papers/*.json, each the content of one office paper.
func Demo() fs.FS {
	texts, err := fs.Sub(demo, "demo")
	if err != nil { // the name is a constant
		panic(fmt.Sprintf("assets: demo: %v", err))
	}
	return texts
}
