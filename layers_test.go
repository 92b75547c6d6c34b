package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "congso.vn/congso"
	tags   = "migrated_fynedo,sqlite_fts5,x11"
)

// arrows say what each package may import from the house. A name ending in /... stands for a package
// and all below it, and packages of one such family may import each other. All may import assets. A
// package that stands in no row has no place in the house yet.
var arrows = []struct{ from, to string }{
	{"main", "app"},
	{"app", "ui ui/... app/... sync/... storage"},
	{"app/congso-server", "app/room app/pages app/reading app/office app/signature app/rehearse app/pack app/people app/council app/change storage sync/hub sync/trust"}, // beside room for their errors and reasons, which it puts into words
	{"app/room/...", "app/bundle app/notes app/signature app/reading app/office app/papertext app/council app/counter app/ioc app/people app/change app/pages app/pack app/demo sync/... storage ui/print"},
	{"app/demo/...", "ui/print app/council app/people"},
	{"app/rehearse/...", "app/council app/people app/change storage sync/..."},
	{"tools/bench", "app/bundle app/leaves app/notes app/ink app/search app/chunk/... app/rehearse app/station app/pages app/council app/people app/change storage sync/..."}, // plays devices against the built programs
	{"app/station/...", "app/bundle app/notes app/search app/papertext app/seat app/council app/people app/change app/chunk storage sync/..."},
	{"app/seat/...", "app/notes app/kind app/council app/counter app/ioc app/people app/change"},
	{"app/pack/...", "app/office app/council app/people app/change"},
	{"app/pages/...", ""},
	{"app/signature/...", ""},
	{"app/office/...", ""},
	{"app/opendata/...", ""},
	{"app/openslides/...", ""},
	{"app/bundle/...", ""},
	{"app/leaves/...", "app/bundle"},
	{"app/search/...", ""},
	{"app/notes/...", "app/ink app/kind app/change app/papertext"},
	{"app/annotate/...", "app/ink app/notes"},
	{"app/export/...", "app/annotate app/ink app/notes app/council ui/print storage"},
	{"app/ink/...", ""},
	{"app/reading/...", "app/papercheck app/pages app/papertext app/signature"},
	{"app/papertext/...", ""},
	{"app/papercheck/...", ""},
	{"app/council/...", "app/questioning app/speaking app/ballot app/notes app/people app/kind app/change"},
	{"app/counter/...", "app/people app/kind app/change"},
	{"app/ioc/...", "app/people app/change"},
	{"app/people/...", "app/notes app/change"},
	{"app/seating/...", "app/people"},
	{"app/calendar/...", ""},
	{"app/officetext/...", ""},
	{"app/ballot/...", ""},
	{"app/questioning/...", "app/speaking"},
	{"app/speaking/...", ""},
	{"app/kind/...", "app/change"},
	{"app/change/...", ""},
	{"app/chunk/...", ""},

	{"ui", "ui/chamber ui/clerk ui/kiosk ui/desk ui/wall ui/kit app/council app/counter app/ioc app/people"},
	{"ui/chamber/...", "ui/frame ui/pageview ui/reader ui/writing ui/notebook ui/searching ui/kit app/notes app/ink app/search app/papertext app/council app/people app/change"},
	{"ui/searching/...", "ui/frame ui/pageview ui/kit app/search app/papertext app/council app/people"},
	{"ui/notebook/...", "ui/frame ui/pageview ui/kit app/notes app/ink app/search app/papertext app/council app/people"},
	{"ui/writing/...", "ui/frame ui/pageview ui/reader ui/kit app/notes app/ink app/papertext app/council app/people"},
	{"ui/reader/...", "ui/frame ui/pageview ui/kit app/search app/papertext app/council app/people"},
	{"ui/pageview/...", "ui/frame ui/kit app/notes app/ink app/search app/papertext app/council"},
	{"ui/frame/...", "ui/kit app/notes app/council app/people"},
	{"ui/clerk/...", "ui/kit app/council app/people app/change"},
	{"ui/kiosk/...", "ui/kit app/counter app/ioc app/people"},
	{"ui/desk/...", "ui/kit app/counter app/people"},
	{"ui/wall/...", "ui/kit app/ioc app/counter app/people"},
	{"ui/kit/...", ""},
	{"ui/print/...", "app/council app/counter app/people app/change"},

	{"sync/hub/...", "sync/wire sync/trust app/change"},
	{"sync/link/...", "sync/wire sync/trust app/change app/chunk"},
	{"sync/standby/...", "app/change"},
	{"sync/feed/...", "sync/wire app/council app/counter app/ioc app/people app/change"},
	{"sync/public/...", "sync/wire app/council app/counter app/ioc app/people app/change"},
	{"sync/beacon/...", ""},
	{"sync/trust/...", "app/change"},
	{"sync/proof/...", ""}, // tests alone
	{"sync/wire/...", "app/change"},

	{"storage/...", "app/council app/counter app/ioc app/people app/change app/chunk"},
	{"assets", ""},
	{"tools/...", ""},
	{"e2e/...", "app/... sync/... storage ui/..."},
}

