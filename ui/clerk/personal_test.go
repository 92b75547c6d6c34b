package clerk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit/kittest"
)

// personal is a room where it is known how two persons are reached; what was known of a third was erased, and of
// a fourth this desk has no key.
func personal(t testing.TB) *fakeRoom {
	room := prepared(t, 20)
	room.must(t, people.Stream, people.SetPersonalKind, 0, people.Disclosing{ID: "p11", Personal: people.Personal{Phone: "0912 345 678", Email: "an.vo@truongvinh.gov.vn", Birth: "1971-03-09"}})
	room.must(t, people.Stream, people.SetPersonalKind, 0, people.Disclosing{ID: "p5", Personal: people.Personal{Phone: "0987 654 321"}})
	room.must(t, people.Stream, people.SetPersonalKind, 0, people.Disclosing{ID: "p20", Personal: people.Personal{Phone: "0900 111 222"}})
	room.must(t, people.Stream, people.ErasePersonKind, 0, people.Erasing{ID: "p20", Reason: "có đơn"})
	room.change(func() {
		room.people = room.people.Clone()
		other := room.people.Persons["p18"]
		other.Sealed = &change.Box{Subject: "p18"}
		room.people.Persons["p18"] = other
	})
	return room
}

func (s *stage) row(id string) personRow { return s.clerk.screen.people.list.shown[id].value }

func TestHowAPersonIsReachedIsShown(t *testing.T) {
	s := light(t, personal(t))
	s.page(peoplePage)
	if row := s.row("p11"); row.Contact != "0912 345 678 · an.vo@truongvinh.gov.vn · sinh 09/03/1971" || !row.Erasable || row.Erased != "" {
		t.Errorf("%+v", row)
	}
	if row := s.row("p20"); row.Contact != "" || row.Erasable || row.Erased != "Đã xoá dữ liệu cá nhân lúc 09:26 ngày 18/12/2026" || row.Name != "Hoàng Minh Ánh" {
		t.Errorf("erased: %+v", row)
	}
	if row := s.row("p18"); row.Contact != s.clerk.desk.say("clerk.person.shut") {
		t.Errorf("without a key: %+v", row)
	}
	if row := s.row("p1"); row.Contact != "" {
		t.Errorf("of whom nothing is known: %+v", row)
	}
	if !s.shows("0987 654 321") {
		t.Error("a phone is not on the screen")
	}
}

func TestHowAPersonIsReachedIsWritten(t *testing.T) {
	room := personal(t)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.changePerson("p11")
	s.settle()
	if phone, birth := s.field("phone").Text(), s.field("birth").Text(); phone != "0912 345 678" || birth != "09/03/1971" {
		t.Errorf("the form has %q, %q", phone, birth)
	}
	for id, wrong := range map[string]string{"phone": "không có", "email": "an.vo", "birth": "31/2/1971"} {
		before := s.field(id).Text()
		s.field(id).SetText(wrong)
		s.tap("Lưu")
		s.until(s.clerk.desk.say("refusal.person." + id))
		s.field(id).SetText(before)
	}
	if room.did(people.SetPersonalKind) != 0 {
		t.Fatal("something wrong was sent")
	}
	s.field("phone").SetText("0911 000 111")
	s.field("birth").SetText("9/4/1971")
	s.tap("Lưu")
	s.until("Đã lưu.")
	if want := (people.Personal{Phone: "0911 000 111", Email: "an.vo@truongvinh.gov.vn", Birth: "1971-04-09"}); *room.people.Persons["p11"].Personal != want {
		t.Errorf("written %+v", room.people.Persons["p11"].Personal)
	}
	if room.did(people.SetPersonalKind) != 1 || room.did(people.PutPersonKind) != 0 || room.did(council.PutDeputy) != 0 {
		t.Errorf("sent %v", room.acts)
	}
	// An edit of something else writes nothing about that.
	s.clerk.desk.changePerson("p5")
	s.settle()
	s.field("position").SetText("Phó Trưởng ban Pháp chế")
	s.tap("Lưu")
	s.loop.Until(t, "saved", func() bool {
		return room.Session().Deputies["p5"].Position == "Phó Trưởng ban Pháp chế" && s.clerk.desk.form == nil
	})
	if room.did(people.SetPersonalKind) != 1 {
		t.Error("how the person is reached was written too")
	}
}

// A new person is in the register before it is told how they are reached.
func TestANewPersonIsReached(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.tap("Thêm người")
	s.field("name").SetText("Y Khút Niê")
	s.field("email").SetText("ykhut@example.vn")
	s.tap("Lưu")
	s.until("Đã lưu.")
	if is := room.people.Persons["new1"].Personal; is == nil || is.Email != "ykhut@example.vn" {
		t.Errorf("written %+v", is)
	}
}

