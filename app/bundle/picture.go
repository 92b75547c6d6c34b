package bundle

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// quality of JPEG at which a scanned page can be read as well as before.
const quality = 75

// EncodePicture writes the picture of a page, which is opaque: as PNG in sixteen grays and the colours that it has where
// it is flat, as text, tables and seals are, and as JPEG where it is a photograph or a scan.
func EncodePicture(picture *image.RGBA) ([]byte, error) {
	var out bytes.Buffer
	var err error
	if inks, flat := inksOf(picture); flat {
		encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
		err = encoder.Encode(&out, inks.paint(picture))
	} else {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	}
	if err != nil {
		return nil, fmt.Errorf("bundle: encode picture: %w", err)
	}
	if out.Len() > MostBytes {
		return nil, fmt.Errorf("%w: %d bytes", ErrForm, out.Len())
	}
	return out.Bytes(), nil
}

// measure reads how large a picture is, and refuses what is none, or too large.
func measure(data []byte) (image.Config, error) {
	config, form, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return config, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if form != "png" && form != "jpeg" || config.Width < 1 || config.Height < 1 || config.Width > MostPixels || config.Height > MostPixels ||
		int64(config.Width)*int64(config.Height) > MostPixels {
		return config, fmt.Errorf("%w: %s of %d by %d", ErrForm, form, config.Width, config.Height)
	}
	return config, nil
}

// DecodePicture reads the picture of a page; ErrForm where the bytes are none, or say that it is larger than any.
func DecodePicture(data []byte) (*image.RGBA, error) {
	if _, err := measure(data); err != nil {
		return nil, err
	}
	read, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	made := image.NewRGBA(image.Rect(0, 0, read.Bounds().Dx(), read.Bounds().Dy()))
	if paletted, is := read.(*image.Paletted); is {
		spread(made, paletted)
	} else {
		draw.Draw(made, made.Rect, read, read.Bounds().Min, draw.Src)
	}
	return made, nil
}

// spread draws a picture of few colours: many times as fast as image/draw does.
func spread(to *image.RGBA, from *image.Paletted) {
	var colours [256][4]uint8
	for i, one := range from.Palette {
		if i < len(colours) {
			c := color.RGBAModel.Convert(one).(color.RGBA)
			colours[i] = [4]uint8{c.R, c.G, c.B, c.A}
		}
	}
	wide := to.Rect.Dx()
	for y := range to.Rect.Dy() {
		row := from.Pix[y*from.Stride:][:wide]
		out := to.Pix[y*to.Stride:][:4*wide]
		for x, index := range row {
			copy(out[4*x:4*x+4], colours[index][:])
		}
	}
}
