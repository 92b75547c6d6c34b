package clerk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit/kittest"
)

func TestThePeopleAreSortedAndFound(t *testing.T) {
	s := light(t, prepared(t, 20))
	s.page(peoplePage)
	order := func() (names []string) {
		for _, id := range s.clerk.screen.people.list.order {
			names = append(names, s.clerk.screen.people.list.shown[id].value.Name)
		}
		return names
	}
	all := order()
	if len(all) != 21 || all[0] != "Võ Hoài An" || all[1] != "Hoàng Minh Ánh" || all[len(all)-1] != "Lương Văn Xiêm" {
		t.Errorf("the order is %v", all)
	}
	kittest.Write(t, s.clerk.screen.people.filter, "niê")
	s.settle()
	if got := order(); !slices.Equal(got, []string{"H’Mai Niê"}) {
		t.Errorf("found %v", got)
	}
	kittest.Write(t, s.clerk.screen.people.filter, "dang bao")
	s.settle()
	if got := order(); !slices.Equal(got, []string{"Đặng Quốc Bảo"}) {
		t.Errorf("without tones found %v", got)
	}
	kittest.Write(t, s.clerk.screen.people.filter, "khong co ai")
	s.settle()
	if !s.shows("Không thấy ai khớp") {
		t.Error("nothing found is not said")
	}
	kittest.Write(t, s.clerk.screen.people.filter, "")
	s.settle()
	s.tap("Tổ đại biểu số 2")
	if got := order(); len(got) != 7 {
		t.Errorf("the group has %v", got)
	}
}

func TestAPersonIsAddedToRegisterAndRoster(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.tap("Thêm người")
	s.field("name").SetText("Y Khút  Niê")
	s.field("group").SetText("Tổ đại biểu số 1")
	s.tap("Là chủ tọa kỳ họp này")
	s.tap("Lưu")
	s.until("Đã lưu.")
	deputy := room.Session().Deputies["new1"]
	if deputy.Name != "Y Khút Niê" || !deputy.Voting || deputy.Seat != 7 || deputy.Group != "Tổ đại biểu số 1" {
		t.Errorf("the roster has %+v", deputy)
	}
	if room.people.Persons["new1"].Name != "Y Khút Niê" || room.Session().Session.Chair != "new1" {
		t.Errorf("the register has %+v, the chair is %s", room.people.Persons["new1"], room.Session().Session.Chair)
	}
}

// Roles are the session's: a deputy chair is named beside the chair, and guests do not vote.
func TestRolesOfASession(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.changePerson("p2")
	s.settle()
	s.tap("Phó chủ tọa")
	s.tap("Ủy viên Ban kiểm phiếu")
	s.tap("Lưu")
	s.until("Phó chủ tọa · Ban kiểm phiếu")
	if deputy := room.Session().Deputies["p2"]; deputy.Role != people.DeputyChair || !deputy.Teller || !deputy.Voting {
		t.Errorf("the roster has %+v", deputy)
	}
	s.clerk.desk.changePerson("p3")
	s.settle()
	s.tap("Khách mời")
	s.tap("Lưu")
	s.until("Khách mời và chuyên viên của Ban không biểu quyết.")
	s.tap("Được biểu quyết và tính vào số có mặt")
	s.tap("Lưu")
	s.loop.Until(t, "a guest", func() bool { d := room.Session().Deputies["p3"]; return d.Role == people.Guest && !d.Voting })
}

// Editing somebody of the register does not put them into the session unless that is asked for.
func TestThePersonOfTheRegisterStaysOutside(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.changePerson("guest")
	s.settle()
	s.field("position").SetText("Phó Chánh Văn phòng")
	s.tap("Lưu")
	s.until("Đã lưu.")
	if _, inside := room.Session().Deputies["guest"]; inside || room.people.Persons["guest"].Position != "Phó Chánh Văn phòng" {
		t.Fatalf("inside %v, the register has %+v", inside, room.people.Persons["guest"])
	}
	s.clerk.desk.changePerson("guest")
	s.settle()
	s.tap("Dự kỳ họp này")
	s.tap("Lưu")
	s.loop.Until(t, "the person takes part", func() bool {
		deputy, inside := room.Session().Deputies["guest"]
		return inside && !deputy.Voting && deputy.Position == "Phó Chánh Văn phòng"
	})
}

func TestWhoHasVotedStaysOnTheRoster(t *testing.T) {
	room := voting(t, 30)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.removePerson("p1")
	s.until("Đại biểu đã biểu quyết")
	if _, still := room.Session().Deputies["p1"]; !still || room.did(council.RemoveDeputy) != 0 {
		t.Error("who has voted was removed")
	}
	s.clerk.desk.removePerson("p3")
	s.until("Đang có biểu quyết chưa đóng.")
	if room.did(council.RemoveDeputy) != 0 {
		t.Error("a deputy was removed in the middle of a vote")
	}
	room.pass(time.Minute)
	s.clerk.desk.removePerson("p3")
	s.until("Đã đưa H’Mai Niê ra khỏi danh sách.")
	s.tap("Hoàn tác")
	s.loop.Until(t, "the deputy is back, present", func() bool {
		_, back := room.Session().Deputies["p3"]
		return back && room.Session().IsPresent("p3") && len(s.clerk.desk.busy) == 0
	})
}