// never says what packages must not reach: packages of the house and of others by way of any import,
// packages of the standard library by their own imports only, for fmt itself reaches os.
var never = []struct{ who, except, house, others, standard string }{
	{who: "app/council/... app/questioning app/speaking app/ballot app/seating app/calendar app/officetext app/counter/... app/ioc/... app/people/... app/kind app/change/... app/notes/... app/ink/... app/signature app/annotate",
		house: "ui/... sync/... storage/... assets", others: "fyne.io/...", standard: "database/sql/... net/... os/..."},
	{who: "app/openslides app/opendata", house: "ui/... sync/... storage/... assets", others: "fyne.io/...", standard: "database/sql/... net/... os/..."},
	{who: "app/bundle app/leaves", house: "ui/... sync/... storage/... assets", others: "fyne.io/...", standard: "database/sql/... net/... os/..."},
	{who: "ui/...", house: "storage/... sync/..."},
	{who: "sync/...", house: "ui/... storage/..."},
	{who: "sync/...", except: "sync/feed/... sync/public/...", house: "app/council/... app/ballot/... app/counter/... app/ioc/..."},
	{who: "storage/...", house: "sync/... ui/..."},
	// The room server needs no screen.
	{who: "app/... sync/... storage/... ui/print/...", except: "app", others: "fyne.io/... github.com/go-gl/..."},
	// What opens windows is reached by the program itself alone: all else is built and tested without it.
	{who: "...", except: "main app", others: "fyne.io/fyne/v2/app github.com/go-gl/..."},
}

// only says which packages of others the rules may reach at all.
var only = []struct{ who, others string }{
	{"app/ink/...", "golang.org/x/image/vector golang.org/x/sys/cpu"},
	{"app/signature", "github.com/digitorus/pkcs7 golang.org/x/text/..."},
	{"app/opendata", "golang.org/x/text/..."},
	{"app/openslides", "golang.org/x/net/html/... golang.org/x/text/..."},
	{"app/calendar", "github.com/emersion/go-ical github.com/teambition/rrule-go"},
	{"app/ballot/...", "golang.org/x/text/..."},
	{"app/notes/...", "golang.org/x/text/... golang.org/x/crypto/... golang.org/x/image/vector golang.org/x/sys/cpu"},
	{"app/council/... app/questioning app/speaking app/seating app/officetext app/counter/... app/ioc/... app/people/... app/kind app/change/...", "golang.org/x/text/... golang.org/x/crypto/... golang.org/x/image/vector golang.org/x/sys/cpu"}, // sealing is as pure as hashing, and so is drawing ink
}

// nameless are package names that tell nothing of what is inside.
var nameless = strings.Fields("util utils common helper helpers base shared misc lib pkg internal model models types sync")

