package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Method is the way in which plain letters become Vietnamese ones (kiểu gõ). The values are kept on the
// device.
type Method string

// The methods.
const (
	TypeOff   Method = "off"   // letters stay as they are typed
	TypeTelex Method = "telex" // aa â, aw ă, dd đ, s f r x j the tones
	TypeVNI   Method = "vni"   // 6 7 8 9 the marks, 1 to 5 the tones
)

// ParseMethod reads a method as it is kept; anything else is none.
func ParseMethod(text string) (method Method, known bool) {
	switch m := Method(text); m {
	case TypeOff, TypeTelex, TypeVNI:
		return m, true
	}
	return TypeOff, false
}

// ToneMark is one of the five tones (dấu thanh).
type ToneMark uint8

// The tones in the order in which schools teach them.
const (
	Acute   ToneMark = iota + 1 // sắc
	Grave                       // huyền
	HookTop                     // hỏi
	Tilde                       // ngã
	DotLow                      // nặng
)

// Edit is what happens to a text at the cursor: so many letters (runes) before it go, and Text is written.
type Edit struct {
	Back int
	Text string
}

// Composer turns typed letters into Vietnamese ones. It knows the word under way and what follows it; what
// it writes is always normalised (NFC). It is a value of one goroutine and knows nothing of the screen.
type Composer struct {
	method  Method
	strokes []stroke // of the word under way
	word    string   // what they make
	literal bool     // further letters of this word stay as typed: it was undone
	tail    string   // what stands after the word, back to where the composer begins to know the text
	before  string   // what stood before the cursor when nothing was under way
}

// longestWord is after how many keys a word is no syllable any more.
const longestWord = 24

// longestTail is how much the composer remembers of what is no word.
const longestTail = 64

// Method tells how letters are composed.
func (c *Composer) Method() Method { return c.method }

// SetMethod changes that; the word under way is let go.
func (c *Composer) SetMethod(method Method) {
	c.method = method
	c.Reset()
}

// Reset forgets the word under way: the cursor went elsewhere, or something was pasted.
func (c *Composer) Reset() {
	c.strokes, c.word, c.literal, c.tail, c.before = nil, "", false, "", ""
}

// Stand tells what is before the cursor now. Where that does not end in what the composer wrote, it forgets
// its word: only a tone that is asked for expressly goes to a word that was written earlier.
func (c *Composer) Stand(before string) {
	if own := c.word + c.tail; own != "" && strings.HasSuffix(before, own) {
		return
	}
	c.Reset()
	c.tail = lastPart(before)
	c.before = before
}

// Feed takes one typed letter.
func (c *Composer) Feed(letter rune) Edit { return c.feed(letter, false) }

// Put takes one letter that was chosen as it is; nothing is made of it.
func (c *Composer) Put(letter rune) Edit { return c.feed(letter, true) }

func (c *Composer) feed(letter rune, chosen bool) Edit {
	if !utf8.ValidRune(letter) {
		letter = utf8.RuneError
	}
	shown := c.word + c.tail
	if !c.continues(letter) {
		c.follow(letter)
		return difference(shown, c.word+c.tail)
	}
	if c.tail != "" || len(c.strokes) >= longestWord {
		c.Reset()
		shown = ""
	}
	c.before = ""
	c.add(stroke{key: letter, plain: chosen || c.literal})
	return difference(shown, c.word)
}

// continues tells whether a letter is part of a word: all others end it.
func (c *Composer) continues(letter rune) bool {
	if strings.ContainsRune(digits, letter) {
		return c.method == TypeVNI && c.tail == "" && len(c.strokes) > 0 && len(c.strokes) < longestWord
	}
	if len(c.strokes) >= longestWord && c.tail == "" {
		return false // what is that long is no syllable; its letters are written on as they are
	}
	return isWordLetter(letter)
}

const digits = "0123456789"

// isWordLetter tells whether a letter stands in Vietnamese words.
func isWordLetter(letter rune) bool {
	lower := unicode.ToLower(letter)
	if letter != lower && letter != unicode.ToUpper(lower) {
		return false // such as İ, which is not the upper case of i
	}
	return lower >= 'a' && lower <= 'z' || isVietnamese(lower)
}

