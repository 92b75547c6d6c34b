package opendata

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
)

// node is an element as a reader of its own sees it.
type node struct {
	name     string
	attrs    map[string]string
	text     string // of itself and all inside
	own      string // of itself alone
	children []*node
}

// readXML reads a document to its end; anything that is not well-formed is an error.
func readXML(text string) (*node, error) {
	decoder := xml.NewDecoder(strings.NewReader(text))
	stack := []*node{{}}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			if len(stack[0].children) != 1 {
				return nil, errors.New("no root, or several")
			}
			return stack[0].children[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attrs: map[string]string{"xmlns": token.Name.Space}}
			for _, attr := range token.Attr {
				n.attrs[attr.Name.Local] = attr.Value
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.own += string(token)
			for _, n := range stack {
				n.text += string(token)
			}
		}
	}
}

func (n *node) all(name string) []*node {
	var found []*node
	if n.name == name {
		found = append(found, n)
	}
	for _, child := range n.children {
		found = append(found, child.all(name)...)
	}
	return found
}

func (n *node) visit(each func(*node)) {
	each(n)
	for _, child := range n.children {
		child.visit(each)
	}
}

// models are the content models of the standard's schema for the elements that are written, as regular
// expressions over the names of the children (akn-core-v1.0-os-part2-specs, complex types and groups).
var models = map[string]string{
	"akomaNtoso":        `debate `,
	"debate":            `meta (coverPage )?(preface )?debateBody (conclusions )?(attachments )?(components )?`,
	"meta":              `identification (publication )?(classification )*(lifecycle )*(workflow )*(analysis )*(temporalData )*(references )*(notes )*(proprietary )*(presentation )*`,
	"identification":    `FRBRWork FRBRExpression FRBRManifestation (FRBRItem )?`,
	"FRBRWork":          `FRBRthis FRBRuri (FRBRalias )*(FRBRdate )+(FRBRauthor )+FRBRcountry `,
	"FRBRExpression":    `FRBRthis FRBRuri (FRBRalias )*(FRBRdate )+(FRBRauthor )+(FRBRlanguage )+`,
	"FRBRManifestation": `FRBRthis FRBRuri (FRBRalias )*(FRBRdate )+(FRBRauthor )+(FRBRformat )?`,
	"analysis":          `parliamentary `,
	"parliamentary":     `(voting )+`,
	"voting":            `((quorum |count )+)`,
	"references":        `((TLCPerson |TLCOrganization |TLCConcept |TLCLocation )+)`,
	"preface":           `(p )+`,
	"debateBody":        `((debateSection |adjournment )+)`,
	"debateSection":     `(num )?(heading )?((p |narrative |summary |speech |question |answer |debateSection )+)`,
	"adjournment":       `(p )+`,
	"speech":            `(from )?(p )+`, "question": `(from )?(p )+`, "answer": `(from )?(p )+`,
	"p":       `((vote |recordedTime |docProponent |docTitle |docDate |location )*)`,
	"summary": ``, "narrative": ``, "heading": ``, "num": ``, "from": ``, "vote": ``, "recordedTime": ``, "location": ``,
	"docProponent": ``, "docTitle": ``, "docDate": ``, "quorum": ``, "count": ``,
	"TLCPerson": ``, "TLCOrganization": ``, "TLCConcept": ``, "TLCLocation": ``,
	"FRBRthis": ``, "FRBRuri": ``, "FRBRdate": ``, "FRBRauthor": ``, "FRBRcountry": ``, "FRBRlanguage": ``, "FRBRformat": ``,
}

// required are the attributes that the schema requires; "eId" where the naming convention does.
var required = map[string]string{
	"debate": "name", "identification": "source", "analysis": "source", "references": "source", "debateSection": "name eId", "adjournment": "eId",
	"speech": "by", "question": "by", "answer": "by", "vote": "by", "recordedTime": "time", "docDate": "date", "voting": "eId", "count": "eId value", "quorum": "eId value",
	"TLCPerson": "eId href showAs", "TLCOrganization": "eId href showAs", "TLCConcept": "eId href showAs", "TLCLocation": "eId href showAs",
	"FRBRthis": "value", "FRBRuri": "value", "FRBRdate": "date name", "FRBRauthor": "href", "FRBRcountry": "value", "FRBRlanguage": "language", "FRBRformat": "value",
}

// mixed may hold text of their own.
const mixed = " p narrative summary heading num from vote recordedTime docProponent docTitle docDate location "

var eID = regexp.MustCompile(`^([a-z]+_[1-9][0-9]*__)*[a-z]+_[1-9][0-9]*$`)

