package kit

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	bamboo "github.com/BambooEngine/bamboo-core"
)

// stroke is one key of a word. A plain one is a letter and nothing else.
type stroke struct {
	key   rune
	plain bool
}

// The keys of tones that are asked for apart from letters stand where no letter is (private use), so that
// they are the same in every method and no part of what was typed.
const (
	toneKeys          = '\uE100'
	noTone   ToneMark = 0
)

func (t ToneMark) key() rune { return toneKeys + rune(t) }

func isToneKey(key rune) bool { return key >= toneKeys && key <= DotLow.key() }

// The methods as the engine knows them, each with the keys of tones.
var engines = sync.OnceValue(func() map[Method]bamboo.InputMethod {
	tones := []string{"XoaDauThanh", "DauSac", "DauHuyen", "DauHoi", "DauNga", "DauNang"} // the engine's names
	made := map[Method]bamboo.InputMethod{}
	for method, name := range map[Method]string{TypeOff: "", TypeTelex: "Telex W", TypeVNI: "VNI"} {
		keys := bamboo.InputMethodDefinition{}
		for key, does := range bamboo.InputMethodDefinitions[name] {
			keys[key] = does
		}
		for tone, does := range tones {
			keys[string(ToneMark(tone).key())] = does
		}
		made[method] = bamboo.ParseInputMethod(map[string]bamboo.InputMethodDefinition{"": keys}, "")
	}
	return made
})

// compose makes a word of strokes and tells whether it can be the beginning of a Vietnamese syllable.
func compose(method Method, strokes []stroke) (word string, valid bool) {
	engine := run(method, strokes)
	return engine.GetProcessedString(bamboo.VietnameseMode), engine.IsValid(false)
}

func run(method Method, strokes []stroke) bamboo.IEngine {
	known, ok := engines()[method]
	if !ok {
		known = engines()[TypeOff]
	}
	engine := bamboo.NewEngine(known, bamboo.EstdFlags)
	for _, one := range strokes {
		mode := bamboo.VietnameseMode
		if one.plain {
			mode = bamboo.EnglishMode
		}
		engine.ProcessKey(one.key, mode)
	}
	return engine
}

// literalAfter tells whether a key is no more than a letter after what was typed of a word, although the
// method knows it.
//
// Words that begin with f or w are foreign (facebook, web, Windows), and w alone is ư only after a
// consonant. A tone's key is a letter where no Vietnamese syllable can come any more (Ksor, internet).
// Marks are left alone there, because the names of many peoples need them (Krông, H’Blăm, Mlô).
func (s stroke) literalAfter(strokes []stroke, word string, method Method) bool {
	key := unicode.ToLower(s.key)
	if method == TypeTelex {
		if len(strokes) == 0 && key == 'w' {
			return true
		}
		if first, _ := utf8.DecodeRuneInString(word); unicode.ToLower(first) == 'f' || unicode.ToLower(first) == 'w' {
			return true
		}
	}
	if !strings.ContainsRune(map[Method]string{TypeTelex: "sfrxjz", TypeVNI: "123450"}[method], key) {
		return false
	}
	_, valid := compose(method, strokes)
	return !valid
}

// appendsHorn tells whether a w became an ư of its own.
func appendsHorn(key rune, before, after string) bool {
	if unicode.ToLower(key) != 'w' {
		return false
	}
	more, longer := strings.CutPrefix(after, before)
	return longer && (more == "ư" || more == "Ư")
}

// shortened takes the last letter from a word, and the keys that made it from the strokes.
func shortened(method Method, strokes []stroke, word string) ([]stroke, string) {
	engine := run(method, strokes)
	engine.RemoveLastChar(true)
	want := engine.GetProcessedString(bamboo.VietnameseMode)
	if utf8.RuneCountInString(want) == utf8.RuneCountInString(word)-1 {
		left := among(strokes, engine.GetProcessedString(bamboo.EnglishMode))
		if made, _ := compose(method, left); made == want {
			return left, want
		}
	}
	_, size := utf8.DecodeLastRuneInString(word)
	want = word[:len(word)-size]
	return plainly(want), want
}

// among finds the strokes again that the engine still has.
func among(strokes []stroke, keys string) []stroke {
	var left []stroke
	for _, key := range keys {
		for len(strokes) > 0 {
			one := strokes[0]
			strokes = strokes[1:]
			if unicode.ToLower(one.key) == key {
				left = append(left, one)
				break
			}
		}
	}
	return left
}

// plainly are the strokes of a word whose letters stand as they are.
func plainly(word string) []stroke {
	strokes := make([]stroke, 0, len(word))
	for _, letter := range word {
		strokes = append(strokes, stroke{key: letter, plain: true})
	}
	return strokes
}

// typedKeys are the letters of strokes as they were typed, without the tones that were asked for apart.
func typedKeys(strokes []stroke) string {
	var keys strings.Builder
	for _, one := range strokes {
		if !isToneKey(one.key) {
			keys.WriteRune(one.key)
		}
	}
	return keys.String()
}

// isVietnamese tells whether a small letter has a mark or a tone.
func isVietnamese(lower rune) bool { return bamboo.IsVietnameseRune(lower) }
