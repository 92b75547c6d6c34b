package app

import "testing"

func TestPartOfAWait(t *testing.T) {
	const other = "goroutine 18 [running]:\nmain.work()\n\t/x.go:1\n\n"
	for _, row := range []struct {
		stacks string
		want   waitPart
	}{
		{"", idling},
		{other, idling},
		{other + "goroutine 1 [syscall, locked to thread]:\nglfw._Cfunc_glfwSwapBuffers()\nglfw.(*Window).SwapBuffers(0x1)\nglfw.(*gLDriver).repaintWindow()\nglfw.(*gLDriver).drawSingleFrame()\n", handingOver},
		{other + "goroutine 1 [runnable, locked to thread]:\ngl.(*painter).Paint()\nglfw.(*gLDriver).drawSingleFrame(0x2)\n\ngoroutine 3 [running]:\nglfw.(*Window).SwapBuffers(0x1)\n", painting},
		{"goroutine 1 [select, locked to thread]:\nglfw.(*gLDriver).runGL(0x2)\n", idling},
		{"goroutine 1 [running, locked to thread]:\nchamber.(*paperView).Draw()\nglfw.(*gLDriver).runGL(0x2)\n", ourCode},
	} {
		if got := partOf([]byte(row.stacks)); got != row.want {
			t.Errorf("%q: %d, want %d", row.stacks, got, row.want)
		}
	}
}
