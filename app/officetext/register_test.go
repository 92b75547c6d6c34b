package officetext

import (
	"errors"
	"reflect"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestRegister(t *testing.T) {
	book := Register{Series: Series{"hdnd", Resolution, 2026}}
	book, first, err := book.Reserve("p1", "an", 1)
	if err != nil || first != 1 {
		t.Fatal(first, err)
	}
	book, _, _ = book.Reserve("p2", "an", 2)
	book, third, _ := book.Reserve("p3", "an", 3)
	if _, _, err := book.Reserve("p2", "an", 4); !errors.Is(err, refuse(PaperNumbered)) || third != 3 {
		t.Errorf("a second number: %v", err)
	}
	if book, err = book.Issue(2, Date{2026, 3, 10}, "binh", 5); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name string
		act  func() (Register, error)
		code string
	}{
		{"an earlier day on a higher number", func() (Register, error) { return book.Issue(3, Date{2026, 3, 9}, "", 6) }, OutOfOrder},
		{"a later day on a lower number", func() (Register, error) { return book.Issue(1, Date{2026, 3, 11}, "", 6) }, OutOfOrder},
		{"another year", func() (Register, error) { return book.Issue(3, Date{2027, 1, 1}, "", 6) }, OtherYear},
		{"no such day", func() (Register, error) { return book.Issue(3, Date{2026, 2, 30}, "", 6) }, WrongDate},
		{"no such number", func() (Register, error) { return book.Issue(4, Date{2026, 3, 10}, "", 6) }, UnknownNumber},
		{"number nought", func() (Register, error) { return book.Issue(0, Date{2026, 3, 10}, "", 6) }, UnknownNumber},
		{"issued twice", func() (Register, error) { return book.Issue(2, Date{2026, 3, 10}, "", 6) }, NumberUsed},
		{"voided after it went out", func() (Register, error) { return book.Void(2, "nhầm", "", 6) }, NumberUsed},
		{"voided for nothing", func() (Register, error) { return book.Void(3, " ", "", 6) }, NoReason},
		{"voided, no such number", func() (Register, error) { return book.Void(9, "nhầm", "", 6) }, UnknownNumber},
		{"no paper", func() (Register, error) { book, _, err := book.Reserve("", "", 6); return book, err }, PaperNumbered},
	} {
		if after, err := row.act(); !errors.Is(err, refuse(row.code)) || !reflect.DeepEqual(after, book) {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	for _, day := range []Date{{2026, 3, 10}, {2026, 3, 11}} {
		if _, err := book.Issue(3, day, "", 6); err != nil {
			t.Errorf("%v: %v", day, err)
		}
	}
	voided, err := book.Void(3, "Văn bản không ban hành", "binh", 7)
	if err != nil || voided.Lines[2].State != Voided || voided.Lines[2].By != "binh" || voided.Lines[2].At != 7 || book.Lines[2].State != Reserved {
		t.Errorf("voided: %v, %+v", err, voided)
	}
	if again, number, err := voided.Reserve("p3", "an", 8); err != nil || number != 4 {
		t.Errorf("another number for it: %d, %v", number, err)
	} else if line, has := again.Of("p3"); !has || line.Number != 4 {
		t.Errorf("it has %+v", line)
	}
	if _, has := voided.Of("p3"); has || len(voided.Open()) != 1 || voided.Open()[0].Number != 1 {
		t.Errorf("open: %+v", voided.Open())
	}
	if line, has := book.Of("p2"); !has || line.Number != 2 || line.Date != (Date{2026, 3, 10}) {
		t.Errorf("p2 has %+v", line)
	}
}

// Two clerks may go on from one book as they read it: what one does is not in the other's.
func TestBooksThatPartDoNotShareTheirLines(t *testing.T) {
	book := Register{Series: Series{"a", "", 2026}}
	for _, paper := range []string{"p1", "p2", "p3"} { // a list that grew has room left over
		book, _, _ = book.Reserve(paper, "", 0)
	}
	one, _, _ := book.Reserve("p4", "", 0)
	two, _, _ := book.Reserve("p5", "", 0)
	if one.Lines[3].Paper != "p4" || two.Lines[3].Paper != "p5" {
		t.Errorf("number 4 is of %s and of %s", one.Lines[3].Paper, two.Lines[3].Paper)
	}
}

func TestSeries(t *testing.T) {
	counting := Counting{Apart: []string{Resolution, Decision}}
	if got := counting.SeriesOf("hdnd", Resolution, 2026); got != (Series{"hdnd", Resolution, 2026}) {
		t.Error(got)
	}
	if got := counting.SeriesOf("hdnd", Report, 2026); got != (Series{"hdnd", "", 2026}) || got != counting.SeriesOf("hdnd", Letter, 2026) {
		t.Error(got)
	}
}

func TestBooksThatAreNone(t *testing.T) {
	sound := Register{Series{"a", "", 2026}, []Registered{{Number: 1, State: Issued, Paper: "p", Date: Date{2026, 2, 2}}, {Number: 2, State: Voided, Paper: "p", Reason: "nhầm"}, {Number: 3, State: Reserved, Paper: "q"}, {Number: 4, State: Issued, Paper: "r", Date: Date{2026, 2, 2}}}}
	if !sound.Sound() {
		t.Fatal("a sound book is none")
	}
	for name, change := range map[string]func([]Registered){
		"a gap": func(l []Registered) { l[3].Number = 5 }, "from two": func(l []Registered) { l[0].Number = 2 }, "no paper": func(l []Registered) { l[2].Paper = "" },
		"no reason": func(l []Registered) { l[1].Reason = " " }, "another year": func(l []Registered) { l[3].Date.Year = 2027 }, "no day": func(l []Registered) { l[3].Date = Date{} },
		"days back": func(l []Registered) { l[3].Date = Date{2026, 2, 1} }, "a state nobody knows": func(l []Registered) { l[2].State = "?" }, "two numbers for one": func(l []Registered) { l[3].Paper = "p" },
	} {
		book := sound.with(1, func(*Registered) {})
		change(book.Lines)
		if book.Sound() {
			t.Errorf("%s is sound", name)
		}
	}
}

// Whatever is done to a book, it has no gap, gives no number twice, and was not written to by what was refused.
func TestBooksHaveNoGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		book, given := Register{Series: Series{"a", "", 2026}}, map[int]bool{}
		for n := range rapid.IntRange(1, 40).Draw(t, "acts") {
			before := Register{book.Series, append([]Registered(nil), book.Lines...)}
			number, paper := rapid.IntRange(0, len(book.Lines)+1).Draw(t, "number"), strconv.Itoa(rapid.IntRange(0, 12).Draw(t, "paper"))
			var next Register
			var err error
			switch rapid.IntRange(0, 2).Draw(t, "act") {
			case 0:
				next, number, err = book.Reserve(paper, "an", int64(n))
				if err == nil && given[number] {
					t.Fatalf("%d is given twice", number)
				}
				given[number] = err == nil || given[number]
			case 1:
				next, err = book.Issue(number, Date{rapid.IntRange(2025, 2027).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), 1}, "an", int64(n))
			default:
				next, err = book.Void(number, rapid.SampledFrom([]string{"", "nhầm"}).Draw(t, "reason"), "an", int64(n))
			}
			if len(before.Lines) != len(book.Lines) || len(before.Lines) > 0 && !reflect.DeepEqual(before, book) || err != nil && !reflect.DeepEqual(next, book) {
				t.Fatalf("a book that was handed out was written to: %v", err)
			}
			if book = next; !book.Sound() {
				t.Fatalf("%+v", book)
			}
		}
	})
}
