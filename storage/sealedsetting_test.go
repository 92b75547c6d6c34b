package storage

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// placeKeys is a vault with the keys of a test.
type placeKeys map[string][]byte

func (k placeKeys) Key(place string) []byte { return k[place] }
func (placeKeys) Safe() []byte              { return nil }

func TestSealedSettings(t *testing.T) {
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "device.db")
	device, err := OpenDevice(ctx, file)
	if err != nil {
		t.Fatal(err)
	}
	mine, other := bytes.Repeat([]byte{1}, 32), bytes.Repeat([]byte{2}, 32)
	hold := func(key []byte) { device.Use(placeKeys{"council/s1": key}) }
	read := func() string {
		t.Helper()
		value, ok, err := device.SealedSetting(ctx, "council/s1", "reading")
		if err != nil || ok != (value != nil) {
			t.Fatalf("%q, %v, %v", value, ok, err)
		}
		return string(value)
	}
	write := func(text string) {
		t.Helper()
		if err := device.SetSealedSetting(ctx, "council/s1", "reading", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	const secret = "trang 14 của Tờ trình 214"
	hold(mine)
	write(secret)
	if read() != secret {
		t.Errorf("kept %q", read())
	}
	hold(nil) // given back
	write("nobody's")
	if read() != "" {
		t.Errorf("without a key it says %q", read())
	}
	hold(other)
	if read() != "" {
		t.Errorf("the next person reads %q", read())
	}
	write("the next person's")
	hold(mine)
	if read() != secret {
		t.Errorf("back in the first hands it says %q", read())
	}
	if err := device.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(file + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(data), "trang 14") {
			t.Errorf("%s tells where somebody reads", name)
		}
	}
	if device, err = OpenDevice(ctx, file); err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	hold(mine)
	if read() != secret {
		t.Error("it is gone after a restart")
	}
	if err := device.ForgetSealedSettings(ctx); err != nil {
		t.Fatal(err)
	}
	if read() != "" {
		t.Error("it is not forgotten")
	}
}
