package seating

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template, _ := drawTemplate(t, 20)
		plan, err := template.Plan()
		if err != nil {
			return
		}
		body, err := Encode(plan)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(body)
		if err != nil || !reflect.DeepEqual(again, plan) {
			t.Fatalf("read back as another plan: %v", err)
		}
		slices.Reverse(again.Seats)
		slices.Reverse(again.Objects)
		if other, err := Encode(again); err != nil || !bytes.Equal(other, body) {
			t.Fatalf("another order of seats is another plan: %v", err)
		}
	})
}

const small = `{"id":"a","title":"Hội trường","room":{"width":5000,"depth":4000},"chair":{"width":500,"depth":500},"seats":[` +
	`{"id":"s10","label":"B","x":1000,"y":1000},{"id":"s9","label":" A ","x":2000,"y":1000,"turn":-90}],"later":true}`

func TestDecode(t *testing.T) {
	plan, err := Decode([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if plan.Seats[0].ID != "s9" || plan.Seats[0].Label != "A" || plan.Seats[0].Turn != 270 || plan.Last != 10 {
		t.Errorf("read as %+v", plan)
	}
	many := strings.Repeat(`{"id":"x","label":"B","x":1000,"y":1000},`, MaxSeats)
	for _, row := range []struct{ from, to, code string }{
		{`"id":"a"`, `"id":"a`, Unreadable}, {`,"later":true}`, `}{}`, Unreadable}, {`"x":1000`, `"x":1e300`, Unreadable},
		{`"x":1000`, `"x":1000000`, WrongMeasure}, {`"width":5000`, `"width":0`, WrongMeasure}, {`"width":5000`, `"width":100001`, WrongMeasure},
		{`{"width":500,`, `{"width":5,`, WrongMeasure}, {`"s9"`, `"s10"`, DuplicateID}, {`"s9"`, `""`, Unreadable},
		{`Hội trường`, strings.Repeat("ộ", MaxTitle+1), TooLong}, {`" A "`, `"một hai ba bốn"`, TooLong}, {`"seats":[`, `"seats":[` + many, TooManySeats},
		{`"later":true`, `"last":2000000000`, WrongMeasure}, {`"later":true`, `"picture":{}`, Unreadable},
		{`"later":true`, `"objects":[{"id":"o1","kind":"sofa","width":500,"depth":500}]`, UnknownKind},
		{`"later":true`, `"objects":[{"id":"s9","kind":"door","width":500,"depth":500}]`, DuplicateID},
		{`"later":true`, `"objects":[{"id":"","kind":"door","width":500,"depth":500}]`, Unreadable},
		{`"later":true`, `"later":"` + strings.Repeat("x", maxBytes) + `"`, TooLarge},
	} {
		body := strings.Replace(small, row.from, row.to, 1)
		if body == small {
			t.Errorf("%s is not there", row.from)
		}
		if _, err := Decode([]byte(body)); !errors.Is(err, refuse(row.code)) {
			t.Errorf("%.60s: %v, want %s", row.to, err, row.code)
		}
	}
}

func TestCheckFindsEachFault(t *testing.T) {
	plan, err := Decode([]byte(small))
	if err != nil || len(plan.Check()) > 0 {
		t.Fatal(plan.Check(), err)
	}
	table := Object{ID: "o1", Kind: Table, Point: Point{2000, 1000}, Size: Size{500, 500}}
	aisle := Object{ID: "o2", Kind: Aisle, Point: Point{4000, 2000}, Size: Size{1000, 1000}}
	for _, row := range []struct {
		name   string
		change func(*Plan)
		want   []Fault
	}{
		{"a label twice", func(p *Plan) { p.Seats[1].Label = "A" }, []Fault{{DuplicateLabel, []string{"s9", "s10"}}}},
		{"no label", func(p *Plan) { p.Seats[1].Label = "" }, []Fault{{NoLabel, []string{"s10"}}}},
		{"a person twice", func(p *Plan) { p.Seats[0].Person, p.Seats[1].Person = "an", "an" }, []Fault{{DuplicatePerson, []string{"s9", "s10"}}}},
		{"two seats in one place", func(p *Plan) { p.Seats[1].X = 1600 }, []Fault{{Overlap, []string{"s9", "s10"}}}},
		{"through the wall", func(p *Plan) { p.Seats[1].X = 248 }, []Fault{{Outside, []string{"s10"}}}},
		{"at the wall", func(p *Plan) { p.Seats[1].X = 250 }, nil},
		{"through the back wall", func(p *Plan) { p.Seats[1].Y = 3752 }, []Fault{{Outside, []string{"s10"}}}},
		{"through the right wall", func(p *Plan) { p.Seats[1].X = 4752 }, []Fault{{Outside, []string{"s10"}}}},
		{"under a table", func(p *Plan) { p.Objects = []Object{table} }, []Fault{{Overlap, []string{"s9", "o1"}}}},
		{"a door beyond the wall", func(p *Plan) {
			p.Objects = []Object{{ID: "o3", Kind: Door, Point: Point{0, 2000}, Size: Size{100, 900}}}
		}, []Fault{{Outside, []string{"o3"}}}},
		{"aisles cross", func(p *Plan) {
			p.Objects = []Object{aisle, {ID: "o3", Kind: Aisle, Point: aisle.Point, Size: aisle.Size}}
		}, nil},
		{"two tables in one place", func(p *Plan) {
			p.Objects = []Object{{ID: "o3", Kind: Table, Point: aisle.Point, Size: table.Size}, {ID: "o4", Kind: Podium, Point: aisle.Point, Size: table.Size}}
		}, []Fault{{Overlap, []string{"o3", "o4"}}}},
		{"a seat in the aisle", func(p *Plan) { aisle.X = 2500; p.Objects = []Object{aisle} }, nil},
		{"a seat in the middle of the aisle", func(p *Plan) { aisle.Point = Point{1000, 1000}; p.Objects = []Object{aisle} }, []Fault{{Overlap, []string{"s10", "o2"}}}},
		{"no plan at all", func(p *Plan) { p.Chair = Size{} }, []Fault{{Code: WrongMeasure}}},
	} {
		changed := plan.clone()
		row.change(&changed)
		if got := changed.Check(); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v, want %+v", row.name, got, row.want)
		}
	}
}

func TestCodesAreTheirOwn(t *testing.T) {
	if sorted := slices.Sorted(slices.Values(Codes)); len(slices.Compact(sorted)) != len(Codes) {
		t.Error("a code stands twice")
	}
	if refuse(Taken).Error() != Taken {
		t.Error("a refusal does not say its code")
	}
}

// FuzzDecode: whatever is read is a plan that is written and read again as the same, and that can be checked.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{}`))
	plan, _ := Hall{Base: Base{Measures: UsualMeasures, Stage: Stage{3, true, true}}, Seats: 20, Blocks: 2, Arc: 90}.Plan()
	body, _ := Encode(plan)
	f.Add(body)
	f.Fuzz(func(t *testing.T, body []byte) {
		plan, err := Decode(body)
		if err != nil {
			if refusal := (Refusal{}); !errors.As(err, &refusal) {
				t.Fatalf("no refusal: %v", err)
			}
			return
		}
		plan.Check()
		plan.ReadingOrder()
		written, err := Encode(plan)
		if err != nil {
			t.Fatalf("read and not written: %v", err)
		}
		again, err := Decode(written)
		if err != nil || !reflect.DeepEqual(again, plan) {
			t.Fatalf("read, written and read as another: %v", err)
		}
	})
}
