// Command congso is the program of every screen: delegates' tablets, the clerk's desktop, the hall.
package main

import (
	"os"

	"congso.vn/congso/app"
)

func main() { os.Exit(app.Main(os.Args[1:])) }
