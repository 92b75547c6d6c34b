package officetext

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestNotation(t *testing.T) {
	form := Decree()
	for _, row := range []struct {
		number              int
		paper, issuer, unit string
		want                string
		code                string
	}{
		{5, Resolution, "HĐND", "", "05/NQ-HĐND", ""}, {10, Decision, "UBND", "", "10/QĐ-UBND", ""}, {214, Submission, "UBND", "", "214/TTr-UBND", ""},
		{9, Letter, "UBND", "VP", "09/UBND-VP", ""}, {1234, Letter, "HĐND", "", "1234/HĐND", ""}, {7, "provision", "UBND", "", "07/QyĐ-UBND", ""},
		{0, Resolution, "HĐND", "", "", WrongNotation}, {5, "poem", "HĐND", "", "", UnknownType}, {5, Resolution, "", "", "", WrongNotation},
		{5, Resolution, "hđnd", "", "", WrongNotation}, {5, Resolution, "HĐND/X", "", "", WrongNotation}, {5, Resolution, "HĐND", "VP", "", WrongNotation},
		{1_000_000, Resolution, "HĐND", "", "", WrongNotation},
	} {
		got, err := form.NotationOf(row.number, row.paper, row.issuer, row.unit)
		if row.code != "" {
			if !errors.Is(err, refuse(row.code)) {
				t.Errorf("%+v: %v", row, err)
			}
			continue
		}
		if err != nil || got.String() != row.want || got.Line() != "Số: "+row.want {
			t.Errorf("%+v: %v, %s", row, err, got)
		}
		if back, err := form.ParseNotation(got.Line()); err != nil || back != got {
			t.Errorf("%s is read as %+v (%v)", got, back, err)
		}
	}
	law, err := form.ParseNotation("05/2026/NQ-HĐND")
	if err != nil || law != (Notation{Number: 5, Year: 2026, Type: "NQ", Issuer: "HĐND"}) {
		t.Errorf("a law: %v, %+v", err, law)
	}
}

func TestNotationsThatAreWrittenOtherwise(t *testing.T) {
	form := Decree()
	for text, want := range map[string]string{
		"Số: 5/NQ-HĐND": "Số: 05/NQ-HĐND", "Số : 05/NQ-HĐND": "Số: 05/NQ-HĐND", "Số 05/NQ-HĐND": "Số: 05/NQ-HĐND", "Số: 05 / NQ - HĐND": "Số: 05/NQ-HĐND",
		"Số: 05/NQ–HĐND": "Số: 05/NQ-HĐND", "Số: 005/NQ-HĐND": "Số: 05/NQ-HĐND", "Số: 12/2026/QĐ — UBND": "Số: 12/2026/QĐ-UBND",
		"": "", "Số: 05": "", "Số: 05/nq-hđnd": "", "Số: 05/NQ-": "", "Số: 05/26/NQ-HĐND": "", "Số: 0/NQ-HĐND": "", "Số: 05/1/2/NQ": "", "Số: năm/NQ-HĐND": "",
	} {
		fault, wrong := form.CheckNotation(text)
		if !wrong || fault.Instead != want || fault.What != WrongWriting || fault.Component != NumberLine || fault.Words != text {
			t.Errorf("%q: %v, %+v", text, wrong, fault)
		}
	}
	for _, text := range []string{"Số:        /NQ-HĐND", "Số: …/TTr-UBND", "Số:  /2026/NQ-HĐND", "Số: ....../....../NQ-HĐND"} {
		if fault, wrong := form.CheckNotation(text); !wrong || fault.What != MissingPart {
			t.Errorf("%q, left open: %+v", text, fault)
		}
	}
	for _, text := range []string{"Số: /nq", "/", "Số: 214a/TTr-UBND"} {
		if fault, wrong := form.CheckNotation(text); !wrong || fault.What != WrongWriting {
			t.Errorf("%q: %+v", text, fault)
		}
	}
	for _, text := range []string{"Số: 05/NQ-HĐND", "05/NQ-HĐND", "Số: 15/UBND-VP", "Số: 300/HĐND"} {
		if fault, wrong := form.CheckNotation(text); wrong {
			t.Errorf("%q: %+v", text, fault)
		}
	}
}

