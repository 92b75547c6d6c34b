package pack

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// remarkCase is a pack that is taken, with all remarks, and what became of it.
type remarkCase struct {
	name  string
	files files
	zip   []byte
	want  []string
	check func(t *testing.T, r Result)
}

// listing is the plain pack with another delegates.csv.
func listing(lines ...string) files {
	return plain(files{"delegates.csv": strings.Join(lines, "\n")})
}

func polling(polls ...map[string]any) files {
	var list []any
	for _, poll := range polls {
		list = append(list, poll)
	}
	return plain(files{"session.json": sessionWith(nil, map[string]any{"polls": list})})
}

// roster writes the deputies as people would check them: name, group, seat, vote.
func roster(r Result) []string {
	var lines []string
	for _, d := range r.Import.Deputies {
		lines = append(lines, fmt.Sprintf("%s|%s|%d|%v", d.Name, d.Group, d.Seat, d.Voting))
	}
	return lines
}

func hasRoster(want ...string) func(*testing.T, Result) {
	return func(t *testing.T, r Result) {
		t.Helper()
		sameLines(t, "roster", roster(r), want)
	}
}

func remarkCases() []remarkCase {
	const heading = "ref,name,group,position,seat,voting"
	return []remarkCase{
		{name: "nothing to remark", files: plain(nil), check: func(t *testing.T, r Result) {
			if r.Import.Session.Chair != r.Import.Deputies[0].Person || r.Persons[0].Role != people.Chair || r.Persons[1].Role != people.Delegate {
				t.Error("the chair is not taken over")
			}
		}},
		{name: "no delegates.csv", files: files{"session.json": sessionWith(nil, nil), "papers/a.pdf": pdf("a")},
			want: []string{`pack.delegates-missing "delegates.csv"`, `pack.chair-unknown "session.json" /session /chair`},
			check: func(t *testing.T, r Result) {
				if len(r.Import.Deputies) != 0 || r.Import.Session.Chair != "" {
					t.Error("deputies out of nothing")
				}
			}},
		{name: "an empty delegates.csv", files: listing("\uFEFF", "  "),
			want: []string{`pack.delegates-empty "delegates.csv"`, `pack.chair-unknown "session.json" /session /chair`}},
		{name: "headings alone", files: listing(heading),
			want: []string{`pack.delegates-empty "delegates.csv"`, `pack.chair-unknown "session.json" /session /chair`}},
		{name: "as Vietnamese Excel writes it", files: listing("\uFEFFsep=;\r", "STT;Mã;Họ  và tên;Tổ;Tổ đại biểu;Chức vụ;Ghế;Biểu quyết\r",
			"1;d1;\"Nguyễn Thị\nÁnh\";Tổ 1;Tổ x;Chủ tịch;1;Có\r", "2;d2;Trần Văn Đức;Tổ 2;;;2;x\r", ";;;;;;;\r", "3;;Khách Mời;;;;;Không\r", ""),
			want:  []string{`pack.column-unknown "delegates.csv" line 2`, `pack.column-twice "delegates.csv" line 2`},
			check: hasRoster("Nguyễn Thị Ánh|Tổ 1|1|true", "Trần Văn Đức|Tổ 2|2|true", "Khách Mời||0|false")},
		{name: "without a column of votes", files: listing("Ref\tHo va ten", "d1\tNguyễn Thị Ánh", "\tTrần Văn Đức"),
			check: hasRoster("Nguyễn Thị Ánh||0|true", "Trần Văn Đức||0|true")},
		{name: "damaged lines cost no other", files: listing(heading,
			"d1,Nguyễn Thị Ánh,Tổ 1,,1,1",  // 2
			"d2,\"Trần Văn Đức,Tổ 2,,2,1",  // 3: a quote that is never closed
			"d3,Lê \"Tèo\" Em,Tổ 2,,3,1",   // 4: quotes inside
			"d4,Phạm \xff Hùng,Tổ 2,,4,1",  // 5: no text
			"d5,Võ Thị Sáu,Tổ 2,,5,1,,x",   // 6: a cell too many
			"d6,,Tổ 2,,6,1",                // 7: no name
			"d7,"+strings.Repeat("a", 601), // 8
			"d8,Hồ Thị Kỷ,Tổ 2,,8,1,,,"),   // 9: empty cells too many
			want: []string{
				`pack.line-damaged "delegates.csv" line 3`, `pack.line-damaged "delegates.csv" line 4`,
				`pack.line-not-text "delegates.csv" line 5`, `pack.line-cells "delegates.csv" line 6`,
				`pack.name-empty "delegates.csv" line 7`, `pack.line-too-long "delegates.csv" line 8`,
			},
			check: hasRoster("Nguyễn Thị Ánh|Tổ 1|1|true", "Hồ Thị Kỷ|Tổ 2|8|true")},
		{name: "seats", files: listing(heading, "d1,A,,,1,1", "d2,B,,,1,1", "d3,C,,,A7,1", "d4,D,,,0,1", "d5,E,,,10000,1", "d6,F,,,9999,1"),
			want: []string{`pack.seat-taken "delegates.csv" line 3`, `pack.seat-unreadable "delegates.csv" line 4`,
				`pack.seat-unreadable "delegates.csv" line 5`, `pack.seat-unreadable "delegates.csv" line 6`},
			check: hasRoster("A||1|true", "B||0|true", "C||0|true", "D||0|true", "E||0|true", "F||9999|true")},
		{name: "votes", files: listing(heading, "d1,A,,,,", "d2,B,,,,maybe", "d3,C,,,,KHÔNG", "d4,D,,,,X"),
			want:  []string{`pack.voting-empty "delegates.csv" line 2`, `pack.voting-unclear "delegates.csv" line 3`},
			check: hasRoster("A||0|false", "B||0|false", "C||0|false", "D||0|true")},
		{name: "a person twice", files: listing(heading, "d1,Nguyễn Văn Hùng,Tổ 1,,1,1", ",NGUYỄN văn Hu\u0300ng,tổ 1,,,1", "d1,Nguyễn Văn Hùng,Tổ 1,Bí thư,5,1"),
			want:  []string{`pack.person-repeated "delegates.csv" line 3`, `pack.person-repeated "delegates.csv" line 4`},
			check: hasRoster("Nguyễn Văn Hùng|Tổ 1|1|true")},
		{name: "two persons of one name", files: listing(heading, "d1,Nguyễn Văn Hùng,Tổ 1,,1,1", "d2,Nguyễn Văn Hùng,Tổ 1,,2,1", "d3,Nguyễn Văn Hùng,Tổ 2,,3,1"),
			want:  []string{`pack.person-namesake "delegates.csv" line 3`},
			check: hasRoster("Nguyễn Văn Hùng|Tổ 1|1|true", "Nguyễn Văn Hùng|Tổ 1|2|true", "Nguyễn Văn Hùng|Tổ 2|3|true")},
		{name: "a ref twice", files: listing(heading, "d1,A,,,1,1", "D1,B,,,2,1"),
			want: []string{`pack.ref-taken "delegates.csv" line 3`},
			check: func(t *testing.T, r Result) {
				if r.Import.Session.Chair != r.Import.Deputies[0].Person {
					t.Error("the first with a ref is not the one meant")
				}
			}},
		{name: "a group in two spellings", files: listing(heading, "d1,A,Tổ Một,,,1", "d2,B,TỔ MỘT,,,1"),
			want: []string{`pack.group-spelling "delegates.csv" line 3`}, check: hasRoster("A|Tổ Một|0|true", "B|Tổ Một|0|true")},
		{name: "audiences", files: plain(files{"session.json": sessionWith(nil, map[string]any{"papers": []any{
			map[string]any{"file": "papers/a.pdf"},
			map[string]any{"file": "papers/a.pdf", "audience": "members"}, map[string]any{"file": "papers/a.pdf", "audience": "clerk"},
			map[string]any{"file": "papers/a.pdf", "audience": "hall"}, map[string]any{"file": "papers/a.pdf", "audience": "group:tổ 1"},
			map[string]any{"file": "papers/a.pdf", "audience": "group:Tổ 9"}}})}),
			want: []string{`pack.group-unknown "papers/a.pdf" /items 1 /papers 6`},
			check: func(t *testing.T, r Result) {
				var got []string
				for _, d := range r.Import.Documents {
					got = append(got, string(d.Audience))
				}
				sameLines(t, "audiences", got, []string{"council/id-1/members", "council/id-1/members", "council/id-1/clerk",
					"council/id-1/hall", "council/id-1/group:Tổ 1", "council/id-1/clerk"})
			}},
		{name: "no chair", files: plain(files{"session.json": sessionWith(map[string]any{"chair": ""}, nil)}),
			want: []string{`pack.chair-missing "session.json" /session /chair`}},
		{name: "a chair by name", files: plain(files{"session.json": sessionWith(map[string]any{"chair": "Trần văn Đức"}, nil)}),
			check: func(t *testing.T, r Result) {
				if r.Import.Session.Chair != r.Import.Deputies[1].Person {
					t.Error("the chair was not found by name")
				}
			}},
		{name: "a total too small", files: plain(files{"session.json": sessionWith(map[string]any{"total": 1}, nil)}),
			want: []string{`pack.total-small "session.json" /session /total`},
			check: func(t *testing.T, r Result) {
				if r.Import.Session.Total != 2 {
					t.Error("total", r.Import.Session.Total)
				}
			}},
		{name: "polls", files: polling(
			map[string]any{"question": "a", "rule": "hdnd.majority"},
			map[string]any{"question": "b", "rule": "hdnd.three-quarters"}, map[string]any{"question": "c", "rule": "ubnd.majority"},
			map[string]any{"question": "d", "rule": "hdnd.quorum"},
			map[string]any{"question": "e", "rule": "hdnd.two-thirds", "form": "approval", "openness": "named", "seconds": 60.0, "running": true, "replace": true}),
			want: []string{`pack.rule-unknown "session.json" /items 1 /polls 2`, `pack.rule-unknown "session.json" /items 1 /polls 3`,
				`pack.rule-unknown "session.json" /items 1 /polls 4`},
			check: func(t *testing.T, r Result) {
				item := r.Import.Items[0].ID
				want := []council.PollDraft{
					{ID: r.Import.Polls[0].ID, Item: item, Question: "a", Form: "approval", Openness: "open", Rule: "hdnd.majority"},
					{ID: r.Import.Polls[1].ID, Item: item, Question: "e", Form: "approval", Openness: "named", Rule: "hdnd.two-thirds", Seconds: 60, Running: true, Replace: true},
				}
				if !slices.Equal(r.Import.Polls, want) {
					t.Errorf("%+v", r.Import.Polls)
				}
			}},
		{name: "an item's ref twice", files: plain(files{"session.json": document(map[string]any{
			"session": map[string]any{"title": "K", "body": "hdnd", "starts_at": "2026-12-08T07:30:00+07:00", "chair": "d1"},
			"items": []any{map[string]any{"title": "x", "ref": "1", "papers": []any{map[string]any{"file": "papers/a.pdf"}}},
				map[string]any{"title": "y", "ref": "1"}}})}),
			want: []string{`pack.item-ref-twice "session.json" /items 2`}},
		{name: "an empty paper", files: plain(files{"session.json": sessionWith(nil, papers("papers/a.pdf", "papers/b.pdf")), "papers/b.pdf": ""}),
			want: []string{`pack.paper-empty "papers/b.pdf" /items 1 /papers 2`},
			check: func(t *testing.T, r Result) {
				if len(r.Import.Documents) != 1 {
					t.Error("the empty paper was taken")
				}
			}},
		{name: "the same paper under two names", files: plain(files{"session.json": sessionWith(nil, papers("papers/a.pdf", "b.pdf", "papers/a.pdf", "b.pdf")), "b.pdf": pdf("a")}),
			want: []string{`pack.paper-same-bytes "b.pdf" /items 1 /papers 2`}},
		{name: "what nothing speaks of", files: plain(files{"papers/b.pdf": pdf("b"), "old.zip": "x", "b/old.RAR": "x", "notes.docx": "x",
			".DS_Store": "x", "papers/._a.pdf": "x", "__MACOSX/papers/._a.pdf": "x", "Thumbs.db": "x", "papers/~$a.docx": "x", "desktop.ini": "x"}),
			want: []string{`pack.archive-nested "b/old.RAR"`, `pack.file-unlisted "notes.docx"`, `pack.archive-nested "old.zip"`, `pack.file-unlisted "papers/b.pdf"`}},
		{name: "links and devices that nothing speaks of", zip: func() []byte {
			whole := plain(files{"x": "session.json", "y": ""})
			headers := []*zip.FileHeader{{Name: "delegates.csv"}, {Name: "papers/"}, {Name: "papers/a.pdf"}, {Name: "session.json"}, {Name: "x"}, {Name: "y"}}
			headers[4].SetMode(fs.ModeSymlink | 0o777)
			headers[5].SetMode(fs.ModeNamedPipe | 0o777)
			return zipOf(headers, func(h *zip.FileHeader) string { return whole[h.Name] })
		}(), want: []string{`pack.link-left-out "x"`, `pack.special-left-out "y"`}},
		{name: "PDF files alone", files: files{"Tài liệu/10. Báo cáo.pdf": pdf("10"), "Tài liệu/2. Tờ_trình.pdf": pdf("2"),
			"Tài liệu/Phụ lục/b.pdf": pdf("b"), "Tài liệu/Phụ lục/a/a.PDF": pdf("a"), "Tài liệu/3.pdf": "no pdf", "Tài liệu/4.pdf": "",
			"Tài liệu/" + strings.Repeat("d", 250) + ".pdf": pdf("d")},
			want: []string{`pack.delegates-missing "delegates.csv"`, `pack.files-only`, `pack.paper-left-out "3.pdf"`, `pack.paper-empty "4.pdf"`},
			check: func(t *testing.T, r Result) {
				var got []string
				for _, item := range r.Import.Items {
					got = append(got, fmt.Sprint(item.Order, " ", item.Title))
					for _, d := range r.Import.Documents {
						if d.Item == item.ID {
							got = append(got, fmt.Sprint("  ", d.Order, " ", d.Title))
						}
					}
				}
				long := strings.Repeat("d", 250)
				sameLines(t, "agenda", got, []string{"1 2. Tờ trình", "  1 2. Tờ trình", "2 10. Báo cáo", "  1 10. Báo cáo",
					"3 " + long, "  1 " + long, "4 Phụ lục", "  1 a", "  2 b"})
				if !r.Offered || r.Import.Session.Title != "Kỳ họp" || r.Import.Session.Body != council.PeoplesCouncil {
					t.Errorf("%v %+v", r.Offered, r.Import.Session)
				}
			}},
		{name: "a name too long for a title", zip: files{strings.Repeat("đ", 700) + ".pdf": pdf("1")}.zipped(),
			want: []string{`pack.delegates-missing "delegates.csv"`, `pack.files-only`, `pack.title-cut "` + strings.Repeat("đ", 700) + `.pdf"`}},
	}
}

func TestRemarks(t *testing.T) {
	for _, c := range remarkCases() {
		paths := map[string]func(*testing.T) string{}
		if c.files != nil {
			paths["folder"], paths["zip"] = c.files.folder, c.files.zipFile
		} else {
			paths["zip"] = func(t *testing.T) string { return written(t, c.zip) }
		}
		for kind, path := range paths {
			t.Run(c.name+"/"+kind, func(t *testing.T) {
				result, err := readPath(t, path(t), Options{})
				if err != nil {
					t.Fatal(err)
				}
				sameLines(t, "remarks", shorts(result.Remarks), c.want)
				sayable(t, result.Remarks)
				if c.check != nil {
					c.check(t, result)
				}
			})
		}
	}
}
