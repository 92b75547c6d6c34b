package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/assets"
)

// The command line says who is meant, asks, and says what was done; a pack brings what there is to erase.
func TestEraseAPerson(t *testing.T) {
	o := newOffice(t)
	pack := t.TempDir()
	for name, text := range map[string]string{
		"delegates.csv": "Họ và tên,Tổ,Điện thoại,Email\nNguyễn Thị Ánh,Tổ 1,0912 345 678,anh@example.vn\nTrần Văn Đức,Tổ 1,gọi sau,\nTrần Văn Đức,Tổ 2,,\n",
		"1.pdf":         "%PDF-1.7 tờ trình",
	} {
		if err := os.WriteFile(filepath.Join(pack, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.expect(0, assets.Vietnamese, "", []string{"import", "--data", o.data, pack}, "phone của Trần Văn Đức")
	sealed := func() (count, erased int) {
		t.Helper()
		a, err := room.Administer(t.Context(), room.Config{Folder: o.data, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		overview, err := a.Overview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, person := range overview.Persons {
			if person.Sealed != nil {
				count++
			}
			if person.Erased > 0 {
				erased++
			}
		}
		return count, erased
	}
	if count, erased := sealed(); count != 1 || erased != 0 {
		t.Fatalf("%d persons have personal data, %d are erased", count, erased)
	}
	erase := func(more ...string) []string { return append([]string{"erase", "--data", o.data}, more...) }
	o.expect(0, assets.Vietnamese, "", erase(), "--person")
	o.expect(1, assets.Vietnamese, "", erase("--person", "Không Có Ai", "--reason", "có đơn"), "")
	o.expect(2, assets.Vietnamese, "", erase("--person", "tran van duc", "--reason", "có đơn"), "Tổ 1", "Tổ 2")
	o.expect(2, assets.Vietnamese, "không\n", erase("--person", "Nguyễn Thị Ánh", "--reason", "có đơn"), "Nguyễn Thị Ánh", "Chưa xoá")
	o.expect(1, assets.Vietnamese, "", erase("--person", "Nguyễn Thị Ánh", "--yes"), "lý do")
	if count, _ := sealed(); count != 1 {
		t.Fatal("erased without a yes or a reason")
	}
	o.expect(0, assets.Vietnamese, "có\n", erase("--person", "Nguyễn Thị Ánh", "--reason", "có đơn"), "Đã xoá")
	if count, erased := sealed(); count != 0 || erased != 1 {
		t.Errorf("%d persons have personal data, %d are erased", count, erased)
	}
	o.expect(1, assets.English, "", erase("--person", "Nguyễn Thị Ánh", "--reason", "again"), "")
	if persons([]people.Person{{ID: "x", Name: "Ánh"}, {ID: "Ánh"}}, "Ánh")[0].ID != "Ánh" {
		t.Error("an id is not taken before a name")
	}
}
