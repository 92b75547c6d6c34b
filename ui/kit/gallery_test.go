package kit_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// longNames are what real lists hold.
var longNames = []string{
	"Nguyễn Thị Phương Thảo Nguyên", "Lê Hoàng Hiệp Phạm Thị Minh Khuê", "H’Mai Niê", "Ksor H’Blăm Êban Mlô",
}

const longTitle = "Tờ trình về việc ban hành Nghị quyết quy định mức thu, chế độ thu, nộp, quản lý và sử dụng các khoản phí, lệ phí thuộc thẩm quyền quyết định của Hội đồng nhân dân xã Hòa Bình giai đoạn 2026–2030 và năm 2027"

// later never runs anything by itself.
func later(time.Duration, func()) func() { return func() {} }

// now runs at once what is to be done later.
func now(_ time.Duration, run func()) func() { run(); return func() {} }

func heading(text string) fyne.CanvasObject { return kit.NewText(text, kit.Meta.In(kit.Ink3)) }

func board(columns ...fyne.CanvasObject) fyne.CanvasObject {
	for i, column := range columns {
		columns[i] = kit.Fill(column)
	}
	return kit.Layers(kit.NewPanel(kit.Paper, nil), kit.Padded(kit.All(24), kit.RowAt(kit.Top, 24, columns...)))
}

func buttons() fyne.CanvasObject {
	off := kit.NewBigButton("Mở biểu quyết", kit.Primary, func() {}).WithHeight(64)
	off.DisableFor("Chưa đủ đại biểu: có mặt 14, cần 16")
	offIcon := kit.NewIconButton("trash", "Xóa", func() {})
	offIcon.Disable()
	selected := kit.NewIconButton("pen", "Bút", func() {}).WithSide(56)
	selected.SetSelected(true)
	marked := kit.NewIconButton("bell", "Thông báo", func() {}).Outlined()
	marked.SetMarked(true)
	ranks := kit.Flow(12, 12,
		kit.NewBigButton("Bắt đầu biểu quyết", kit.Primary, func() {}).WithHeight(64).WithIcon("ballot").WithKey("F5"),
		kit.NewBigButton("Tạm dừng", kit.Strong, func() {}).WithIcon("pause"),
		kit.NewBigButton("Bỏ qua", kit.Outline, func() {}),
		kit.NewBigButton("Xóa hết", kit.Soft, func() {}),
		kit.NewBigButton("Đóng", kit.Quiet, func() {}).WithIcon("cross"),
		kit.NewBigButton("Đúng là tôi", kit.Positive, func() {}).WithHeight(72).WithIcon("check"),
		kit.NewBigButton("7", kit.Key, func() {}).WithHeight(76).WithTextSize(28),
		kit.NewBigButton("Sửa", kit.Outline, func() {}).WithHeight(40),
	)
	return kit.Column(14,
		heading("BigButton"), ranks, off,
		heading("IconButton"),
		kit.Flow(12, 12, kit.NewIconButton("search", "Tìm", func() {}), selected, marked, offIcon,
			kit.NewIconButton("hand", "Phát biểu", func() {}).WithSide(88).Labelled().WithIconSize(28)),
		heading("Check, Switch"),
		kit.NewCheck("Ẩn danh kết quả tạm thời cho đến khi đóng biểu quyết", true, nil),
		kit.Row(24, kit.NewCheck("Chưa chọn", false, nil), kit.NewSwitch("Cắt mạng", true, nil), kit.NewSwitch("Mất điện", false, nil)),
		heading("Segments, Tabs"),
		kit.NewSegments([]kit.Option{{ID: "a", Text: "Sáng", Icon: "sun"}, {ID: "b", Text: "Tối", Icon: "moon"}, {ID: "c", Text: "Tự động"}}, "b", nil),
		kit.NewTabs([]kit.TabItem{{ID: "1", Text: "Tài liệu"}, {ID: "2", Text: "Phát biểu", Mark: true}, {ID: "3", Text: "Ghi chú", Icon: "note"}}, "1", nil),
		kit.NewFootBar([]kit.TabItem{{ID: "1", Text: "Chương trình", Icon: "list"}, {ID: "2", Text: "Phát biểu", Icon: "hand", Mark: true}, {ID: "3", Text: "Biểu quyết", Icon: "ballot"}}, "2", nil),
	)
}