// Where this desk cannot read what is kept, or it was erased, it writes nothing in its place.
func TestWhatIsNotReadIsNotWritten(t *testing.T) {
	room := personal(t)
	s := light(t, room)
	s.page(peoplePage)
	for id, note := range map[string]string{"p18": "chưa có khóa để đọc", "p20": "đã xoá ngày 18/12/2026"} {
		s.clerk.desk.changePerson(id)
		s.settle()
		if !s.shows(note) {
			t.Errorf("%s: it is not said why", id)
		}
		if s.clerk.screen.form.texts["phone"] != nil {
			t.Errorf("%s: a phone can be written", id)
		}
		s.field("seat").SetText("70")
		if id == "p20" {
			s.field("seat").SetText("71")
		}
		s.tap("Lưu")
		s.quiet()
	}
	if room.did(people.SetPersonalKind) != 0 || room.Session().Deputies["p20"].Seat != 71 {
		t.Errorf("sent %v, sits at %d", room.acts, room.Session().Deputies["p20"].Seat)
	}
	s.clerk.desk.erasePerson("p20")
	if s.clerk.desk.form != nil {
		t.Error("who was erased can be erased again")
	}
}

// A clash of two clerks shows how the person is reached as it stands, not as if it were gone.
func TestAClashKeepsHowAPersonIsReached(t *testing.T) {
	room := personal(t)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.changePerson("p11")
	s.settle()
	s.field("position").SetText("Trưởng ban")
	other := room.Session().Deputies["p11"]
	other.Position = "Phó Trưởng ban"
	room.must(t, stream, council.PutDeputy, other.Seq, other)
	s.tap("Lưu")
	s.until("máy thư ký khác đã ghi")
	for _, row := range s.clerk.desk.clash.sight.Rows {
		if row.Differs != (row.Label == s.clerk.desk.say("clerk.person.position")) {
			t.Errorf("%+v", row)
		}
	}
}

func TestErasingSaysWhatItDoes(t *testing.T) {
	room := withDevices(t, personal(t), 6)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.erasePerson("p1")
	s.settle()
	for _, words := range []string{"Xoá dữ liệu cá nhân của Nguyễn Thị Phương Thảo Nguyên?", "Sẽ xoá: điện thoại", "Vẫn giữ: họ tên", "Không lấy lại được, kể cả từ bản sao lưu.", "đang giữ Máy số 1"} {
		if !s.shows(words) {
			t.Errorf("%q is not said", words)
		}
	}
	s.tap("Xoá dữ liệu cá nhân")
	s.until("Chưa ghi lý do xoá.")
	s.field("reason").SetText("có đơn ngày 12/12/2026")
	s.tap("Xoá dữ liệu cá nhân")
	s.until("Chưa có gì bị xoá. Hãy bật")
	if room.did(people.ErasePersonKind) != 0 {
		t.Fatal("erased before it was understood")
	}
	s.tap("Tôi hiểu là không lấy lại được")
	s.tap("Xoá dữ liệu cá nhân")
	s.until("Đã xoá dữ liệu cá nhân của Nguyễn Thị Phương Thảo Nguyên.")
	if p := room.people.Persons["p1"]; p.Erased == 0 || p.Name == "" || room.people.Erasures["p1"].Reason != "có đơn ngày 12/12/2026" || room.Holder("t1") != "" {
		t.Errorf("%+v, %+v, held by %q", p, room.people.Erasures["p1"], room.Holder("t1"))
	}
	s.loop.Until(t, "the row says so", func() bool { s.settle(); return s.row("p1").Erased != "" })
	// Codes are issued to the others alone.
	s.tap("Cấp mã và thẻ")
	if !s.shows("Cấp cho 18 người") {
		t.Errorf("codes for %q", kittest.Texts(s.top()))
	}
}

func TestErasingWithoutServerWaits(t *testing.T) {
	room := personal(t)
	s := light(t, room)
	s.page(peoplePage)
	room.change(func() { room.offline = true })
	s.clerk.desk.erasePerson("p11")
	s.settle()
	s.field("reason").SetText("có đơn")
	s.tap("Tôi hiểu là không lấy lại được")
	s.tap("Xoá dữ liệu cá nhân")
	s.until("Chưa gửi được.")
	if room.people.Persons["p11"].Erased != 0 {
		t.Error("erased without the server")
	}
}

// What is sealed in this desk's outbox is counted apart, and marks no row as waiting.
func TestSealedActsAreCountedApart(t *testing.T) {
	s := light(t, prepared(t, 6))
	since := s.now.Add(-time.Minute)
	s.change(func() {
		s.standing.Unsent = []people.Unsent{{Command: "a", Kind: council.SetAttendance, About: "p3", Since: since}, {Command: "b", Since: since, Sealed: true}, {Command: "c", Since: since, Sealed: true}}
	})
	s.settle()
	if !s.shows("1 CHƯA GỬI · 2 NIÊM PHONG") {
		t.Errorf("shown %q", kittest.Texts(s.top()))
	}
	if about := unsent(s.Standing()); len(about) != 1 || !about["p3"] {
		t.Errorf("waiting %v", about)
	}
	s.change(func() { s.standing.Unsent = s.standing.Unsent[1:] })
	s.settle()
	if !s.shows("2 NIÊM PHONG") || s.shows("CHƯA GỬI") {
		t.Errorf("sealed alone: %q", kittest.Texts(s.top()))
	}
}

// Both languages say the same things about it.
func TestErasingIsSaidInBothLanguages(t *testing.T) {
	en := assets.LoadWords(assets.English)
	missing := slices.DeleteFunc(assets.LoadWords(assets.Vietnamese).Keys(), func(key string) bool {
		return !strings.HasPrefix(key, "clerk.erase") && !strings.HasPrefix(key, "clerk.person") || en.Has(key)
	})
	if len(missing) > 0 {
		t.Errorf("only in Vietnamese: %q", missing)
	}
}