func TestPlaceAndDate(t *testing.T) {
	for _, row := range []struct {
		date Date
		want string
	}{
		{Date{2026, 2, 5}, "Trường Vinh, ngày 05 tháng 02 năm 2026"}, {Date{2026, 1, 31}, "Trường Vinh, ngày 31 tháng 01 năm 2026"},
		{Date{2026, 3, 9}, "Trường Vinh, ngày 09 tháng 3 năm 2026"}, {Date{2026, 12, 10}, "Trường Vinh, ngày 10 tháng 12 năm 2026"}, {Date{2028, 2, 29}, "Trường Vinh, ngày 29 tháng 02 năm 2028"},
	} {
		got, err := PlaceAndDate(" Trường  Vinh ", row.date)
		if err != nil || got != row.want {
			t.Errorf("%v: %q, %v", row.date, got, err)
		}
		place, date, err := ParsePlaceAndDate(got)
		if err != nil || place != "Trường Vinh" || date != row.date {
			t.Errorf("%q is read as %q, %v (%v)", got, place, date, err)
		}
		if fault, wrong := CheckPlaceAndDate(got); wrong {
			t.Errorf("%q: %+v", got, fault)
		}
	}
	for _, row := range []struct {
		place string
		date  Date
	}{{"", Date{2026, 2, 5}}, {"trường Vinh", Date{2026, 2, 5}}, {"A, B", Date{2026, 2, 5}}, {"A", Date{2026, 2, 29}}, {"A", Date{2026, 13, 1}}, {"A", Date{2026, 0, 1}}, {"A", Date{2026, 4, 31}}, {"A", Date{1900, 4, 1}}, {"A", Date{2026, 4, 0}}} {
		if _, err := PlaceAndDate(row.place, row.date); !errors.Is(err, refuse(WrongDate)) {
			t.Errorf("%+v: %v", row, err)
		}
	}
	for text, want := range map[string]string{
		"Trường Vinh, ngày 5 tháng 2 năm 2026": "Trường Vinh, ngày 05 tháng 02 năm 2026", "Trường Vinh, ngày 05 tháng 03 năm 2026": "Trường Vinh, ngày 05 tháng 3 năm 2026",
		"Trường Vinh , Ngày 05 tháng 02  năm 2026": "Trường Vinh, ngày 05 tháng 02 năm 2026", "Trường Vinh ngày 05 tháng 02 năm 2026": "", "Trường Vinh, ngày 31 tháng 02 năm 2026": "",
		"Trường Vinh, 05/02/2026": "",
	} {
		if fault, wrong := CheckPlaceAndDate(text); !wrong || fault.Instead != want || fault.Component != DateLine {
			t.Errorf("%q: %v, %+v", text, wrong, fault)
		}
	}
}

func TestADayLeftOpen(t *testing.T) {
	for text, want := range map[string]string{"Trường Vinh, ngày ... tháng ... năm 2026": MissingPart, "Trường Vinh, ngày    tháng 12 năm 2026": MissingPart, "Trường Vinh, ngày … tháng … năm …": MissingPart,
		"ngày    tháng 12 năm 2026": WrongWriting, "Trường Vinh, ngày 31 tháng 02 năm 2026": WrongWriting} {
		if fault, wrong := CheckPlaceAndDate(text); !wrong || fault.What != want {
			t.Errorf("%q: %+v", text, fault)
		}
	}
}

// Every notation and every date that can be written is read as what it was.
func TestWhatIsWrittenIsRead(t *testing.T) {
	form := Decree()
	group := rapid.StringMatching(`[A-ZĐƯ][A-Za-zĐđ0-9]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		paper := rapid.SampledFrom(form.Types).Draw(t, "type")
		unit := ""
		if paper.Abbreviation == "" && rapid.Bool().Draw(t, "unit?") {
			unit = group.Draw(t, "unit")
		}
		issuer := group.Filter(func(text string) bool { _, is := form.TypeOf(text); return !is }).Draw(t, "issuer")
		notation, err := form.NotationOf(rapid.IntRange(1, maxNumber).Draw(t, "number"), paper.ID, issuer, unit)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := form.ParseNotation(notation.Line()); err != nil || back != notation {
			t.Fatalf("%s is read as %+v (%v)", notation, back, err)
		}
		date := Date{rapid.IntRange(1945, 2999).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day")}
		if line, err := PlaceAndDate("Hà Nội", date); (err == nil) != date.Valid() {
			t.Fatal(err)
		} else if _, back, readErr := ParsePlaceAndDate(line); err == nil && (readErr != nil || back != date) {
			t.Fatalf("%s is read as %v", line, back)
		}
	})
}

// FuzzNotation: what is read is written as it was; what is put right is right.
func FuzzNotation(f *testing.F) {
	for _, seed := range []string{"Số: 05/NQ-HĐND", "5 /2026/ QĐ – UBND", "Trường Vinh, ngày 5 tháng 2 năm 2026", "/", "PGS. TS. Nguyễn văn An"} {
		f.Add(seed)
	}
	form := Decree()
	f.Fuzz(func(t *testing.T, text string) {
		if fault, wrong := form.CheckNotation(text); wrong && fault.Instead != "" {
			if again, still := form.CheckNotation(fault.Instead); still {
				t.Fatalf("%q should be %q, which should be %q", text, fault.Instead, again.Instead)
			}
		}
		if fault, wrong := CheckPlaceAndDate(text); wrong && fault.Instead != "" {
			if again, still := CheckPlaceAndDate(fault.Instead); still {
				t.Fatalf("%q should be %q, which should be %q", text, fault.Instead, again.Instead)
			}
		}
		CheckName(text)
		for _, fault := range form.CheckCapitals(text) {
			if fault.Words != text[fault.At:fault.At+len(fault.Words)] {
				t.Fatalf("%q does not stand at %d", fault.Words, fault.At)
			}
		}
	})
}
