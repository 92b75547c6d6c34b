package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

//go:embed words
var words embed.FS

// Language is one of the languages the program speaks.
type Language string

// The languages. Vietnamese is complete and first; English is complete and second.
const (
	Vietnamese Language = "vi"
	English    Language = "en"
)

// Words are the sentences of one language. Safe for use from any goroutine.
type Words struct {
	language  Language
	sentences map[string]string
}

// LoadWords reads the sentences of a language. A file of words/<language>/ holds one room of the
// house; a key that stands in two files is a fault of the program and panics at start.
func LoadWords(language Language) *Words {
	all := &Words{language: language, sentences: map[string]string{}}
	names, err := fs.Glob(words, path.Join("words", string(language), "*.json"))
	if err != nil || len(names) == 0 {
		panic("assets: no words for language " + string(language))
	}
	for _, name := range names {
		data, err := words.ReadFile(name)
		if err != nil {
			panic(err)
		}
		room := map[string]string{}
		if err := json.Unmarshal(data, &room); err != nil {
			panic(fmt.Sprintf("assets: %s: %v", name, err))
		}
		for key, sentence := range room {
			if _, twice := all.sentences[key]; twice {
				panic(fmt.Sprintf("assets: %s: %q stands in two files", name, key))
			}
			all.sentences[key] = sentence
		}
	}
	return all
}

// Language tells which language these words are of.
func (w *Words) Language() Language { return w.language }

// Has reports whether a sentence exists under the key.
func (w *Words) Has(key string) bool { _, ok := w.sentences[key]; return ok }

// Keys returns all keys in order; for tests and for the list of sentences.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.sentences))
	for key := range w.sentences {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Say returns the sentence under key with its {name} places filled from pairs of name and value:
//
//	Say("hall.missing", "count", 3)  ->  "Còn thiếu 3 phiếu"
//
// A sentence whose place {count} is filled by the whole number 1 is taken from key+".one" where
// that exists (English needs it, Vietnamese does not). An unknown key is shown as the key itself,
// so that a fault is seen and nothing is hidden.
func (w *Words) Say(key string, pairs ...any) string {
	sentence, ok := w.sentences[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return sentence
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "count" && fmt.Sprint(pairs[i+1]) == "1" {
			if one, ok := w.sentences[key+".one"]; ok {
				sentence = one
			}
		}
	}
	places := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		places = append(places, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(places...).Replace(sentence)
}
