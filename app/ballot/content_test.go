package ballot

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

var optionIDs = []string{"a", "b", "c", "d", "ông Đỗ"}

func drawMarked(t *rapid.T, from []Answer) []Answer {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 0, 3, rapid.ID).Draw(t, "marked")
}

// drawAny draws a content that may be of no method at all.
func drawAny(t *rapid.T) Content {
	c := Content{
		Answer:  rapid.SampledFrom(append([]Answer{"", "", "maybe"}, answers...)).Draw(t, "answer"),
		Options: rapid.SliceOfNDistinct(rapid.SampledFrom(optionIDs), 0, 4, rapid.ID).Draw(t, "options"),
		Points:  rapid.MapOfN(rapid.SampledFrom(optionIDs), rapid.IntRange(-2, 9), 0, 4).Draw(t, "points"),
		Text:    rapid.SampledFrom([]string{"", "Đề nghị bổ sung", "một\nhai", "<b>&\u2028"}).Draw(t, "text"),
		Answers: map[string][]Answer{},
	}
	for _, option := range optionIDs {
		if rapid.Bool().Draw(t, "line") {
			c.Answers[option] = drawMarked(t, append([]Answer{"x", "y"}, answers...))
		}
	}
	return c
}

func drawShuffled(t *rapid.T, c Content) Content {
	if len(c.Options) > 1 {
		c.Options = rapid.Permutation(c.Options).Draw(t, "options again")
	}
	again := map[string][]Answer{}
	for option, marked := range c.Answers {
		again[option] = marked
		if len(marked) > 1 {
			again[option] = rapid.Permutation(marked).Draw(t, "marked again")
		}
	}
	c.Answers = again
	return c
}

// The same said in another order is the same bytes; what is written is read again as it was; written again it is the same.
func TestEncodingIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawAny(t)
		text := c.Encode()
		if other := drawShuffled(t, c); !Same(c, other) {
			t.Fatalf("%s is not %s", text, other.Encode())
		}
		read, err := Decode(text)
		if err != nil || !Same(read, c) {
			t.Fatalf("%s: %v, %s", text, err, read.Encode())
		}
	})
}

// Ballots that say something different are different bytes.
func TestDifferentBallotsDiffer(t *testing.T) {
	all := []Content{{}, {Answer: Yes}, {Answer: No}, {Answer: None}, {Options: []string{"a"}}, {Options: []string{"b"}}, {Options: []string{"a", "b"}},
		{Answers: map[string][]Answer{"a": {Yes}}}, {Answers: map[string][]Answer{"a": {No}}}, {Answers: map[string][]Answer{"b": {Yes}}},
		{Answers: map[string][]Answer{"a": {Yes, No}}}, {Points: map[string]int{"a": 0}}, {Points: map[string]int{"a": 1}}, {Points: map[string]int{"b": 1}},
		{Answer: Other, Text: "x"}, {Answer: Other, Text: "X"}}
	for i, a := range all {
		for j, b := range all {
			if Same(a, b) != (i == j) {
				t.Errorf("%s and %s", a.Encode(), b.Encode())
			}
		}
	}
}

