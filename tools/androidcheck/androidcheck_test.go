package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tried is a module with one package of each kind.
var tried = map[string]string{
	"go.mod":         "module tried\ngo 1.26\n",
	"plain/plain.go": "package plain\nimport \"plugin\"\nfunc Host() (*plugin.Plugin, error) { return nil, here() }\n",
	// Android counts as Linux for names of files, but not for a "linux" that excludes it.
	"plain/here_android.go":  "package plain\nfunc here() error { return nil }\n",
	"plain/here_windows.go":  "package plain\nfunc here() error { return nonsense }\n",
	"withc/withc.go":         "package withc\n// int one(void) { return 1; }\nimport \"C\"\nfunc One() int { return int(C.one()) }\n",
	"above/above.go":         "package above\nimport (\"tried/plain\"; \"tried/withc\")\nfunc Two() int { plain.Host(); return withc.One() + withc.One() }\n",
	"tested/tested.go":       "package tested\nfunc One() int { return 1 }\n",
	"tested/tested_test.go":  "package tested_test\nimport (\"testing\"; \"tried/tested\"; \"tried/withc\")\nfunc TestOne(t *testing.T) { _ = tested.One() == withc.One() }\n",
	"careless/careless.go":   "package careless\nimport \"fmt\"\nfunc Say() { fmt.Printf(\"%d\\n\", \"text\") }\n",
	"elsewhere/else.go":      "//go:build !android\n\npackage elsewhere\nfunc Open() {}\n",
	"elsewhere/doc.go":       "package elsewhere\n",
	"forgetful/forgetful.go": "package forgetful\nimport (\"tried/elsewhere\"; \"tried/withc\")\nfunc Open() int { elsewhere.Open(); return withc.One() }\n",
	"wrongbody/wrongbody.go": "package wrongbody\nimport \"tried/withc\"\nfunc Name() string { return withc.One() }\n",
}

func TestCheck(t *testing.T) {
	folder := t.TempDir()
	for name, text := range tried {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(folder)
	for _, row := range []struct {
		name, patterns string
		fails          bool
		says           []string
	}{
		{"all is well", "./plain ./above", false,
			[]string{"1 packages vetted", "0 built", "2 with types", "tried/withc (tried/withc)", "tried/above (tried/withc)"}},
		{"C in the tests alone", "./tested", false, []string{"0 packages vetted", "1 built", "1 with types", "  tried/tested\n"}},
		{"what vet finds", "./plain ./careless", true, []string{"careless.go:3", "2 packages vetted", "0 with types"}},
		{"a function that Android lacks, where C is needed", "./forgetful", true, []string{"forgetful.go:3", "elsewhere.Open"}},
		{"a wrong type where C is needed", "./wrongbody", true, []string{"wrongbody.go:3"}},
		{"no such package", "./nowhere", true, nil},
		{"nothing matches", "./nowhere/...", true, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			var out strings.Builder
			err := check(strings.Fields(row.patterns), &out)
			if (err != nil) != row.fails {
				t.Errorf("ended with %v", err)
			}
			for _, text := range row.says {
				if !strings.Contains(out.String(), text) {
					t.Errorf("does not say %q", text)
				}
			}
			if t.Failed() {
				t.Logf("it said:\n%s", out.String())
			}
		})
	}
}