// listed is a package as go list tells of it.
type listed struct {
	ImportPath, Name, Doc, ForTest     string
	Standard                           bool
	GoFiles, CgoFiles                  []string
	Imports, TestImports, XTestImports []string
}

// house returns the package's name within the house.
func (p *listed) house() (string, bool) {
	if p.ImportPath == module {
		return "main", true
	}
	return strings.CutPrefix(p.ImportPath, module+"/")
}

// world is every package that the house is made of, by import path.
type world map[string]*listed

func TestLayers(t *testing.T) {
	watch(t)
	for _, system := range []string{"linux", "windows", "android"} {
		t.Run(system, func(t *testing.T) {
			for _, fault := range list(t, system).faults() {
				t.Error(fault)
			}
		})
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	watch(t)
	for _, p := range list(t, "linux") {
		name, ours := p.house()
		if !ours {
			continue
		}
		if len(p.GoFiles)+len(p.CgoFiles) > 0 && p.Doc == "" {
			t.Errorf("%s has no sentence that says what it is", name)
		}
		if slices.Contains(nameless, p.Name) || slices.Contains(nameless, filepath.Base(name)) {
			t.Errorf("%s: the name says nothing of what is inside", name)
		}
	}
}

// A made-up house keeps the arrows, and every made-up import against them is found.
func TestForbiddenImportsAreFound(t *testing.T) {
	sound := map[string]string{
		"main": "app", "app": "ui app/room app/seat fyne.io/fyne/v2/app", "app/congso-server": "app/room",
		"app/room": "app/council storage sync/hub ui/print net", "app/seat": "app/council",
		"app/council": "app/council/secret app/people fmt golang.org/x/text/collate", "app/council/secret": "",
		"app/people": "app/change", "app/change": "",
		"ui": "ui/chamber ui/wall", "ui/chamber": "ui/kit ui/reader app/council", "ui/reader": "ui/frame ui/pageview", "ui/writing": "ui/reader",
		"ui/searching": "ui/pageview", "ui/notebook": "ui/pageview", "ui/pageview": "ui/frame", "ui/frame": "ui/kit", "ui/wall": "ui/kit", "ui/print": "app/council assets os",
		"ui/kit": "assets fyne.io/fyne/v2", "assets": "embed",
		"sync/hub": "sync/wire", "sync/link": "sync/wire net", "sync/wire": "app/change", "sync/feed": "app/council",
		"storage": "app/council database/sql", "tools/testsum": "os", "e2e": "app/room",
		"fyne.io/fyne/v2": "example.com/between", "fyne.io/fyne/v2/app": "github.com/go-gl/gl",
		"example.com/between": "", "github.com/go-gl/gl": "", "golang.org/x/text/collate": "",
	}
	if faults := madeUp(sound, "", "").faults(); len(faults) > 0 {
		t.Fatalf("the sound house has faults: %q", faults)
	}
	for _, row := range []struct{ from, to, says string }{
		{"app/council", "os", "app/council must not import os"},
		{"app/people", "net/http", "app/people must not import net/http"},
		{"app/change", "database/sql", "app/change must not import database/sql"},
		{"app/council", "github.com/google/uuid", "app/council must not reach github.com/google/uuid"},
		{"app/people", "app/council", "app/people → app/council is no arrow"},
		{"app/council", "ui/print", "app/council → ui/print is no arrow"},
		{"app/council/secret", "fyne.io/fyne/v2", "must not reach fyne.io/fyne/v2"},
		{"ui/chamber", "storage", "ui/chamber → storage is no arrow"},
		{"ui/kit", "sync/link", "ui → ui/chamber → ui/kit → sync/link"},
		{"ui/wall", "ui/chamber", "ui/wall → ui/chamber is no arrow"},
		{"ui/reader", "ui/chamber", "ui/reader → ui/chamber is no arrow"},
		{"ui/reader", "ui/writing", "ui/reader → ui/writing is no arrow"},
		{"ui/searching", "ui/reader", "ui/searching → ui/reader is no arrow"},
		{"ui/notebook", "ui/writing", "ui/notebook → ui/writing is no arrow"},
		{"ui/pageview", "ui/reader", "ui/pageview → ui/reader is no arrow"},
		{"sync/hub", "app/council", "sync/hub must not reach app/council"},
		{"sync/wire", "storage", "sync/link must not reach storage: sync/link → sync/wire → storage"},
		{"storage", "sync/wire", "storage must not reach sync/wire"},
		{"app/room", "ui", "app/congso-server must not reach fyne.io/fyne/v2: app/congso-server → app/room → ui"},
		{"ui/print", "fyne.io/fyne/v2", "app/room must not reach fyne.io/fyne/v2"},
		{"ui", "fyne.io/fyne/v2/app", "ui must not reach fyne.io/fyne/v2/app"},
		{"example.com/between", "github.com/go-gl/gl", "ui/kit must not reach github.com/go-gl/gl: ui/kit → fyne.io/fyne/v2 → example.com/between → github.com/go-gl/gl"},
		{"ui/kit [test]", "fyne.io/fyne/v2/app", "the tests of ui/kit must not reach fyne.io/fyne/v2/app"},
		{"app/rules", "", "app/rules stands in no row"},
		{"tools/testsum", "app/council", "tools/testsum → app/council is no arrow"},
		{"main", "ui", "main → ui is no arrow"},
	} {
		faults := madeUp(sound, row.from, row.to).faults()
		if !slices.ContainsFunc(faults, func(fault string) bool { return strings.Contains(fault, row.says) }) {
			t.Errorf("%s importing %s: want %q among %q", row.from, row.to, row.says, faults)
		}
	}
}

// faults holds the packages against the three tables.
func (w world) faults() []string {
	var faults []string
	found := func(format string, values ...any) { faults = append(faults, fmt.Sprintf(format, values...)) }
	for _, path := range w.paths() {
		p := w[path]
		name, ours := p.house()
		if !ours {
			continue
		}
		row := slices.IndexFunc(arrows, func(row struct{ from, to string }) bool { return matches(row.from, name) })
		if row < 0 {
			found("%s stands in no row of the arrows", name)
			continue
		}
		for _, imported := range p.Imports {
			to, ours := w.at(imported).house()
			if ours && to != "assets" && !matches(arrows[row].to, to) &&
				!(strings.HasSuffix(arrows[row].from, "/...") && matches(arrows[row].from, to)) {
				found("%s → %s is no arrow of the house", name, to)
			}
		}
		for _, rule := range never {
			if !matches(rule.who, name) || matches(rule.except, name) {
				continue
			}
			for _, imported := range p.Imports {
				if w.at(imported).Standard && matches(rule.standard, imported) {
					found("%s must not import %s", name, imported)
				}
			}
			w.reach(p, p.Imports, func(reached *listed, chain string) {
				if to, ours := reached.house(); ours && matches(rule.house, to) || !ours && matches(rule.others, reached.ImportPath) {
					found("%s must not reach %s: %s", name, w.name(reached.ImportPath), chain)
				}
			})
			if rule.who == "..." && !strings.HasPrefix(name, "e2e") {
				w.reach(p, slices.Concat(p.TestImports, p.XTestImports), func(reached *listed, chain string) {
					if matches(rule.others, reached.ImportPath) {
						found("the tests of %s must not reach %s: %s", name, reached.ImportPath, chain)
					}
				})
			}
		}
		for _, rule := range only {
			if matches(rule.who, name) {
				w.reach(p, p.Imports, func(reached *listed, chain string) {
					if _, ours := reached.house(); !ours && !matches(rule.others, reached.ImportPath) {
						found("%s must not reach %s: %s", name, reached.ImportPath, chain)
					}
				})
			}
		}
	}
	return faults
}

// reach visits, nearest first, every package outside the standard library that p reaches through
// these imports, with one shortest chain to each.
func (w world) reach(p *listed, imports []string, visit func(reached *listed, chain string)) {
	type step struct {
		imports []string
		chain   string
	}
	seen := map[string]bool{p.ImportPath: true}
	for queue := []step{{imports, w.name(p.ImportPath)}}; len(queue) > 0; queue = queue[1:] {
		for _, imported := range queue[0].imports {
			next := w.at(imported)
			if seen[imported] || next.Standard {
				continue
			}
			seen[imported] = true
			chain := queue[0].chain + " → " + w.name(imported)
			visit(next, chain)
			queue = append(queue, step{next.Imports, chain})
		}
	}
}

// at finds a package; one that was not listed (unsafe, C) counts as standard.
func (w world) at(path string) *listed {
	if p := w[path]; p != nil {
		return p
	}
	return &listed{ImportPath: path, Standard: true}
}

func (w world) name(path string) string {
	if name, ours := w.at(path).house(); ours {
		return name
	}
	return path
}

func (w world) paths() []string {
	var paths []string
	for path := range w {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}

// matches tells whether a name is one of the patterns, which are separated by spaces.
func matches(patterns, name string) bool {
	return slices.ContainsFunc(strings.Fields(patterns), func(pattern string) bool {
		family, all := strings.CutSuffix(pattern, "...")
		return pattern == name || all && (family == "" || strings.HasPrefix(name+"/", family))
	})
}

// list asks go for every package of the house and all they are made of, as built for a system.
func list(t *testing.T, system string) world {
	t.Helper()
	command := exec.Command("go", "list", "-deps", "-test", "-tags="+tags,
		"-json=ImportPath,Name,Doc,ForTest,Standard,GoFiles,CgoFiles,Imports,TestImports,XTestImports", "./...")
	command.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+map[string]string{"android": "arm64"}[system], "CGO_ENABLED=1")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v\n%s", system, err, stderr.String())
	}
	all := world{}
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		p := &listed{}
		if err := decoder.Decode(p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("read go list: %v", err)
		}
		if p.ForTest == "" && !strings.HasSuffix(p.ImportPath, ".test") {
			all[p.ImportPath] = p
		}
	}
	if all[module] == nil || all["fmt"] == nil {
		t.Fatalf("go list for %s told of %d packages and not of the house", system, len(all))
	}
	return all
}

