package room

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"congso.vn/congso/app/council"
)

// loadRules reads the office's own table of majorities, majority.json in the data folder, where
// there is one: the law behind the table has changed before and will again. A table with an
// impossible row is an error, so that no vote is ever counted by it.
func loadRules(folder string) ([]council.MajorityRule, error) {
	file := filepath.Join(folder, "majority.json")
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return council.DefaultRules, nil
	}
	if err != nil {
		return nil, fmt.Errorf("room: %w", err)
	}
	var rules []council.MajorityRule
	if err := json.Unmarshal(data, &rules); err != nil {
		return nil, fmt.Errorf("room: %s: %w", file, err)
	}
	seen := map[string]bool{}
	for _, rule := range rules {
		if !rule.Valid() || seen[rule.ID] {
			return nil, fmt.Errorf("room: %s: row %q is not a majority or stands twice", file, rule.ID)
		}
		seen[rule.ID] = true
	}
	return rules, nil
}