// follow writes what is no part of a word. A mark that combines goes to the letter before it.
func (c *Composer) follow(letter rune) {
	whole := norm.NFC.String(c.word + c.tail + string(letter))
	if tail, kept := strings.CutPrefix(whole, c.word); kept {
		c.tail = tail
	} else {
		at := strings.IndexFunc(whole, func(r rune) bool { return !isWordLetter(r) })
		if at < 0 {
			at = len(whole)
		}
		c.strokes, c.word, c.tail = plainly(whole[:at]), whole[:at], whole[at:]
	}
	if len(c.tail) > longestTail {
		kept := lastPart(c.tail)
		c.Reset()
		c.tail = kept
	}
}

// add composes one more stroke into the word.
func (c *Composer) add(next stroke) {
	if !next.plain && next.literalAfter(c.strokes, c.word, c.method) {
		next.plain = true
	}
	strokes := append(c.strokes[:len(c.strokes):len(c.strokes)], next)
	word, valid := compose(c.method, strokes)
	if !next.plain && !valid && appendsHorn(next.key, c.word, word) {
		strokes[len(strokes)-1].plain = true
		word, _ = compose(c.method, strokes)
	}
	c.strokes, c.word = strokes, word
}

// Backspace takes the last letter away, with its marks.
func (c *Composer) Backspace() Edit {
	if c.tail != "" {
		_, size := utf8.DecodeLastRuneInString(c.tail)
		c.tail = c.tail[:len(c.tail)-size]
		if c.word == "" && c.tail == "" {
			c.Reset()
		}
		return Edit{Back: 1}
	}
	shown := c.word
	if shown == "" {
		c.Reset()
		return Edit{Back: 1}
	}
	c.strokes, c.word = shortened(c.method, c.strokes, c.word)
	if c.word == "" {
		c.Reset()
	}
	return difference(shown, c.word)
}

// Undone is what Undo would give back; empty: there is nothing to undo.
func (c *Composer) Undone() string {
	keys := typedKeys(c.strokes)
	if keys == c.word {
		return ""
	}
	return keys
}

// Undo gives a composed word back as its keys were typed. The rest of the word stays as typed too.
func (c *Composer) Undo() Edit {
	keys := c.Undone()
	if keys == "" {
		return Edit{}
	}
	shown := c.word + c.tail
	c.strokes, c.word, c.literal = plainly(keys), keys, true
	return difference(shown, c.word+c.tail)
}

// Tone puts a tone on the word before the cursor; the same tone again takes it away. A word that cannot
// carry it stays as it is.
func (c *Composer) Tone(tone ToneMark) Edit {
	if len(c.strokes) == 0 {
		c.adopt()
	} else if c.tail != "" {
		return Edit{}
	}
	for _, mark := range []ToneMark{tone, noTone} {
		strokes := append(c.strokes[:len(c.strokes):len(c.strokes)], stroke{key: mark.key()})
		word, _ := compose(c.method, strokes)
		if word == c.word || strings.ContainsFunc(word, isToneKey) {
			continue
		}
		edit := difference(c.word, word)
		c.strokes, c.word = strokes, word
		return edit
	}
	return Edit{}
}

// adopt takes up a word that was written earlier and stands at the cursor.
func (c *Composer) adopt() {
	at := strings.LastIndexFunc(c.before, func(r rune) bool { return !isWordLetter(r) })
	if at >= 0 {
		_, size := utf8.DecodeRuneInString(c.before[at:])
		at += size
	}
	word := c.before[max(at, 0):]
	if word == "" || utf8.RuneCountInString(word) > longestWord || !norm.NFC.IsNormalString(word) {
		return
	}
	c.Reset()
	c.strokes, c.word = plainly(word), word
}

// difference is the shortest edit that makes one text of another.
func difference(from, to string) Edit {
	same := 0
	for same < len(from) && same < len(to) && from[same] == to[same] {
		same++
	}
	for same > 0 && (same < len(from) && !utf8.RuneStart(from[same]) || same < len(to) && !utf8.RuneStart(to[same])) {
		same--
	}
	return Edit{Back: utf8.RuneCountInString(from[same:]), Text: to[same:]}
}

// lastPart is the end of a text that a following mark could still change.
func lastPart(text string) string {
	if len(text) > longestTail {
		text = text[len(text)-longestTail:]
		for text != "" && !utf8.RuneStart(text[0]) {
			text = text[1:]
		}
	}
	if at := norm.NFC.LastBoundary([]byte(text)); at > 0 {
		text = text[at:]
	}
	if !norm.NFC.IsNormalString(text) {
		return ""
	}
	return text
}
