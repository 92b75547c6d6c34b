package kit_test

import (
	"sync"
	"testing"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestManyPutsOneDraw(t *testing.T) {
	loop := kittest.NewLoop()
	var drawn []int
	latest := kit.NewLatest(loop.Post, func(value int) { drawn = append(drawn, value) })
	for i := 1; i <= 500; i++ {
		latest.Put(i)
	}
	if ran := loop.Drain(); ran != 1 || len(drawn) != 1 || drawn[0] != 500 {
		t.Fatalf("500 puts posted %d times and drew %v", ran, drawn)
	}
	latest.Put(501)
	loop.Drain()
	if len(drawn) != 2 || drawn[1] != 501 {
		t.Errorf("the next put drew %v", drawn)
	}
}

func TestPutWhileDrawingIsDrawn(t *testing.T) {
	loop := kittest.NewLoop()
	var drawn []int
	var latest *kit.Latest[int]
	latest = kit.NewLatest(loop.Post, func(value int) {
		drawn = append(drawn, value)
		if value == 1 {
			latest.Put(2)
		}
	})
	latest.Put(1)
	loop.Drain()
	if len(drawn) != 2 || drawn[1] != 2 {
		t.Errorf("drawn: %v", drawn)
	}
}

// TestPutsFromEverywhere: the last value always arrives, and never more than one drawing waits.
func TestPutsFromEverywhere(t *testing.T) {
	loop := kittest.NewLoop()
	last, draws := 0, 0
	latest := kit.NewLatest(loop.Post, func(value int) { last = value; draws++ })
	var puts sync.WaitGroup
	for range 8 {
		puts.Go(func() {
			for range 500 {
				latest.Put(1)
			}
		})
	}
	all := make(chan struct{})
	go func() {
		puts.Wait()
		latest.Put(7)
		close(all)
	}()
	loop.Until(t, "the last value to be drawn", func() bool { return last == 7 })
	<-all
	if draws > 4001 {
		t.Errorf("4,001 puts drew %d times", draws)
	}
}