// aknFaults holds a document against the standard's rules.
func aknFaults(text string) []string {
	root, err := readXML(text)
	if err != nil {
		return []string{err.Error()}
	}
	var faults []string
	ids := map[string]bool{}
	root.visit(func(n *node) {
		if n.attrs["xmlns"] != aknNamespace {
			faults = append(faults, n.name+" is in another namespace")
		}
		model, known := models[n.name]
		children := ""
		for _, child := range n.children {
			children += child.name + " "
		}
		if !known || !regexp.MustCompile("^"+model+"$").MatchString(children) {
			faults = append(faults, n.name+" holds "+children)
		}
		for _, attr := range strings.Fields(required[n.name]) {
			if n.attrs[attr] == "" {
				faults = append(faults, n.name+" lacks "+attr)
			}
		}
		if !strings.Contains(mixed, " "+n.name+" ") && strings.TrimSpace(n.own) != "" {
			faults = append(faults, n.name+" holds text: "+n.own)
		}
		if id, there := n.attrs["eId"]; there {
			if !eID.MatchString(id) || ids[id] {
				faults = append(faults, "eId "+id)
			}
			ids[id] = true
		}
		for _, attr := range []string{"time", "startTime", "endTime"} {
			if value, there := n.attrs[attr]; there {
				if _, err := time.Parse("2006-01-02T15:04:05-07:00", value); err != nil {
					faults = append(faults, err.Error())
				}
			}
		}
	})
	root.visit(func(n *node) {
		for _, child := range n.children { // an eId is that of the nearest part around with its own behind
			if id := child.attrs["eId"]; id != "" && n.attrs["eId"] != "" && !strings.HasPrefix(id, n.attrs["eId"]+"__") {
				faults = append(faults, "eId "+id+" in "+n.attrs["eId"])
			}
		}
		for attr, value := range n.attrs {
			if reference, local := strings.CutPrefix(value, "#"); local && slices.Contains([]string{"source", "href", "by", "to", "refersTo", "outcome", "choice"}, attr) && !ids[reference] {
				faults = append(faults, n.name+" "+attr+" leads nowhere: "+value)
			}
		}
	})
	return faults
}

func TestMinutesKeepTheStandard(t *testing.T) {
	_, _, text := forms(t, sitting())
	for _, fault := range aknFaults(text) {
		t.Error(fault)
	}
	for _, change := range [][2]string{{"<heading>", "<chapter>"}, {` by="#`, ` from="#`}, {`eId="dbsect_2"`, `eId="dbsect_1"`}, {`"#tlcperson_1"`, `"#tlcperson_9"`},
		{aknNamespace, "urn:x"}, {"</preface>", "x</preface>"}, {`startTime="2026-12-01T09`, `startTime="2026-12-01 09`}, {"</debate>", ""}} {
		broken := strings.ReplaceAll(text, change[0], change[1])
		if broken == text || len(aknFaults(broken)) == 0 {
			t.Errorf("%q for %q is not seen", change[1], change[0])
		}
	}
}

// A reader of its own finds in the minutes what went in.
func TestMinutesReadBack(t *testing.T) {
	_, _, text := forms(t, sitting())
	root, err := readXML(text)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, kind := range []string{"TLCPerson", "TLCConcept", "TLCOrganization"} {
		for _, n := range root.all(kind) {
			names["#"+n.attrs["eId"]] = n.attrs["showAs"]
		}
	}
	var said []string
	root.all("debateBody")[0].visit(func(n *node) {
		switch n.name {
		case "narrative", "summary", "heading", "num", "from", "p":
			said = append(said, n.text)
		}
	})
	want := []string{"08:05", "Chào cờ.", "Điểm danh.", "1", "Kế hoạch đầu tư công năm 2027", "Chủ tọa giới thiệu Tờ trình 214.", "1.1", "Thảo luận", "Đại biểu Trần Đức:",
		"Kính thưa kỳ họp.", "Tôi có hai ý.", "Trần Đức", "Vốn ở đâu?", "Nguyễn Thị Ánh", "Từ ngân sách.", "1", "Kế hoạch đầu tư công năm 2027", "Có 1/2 đại biểu tán thành.",
		"tán thành: Nguyễn Thị Ánh", "không tán thành: Trần Đức", "Bầu Trưởng ban: 2 phiếu.", "Bế mạc.", "00:10"}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
	speech := root.all("speech")[0]
	if names[speech.attrs["by"]] != "Trần Đức" || speech.attrs["startTime"] != "2026-12-01T09:00:00+07:00" || speech.attrs["endTime"] != "2026-12-01T09:03:20+07:00" ||
		speech.attrs["eId"] != "dbsect_4__speech_1" {
		t.Errorf("speech: %v", speech.attrs)
	}
	if question := root.all("question")[0]; names[question.attrs["to"]] != "Nguyễn Thị Ánh" || names[question.attrs["by"]] != "Trần Đức" {
		t.Errorf("question: %v", question.attrs)
	}
	votings := root.all("voting")
	if len(votings) != 2 || names[votings[0].attrs["outcome"]] != "Được thông qua" || votings[0].attrs["href"] != "#dbsect_5__summary_1" || votings[0].attrs["refersTo"] != "#dbsect_5" ||
		votings[1].attrs["outcome"] != "" {
		t.Fatalf("votings: %d", len(votings))
	}
	var numbers []string
	for _, n := range slices.Concat(votings[0].children, votings[1].children) {
		numbers = append(numbers, n.name+" "+names[n.attrs["refersTo"]]+" "+n.attrs["value"])
	}
	if !slices.Equal(numbers, []string{"quorum  2", "count tán thành 1", "count không tán thành 1", "count không biểu quyết 0", "count Trần Đức 2"}) {
		t.Errorf("%q", numbers)
	}
	var votes []string
	for _, vote := range root.all("vote") {
		for _, count := range root.all("count") {
			if "#"+count.attrs["eId"] == vote.attrs["choice"] {
				votes = append(votes, names[vote.attrs["by"]]+" "+names[count.attrs["refersTo"]])
			}
		}
	}
	if !slices.Equal(votes, []string{"Nguyễn Thị Ánh tán thành", "Trần Đức không tán thành"}) {
		t.Errorf("votes: %q", votes)
	}
	times := root.all("recordedTime")
	if len(times) != 2 || times[1].attrs["time"] != "2026-12-02T00:10:00+07:00" || times[1].attrs["type"] != "endTime" {
		t.Errorf("past midnight: %v", times[1].attrs)
	}
	if uri := root.all("FRBRuri"); uri[0].attrs["value"] != "/akn/vn/debate/hdnd/2026-12-01/12" || uri[1].attrs["value"] != "/akn/vn/debate/hdnd/2026-12-01/12/vie@2026-12-01" ||
		uri[2].attrs["value"] != "/akn/vn/debate/hdnd/2026-12-01/12/vie@2026-12-01.xml" {
		t.Errorf("%v %v", uri[0].attrs, uri[1].attrs)
	}
}

