package pack

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"congso.vn/congso/assets"
)

var languages = []assets.Language{assets.Vietnamese, assets.English}

// allCodes reads the codes out of codes.go, so that a new one cannot be forgotten here.
func allCodes(t testing.TB) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(node ast.Node) bool {
		if text, ok := node.(*ast.BasicLit); ok && text.Kind == token.STRING {
			code, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	if len(codes) < 60 {
		t.Fatalf("only %d codes in codes.go", len(codes))
	}
	return codes
}

func TestEveryCodeHasASentence(t *testing.T) {
	codes := allCodes(t)
	seen := map[string]bool{}
	for _, code := range codes {
		if seen[code] {
			t.Errorf("%s stands for two things", code)
		}
		seen[code] = true
	}
	for _, language := range languages {
		words := assets.LoadWords(language)
		for _, code := range codes {
			if !words.Has(code) {
				t.Errorf("%s: no sentence for %s", language, code)
			}
		}
		for _, key := range words.Keys() {
			named := strings.HasPrefix(key, "pack.step.") || strings.HasPrefix(key, "pack.value.") || strings.HasPrefix(key, "pack.at")
			if strings.HasPrefix(key, "pack.") && !named && !seen[strings.TrimSuffix(key, ".one")] {
				t.Errorf("%s: %s is the sentence of no code", language, key)
			}
		}
	}
}

// Every field of the schema has a name that people read, and so has every kind of value.
func TestEveryFieldHasAName(t *testing.T) {
	fields := map[string]bool{}
	kinds := map[string]bool{}
	var visit func(value any)
	visit = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, member := range v {
				visit(member)
			}
		case map[string]any:
			if properties, ok := v["properties"].(map[string]any); ok {
				for name := range properties {
					fields[name] = true
				}
			}
			if kind, ok := v["type"].(string); ok {
				kinds[kind] = true
			}
			for _, member := range v {
				visit(member)
			}
		}
	}
	var schema any
	if err := json.Unmarshal(Schema, &schema); err != nil {
		t.Fatal(err)
	}
	visit(schema)
	if len(fields) < 25 || len(kinds) != 5 {
		t.Fatalf("the schema was not read: %v %v", fields, kinds)
	}
	for _, language := range languages {
		words := assets.LoadWords(language)
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			if !words.Has("pack.step." + name) {
				t.Errorf("%s: no name for the field %s", language, name)
			}
		}
		for kind := range kinds {
			if !words.Has(valueNames[kind]) {
				t.Errorf("%s: no name for values that are %s", language, kind)
			}
		}
	}
}

// sayable checks that remarks can be said whole: no place unfilled, no key without its words.
func sayable(t *testing.T, remarks []Remark) {
	t.Helper()
	for _, language := range languages {
		words := assets.LoadWords(language)
		for _, r := range remarks {
			said := r.Say(words.Say)
			for name := range r.Detail {
				said = strings.ReplaceAll(said, r.Detail[name], "") // what the pack says may contain anything
			}
			said = strings.ReplaceAll(said, r.Path, "")
			said = strings.ReplaceAll(said, "{ }", "") // the sentence shows braces
			if strings.ContainsAny(said, "{}") || strings.Contains(said, r.Code) || strings.Contains(said, "pack.step.") || strings.Contains(said, "pack.value.") {
				t.Errorf("%s: %s is said as %q", language, r, r.Say(words.Say))
			}
			if r.Line > 0 && !strings.Contains(r.Say(words.Say), strconv.Itoa(r.Line)) {
				t.Errorf("%s: %s is said without its line", language, r)
			}
		}
	}
}

func TestRemarkSaysWhereItIs(t *testing.T) {
	r := remark(FieldRange, "session.json", "got", "-1", "limit", "≥ 0")
	r.Line, r.Column, r.Place = 12, 32, []Step{{"items", 3}, {"minutes", 0}}
	want := map[assets.Language]string{
		assets.Vietnamese: "session.json, dòng 12, ký tự 32, nội dung 3 › số phút (minutes): -1 không dùng được, phải ≥ 0.",
		assets.English:    "session.json, line 12, letter 32, item 3 › minutes: -1 cannot be used; it must be ≥ 0.",
	}
	for language, sentence := range want {
		if got := r.Say(assets.LoadWords(language).Say); got != sentence {
			t.Errorf("%s: %q, want %q", language, got, sentence)
		}
	}
}