func TestCardsAreSaidOnceAndKept(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.tap("Cấp mã và thẻ")
	s.until("Mã và thẻ cũ của họ hết dùng được.")
	s.tap("Cấp cho 6 người")
	s.until("6 mã vừa cấp")
	s.until("Mã chỉ hiện một lần")
	s.quiet()
	if !s.shows("4021 4108") {
		t.Error("the codes are not shown")
	}

	s.sheets.fail = faults{"Không ghi được tệp: đĩa đầy."}
	s.tap("In thẻ")
	s.until("đĩa đầy")
	s.quiet()
	if len(s.clerk.desk.cards.list) != 6 {
		t.Fatal("the cards are lost")
	}
	s.tap("Cất mã")
	s.until("Chưa in 6 mã này.")
	s.tap("Thôi")
	s.sheets.fail = nil
	s.tap("Thử in lại")
	s.until("/tmp/cards.pdf")
	s.quiet()
	if len(s.sheets.cards) != 6 || !slices.Equal(s.sheets.opened, []string{"/tmp/cards.pdf"}) {
		t.Errorf("printed %d cards, opened %v", len(s.sheets.cards), s.sheets.opened)
	}
	s.tap("Cất mã")
	if len(s.clerk.desk.cards.list) != 0 || s.shows("4021 4108") {
		t.Error("the codes are still here")
	}
}

func TestIssuingKeepsWhatWasIssuedBeforeAFault(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.tap("Cấp mã và thẻ")
	d := s.clerk.desk
	s.tap("Cấp cho 6 người")
	s.loop.Until(t, "two cards are here", func() bool { return len(d.cards.list) >= 2 })
	room.change(func() { room.offline = true })
	s.loop.Until(t, "issuing has ended", func() bool { return !d.cards.running })
	s.settle()
	kept := len(d.cards.list)
	if kept < 2 || kept < 6 && !s.shows("Không kết nối được máy chủ") {
		t.Errorf("%d cards kept, fault %q", kept, d.cards.fault)
	}
}

func TestADeviceIsComparedAndApproved(t *testing.T) {
	room := withDevices(t, prepared(t, 12), 6)
	s := light(t, room)
	s.page(devicesPage)
	if !s.shows("482 913") || !s.shows("So với số trên màn hình máy đó.") || !s.shows("đã quét mã mời") {
		t.Fatal("the waiting devices are not shown")
	}
	first := s.clerk.screen.devices.waiting.shown["w1"].holder
	kittest.Tap(t, first, "Duyệt")
	s.until("Đã duyệt Galaxy Tab A9.")
	if room.people.Devices["w1"].State != people.Approved {
		t.Error("the device is not approved")
	}
	second := s.clerk.screen.devices.waiting.shown["w2"].holder
	kittest.Tap(t, second, "Không nhận")
	s.settle()
	s.until("Không nhận iPad của ông Bình vào phòng?")
	if room.people.Devices["w2"].State != people.Pending {
		t.Error("refused before the question was answered")
	}
	s.tap("Không nhận")
	s.until("Đã đưa iPad của ông Bình ra khỏi phòng.")
	if room.people.Devices["w2"].State != people.Revoked {
		t.Error("the device is not refused")
	}
}

func TestADeviceIsRevokedAndNamed(t *testing.T) {
	room := withDevices(t, prepared(t, 12), 6)
	s := light(t, room)
	s.page(devicesPage)
	s.clerk.desk.revokeDevice("t1")
	s.until("Nguyễn Thị Phương Thảo Nguyên đang dùng máy này.")
	s.tap("Thu hồi máy")
	s.until("Đã đưa Máy số 1 ra khỏi phòng.")
	if room.people.Devices["t1"].State != people.Revoked || room.Holder("t1") != "" {
		t.Error("the device is not revoked")
	}
	s.clerk.desk.changeDevice("t2")
	s.settle()
	s.field("number").SetText("5")
	s.tap("Lưu")
	s.until("Số này đã có máy khác dùng.")
	s.field("number").SetText("88")
	s.field("name").SetText("Máy dự phòng")
	s.tap("Lưu")
	s.until("Đã lưu.")
	if device := room.people.Devices["t2"]; device.Number != 88 || device.Name != "Máy dự phòng" {
		t.Errorf("the device is %+v", device)
	}
}

func TestADeviceThatLeavesIsSeenToLeave(t *testing.T) {
	room := withDevices(t, prepared(t, 12), 6)
	s := light(t, room)
	s.page(devicesPage)
	if !s.shows("7/8 máy đang kết nối") || !s.shows("Chưa kết nối từ khi mở máy thư ký") {
		t.Error("who is connected is not said")
	}
	room.change(func() { room.here["t2"] = false })
	s.loop.Drain()
	room.pass(40 * time.Second)
	s.until("Mất kết nối 09:26, 40 giây trước")
}

func TestAnInvitationRunsOut(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(devicesPage)
	if !s.shows("Chưa có máy nào.") {
		t.Error("no devices is not said")
	}
	s.tap("Màn hình hội trường")
	s.tap("Tạo mã mời")
	s.until("Mã mời: Màn hình hội trường")
	s.tap("Chép mã")
	if !strings.HasPrefix(s.clipboard.text, "congso://pair?") {
		t.Errorf("copied %q", s.clipboard.text)
	}
	room.pass(4*time.Minute + 59*time.Second)
	s.until("Còn 00:01")
	room.pass(time.Second)
	s.until("Mã này đã hết hạn.")
	room.change(func() { room.offline = true })
	s.tap("Tạo mã mời")
	s.until("Không kết nối được máy chủ")
}
