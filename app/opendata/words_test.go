package opendata

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"congso.vn/congso/assets"
)

// Every code that the package has is listed, and has a sentence in each language.
func TestEveryCodeHasASentence(t *testing.T) {
	var codes []string
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if code, err := strconv.Unquote(text.Value); err == nil && regexp.MustCompile(`^opendata\.[a-z0-9-]+$`).MatchString(code) {
					codes = append(codes, code)
				}
			}
			return true
		})
	}
	listed := slices.Clone(ErrorCodes)
	slices.Sort(codes)
	slices.Sort(listed)
	if !slices.Equal(codes, listed) {
		t.Errorf("the package has %q, it lists %q", codes, listed)
	}
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range codes {
			if !words.Has(code) {
				t.Errorf("%s: no sentence for %s", language, code)
			}
		}
		for _, key := range words.Keys() {
			if code, ours := strings.CutPrefix(key, "opendata."); ours && !strings.HasPrefix(code, "collection.") && !slices.Contains(codes, key) {
				t.Errorf("%s: a sentence for nothing: %s", language, key)
			}
		}
	}
}
