package pages

import (
	"image"
	"testing"
)

// pictureOf is an empty picture of 4 bytes a pixel.
func pictureOf(width, height int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, width, height)) }

func TestPicturesStayBelowTheirBytes(t *testing.T) {
	const one = 4 * 100 * 10
	kept := newPictures(5 * one)
	for page := range 20 {
		kept.put(pictureName{"a", page, 100}, pictureOf(100, 10))
		// The first page is looked at all the time.
		if _, ok := kept.best(pictureName{"a", 0, 100}); !ok {
			t.Fatalf("page 0 went at page %d", page)
		}
		if kept.bytes > kept.most || kept.bytes != int64(one*len(kept.byName)) {
			t.Fatalf("%d bytes in %d pictures, %d allowed", kept.bytes, len(kept.byName), kept.most)
		}
	}
	for page := range 20 {
		_, ok := kept.best(pictureName{"a", page, 100})
		if want := page == 0 || page >= 16; ok != want {
			t.Errorf("page %d is there: %v", page, ok)
		}
	}
	// The same again takes no room again; one that is too large alone takes none and pushes none out.
	kept.put(pictureName{"a", 0, 100}, pictureOf(100, 10))
	kept.put(pictureName{"a", 30, 100}, pictureOf(100, 51))
	if _, ok := kept.best(pictureName{"a", 30, 100}); ok || kept.bytes != 5*one {
		t.Errorf("%d bytes, the large one is there: %v", kept.bytes, ok)
	}
	kept.put(pictureName{"b", 0, 100}, pictureOf(100, 10))
	kept.forget("a")
	if kept.bytes != one || kept.recent.Len() != 1 || len(kept.byPage) != 1 {
		t.Errorf("after forget %d bytes, %d pictures, %d pages", kept.bytes, kept.recent.Len(), len(kept.byPage))
	}
}

func TestBestPictureForAWidth(t *testing.T) {
	kept := newPictures(1 << 20)
	for _, width := range []int{100, 400, 200} {
		kept.put(pictureName{"a", 0, width}, pictureOf(width, 1))
	}
	for wanted, want := range map[int]int{50: 100, 100: 100, 150: 200, 200: 200, 300: 400, 400: 400, 900: 400} {
		if picture, ok := kept.best(pictureName{"a", 0, wanted}); !ok || picture.Rect.Dx() != want {
			t.Errorf("for %d: %v, want %d", wanted, picture.Rect, want)
		}
	}
	if _, ok := kept.best(pictureName{"a", 1, 100}); ok {
		t.Error("a picture of another page")
	}
}

// Thumbnails have room of their own, so pages that are paged through do not push them out.
func TestThumbnailsStay(t *testing.T) {
	config, _ := testConfig(t)
	config.PictureBytes = 4 << 20 // two pages of 600 pixels in three quarters of it
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(8))
	for page := range 8 {
		for _, width := range []int{64, 600} {
			if _, err := r.Render(within(t), "paper", page, width, Now); err != nil {
				t.Fatal(err)
			}
		}
	}
	for page := range 8 {
		thumbnail, exact, ok := r.Picture("paper", page, 64)
		if !ok || !exact || thumbnail.Rect.Dx() != 64 {
			t.Errorf("thumbnail of page %d: %v %v", page, exact, ok)
		}
		picture, exact, ok := r.Picture("paper", page, 600)
		if !ok || exact != (picture.Rect.Dx() == 600) {
			t.Errorf("page %d: %v %v", page, exact, ok)
		}
		if exact && page < 5 {
			t.Errorf("page %d is still there", page)
		}
	}
	if picture, exact, _ := r.Picture("paper", 7, 601); exact || picture.Rect.Dx() != 600 {
		t.Errorf("for another width: %v %v", picture.Rect, exact)
	}
}
