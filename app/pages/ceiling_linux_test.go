package pages

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"time"
)

// blank compresses that many bytes of one kind.
func blank(t testing.TB, letter byte, count int) string {
	t.Helper()
	var out bytes.Buffer
	compressor, err := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	part := bytes.Repeat([]byte{letter}, 1<<20)
	for ; count > 0; count -= len(part) {
		if _, err := compressor.Write(part[:min(len(part), count)]); err != nil {
			t.Fatal(err)
		}
	}
	if err := compressor.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// peakOf watches a worker until it ends and then gives the most memory in bytes that it ever had.
// What the system counts after the end would include the program that started it.
func peakOf(c *child) <-chan int64 {
	path := fmt.Sprintf("/proc/%d/status", c.command.Process.Pid)
	peak := make(chan int64, 1)
	go func() {
		again := time.NewTicker(time.Millisecond)
		defer again.Stop()
		var most int64
		for {
			select {
			case <-c.gone:
				peak <- most
				return
			case <-again.C:
			}
			status, err := os.ReadFile(path)
			if err != nil {
				continue // it is just ending
			}
			_, line, _ := bytes.Cut(status, []byte("VmHWM:"))
			var kilobytes int64
			if _, err := fmt.Sscan(string(line), &kilobytes); err == nil {
				most = max(most, kilobytes<<10)
			}
		}
	}()
	return peak
}

// A few kilobytes that unfold to hundreds of megabytes get no further than the ceiling. One of them
// brings the renderer down, another has it leave out a picture: both are told as too large.
func TestMemoryEndsAtTheCeiling(t *testing.T) {
	const side, unfolded = 8000, 300 << 20
	picture := "/Type/XObject/Subtype/Image/BitsPerComponent 8/Filter/FlateDecode/Width 8000/Height 8000"
	for name, paper := range map[string][]byte{
		"content": pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
			streamOf("/Filter/FlateDecode", blank(t, ' ', unfolded)),
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"),
		"picture with mask": pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
			streamOf("", "500 0 0 500 0 0 cm /I Do"),
			streamOf(picture+"/ColorSpace/DeviceRGB/SMask 6 0 R", blank(t, 0, 3*side*side)),
			streamOf(picture+"/ColorSpace/DeviceGray", blank(t, 0xFF, side*side)),
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"),
	} {
		t.Run(name, func(t *testing.T) {
			config, _ := testConfig(t)
			config.Ceiling = 1 // the least there is
			r := serving(t, config)
			opened(t, r, "bomb", paper)
			// After another page it gets a worker to itself before it is judged.
			if _, err := r.Render(within(t), "bomb", 1, 300, Now); err != nil {
				t.Fatal(err)
			}
			peak := peakOf(childOf(t, r))
			if _, err := r.Render(within(t), "bomb", 0, 800, Now); !errors.Is(err, ErrTooLarge) {
				t.Fatalf("got %v", err)
			}
			// Program and compiled renderer have a share too, a larger one with the race detector.
			const share = 280 << 20
			if most := <-peak; most == 0 || most > leastCeiling+share {
				t.Errorf("the worker took %d MB at its peak", most>>20)
			}
			r.mu.Lock()
			judged := r.verdicts[place{"bomb", 0}]
			r.mu.Unlock()
			if judged != (verdict{failures: 1, code: CodeTooLarge}) {
				t.Errorf("the verdict is %+v", judged)
			}
			if _, err := r.Render(within(t), "bomb", 1, 400, Now); err != nil {
				t.Errorf("the other page afterwards: %v", err)
			}
		})
	}
}

// What a page unfolds to without being too much is shown.
func TestLargePageBelowTheCeiling(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	const side = 5000
	opened(t, r, "large", onePage("595 0 0 842 0 0 cm /I Do", "/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>",
		streamOf("/Type/XObject/Subtype/Image/BitsPerComponent 8/Filter/FlateDecode/Width 5000/Height 5000/ColorSpace/DeviceRGB",
			blank(t, 40, 3*side*side))))
	picture, err := r.Render(within(t), "large", 0, 400, Now)
	if err != nil {
		t.Fatal(err)
	}
	if drawn, _ := dark(picture); drawn != len(picture.Pix)/4 {
		t.Errorf("%d of %d pixels are dark", drawn, len(picture.Pix)/4)
	}
}

// A worker's last words reach the log, and no more than the last of them.
func TestTailKeepsTheEnd(t *testing.T) {
	var end tail
	for range 100 {
		if _, err := io.WriteString(&end, "panic: something went wrong in a long way\n"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := io.WriteString(&end, "goroutine 1\n"); err != nil {
		t.Fatal(err)
	}
	if text := end.String(); len(text) > 4<<10 || !bytes.HasSuffix([]byte(text), []byte("goroutine 1")) {
		t.Errorf("%d bytes, ending in %q", len(text), text[max(0, len(text)-20):])
	}
}
