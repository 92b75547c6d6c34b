package ballot

import (
	"encoding/json"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestVotes(t *testing.T) {
	for text, want := range map[string]Votes{"0": 0, "1": One, "1.000000": One, "0.5": One / 2, "0.000001": 1, "12.03": 12_030_000, "-0.3": -300_000, "007": 7 * One, "999999999999.999999": 999999999999999999} {
		if got, err := ParseVotes(text); err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", ".", "1.", ".5", "1.0000001", "1e3", "+1", "--1", "1,5", " 1", "1 ", "0x1", "1000000000000", "١", "NaN", "1.-5", "null", `"1"`} {
		if got, err := ParseVotes(text); err == nil {
			t.Errorf("%q: %d", text, got)
		}
	}
	for votes, want := range map[Votes]string{0: "0", One: "1", 1: "0.000001", One + One/2: "1.5", -One / 4: "-0.25", Whole(120): "120"} {
		if votes.String() != want {
			t.Errorf("%d: %s", int64(votes), votes)
		}
	}
	if n, is := Whole(7).Int(); n != 7 || !is {
		t.Error(n, is)
	}
	if n, is := (Whole(7) + 1).Int(); n != 7 || is {
		t.Error(n, is)
	}
	rapid.Check(t, func(t *rapid.T) {
		votes := Votes(rapid.Int64Range(-999999999999999999, 999999999999999999).Draw(t, "votes"))
		text, err := json.Marshal(votes)
		var read Votes
		if err != nil || json.Unmarshal(text, &read) != nil || read != votes {
			t.Fatalf("%d: %s, %d", int64(votes), text, int64(read))
		}
	})
}

func FuzzParseVotes(f *testing.F) {
	for _, text := range []string{"1", "0.3", "-2.5", "1.000000", "9e9", "."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		votes, err := ParseVotes(text)
		if err != nil {
			return
		}
		exact, ok := new(big.Rat).SetString(text)
		if !ok || exact.Mul(exact, big.NewRat(int64(One), 1)).Cmp(new(big.Rat).SetInt64(int64(votes))) != 0 {
			t.Fatalf("%q is read as %s", text, votes)
		}
	})
}

// The figures that papers printed of a confidence vote: 19, 2 and 25 of 47.
func TestPercent(t *testing.T) {
	for _, row := range []struct{ part, base, want int }{{19, 47, 4043}, {2, 47, 426}, {25, 47, 5319}, {1, 3, 3333}, {2, 3, 6667}, {1, 8, 1250}, {1, 16, 625}, {1, 32, 313}, {82, 82, 10000}, {0, 5, 0}, {3, 2, 15000}, {1000, 1, 10_000_000}} {
		if got, ok := Percent(Whole(row.part), Whole(row.base)); !ok || got != row.want {
			t.Errorf("%d of %d: %d, %v", row.part, row.base, got, ok)
		}
	}
	for _, row := range [][2]Votes{{1, 0}, {0, 0}, {1, -1}, {-1, 1}, {1 << 62, 1}, {Whole(1001), One}} {
		if got, ok := Percent(row[0], row[1]); ok {
			t.Errorf("%v: %d", row, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.Int64Range(1, 1<<60).Draw(t, "base")
		part := rapid.Int64Range(0, base).Draw(t, "part")
		got, ok := Percent(Votes(part), Votes(base))
		off := new(big.Rat).Sub(big.NewRat(part, base), big.NewRat(int64(got), 10_000))
		if !ok || off.Abs(off).Cmp(big.NewRat(1, 20_000)) > 0 {
			t.Fatalf("%d of %d: %d, %v", part, base, got, ok)
		}
	})
}
