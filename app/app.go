// Package app puts a Fyne program together for one mode: it opens the device's folder, starts its
// station, and shows the screens of ui in a window. It is the only package that starts windows.
package app

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/office"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// options are what the command line says about a window.
type options struct {
	mode     people.Mode // empty: the one the device was paired for
	data     string
	pair     string
	server   string
	language assets.Language
	loopback bool
	full     bool
	bundles  bool // the room draws the pages of papers
	size     fyne.Size
}

// demoVerb starts the demonstration.
const demoVerb = "demo"

// Main runs the program and returns what it ends with: 0, 1 for a failure, 2 for a wrong command line.
func Main(arguments []string) int {
	pages.BecomeWorker(os.Args, pages.LentFonts) // never returns in a render worker
	office.BecomeWorker(os.Args)                 // nor in what becomes LibreOffice, for the demonstration
	language := assets.SystemLanguage(os.Getenv)
	words := assets.LoadWords(language)
	verb := ""
	if len(arguments) > 0 && !strings.HasPrefix(arguments[0], "-") {
		verb, arguments = arguments[0], arguments[1:]
	}
	mode, isMode := people.ParseMode(verb)
	isMode = isMode && mode != people.StandbyMode // a server's
	switch {
	case verb == "" && wantsHelp(arguments), verb == "help":
		fmt.Println(words.Say("app.usage"))
		return 0
	case verb != "" && verb != demoVerb && !isMode:
		fmt.Fprintln(os.Stderr, words.Say("app.unknown", "command", verb))
		fmt.Fprintln(os.Stderr, words.Say("app.usage"))
		return 2
	}
	o, err := parseOptions(words, verb, arguments, os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	o.mode = mode
	if verb == demoVerb {
		return runDemo(o)
	}
	return runScreen(o)
}

func wantsHelp(arguments []string) bool {
	return len(arguments) > 0 && (arguments[0] == "-h" || arguments[0] == "-help" || arguments[0] == "--help")
}

func parseOptions(words *assets.Words, verb string, arguments []string, out io.Writer) (options, error) {
	o := options{}
	flags := flag.NewFlagSet(strings.TrimSpace("congso "+verb), flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&o.data, "data", "", words.Say("app.flag.data"))
	flags.StringVar(&o.pair, "pair", "", words.Say("app.flag.pair"))
	flags.StringVar(&o.server, "server", "", words.Say("app.flag.server"))
	flags.BoolVar(&o.loopback, "loopback", false, words.Say("app.flag.loopback"))
	flags.BoolVar(&o.bundles, "bundles", bundlesByDefault(runtime.GOOS), words.Say("app.flag.bundles"))
	flags.BoolVar(&o.full, "full", false, words.Say("app.flag.full"))
	language := flags.String("language", string(words.Language()), words.Say("app.flag.language"))
	size := flags.String("size", "", words.Say("app.flag.size"))
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	o.language = assets.Vietnamese
	if *language == string(assets.English) {
		o.language = assets.English
	}
	var err error
	if o.size, err = parseSize(*size); err != nil {
		fmt.Fprintln(out, words.Say("app.flag.size")+": "+*size)
		flags.PrintDefaults()
	}
	return o, err
}

// bundlesByDefault reports whether a system draws pages so slowly that the room does it: on Android the renderer is
// interpreted, which takes sixty times as long.
func bundlesByDefault(system string) bool { return system == "android" }

// parseSize reads "1280x800"; nothing is no size.
func parseSize(text string) (fyne.Size, error) {
	if text == "" {
		return fyne.Size{}, nil
	}
	wide, high, found := strings.Cut(text, "x")
	width, err1 := strconv.Atoi(wide)
	height, err2 := strconv.Atoi(high)
	if !found || err1 != nil || err2 != nil || width < 200 || height < 200 || width > 20000 || height > 20000 {
		return fyne.Size{}, errors.New("app: not a size: " + text)
	}
	return fyne.NewSize(float32(width), float32(height)), nil
}
