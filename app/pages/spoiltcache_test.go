//go:build !race

package pages

import (
	"os"
	"path/filepath"
	"testing"
)

// Compiling the renderer takes minutes with the race detector, and is another library's work.

// What lies spoilt in the cache is thrown away, and nothing else is.
func TestSpoiltCacheIsMadeAnew(t *testing.T) {
	if err := Prime(within(t), testCache(t)); err != nil {
		t.Fatal(err)
	}
	primed, err := filepath.Glob(filepath.Join(testCache(t), "wazero-*", "*"))
	if err != nil || len(primed) == 0 {
		t.Fatalf("primed are %v, %v", primed, err)
	}
	folder := t.TempDir()
	var compiled []string
	for _, path := range primed {
		path = filepath.Join(folder, filepath.Base(filepath.Dir(path)), filepath.Base(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("spoilt"), 0o600); err != nil {
			t.Fatal(err)
		}
		compiled = append(compiled, path)
	}
	other := filepath.Join(folder, "other")
	if err := os.WriteFile(other, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	config, _ := testConfig(t)
	config.CacheDir = folder
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(1))
	if _, err := r.Render(within(t), "paper", 0, 300, Now); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
	for _, path := range compiled {
		if data, err := os.ReadFile(path); err != nil || len(data) < 1<<20 {
			t.Errorf("%s was not made anew: %d bytes, %v", path, len(data), err)
		}
	}
}