// The standard's own example passes the readers here, so that these do not ask for what nobody writes.
func TestExampleDebateIsRead(t *testing.T) {
	data, err := os.ReadFile(shared(t, "akn", "ke_Debate_Bungeni_2011-06-10.xml"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := readXML(string(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"debate", "meta", "identification", "FRBRExpression", "speech", "voting", "parliamentary", "question", "answer"} {
		for _, n := range root.all(name) {
			children := ""
			for _, child := range n.children {
				children += child.name + " "
			}
			if name == "parliamentary" {
				children = strings.ReplaceAll(children, "recount ", "")
			}
			if !regexp.MustCompile("^" + models[name] + "$").MatchString(children) {
				t.Errorf("%s holds %s", name, children)
			}
		}
	}
}

func TestMinutesOfNothing(t *testing.T) {
	s := sitting()
	s.Minutes, s.OpenedAt = nil, 0
	var refused *Error
	if _, err := Minutes(s, options); !errors.As(err, &refused) || refused.Code != NothingToWrite {
		t.Errorf("%v", err)
	}
	s.Minutes = []Paragraph{{Item: "i3", Text: "KÍN"}}
	if _, err := Minutes(s, options); !errors.As(err, &refused) || refused.Code != NothingToWrite {
		t.Errorf("hidden paragraphs alone: %v", err)
	}
	s.Minutes = []Paragraph{{}}
	text, err := Minutes(s, options)
	if err != nil || len(aknFaults(string(text))) != 0 {
		t.Errorf("one empty paragraph: %v %v", err, aknFaults(string(text)))
	}
}

// FuzzMinutes: whatever stands in a text or an id, the minutes keep the standard, composed, and the text is in them.
func FuzzMinutes(f *testing.F) {
	f.Add("e\u0302\u0323 <p>&\x00\x0b]]>\ufffe\r\n\"'", "a b/ç#?", "\xff\xed\xa0\x80")
	f.Add("-- -->", "..", "đ")
	f.Fuzz(func(t *testing.T, text, id, name string) {
		s := Session{ID: "k" + id, Body: Body{ID: id, Name: name}, Number: id, OpenedAt: 1, People: []Person{{ID: "p" + id, Name: name}},
			Items: []Item{{ID: "i" + id, Title: text, Public: true}}, Minutes: []Paragraph{{Item: "i" + id, Text: text}, {Kind: Spoken, Person: "p" + id, Text: text}}}
		written, err := Minutes(s, options)
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || refused.Code != MissingID {
				t.Fatal(err)
			}
			return
		}
		if faults := aknFaults(string(written)); len(faults) > 0 {
			t.Fatalf("%q: %s", faults, written)
		}
		if !norm.NFC.IsNormal(written) {
			t.Error("not composed")
		}
		root, _ := readXML(string(written))
		for _, line := range lines(clean(text)) {
			if !strings.Contains(root.text, line) {
				t.Errorf("%q is not in the minutes", line)
			}
		}
	})
}
