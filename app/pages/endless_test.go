package pages

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// endlessPDF is a document of which page 0 is as good as endless: its colour is reckoned anew for every pixel, by a
// hundred thousand steps, and needs no memory for it. Page 1 is ordinary. The renderer can be reached by nothing while
// it draws page 0.
func endlessPDF(marks ...string) []byte {
	steps := "{mul" + strings.Repeat(" 1 add sqrt", 30_000) + "}"
	out := pdfOf(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Shading<</S 7 0 R>>>>>>",
		streamOf("", "/S sh"),
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R>>",
		streamOf("", "0 0 100 100 re f"),
		"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 8 0 R>>",
		streamOf("/FunctionType 4/Domain[0 1 0 1]/Range[0 1]", steps),
	)
	for _, mark := range marks {
		out = append(out, mark+"\n"...)
	}
	return out
}

// A page without end costs its worker, and nothing else: the page has its verdict in time and the
// other page is shown.
func TestEndlessPage(t *testing.T) {
	config, _ := testConfig(t)
	config.Soft, config.Hard = time.Second, 3*time.Second
	r := serving(t, config)
	opened(t, r, "endless", endlessPDF())
	began := time.Now()
	other := make(chan error, 1)
	hanging := requested(within(t), r, "endless", 0, 400, Now)
	go func() {
		_, err := r.Render(within(t), "endless", 1, 400, Soon)
		other <- err
	}()
	if err := <-other; err != nil {
		t.Errorf("the other page: %v", err)
	}
	if got := receive(t, hanging); !errors.Is(got.err, ErrTooSlow) {
		t.Fatalf("the endless page gives %v", got.err)
	}
	if took := time.Since(began); took < config.Hard {
		t.Errorf("given up after %v, before its time", took)
	}
	if _, err := r.Render(within(t), "endless", 0, 500, Now); !errors.Is(err, ErrTooSlow) {
		t.Errorf("the second time: %v", err)
	}
	began = time.Now()
	if _, err := r.Render(within(t), "endless", 0, 600, Now); !errors.Is(err, ErrTooSlow) {
		t.Errorf("the third time: %v", err)
	}
	if took := time.Since(began); took > config.Soft {
		t.Errorf("known to be bad, and still tried for %v", took)
	}
}

// A worker that is lost in a page still notices that its input has ended, which is all there is to
// notice where the system does not tie it to its parent.
func TestStuckWorkerNoticesTheEndOfItsInput(t *testing.T) {
	config, reached := testConfig(t)
	command := exec.Command(config.Command[0], config.Command[1:]...)
	command.Env = config.Env
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	stop := time.AfterFunc(patience, func() { _ = command.Process.Kill() }) // then Wait says so
	defer stop.Stop()
	for _, ask := range []struct {
		asked request
		body  []byte
	}{
		{request{Kind: kindStart, Cache: config.CacheDir, Ceiling: 1 << 30}, nil},
		{request{Kind: kindOpen, Paper: 1}, endlessPDF(markNote + "0")},
	} {
		if err := writeFrame(in, ask.asked, ask.body); err != nil {
			t.Fatal(err)
		}
		var head reply
		length, err := readHead(out, &head)
		if err != nil || head.Kind == kindFault {
			t.Fatalf("%s: %+v, %v", ask.asked.Kind, head, err)
		}
		if _, err := readBody(out, length, MaxDocument); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFrame(in, request{Kind: kindRender, Paper: 1, Page: 0, Width: 400}, nil); err != nil {
		t.Fatal(err)
	}
	reachedBy(t, reached)
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("the worker ended badly: %v", err)
	}
	if !command.ProcessState.Exited() {
		t.Errorf("the worker did not end by itself: %v", command.ProcessState)
	}
}
