package pack

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"congso.vn/congso/app/people"
)

func documentation(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "session-pack.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// block returns what stands between the fences of a language.
func block(t *testing.T, text, language string) string {
	t.Helper()
	_, after, found := strings.Cut(text, "```"+language+"\n")
	content, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		t.Fatalf("no example of %s", language)
	}
	return content
}

// The example in the documentation is a pack that is taken without a word.
func TestDocumentedExample(t *testing.T) {
	text := documentation(t)
	example := files{"session.json": block(t, text, "json"), "delegates.csv": block(t, text, "csv")}
	for line := range strings.SplitSeq(block(t, text, ""), "\n") {
		if name := strings.TrimSpace(line); strings.HasPrefix(name, "papers/") {
			example[name] = pdf(name)
		}
	}
	result, err := readPath(t, example.folder(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, "remarks", shorts(result.Remarks), nil)
	if len(result.Papers) != 3 || len(result.Import.Items) != 3 || len(result.Import.Polls) != 1 || len(result.Persons) != 4 {
		t.Errorf("%+v", result.Import)
	}
	if result.Persons[0].Role != people.Chair || result.Persons[3].Role != people.Guest {
		t.Errorf("%+v", result.Persons)
	}
}

// Every code and every field is documented, and nothing that is no code.
func TestDocumentationIsComplete(t *testing.T) {
	text := documentation(t)
	known := map[string]bool{}
	for _, code := range allCodes(t) {
		known[code] = true
		if !strings.Contains(text, "`"+code+"`") {
			t.Errorf("%s is not documented", code)
		}
	}
	for _, code := range regexp.MustCompile("`(pack\\.[a-z-]+)`").FindAllStringSubmatch(text, -1) {
		if !known[code[1]] {
			t.Errorf("%s is documented and no code", code[1])
		}
	}
	for _, field := range regexp.MustCompile(`(?m)^\s*"([a-z_]+)": \{`).FindAllStringSubmatch(string(Schema), -1) {
		switch name := field[1]; name {
		case "properties", "patternProperties", "words", "text", "moment", "paper", "poll", "item": // the schema's own
		default:
			if !strings.Contains(text, name) {
				t.Errorf("the field %s is not documented", name)
			}
		}
	}
	if !strings.Contains(text, "(../app/pack/session-pack.schema.json)") {
		t.Error("the schema is not linked")
	}
}

// The headings that the documentation promises are understood.
func TestDocumentedHeadings(t *testing.T) {
	_, table, _ := strings.Cut(documentation(t), "| column | also called |")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := regexp.MustCompile("(?m)^\\| `([a-z]+)` \\| ([^|]+?) \\|").FindAllStringSubmatch(table, -1)
	if len(rows) != 8 {
		t.Fatalf("%d columns are documented", len(rows))
	}
	for _, row := range rows {
		for name := range strings.SplitSeq(row[1]+", "+row[2], ", ") {
			if is := columnNames[people.Fold(name)]; string(is) != row[1] {
				t.Errorf("%q is read as %q, not %q", name, is, row[1])
			}
		}
	}
}
