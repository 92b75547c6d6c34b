package kit_test

import (
	"testing"
	"time"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// News that comes while a finger is down must not exchange the button under it: the tap would be lost.
func TestNewsWaitsForTheFinger(t *testing.T) {
	drawn := make(chan int, 1)
	posted := make(chan func(), 10)
	latest := kit.NewLatest(func(do func()) { posted <- do }, func(value int) { drawn <- value })
	button := kit.NewBigButton("Mở biểu quyết", kit.Primary, func() {})
	kittest.Press(t, button, "Mở biểu quyết")
	latest.Put(1)
	(<-posted)()
	select {
	case <-drawn:
		t.Fatal("drawn under the pressing finger")
	default:
	}
	kittest.Lift(t, button, "Mở biểu quyết")
	for {
		select {
		case do := <-posted:
			do()
		case value := <-drawn:
			if value != 1 {
				t.Errorf("drawn %d, want 1", value)
			}
			return
		case <-time.After(10 * time.Second):
			t.Fatal("never drawn after the finger was lifted")
		}
	}
}