// These are on disks and on the wire; they never change.
func TestEncodingsStay(t *testing.T) {
	for want, c := range map[string]Content{
		`{}`:               {},
		`{"answer":"yes"}`: {Answer: Yes},
		`{"answer":"other","text":"<Đề nghị> & xem lại"}`: {Answer: Other, Text: "<Đề nghị> & xem lại"},
		`{"options":["a","b"]}`:                           {Options: []string{"b", "a"}, Points: map[string]int{}},
		`{"answers":{"a":["high","low"],"b":["trust"]}}`:  {Answers: map[string][]Answer{"b": {Trust}, "a": {Low, High}, "c": {}}},
		`{"points":{"a":0,"b":12}}`:                       {Points: map[string]int{"b": 12, "a": 0}},
	} {
		if got := string(c.Encode()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, text := range []string{
		``, `null`, `[]`, `"yes"`, `1`, `{`, `{} `, ` {}`, `{}{}`, "{}\n", `{"answer":""}`, `{"answer":null}`, `{"Answer":"yes"}`, `{"answer": "yes"}`,
		`{"answer":"yes","answer":"yes"}`, `{"answer":"yes","vote":"no"}`, `{"options":[]}`, `{"options":["b","a"]}`, `{"options":["a","a"]}`,
		`{"options":["a"],"answer":"yes"}`, `{"answers":{"a":[]}}`, `{"answers":{"a":["no","yes"]}}`, `{"answers":{"a":["yes","yes"]}}`,
		`{"answers":{"a":["yes"],"a":["yes"]}}`, `{"points":{"a":1,"a":1}}`, `{"points":{"b":1,"a":1}}`, `{"points":{"a":1.0}}`, `{"points":{"a":1e2}}`,
		`{"points":{"a":-0}}`, `{"points":{"a":99999999999999999999}}`, `{"answer":"\u0079es"}`, "{\"text\":\"\xff\"}", `{"options":"a"}`,
	} {
		var refusal Refusal
		if c, err := Decode([]byte(text)); !errors.As(err, &refusal) || refusal.Code != Unreadable || !reflect.DeepEqual(c, Content{}) {
			t.Errorf("%s: %+v, %v", text, c, err)
		}
	}
	large := Content{Text: strings.Repeat("x", MaxBytes)}.Encode()
	var refusal Refusal
	if _, err := Decode(large); !errors.As(err, &refusal) || refusal.Code != TooLarge || err.Error() != TooLarge {
		t.Errorf("too large: %v", err)
	}
	fits := Content{Text: strings.Repeat("x", MaxBytes-len(`{"text":""}`))}.Encode()
	if _, err := Decode(fits); err != nil || len(fits) != MaxBytes {
		t.Errorf("%d bytes: %v", len(fits), err)
	}
}

// The largest valid ballots fit.
func TestLargestBallotsFit(t *testing.T) {
	long := Content{Answer: Other, Text: strings.Repeat("\u1ee7", MaxText)}
	if len(long.Encode()) > MaxBytes || (Sheet{Method: Opinion}).Check(long) != "" {
		t.Error("an opinion of the most letters")
	}
	s, c := Sheet{Method: Confidence}, Content{Answers: map[string][]Answer{}}
	for n := range MaxOptions {
		id := strings.Repeat("x", maxID-3) + string([]byte{'0' + byte(n/100), '0' + byte(n/10%10), '0' + byte(n%10)})
		s.Options = append(s.Options, id)
		c.Answers[id] = []Answer{High, Trust, Low}
	}
	if len(c.Encode()) > MaxBytes || s.Fault() != "" || s.Check(c) != "" {
		t.Errorf("a sheet of the most options: %d bytes, %q, %q", len(c.Encode()), s.Fault(), s.Check(c))
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range []Content{{}, {Answer: Yes}, {Options: []string{"a", "b"}}, {Answers: map[string][]Answer{"a": {High, Low}}},
		{Points: map[string]int{"a": 0, "b": 7}}, {Answer: Other, Text: "ý kiến\nkhác <&>"}} {
		f.Add(c.Encode())
	}
	f.Add([]byte(`{"answer":"yes","answer":"no"}`))
	f.Add([]byte(`{"text":"\u2028\ud800"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := Decode(text)
		if err != nil {
			var refusal Refusal
			if !errors.As(err, &refusal) || !slices.Contains(Codes, refusal.Code) {
				t.Fatalf("%v", err)
			}
			return
		}
		if string(c.Encode()) != string(text) || c.repeats() {
			t.Fatalf("%q is read as %q", text, c.Encode())
		}
		for _, method := range Methods {
			s := Sheet{Method: method.ID, Options: []string{"a", "b"}, AtOnce: method.AtOnce}
			code := s.Check(c)
			if code != "" && !slices.Contains(Codes, code) {
				t.Fatalf("%s: %q", method.ID, code)
			}
			if count := s.Count([]Cast{{Content: c}}); (count.Valid == 1) != (code == "") || count.Received != 1 || count.Invalid != 1-count.Valid {
				t.Fatalf("%s %q: %+v", method.ID, code, count)
			}
		}
	})
}

func TestTidy(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "  Đồng ý  ": "Đồng ý", "a\r\nb\rc": "a\nb\nc", "a\n\n\n\nb\n\n": "a\n\nb", "\n\na": "a", "a \t b": "a b", "a\u0000\u200bb": "ab",
		"Tie\u0302\u0301ng": "Tiếng", "a\u00a0 b": "a b", "a\xffb": "ab", " \n \n": "", "a\u2028b": "a\nb",
	} {
		if got := Tidy(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune(" \n\r\ta\u0301\u200be\u0302\u00a0")))).Draw(t, "text")
		tidy := Tidy(text)
		if Tidy(tidy) != tidy || !utf8.ValidString(tidy) || strings.Contains(tidy, "\n\n\n") {
			t.Fatalf("%q: %q, again %q", text, tidy, Tidy(tidy))
		}
		if code := (Sheet{Method: Opinion}).Check(Content{Answer: Yes, Text: tidy}); code != "" && code != TooLong {
			t.Fatalf("%q: %s", tidy, code)
		}
	})
}
