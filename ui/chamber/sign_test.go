package chamber

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

var tablet = fyne.NewSize(1280, 800)

// stand opens the tablet in a window.
func stand(t *testing.T, b *bench) (*Delegate, fyne.Window) {
	t.Helper()
	kittest.Start(t, kit.LightPalette(), 1)
	screen := b.open()
	window := kittest.Window(t, screen.Content(), tablet)
	screen.Start()
	t.Cleanup(screen.Stop)
	b.settle()
	b.loop.Until(t, "the paper", func() bool { return screen.paper.Opening == "" })
	kittest.Settle(screen.Content(), tablet)
	return screen, window
}

// over is what lies over the screen.
func over(window fyne.Window) fyne.CanvasObject { return window.Canvas().Overlays().Top() }

func nobody(t *testing.T) *bench {
	b := newBench(t, council.NewState(""), at(7, 40, 0))
	b.standing.Person = ""
	return b
}

func TestSignInByKeypad(t *testing.T) {
	b := nobody(t)
	state := sitting(t).state
	b.signIn = func() error {
		b.change(func() { b.standing.Person, b.state = me, state })
		return nil
	}
	screen, _ := stand(t, b)
	for _, digit := range "04771934" {
		if !kittest.HasButton(screen.Content(), string(digit)) {
			t.Fatalf("no key %c", digit)
		}
		kittest.Tap(t, screen.Content(), string(digit))
		b.settle()
	}
	b.loop.Until(t, "the greeting", func() bool { return kittest.Shows(screen.Content(), "Nguyễn Thị Phương Thảo Nguyên") })
	if got := b.entered; !slices.Equal(got, []string{"04771934"}) {
		t.Fatalf("entered %q", got)
	}
	if kittest.Shows(screen.Content(), "Chương trình") {
		t.Error("the agenda is shown before the person said who they are")
	}
	kittest.Tap(t, screen.Content(), "Đúng là tôi")
	b.settle()
	if !kittest.Shows(screen.Content(), "Chương trình") {
		t.Error("the agenda is not shown")
	}
}

func TestSignInByScanner(t *testing.T) {
	b := nobody(t)
	_, window := stand(t, b)
	const card = "congso:card:ABCDEFGHJKLM23456789"
	for _, letter := range card {
		window.Canvas().OnTypedRune()(letter)
	}
	if len(b.entered) != 0 {
		t.Fatal("a card was entered before its end")
	}
	window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.loop.Until(t, "the card", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.entered) == 1 })
	if b.entered[0] != card {
		t.Errorf("entered %q", b.entered[0])
	}
}

func TestWrongCode(t *testing.T) {
	b := nobody(t)
	b.signIn = func() error {
		return &people.Refusal{Code: "sign-in.wait", Body: []byte(fmt.Sprintf(`{"until":%d}`, at(7, 41, 0).UnixMilli()))}
	}
	screen, _ := stand(t, b)
	sign := screen.view.sign
	for _, digit := range "11111111" {
		sign.boxes.Type(digit)
	}
	b.loop.Until(t, "the refusal", func() bool { return screen.sign.fault != "" })
	if sign.boxes.Code() != "" {
		t.Error("the wrong digits still stand in the boxes")
	}
	if !kittest.Shows(screen.Content(), "Đã nhập sai nhiều lần") || !kittest.Shows(screen.Content(), "1:00") {
		t.Error("neither reason nor countdown is shown")
	}
	sign.boxes.Type('1')
	if sign.boxes.Code() != "" {
		t.Error("digits are taken while waiting")
	}
	b.pass(61 * time.Second)
	sign.boxes.Type('1')
	if sign.boxes.Code() != "1" {
		t.Error("no digits are taken after waiting")
	}
}

func TestSignInOffline(t *testing.T) {
	b := nobody(t)
	b.signIn = func() error { return people.ErrOffline }
	screen, _ := stand(t, b)
	screen.sign.enter("11111111")
	b.loop.Until(t, "the end", func() bool { return !screen.sign.busy })
	if !kittest.Shows(screen.Content(), "Chưa nối được với phòng họp") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
}

func TestNotMe(t *testing.T) {
	b := nobody(t)
	state := sitting(t).state
	b.signIn = func() error {
		b.change(func() { b.standing.Person, b.state = me, state })
		return nil
	}
	b.signOut = func() error {
		b.change(func() { b.standing.Person = "" })
		return nil
	}
	screen, _ := stand(t, b)
	screen.sign.enter("11111111")
	b.loop.Until(t, "the greeting", func() bool { return kittest.HasButton(screen.Content(), "Không phải tôi") })
	kittest.Tap(t, screen.Content(), "Không phải tôi")
	b.loop.Until(t, "the keypad", func() bool { return kittest.HasButton(screen.Content(), "7") })
	if b.signOuts != 1 {
		t.Errorf("signed out %d times", b.signOuts)
	}
}

func TestUnexpectedErrorGetsAnID(t *testing.T) {
	b := nobody(t)
	b.signIn = func() error { return fmt.Errorf("disk: %w", fmt.Errorf("torn")) }
	screen, _ := stand(t, b)
	screen.sign.enter("11111111")
	b.loop.Until(t, "the end", func() bool { return !screen.sign.busy })
	if !kittest.Shows(screen.Content(), "A1B2") || len(b.reported) != 1 {
		t.Errorf("reported %v, shown %q", b.reported, kittest.Texts(screen.Content()))
	}
}

func TestLeaveSaysWhatIsNotSent(t *testing.T) {
	b := offlineBench(t)
	b.signOut = func() error {
		b.change(func() {
			b.standing.Unsent = append(slices.Clone(b.standing.Unsent), people.Unsent{Kind: people.SignOutKind, Since: b.hand.now()})
		})
		return people.ErrQueued
	}
	screen, window := stand(t, b)
	screen.vote.putAside()
	b.settle()
	screen.openAccount()
	kittest.Tap(t, over(window), "Trả máy")
	dialog := over(window)
	for _, words := range []string{"Còn 1 việc CHƯA GỬI", "Phiếu: Tán thành", "đã 1 phút 52 giây"} {
		if !kittest.Shows(dialog, words) {
			t.Errorf("the dialog does not say %q", words)
		}
	}
	if b.signOuts != 0 {
		t.Fatal("signed out without being asked")
	}
	kittest.Tap(t, dialog, "Trả máy")
	b.loop.Until(t, "the lock", func() bool { return kittest.Shows(screen.Content(), "Máy đã trả, chờ kết nối") })
	if kittest.Shows(screen.Content(), "Chương trình") || kittest.Shows(screen.Content(), "Tán thành") {
		t.Error("what the person did is shown after the tablet was given back")
	}
	if !kittest.Shows(screen.Content(), "Một phiếu biểu quyết") {
		t.Error("the screen does not say what it still has to send")
	}
	kittest.Tap(t, screen.Content(), "Thử lại ngay")
	if b.retries != 1 {
		t.Error("not retried")
	}
	b.turn(func() { b.standing.Unsent, b.standing.Person, b.standing.Link = nil, "", people.Online })
	if !kittest.HasButton(screen.Content(), "7") {
		t.Error("the tablet does not open for somebody else")
	}
}
