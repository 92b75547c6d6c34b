package print

import (
	"io"
	"testing"
	"time"
)

func certificate() Certificate {
	c := Certificate{
		Office: "Hội đồng nhân dân phường Trường Vinh", Locality: "Trường Vinh", Session: "Kỳ họp thứ Ba", Room: "HĐND phường Trường Vinh",
		At: time.Date(2026, 12, 7, 17, 42, 5, 0, time.FixedZone("ICT", 7*3600)), Devices: 50, Line: "weak", Ballots: 150,
	}
	for i, step := range []string{"Ghép máy", "Vào phòng", "Nhập thẻ", "Nhận chương trình họp", "Điểm danh", "Tải đủ tài liệu", "Thấy chỗ sửa", "Phiếu được xác nhận", "Thấy kết quả", "Nối lại từ đầu"} {
		took := time.Duration(i+1) * 123 * time.Millisecond
		c.Steps = append(c.Steps, CertificateStep{Step: step, Count: 50, Middle: took, Late: 3 * took, Most: 9 * took})
	}
	return c
}

func TestCertificateSaysWhatWasTried(t *testing.T) {
	file := printed(t, func(w io.Writer) error { return press().Certificate(w, certificate()) })
	text := textOf(t, file)
	wants(t, text, "GIẤY CHỨNG NHẬN SẴN SÀNG", "Kỳ họp thứ Ba", "17 giờ 42 phút 05 giây, ngày 07/12/2026", "50 máy", "sóng yếu",
		"150", "Phiếu được xác nhận", "0,98 giây", "THƯ KÝ")
	if pages := len(pagesOf(t, file)); pages != 1 {
		t.Errorf("%d pages", pages)
	}
	pictureOf(t, file, 1)
}

// What measured nothing certifies nothing.
func TestNoCertificateOfNothing(t *testing.T) {
	for what, c := range map[string]Certificate{"no steps": {Devices: 50}, "no devices": {Steps: certificate().Steps}} {
		if err := press().Certificate(io.Discard, c); err != (Refusal{Empty}) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
