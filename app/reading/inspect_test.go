package reading

import (
	"context"
	"errors"
	"image"
	"reflect"
	"testing"
	"time"

	"congso.vn/congso/app/pages"
)

// slow is a renderer whose pages take until they are called off, from one on, and whose paper fails so.
type slow struct {
	from  int
	fault error
	open  bool // waits when it is opened
}

func (s slow) Open(ctx context.Context, source pages.Source) (pages.Paper, error) {
	if s.open {
		<-ctx.Done()
		return pages.Paper{}, ctx.Err()
	}
	a4 := pages.Size{Width: 595, Height: 842}
	return pages.Paper{ID: source.ID, Pages: 5, Sizes: []pages.Size{a4, {Width: 842, Height: 595}, {Width: 612, Height: 792}, a4, a4}}, nil
}

func (s slow) Words(context.Context, string, int, pages.Priority) ([]pages.Word, error) {
	return []pages.Word{{Text: "x"}}, nil
}

func (s slow) Render(ctx context.Context, _ string, page, _ int, _ pages.Priority) (*image.RGBA, error) {
	if page >= s.from {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if page == 1 && s.fault != nil {
		return nil, s.fault
	}
	return image.NewRGBA(image.Rect(0, 0, 1, 1)), nil
}

func (slow) Forget(string) {}

func TestInspect(t *testing.T) {
	inspect := func(s slow) (Report, error) {
		r := &Reader{Renderer: s, Logger: quiet()}
		report, err := r.Inspect(t.Context(), "p", of(nil), 50*time.Millisecond)
		if report.Took <= 0 {
			t.Error("it took no time")
		}
		report.Took = 0
		return report, err
	}
	for name, row := range map[string]struct {
		slow slow
		want Report
	}{
		"sound but for a size": {slow{from: 9}, Report{Pages: 5, Remarks: []Remark{{RemarkNotA4, false, []int{2}}}}},
		"a page that cannot be shown": {slow{from: 9, fault: pages.ErrCrashed}, Report{Pages: 5, Remarks: []Remark{
			{"crashed", true, []int{1}}, {RemarkNotA4, false, []int{2}}}}},
		"too slow":      {slow{from: 3}, Report{Pages: 5, Remarks: []Remark{{RemarkNotA4, false, []int{2}}, {RemarkTime, false, []int{3, 4}}}}},
		"does not open": {slow{open: true}, Report{Fault: "too-slow"}},
	} {
		if got, err := inspect(row.slow); err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, row.want)
		}
	}
	if _, err := inspect(slow{from: 9, fault: pages.ErrUnavailable}); !errors.Is(err, pages.ErrUnavailable) {
		t.Errorf("no worker: %v", err)
	}
}

// signed is a renderer whose paper has signatures, or none that can be read.
type signed struct {
	slow
	found []pages.Signature
	err   error
}

func (s signed) Signatures(context.Context, string) ([]pages.Signature, error) { return s.found, s.err }

func TestInspectSignatures(t *testing.T) {
	one := []pages.Signature{{SubFilter: "adbe.pkcs7.detached"}}
	size := Remark{RemarkNotA4, false, []int{2}}
	for name, row := range map[string]struct {
		renderer signed
		want     Report
	}{
		"none":           {signed{slow: slow{from: 9}}, Report{Pages: 5, Remarks: []Remark{size}}},
		"one":            {signed{slow: slow{from: 9}, found: one}, Report{Pages: 5, Signatures: one, Remarks: []Remark{size}}},
		"cannot be read": {signed{slow: slow{from: 9}, err: pages.ErrTooLarge}, Report{Pages: 5, Remarks: []Remark{{RemarkSignatures, false, nil}, size}}},
	} {
		got, err := (&Reader{Renderer: row.renderer, Logger: quiet()}).Inspect(t.Context(), "p", of(nil), 0)
		got.Took = 0
		if err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, row.want)
		}
	}
	lost := signed{slow: slow{from: 9}, err: pages.ErrUnavailable}
	if _, err := (&Reader{Renderer: lost, Logger: quiet()}).Inspect(t.Context(), "p", of(nil), 0); !errors.Is(err, pages.ErrUnavailable) {
		t.Errorf("no worker: %v", err)
	}
}
