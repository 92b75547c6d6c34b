package app

import (
	"os"
	"path/filepath"
	"testing"
)

// A saved original takes nothing's place, and its name leads nowhere else.
func TestFreshFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	for _, row := range []struct{ name, want string }{
		{"Tờ trình.docx", "Tờ trình.docx"},
		{"Tờ trình.docx", "Tờ trình (2).docx"},
		{"Tờ trình.docx", "Tờ trình (3).docx"},
		{"../../etc/passwd", ".._.._etc_passwd"},
		{`..\a:b?.doc`, ".._a_b_.doc"},
		{"..", "_.."},
		{"", "_"},
		{".docx", "_.docx"},
	} {
		file, err := freshFile(folder, row.name)
		if err != nil {
			t.Errorf("%q: %v", row.name, err)
			continue
		}
		file.Close()
		if filepath.Dir(file.Name()) != folder {
			t.Errorf("%q lies in %s", row.name, file.Name())
		}
		if got := filepath.Base(file.Name()); row.name != ".." && row.name != "" && got != row.want {
			t.Errorf("%q is %q, want %q", row.name, got, row.want)
		}
		if info, err := os.Stat(file.Name()); err != nil || info.IsDir() {
			t.Errorf("%q is no file", row.name)
		}
	}
}