func words() fyne.CanvasObject {
	stale := kit.NewAge("14 giây", kit.Meta)
	stale.Set("12 phút", true)
	half := kit.NewProgressBar(8)
	half.SetValue(.4)
	marked := kit.NewProgressBar(16).In(kit.Agree, kit.Track).WithMark(.5, kit.Ink).Labelled("16/30 tán thành", "cần 16", kit.Meta)
	marked.SetValue(16.0 / 30)
	work := kit.NewWorking("Đang tải tài liệu, 3/12", 24, now)
	work.Start()
	faulty := kit.NewTextField("Số đại biểu tán thành", "Nhập số")
	faulty.SetText("45")
	faulty.SetFault("Nhiều hơn số đại biểu có mặt (24). Hãy kiểm tra lại phiếu.")
	off := kit.NewTextField("Tổ", "")
	off.SetText("Tổ 3")
	off.SetDisabled(true)
	states := kit.Row(10)
	for i, name := range longNames {
		circle := kit.NewNumberCircle(fmt.Sprint(i+1), 32)
		circle.SetState(kit.NumberState(i + 1))
		states.Add(circle)
		states.Add(kit.NewAvatar(kit.Initials(name), 40))
	}
	states.Add(kit.NewIconDisc("check", 48, kit.Agree, kit.OnFill))
	states.Add(kit.NewEmblem(48))
	return kit.Column(14,
		heading("Chip"),
		kit.Flow(8, 8, kit.NewChip("CHƯA GỬI", kit.UnsentChip).WithIcon("tray"), kit.NewChip("Đang gửi", kit.SendingChip),
			kit.NewChip("Ngoại tuyến từ 09:14", kit.SlateChip).WithHeight(36).WithIcon("nolink"), kit.NewChip("Đã đóng", kit.PlainChip),
			kit.NewChip("Đã công bố", kit.DoneChip).WithIcon("check"), kit.NewChip("Quá hạn", kit.AlertChip), kit.NewChip("HẾT HẠN", kit.SolidSlateChip)),
		kit.Flow(8, 8, kit.NewChip("Tất cả", kit.InkChip).WithHeight(48).WithTap(func() {}), kit.NewChip("Vắng mặt", kit.OutlineChip).WithHeight(36).WithTap(func() {})),
		heading("Age, Dot, Clock"),
		kit.Row(20, kit.NewAge("14 giây", kit.Meta), stale, kit.Row(8, kit.NewDot(10, kit.Online), kit.NewText("Đã kết nối", kit.Meta)),
			kit.NewRingDot(9, 2, kit.Ink3), kit.NewClock("09:41", 20).SemiBold(), kit.NewClock("4:11", 52)),
		heading("ProgressBar, Working, CountBar"),
		half, marked, kit.Row(24, work, kit.NewCountBar(30, 22, 16)),
		heading("TextField"),
		kit.NewTextField("Họ và tên", "Ví dụ: Nguyễn Thị Phương Thảo Nguyên").WithHelp("Viết như trong quyết định công nhận đại biểu."),
		kit.NewTextField("", "Tìm trong tài liệu kỳ họp").WithIcon("search").WithHeight(56),
		kit.RowAt(kit.Top, 12, kit.Fill(faulty), kit.Fill(off)),
		heading("Disc, Emblem"), states,
		heading("Strip"),
		kit.NewStrip(kit.NoticeStrip, "refresh", "Có bản mới, mực của đại biểu đã chuyển theo").WithRadius(12).WithAction("Xem bản trước", func() {}),
		kit.NewStrip(kit.AlertStrip, "warn", "Không đủ đại biểu dự họp").WithRadius(12),
		kit.NewStrip(kit.OfflineStrip, "nolink", "Ngoại tuyến từ 09:14").WithRadius(12),
		kit.NewStrip(kit.DoneStrip, "check", "Đã gửi").WithRadius(12),
	)
}

func results() fyne.CanvasObject {
	boxes := kit.NewCodeBoxes(8)
	for _, r := range "12345" {
		boxes.Type(r)
	}
	wrong := kit.NewCodeBoxes(8).Unmasked()
	wrong.Type('7')
	wrong.SetWrong(true)
	chosen := kit.NewChoiceButton(kit.AgainstAnswer, "Không tán thành", func() {}).WithHeight(160)
	chosen.SetOutline(true)
	off := kit.NewChoiceButton(kit.AbstainAnswer, "Không biểu quyết", func() {}).WithHeight(160)
	off.Disable()
	current := kit.NewListRow("2", kit.Row(12, kit.NewNumberCircle("2", 32), kit.Fill(kit.NewParagraph(kit.KeepNumbers(longTitle), kit.Body.Strong()))), func() {}).WithHeight(90)
	current.SetCurrent(true, kit.Red)
	selected := kit.NewListRow("3", kit.Row(12, kit.NewNumberCircle("3", 32), kit.Fill(kit.NewParagraph(longNames[1], kit.Body)), kit.NewChip("Vắng", kit.SlateChip)), func() {}).WithHeight(68)
	selected.SetSelected(true)
	return kit.Column(14,
		heading("ChoiceButton"),
		kit.RowAt(kit.Stretch, 12, kit.Fill(kit.NewChoiceButton(kit.ForAnswer, "Tán thành", func() {}).WithHeight(160)), kit.Fill(chosen), kit.Fill(off)),
		heading("ResultBar"),
		kit.NewResultBar(kit.Tally{Total: 30, For: 13, Against: 4, Abstain: 2, Absent: 3, Need: 16}),
		kit.NewResultBar(kit.Tally{Total: 85, For: 50, Against: 4, Abstain: 2, Absent: 6, Need: 43}).WithHeight(56),
		kit.NewResultBar(kit.Tally{Total: 480, For: 300, Against: 14, Abstain: 20, Absent: 10, Need: 241, Closed: true}),
		heading("CodeBoxes"),
		kit.Row(16, boxes, wrong),
		heading("ListRow"),
		kit.Column(0, current, selected, kit.NewListRow("4", kit.NewText("Chỉ để đọc", kit.Body), nil).WithDivider()),
		heading("QR, TapCard, DropZone"),
		kit.RowAt(kit.Stretch, 16, kit.NewQR("https://hop.local/dang-nhap?may=12", 150).WithGround(12, 14),
			kit.NewTapCard("Máy đại biểu", kit.Column(8, kit.NewIcon("tablet", 34, kit.Ink), kit.NewText("Máy đại biểu", kit.Body.Strong()), kit.NewChip("2 đang mở", kit.DoneChip)), func() {}).WithSize(147, 132),
			kit.Fill(kit.NewDropZone("file_drop", "Thả tệp vào đây", "PDF, Word hoặc ảnh, mỗi tệp dưới 100 MB",
				kit.NewBigButton("Chọn tệp", kit.Outline, func() {}).WithIcon("folder")))),
	)
}

