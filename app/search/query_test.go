package search

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestStages(t *testing.T) {
	for _, row := range []struct {
		typed string
		want  []string
	}{
		{"", nil},
		{" \" ” ", nil},
		{"Đường ", []string{`exact: ("đường")`, `folded: ("duong")`}},
		{"du", []string{`exact: ("du")`, `folded: ("du")`, `folded: ("du"*)`}},
		{"d", []string{`exact: ("d")`, `folded: ("d")`}},
		{"ngân sách", []string{
			`exact: ("ngân sách")`, `exact: ("ngân" AND "sách")`, `folded: ("ngan sach")`, `folded: ("ngan" AND "sach")`, `folded: ("ngan" AND "sach"*)`,
		}},
		{`"ngân sách" xã.`, []string{
			`exact: ("ngân sách xã")`, `exact: ("ngân sách" AND "xã")`, `folded: ("ngan sach xa")`, `folded: ("ngan sach" AND "xa")`,
		}},
		{`a* OR NEAR( "x`, []string{
			`exact: ("a or near x")`, `exact: ("a" AND "or" AND "near" AND "x")`, `folded: ("a or near x")`, `folded: ("a" AND "or" AND "near" AND "x")`,
		}},
	} {
		var got []string
		for _, s := range Parse(row.typed).stages() {
			got = append(got, s.asked.String())
		}
		if !reflect.DeepEqual(got, row.want) {
			t.Errorf("%q:\n%q\nwant\n%q", row.typed, got, row.want)
		}
	}
	if q := Parse(strings.Repeat("từ ", 500)); len(q.groups) != mostTerms || q.open {
		t.Errorf("%d words, open %v", len(q.groups), q.open)
	}
}

// pages answers by the words of the question alone.
type pages map[string][]int64

func (p pages) Find(_ context.Context, asked Question, most int) ([]int64, error) {
	match := asked.String()
	var found []int64
	for _, id := range p[match] {
		if len(found) < most {
			found = append(found, id)
		}
	}
	if match == `exact: ("lỗi")` {
		return nil, errors.New("broken")
	}
	return found, nil
}

func TestFindGivesTheClosestFirst(t *testing.T) {
	index := pages{
		`exact: ("cấp xã")`: {3}, `exact: ("cấp" AND "xã")`: {1, 3}, `folded: ("cap xa")`: {2, 3}, `folded: ("cap" AND "xa")`: {1, 2, 3, 4}, `folded: ("cap" AND "xa"*)`: {5, 1},
	}
	hits, err := Find(t.Context(), index, Parse("cấp xã"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range hits {
		got = append(got, fmt.Sprint(h.ID, h.Exact, h.Phrase))
	}
	if want := "[3 true true 1 true false 2 false true 4 false false 5 false false]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	if _, err := Find(t.Context(), index, Parse("lỗi")); err == nil {
		t.Error("a broken index finds nothing and says nothing")
	}
	if hits, err := Find(t.Context(), index, Parse("…")); err != nil || hits != nil {
		t.Errorf("nothing asked: %v %v", hits, err)
	}
	var many []int64
	for i := range 2 * mostPages {
		many = append(many, int64(i))
	}
	if hits, _ := Find(t.Context(), pages{`exact: ("x")`: many[:150], `folded: ("x")`: many}, Parse("x")); len(hits) != mostPages || hits[149].Exact != true || hits[150].Exact {
		t.Errorf("%d hits", len(hits))
	}
}