// watch looks at every Go file of the house, so that a result is not taken from the cache after one
// of them changed: go test follows the files a test opens, but not those that go list reads.
func watch(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "build" || len(path) > 1 && path[0] == '.') {
			return filepath.SkipDir
		}
		if err == nil && filepath.Ext(path) == ".go" {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// madeUp builds a world from names and their imports, with one more import added. "name [test]" adds
// it to the tests of that package.
func madeUp(packages map[string]string, from, to string) world {
	all := world{}
	path := func(name string) string {
		if name == "main" {
			return module
		}
		if _, there := packages[name]; (there || name == from) && !strings.Contains(name, ".") {
			return module + "/" + name
		}
		return name
	}
	add := func(name, imports string) {
		p := &listed{ImportPath: path(name)}
		for _, imported := range strings.Fields(imports) {
			p.Imports = append(p.Imports, path(imported))
			if all[path(imported)] == nil {
				all[path(imported)] = &listed{ImportPath: path(imported), Standard: !strings.Contains(path(imported), ".")}
			}
		}
		all[p.ImportPath] = p
	}
	for name, imports := range packages {
		if name == from {
			imports += " " + to
		}
		add(name, imports)
	}
	if tested, isTest := strings.CutSuffix(from, " [test]"); isTest {
		all[path(tested)].TestImports = []string{path(to)}
	} else if from != "" && all[path(from)] == nil {
		add(from, to)
	}
	return all
}