// peopleTable is a table as the secretary has it.
func peopleTable(count int) *kit.Table {
	table := kit.NewTable([]kit.TableColumn{
		{Title: "Họ và tên", Least: 220, Sorts: true}, {Title: "Tổ", Width: 90, Sorts: true},
		{Title: "Vai trò", Least: 120}, {Title: "Phiếu", Width: 90, Trailing: true}, {Title: "Trạng thái", Width: 130},
	}, 56, kit.TableRows{
		Cells: func() []fyne.CanvasObject {
			return []fyne.CanvasObject{kit.NewParagraph("", kit.Body), kit.NewText("", kit.Body), kit.NewParagraph("", kit.Body.In(kit.Ink2)),
				kit.NewText("", kit.Body.Trailing()), kit.Anchored(0, .5, kit.NewChip("", kit.PlainChip))}
		},
		Draw: func(index int, cells []fyne.CanvasObject) {
			cells[0].(*kit.Paragraph).SetText(longNames[index%len(longNames)])
			cells[1].(*kit.Text).SetText(fmt.Sprint("Tổ ", index%7+1))
			cells[2].(*kit.Paragraph).SetText([]string{"Đại biểu", "Chủ tọa kỳ họp", "Thư ký"}[index%3])
			cells[3].(*kit.Text).SetText(fmt.Sprint(index * 7 % 100))
			chip := cells[4].(*fyne.Container).Objects[0].(*kit.Chip)
			if index%3 == 1 {
				chip.Set("Vắng", kit.SlateChip)
			} else {
				chip.Set("Có mặt", kit.DoneChip)
			}
		},
		Label: func(index int) string { return fmt.Sprint(index, " ", longNames[index%len(longNames)]) },
	})
	table.OnTapped = func(int) {}
	table.SetSorted(0, false)
	table.SetSelected(2)
	table.SetCount(count)
	return table
}

// TestGallery draws every widget in light and dark. With CONGSO_PICTURES set it leaves the pictures
// there; always it looks that no word is cut off at the edge of its board.
func TestGallery(t *testing.T) {
	kittest.BothThemes(t, func(t *testing.T, suffix string) {
		for name, build := range map[string]func() fyne.CanvasObject{
			"kit-buttons": func() fyne.CanvasObject { return board(buttons(), words()) },
			"kit-results": func() fyne.CanvasObject {
				return board(results(), kit.Column(14, heading("Table"), kit.Fixed(0, 420, peopleTable(500)), heading("Keypad"),
					kit.Anchored(0, 0, kit.NewKeypad("Xóa hết", "Xóa một số"))))
			},
		} {
			root := build()
			kittest.Picture(t, name+suffix, root, fyne.NewSize(1600, 1300))
			within(t, root, fyne.NewSize(1600, 1300))
		}
	})
}

// TestGalleryOfIcons draws every icon.
func TestGalleryOfIcons(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	files, err := os.ReadDir("../../assets/icons")
	if err != nil {
		t.Fatal(err)
	}
	var all []fyne.CanvasObject
	for _, file := range files {
		name := strings.TrimSuffix(file.Name(), ".svg")
		all = append(all, kit.Fixed(100, 84, kit.Column(2, kit.Anchored(.5, 0, kit.NewIcon(name, 48, kit.Ink)), kit.NewText(name, kit.Meta.Center()))))
		icon := kittest.Render(t, kit.NewIcon(name, 48, kit.Red), fyne.NewSize(48, 48))
		if inked(icon) < 40 {
			t.Errorf("icon %s draws next to nothing", name)
		}
	}
	kittest.Picture(t, "kit-icons", kit.Layers(kit.NewPanel(kit.White, nil), kit.Flow(4, 4, all...)), fyne.NewSize(1280, 1060))
}
