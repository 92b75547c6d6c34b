package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"time"
)

// Where things stand in the delegate's window. What is found there is looked at before it is relied on.
var (
	shownPage = image.Rect(430, 200, 1070, 780) // where pages go by
	penButton = image.Pt(1143, 340)
	penGround = image.Rect(1118, 314, 1124, 320) // of its button: dark once it is chosen
)

// pageDown is the key's number on the keyboard of Xvfb.
const pageDown = 117

const (
	turnsMeasured = 60
	strokesDrawn  = 8
	strokeSteps   = 25
	stepApart     = 16 // pixels
)

// pageToScreen is the time from the key that turns the page, whose picture is at hand, until the window shows something
// else: what is added to doc.next_page_prefetched before somebody sees the page. The window looks for keys and paints
// sixty times a second, so that 8 ms of it are waiting.
func pageToScreen(ctx context.Context, b *bench) error {
	var took []float64
	err := b.atWindow(ctx, func(hand *pointer, eye *watcher) error {
		for range turnsMeasured {
			before, err := eye.look(shownPage)
			if err != nil {
				return err
			}
			before = slices.Clone(before)
			began := time.Now()
			if err := hand.key(pageDown); err != nil {
				return err
			}
			seen, err := eye.until(ctx, shownPage, func(pixels []byte) bool { return !bytes.Equal(pixels, before) })
			if err != nil {
				return fmt.Errorf("page %d: %w", len(took)+1, err)
			}
			took = append(took, milliseconds(seen.Sub(began)))
			// What comes next is fetched meanwhile, and the phase is another one each time.
			if err := eye.still(ctx, shownPage, 300*time.Millisecond+time.Duration(rand.IntN(17_000))*time.Microsecond); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return notMeasured("doc.paint", err)
	}
	figure("doc.paint", "ms", took)
	figure("doc.paint_p99", "ms", []float64{quantile(took, 0.99)})
	return nil
}

// pointToScreen is the time from a motion of a pen on a page to ink in the window where it went to.
func pointToScreen(ctx context.Context, b *bench) error {
	var medians, mosts, all []float64
	broken := 0
	err := b.atWindow(ctx, func(hand *pointer, eye *watcher) error {
		if err := choosePen(ctx, hand, eye); err != nil {
			return err
		}
		for stroke := range strokesDrawn {
			took, err := drawStroke(ctx, hand, eye, image.Pt(shownPage.Min.X+40, 230+20*stroke))
			if errors.Is(err, errNothing) && len(took) > 0 && ctx.Err() == nil {
				broken++
			} else if err != nil {
				return fmt.Errorf("stroke %d: %w", stroke+1, err)
			}
			slices.Sort(took)
			medians, mosts, all = append(medians, quantile(took, 0.5)), append(mosts, took[len(took)-1]), append(all, took...)
		}
		return nil
	})
	if err != nil {
		return notMeasured("ink.point_to_screen", err)
	}
	slices.Sort(all)
	figure("ink.point_to_screen", "ms", medians)
	fmt.Printf("figure ink.point_to_screen_p99 %.4g ms\n  of %d; the most of a stroke of %d: median %.4g, most %.4g\n",
		quantile(all, 0.99), len(all), strokeSteps, quantile(sorted(mosts), 0.5), quantile(sorted(mosts), 1))
	if broken > 0 {
		fmt.Printf("  %d of %d strokes ended before the pen was lifted: nothing more was to be seen of them within %v\n", broken, strokesDrawn, patience)
	}
	return nil
}

func sorted(values []float64) []float64 { return slices.Sorted(slices.Values(values)) }

// choosePen taps the pen's button.
func choosePen(ctx context.Context, hand *pointer, eye *watcher) error {
	if err := hand.move(penButton.X, penButton.Y); err != nil {
		return err
	}
	time.Sleep(100 * time.Millisecond) // as a hand that has arrived
	for _, down := range []bool{true, false} {
		if err := hand.press(down); err != nil {
			return err
		}
	}
	dark := func(pixels []byte) bool { return int(pixels[0])+int(pixels[1])+int(pixels[2]) < 240 }
	if _, err := eye.until(ctx, penGround, dark); err != nil {
		return fmt.Errorf("the pen's button is not where it is looked for: %w", err)
	}
	return eye.still(ctx, shownPage, 300*time.Millisecond)
}

// drawStroke draws one stroke to the right, step by step, and returns how long each took to be seen. Where a step is
// not seen the error is errNothing, beside what was seen before.
func drawStroke(ctx context.Context, hand *pointer, eye *watcher, at image.Point) (took []float64, err error) {
	if err := hand.move(at.X, at.Y); err != nil {
		return nil, err
	}
	time.Sleep(50 * time.Millisecond)
	if err := hand.press(true); err != nil {
		return nil, err
	}
	defer hand.press(false)
	for step := range strokeSteps {
		time.Sleep(40*time.Millisecond + time.Duration(rand.IntN(17_000))*time.Microsecond) // another phase each time
		at.X += stepApart
		around := image.Rect(at.X-stepApart/2, at.Y-3, at.X+2, at.Y+4)
		before, err := eye.look(around)
		if err != nil {
			return nil, err
		}
		before = slices.Clone(before)
		began := time.Now()
		if err := hand.move(at.X, at.Y); err != nil {
			return nil, err
		}
		seen, err := eye.until(ctx, around, func(pixels []byte) bool { return inked(pixels, before) })
		if err != nil {
			return took, fmt.Errorf("step %d: %w", step+1, err)
		}
		took = append(took, milliseconds(seen.Sub(began)))
	}
	return took, nil
}

// inked reports whether any pixel is plainly other than before. No other thing moves there: the screen has no pointer.
func inked(pixels, before []byte) bool {
	for i, now := range pixels {
		if max(now, before[i])-min(now, before[i]) > 24 {
			return true
		}
	}
	return false
}
