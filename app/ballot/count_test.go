package ballot

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// drawSheet draws a sheet without faults, of any method.
func drawSheet(t *rapid.T) Sheet {
	method := rapid.SampledFrom(Methods).Draw(t, "method")
	s := Sheet{Method: method.ID}
	if method.HasOptions() {
		s.Options = optionIDs[:rapid.IntRange(1, 4).Draw(t, "options")]
		s.MinOptions = rapid.IntRange(0, len(s.Options)).Draw(t, "least")
		s.MaxOptions = rapid.SampledFrom([]int{0, rapid.IntRange(max(s.MinOptions, 1), len(s.Options)).Draw(t, "most")}).Draw(t, "limited")
	}
	if len(method.Answers) > 1 && rapid.Bool().Draw(t, "fewer") {
		s.Answers = method.Answers[:2]
	}
	if len(method.AtOnce) > 0 {
		s.AtOnce = rapid.SliceOfNDistinct(rapid.SampledFrom(method.AtOnce), 0, 2, rapid.ID).Draw(t, "at once")
	}
	s.Strike = method.Strike && rapid.Bool().Draw(t, "strike")
	s.EveryLine = method.part == lines && rapid.Bool().Draw(t, "every line")
	if method.ID == RatingApproval {
		s.MaxYes = rapid.IntRange(0, len(s.Options)).Draw(t, "most yes")
	}
	if method.part == given {
		s.MaxPerOption = rapid.IntRange(0, 5).Draw(t, "most of one")
		s.MinSum = rapid.IntRange(0, 3).Draw(t, "least points")
		s.MaxSum = rapid.SampledFrom([]int{0, s.MinSum + 1, 7}).Draw(t, "most points")
	}
	if code := s.Fault(); code != "" {
		t.Skip(code) // a least that no ballot reaches
	}
	return s
}

// drawContent draws a ballot that is often valid on a sheet.
func drawContent(t *rapid.T, s Sheet) Content {
	if rapid.IntRange(0, 7).Draw(t, "wild") == 0 {
		return drawAny(t)
	}
	method := s.method()
	if len(s.AtOnce) > 0 && rapid.IntRange(0, 4).Draw(t, "at once") == 0 {
		return Content{Answer: rapid.SampledFrom(s.AtOnce).Draw(t, "global")}
	}
	switch method.part {
	case whole:
		c := Content{Answer: rapid.SampledFrom(s.Allowed()).Draw(t, "answer")}
		if c.Answer == Other {
			c.Text = "ý kiến khác"
		}
		return c
	case marks:
		return Content{Options: rapid.SliceOfNDistinct(rapid.SampledFrom(s.Options), 0, len(s.Options), rapid.ID).Draw(t, "marked")}
	case lines:
		c := Content{Answers: map[string][]Answer{}}
		for _, option := range s.Options {
			marked := rapid.SliceOfNDistinct(rapid.SampledFrom(s.Allowed()), 0, 2, rapid.ID).Draw(t, "marked")
			if len(marked) > 0 {
				c.Answers[option] = marked
			}
		}
		return c
	}
	return Content{Points: rapid.MapOfN(rapid.SampledFrom(s.Options), rapid.IntRange(0, 4), 0, len(s.Options)).Draw(t, "points")}
}

func drawCasts(t *rapid.T, s Sheet, weighted bool) []Cast {
	casts := make([]Cast, rapid.IntRange(0, 12).Draw(t, "ballots"))
	for n := range casts {
		casts[n].Content = drawContent(t, s)
		casts[n].Void = rapid.IntRange(0, 9).Draw(t, "void") == 0
		if weighted {
			casts[n].Weight = Votes(rapid.SampledFrom([]int64{0, 1, 300_000, 700_000, 1_000_000, 5_000_000, -1, int64(MaxWeight), int64(MaxWeight) + 1}).Draw(t, "weight"))
		}
	}
	return casts
}

// However ballots are sorted and in however many boxes they lie, they add up to the same.
func TestCountIsASum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t)
		casts := drawCasts(t, s, true)
		all := s.Count(casts)
		cut := rapid.IntRange(0, len(casts)).Draw(t, "cut")
		a, b := s.Count(casts[:cut]), s.Count(casts[cut:])
		before := encoded(a)
		if sum := a.Plus(b); !reflect.DeepEqual(sum, all) || !reflect.DeepEqual(b.Plus(a), all) || encoded(a) != before {
			t.Fatalf("%+v and %+v: %+v, want %+v", a, b, sum, all)
		}
		if len(casts) > 1 {
			if again := s.Count(rapid.Permutation(casts).Draw(t, "shuffled")); !reflect.DeepEqual(again, all) {
				t.Fatalf("%+v, want %+v", again, all)
			}
		}
	})
}

