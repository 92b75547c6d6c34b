package chamber

import (
	"strings"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/reader"
)

// signedBench is the paper that is shown at first, with what the server found of its signatures.
func signedBench(t *testing.T, change func(*council.Reading)) *bench {
	s := sitting(t)
	document := s.state.Documents["d1"]
	good := council.Signed{
		State: council.SignedGood, Said: []string{"intact", "whole", "trusted", "stamp-trusted", "revocation-unchecked"},
		Name: "Hoàng Văn Thuận", Organisation: "Ủy ban nhân dân phường Trường Vinh", Issuer: "Cơ quan chứng thực số chuyên dùng Chính phủ", Serial: "5402 88A1 0C7F",
		From: at(0, 0, 0).AddDate(-1, 0, 0).UnixMilli(), Until: at(0, 0, 0).AddDate(1, 0, 0).UnixMilli(),
		Claimed: at(7, 5, 0).UnixMilli(), Stamped: at(7, 6, 0).UnixMilli(), Root: "Root CA quốc gia", Reason: "Ban hành",
	}
	read := council.Reading{Document: "d1", Blob: document.Blob, Pages: 6, Signed: []council.Signed{good}, Checked: at(8, 0, 0).UnixMilli()}
	if change != nil {
		change(&read)
	}
	s.write(council.ReadingKind, "d1", read)
	return newBench(t, s.state, at(9, 26, 0))
}

// A signature is shown as valid only where all of the paper's are; what the server did not say is not said.
func TestSignaturesOverThePaper(t *testing.T) {
	for what, c := range map[string]struct {
		change func(*council.Reading)
		said   string
		icon   string
	}{
		"good": {nil, "Ký số hợp lệ: Hoàng Văn Thuận", "check_circle"},
		"bad":  {func(r *council.Reading) { r.Signed[0].State = council.SignedBad }, "Chữ ký số KHÔNG hợp lệ: Hoàng Văn Thuận", "cross_circle"},
		"one of two": {func(r *council.Reading) { r.Signed = append(r.Signed, council.Signed{State: council.SignedUnknown}) },
			"Có chữ ký số, chưa xác thực được: Hoàng Văn Thuận", "help"},
		"nobody":              {func(r *council.Reading) { r.Signed = []council.Signed{{State: council.SignedBad}} }, "Chữ ký số KHÔNG hợp lệ", "cross_circle"},
		"unlisted":            {func(r *council.Reading) { r.Signed, r.Unlisted = nil, 2 }, "Có chữ ký số, chưa xác thực được", "help"},
		"unsigned":            {func(r *council.Reading) { r.Signed = nil }, "", ""},
		"unchecked":           {func(r *council.Reading) { r.Checked = 0 }, "", ""},
		"of another revision": {func(r *council.Reading) { r.Blob = "other" }, "", ""},
	} {
		t.Run(what, func(t *testing.T) {
			b := signedBench(t, c.change)
			screen, _ := stand(t, b)
			value := screen.view.desk.paper.Value.Signed
			icon, _, _ := reader.SignedLook(value.State)
			if value.Text != c.said || c.said != "" && icon != c.icon || screen.view.desk.paper.Signed.Content.Visible() != (c.said != "") {
				t.Errorf("%q with %s, want %q with %s", value.Text, icon, c.said, c.icon)
			}
		})
	}
}

// The sheet says all of it in sentences, and leaves out what a newer server says and this program does not know.
func TestSignaturesInFull(t *testing.T) {
	b := signedBench(t, func(r *council.Reading) {
		r.Signed[0].Said = append(r.Signed[0].Said, "of-tomorrow")
		r.Unlisted = 1
	})
	screen, window := stand(t, b)
	screen.view.desk.paper.Signed.OnTapped()
	b.settle()
	if _, is := over(window).(*kit.Dialog); !is {
		t.Fatalf("%T lies over the screen", over(window))
	}
	line := screen.view.desk.paper.Value.Signed.Lines[0]
	all := strings.Join(append([]string{line.Title, line.Name, line.Whose, line.When}, line.Said...), "\n")
	for _, want := range []string{"Hợp lệ", "Hoàng Văn Thuận", "Ủy ban nhân dân phường Trường Vinh", "5402 88A1 0C7F", "Root CA quốc gia", "07:05", "07:06", "Chưa kiểm tra thu hồi", "Ban hành"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not said in %q", want, all)
		}
	}
	if strings.Contains(all, "signature.") || strings.Contains(all, "{") {
		t.Errorf("not in words: %q", all)
	}
	if !strings.Contains(screen.view.desk.paper.Value.Signed.Unlisted, "1 chữ ký số") {
		t.Errorf("%q", screen.view.desk.paper.Value.Signed.Unlisted)
	}
}
