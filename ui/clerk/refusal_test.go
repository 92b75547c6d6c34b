package clerk

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"congso.vn/congso/assets"
)

var codeForm = regexp.MustCompile(`^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$`)

// TestEveryRefusalHasItsSentence reads the sources of all who refuse: whatever code they can say must
// have a sentence in both languages, because whoever is refused has to be told why.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	codes := map[string]string{}
	for _, folder := range []string{"app/council", "app/people", "app/room", "app/seat", "app", "sync/trust", "sync/hub", "sync/link", "storage"} {
		for code, place := range codesOf(t, folder) {
			codes[code] = place
		}
	}
	for _, sure := range []string{"stale", "poll.no-quorum", "session.no-title", "poll.form", "device.not-pending", "device.pending", "server.cannot-write", "pair.expired", "trust.revoked"} {
		if codes[sure] == "" {
			t.Errorf("%q is said somewhere and was not found: the search is broken", sure)
		}
	}
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for code, place := range codes {
			if !words.Has("refusal." + code) {
				t.Errorf("%s: refusal.%s has no sentence (%s)", language, code, place)
			}
		}
	}
}

// codesOf finds the codes that a package can refuse with: what Refuse is given, what a Code field is
// set to, what a rule returns, and the constants of trust.
func codesOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	codes := map[string]string{}
	paths, err := filepath.Glob(filepath.Join("../..", folder, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s has no sources: %v", folder, err)
	}
	files := token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		rules := folder == "app/council" || folder == "app/people"
		constants := folder == "sync/trust" && filepath.Base(path) == "error.go"
		ast.Inspect(file, func(node ast.Node) bool {
			var said []ast.Expr
			switch n := node.(type) {
			case *ast.CallExpr:
				if name, ok := n.Fun.(*ast.SelectorExpr); ok && name.Sel.Name == "Refuse" {
					said = n.Args
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
					said = []ast.Expr{n.Value}
				}
			case *ast.AssignStmt:
				if to, ok := n.Lhs[0].(*ast.SelectorExpr); ok && to.Sel.Name == "Code" {
					said = n.Rhs
				}
			case *ast.ReturnStmt:
				if rules {
					said = n.Results
				}
			case *ast.ValueSpec:
				if constants {
					said = n.Values
				}
			}
			for _, one := range said {
				if code := literal(one); strings.ContainsAny(code, ".-") || code == "stale" {
					if codeForm.MatchString(code) {
						codes[code] = files.Position(one.Pos()).String()
					}
				}
			}
			return true
		})
	}
	return codes
}

func literal(expression ast.Expr) string {
	text, ok := expression.(*ast.BasicLit)
	if !ok || text.Kind != token.STRING {
		return ""
	}
	value, err := strconv.Unquote(text.Value)
	if err != nil {
		return ""
	}
	return value
}

var keyForm = regexp.MustCompile(`"((?:clerk|refusal|error)\.[a-z0-9.-]+)"`)

// TestEveryKeyHasItsSentence finds the keys in the sources of this package.
func TestEveryKeyHasItsSentence(t *testing.T) {
	words := assets.LoadWords(assets.Vietnamese)
	found := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			text, ok := node.(*ast.BasicLit)
			if !ok {
				return true
			}
			for _, match := range keyForm.FindAllStringSubmatch(text.Value, -1) {
				found++
				if !strings.HasSuffix(match[1], ".") && !words.Has(match[1]) {
					t.Errorf("%s: %q has no sentence", path, match[1])
				}
			}
			return true
		})
		return nil
	})
	if err != nil || found < 200 {
		t.Errorf("found %d keys: %v", found, err)
	}
}