// What holds of every count, told ballot by ballot in another way.
func TestCountIsWhatBallotsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t)
		casts := drawCasts(t, s, false)
		count := s.Count(casts)
		if count.Received != len(casts) || count.Valid+count.Invalid != count.Received || count.Cast != Whole(count.Received) || count.ValidVotes != Whole(count.Valid) {
			t.Fatalf("%+v", count)
		}
		want := map[string]map[Answer]int{}
		invalid := map[string]int{}
		say := func(line string, answer Answer, n int) {
			if want[line] == nil {
				want[line] = map[Answer]int{}
			}
			want[line][answer] += n
		}
		for _, cast := range casts {
			c := cast.Content
			if cast.Void || s.Check(c) != "" {
				continue
			}
			if c.Answer != "" {
				say("", c.Answer, 1)
				continue
			}
			left := map[string]bool{}
			for _, option := range c.Options {
				left[option] = true
			}
			for _, option := range s.Options {
				switch s.Method {
				case Selection, Election:
					if s.Strike && left[option] {
						say(option, No, 1)
					} else if left[option] != s.Strike {
						say(option, Yes, 1)
					}
				case RatingScore:
					say(option, Points, c.Points[option])
				default:
					if marked := c.Answers[option]; len(marked) == 1 {
						say(option, marked[0], 1)
					} else if len(marked) == 2 || s.EveryLine {
						invalid[option]++
					}
				}
			}
			if len(c.Options)+len(c.Points) == 0 && !s.Strike && s.method().part != lines {
				say("", Abstain, 1)
			}
		}
		for _, line := range append([]string{""}, optionIDs...) {
			for _, answer := range answers {
				if got := count.Of(line, answer); got != Whole(want[line][answer]) {
					t.Fatalf("%+v\n%q %s: %s, want %d", s, line, answer, got, want[line][answer])
				}
			}
			if got := count.Lines[line].Invalid; got != Whole(invalid[line]) {
				t.Fatalf("%q invalid: %s, want %d", line, got, invalid[line])
			}
		}
	})
}

func TestCountOnDisk(t *testing.T) {
	s := Sheet{Method: Confidence, Options: three, EveryLine: true, MinOptions: 1}
	count := s.Count([]Cast{{Content: said(t, `{"answers":{"a":["high"],"b":["low"]}}`)}, {Content: said(t, `{"answers":{"a":["high"],"b":["high","low"]}}`), Weight: One / 2}, {}})
	want := `{"received":3,"valid":2,"invalid":1,"cast":2.5,"valid_votes":1.5,"lines":{"a":{"answers":{"high":1.5}},"b":{"answers":{"low":1},"invalid":0.5},"c":{"invalid":1.5}}}`
	text, err := json.Marshal(count)
	if err != nil || string(text) != want {
		t.Errorf("%s, want %s", text, want)
	}
	var read Count
	if err := json.Unmarshal(text, &read); err != nil || encoded(read) != want {
		t.Errorf("read %s, %v", encoded(read), err)
	}
}

// Ballots weigh what they say, one where they say nothing, and nothing where it makes no sense.
func TestWeights(t *testing.T) {
	for weight, want := range map[Votes]Count{
		0:             {Received: 1, Valid: 1, Cast: One, ValidVotes: One},
		1:             {Received: 1, Valid: 1, Cast: 1, ValidVotes: 1},
		MaxWeight:     {Received: 1, Valid: 1, Cast: MaxWeight, ValidVotes: MaxWeight},
		MaxWeight + 1: {Received: 1, Invalid: 1},
		-1:            {Received: 1, Invalid: 1},
	} {
		got := (Sheet{Method: Approval}).Count([]Cast{{Content: Content{Answer: Yes}, Weight: weight}})
		if got.Of("", Yes) != want.ValidVotes {
			t.Errorf("%s: %s yes", weight, got.Of("", Yes))
		}
		if got.Lines = nil; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", weight, got)
		}
	}
}

// Even the most of everything is counted without running over.
func TestCountDoesNotRunOver(t *testing.T) {
	s := Sheet{Method: RatingScore, Options: three}
	cast := Cast{Content: Content{Points: map[string]int{"a": MaxPoints}}, Weight: MaxWeight}
	count := s.Count([]Cast{cast})
	if per := count.Of("a", Points); per <= 0 || per > (1<<63-1)/MaxBallots {
		t.Errorf("%d a ballot", int64(per))
	}
}

func BenchmarkCount500ConfidenceSheets(b *testing.B) {
	s, c := Sheet{Method: Confidence, EveryLine: true, MinOptions: 1}, Content{Answers: map[string][]Answer{}}
	for n := range 40 {
		id := string(rune('A'+n/26)) + string(rune('a'+n%26))
		s.Options = append(s.Options, id)
		c.Answers[id] = []Answer{High}
	}
	casts := make([]Cast, 500)
	for n := range casts {
		casts[n].Content = c
	}
	for b.Loop() {
		s.Count(casts)
	}
}
