package opendata

import (
	"bytes"
	"encoding/json"
)

// JSON writes OParl or Popolo objects as people can read them: indented, Vietnamese letters as they are.
func JSON[T any](objects T) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(objects)
	return text.Bytes(), err
}
