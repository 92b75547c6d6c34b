package openslides

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// parts are the objects around motions and elections, by their owner.
type parts struct{ submitters, supporters, comments, candidates belonging }

func (r *reader) motionParts() parts {
	return parts{
		submitters: r.owned("motion_submitter", "motion_id", "motion", "submitter_ids"),
		supporters: r.owned("motion_supporter", "motion_id", "motion", "supporter_ids"),
		comments:   r.owned("motion_comment", "motion_id", "motion", "comment_ids"),
		candidates: r.owned("assignment_candidate", "assignment_id", "assignment", "candidate_ids"),
	}
}

// readContent reads what an item is about.
func (r *reader) readContent(o *object, around parts) Item {
	o.visited = true
	item := Item{Content: Reference{o.collection, o.id}, Title: o.text("title")}
	switch o.collection {
	case "topic":
		item.Kind, item.Text = TopicItem, o.paragraphs("text")
	case "motion":
		item.Kind, item.Text = MotionItem, o.paragraphs("text")
		item.Motion = r.readMotion(o, around)
	case "motion_block":
		item.Kind = BlockItem
	case "assignment":
		item.Kind, item.Text = ElectionItem, o.paragraphs("description")
		item.Election = &Election{Posts: o.whole("open_posts"), Phase: o.text("phase"), Candidates: members(around.candidates.of(o))}
	}
	return item
}

func (r *reader) readMotion(o *object, around parts) *Motion {
	m := &Motion{Number: o.text("number"), Reason: o.paragraphs("reason"), FinalText: o.paragraphs("modified_final_version"),
		StateText: strings.Join(o.paragraphs("state_extension"), " "), SubmittedBy: o.text("additional_submitter"),
		Submitters: members(around.submitters.of(o)), Supporters: members(around.supporters.of(o)),
		CreatedAt: o.moment("created"), ChangedAt: o.moment("last_modified")}
	if state := o.follow("state_id", "motion_state"); state != nil {
		m.State = state.text("name")
	}
	if state := o.follow("recommendation_id", "motion_state"); state != nil {
		m.Recommendation = state.text("recommendation_label")
	}
	if category := o.follow("category_id", "motion_category"); category != nil {
		m.Category = category.text("name")
		if prefix := category.text("prefix"); prefix != "" {
			m.Category = prefix + " – " + m.Category
		}
	}
	if block := o.follow("block_id", "motion_block"); block != nil {
		m.Block = block.id
	}
	if lead := o.follow("lead_motion_id", "motion"); lead != nil {
		m.Amends = lead.id
	}
	changed, _ := read[map[string]string](o, "amendment_paragraphs")
	for _, key := range slices.Sorted(maps.Keys(changed)) {
		number, err := strconv.Atoi(key)
		if err != nil || number < 0 {
			o.remark(WrongValue, "amendment_paragraphs")
			continue
		}
		text, lost := Paragraphs(changed[key])
		if lost {
			o.remark(MarkupLost, "amendment_paragraphs")
		}
		m.Amendments = append(m.Amendments, Paragraph{number, text})
	}
	slices.SortStableFunc(m.Amendments, func(a, b Paragraph) int { return a.Number - b.Number })
	for _, comment := range around.comments.of(o) {
		c := Comment{Text: comment.paragraphs("comment")}
		if section := comment.follow("section_id", "motion_comment_section"); section != nil {
			c.Section = section.text("name")
			for _, group := range section.followAll("read_group_ids", "group") {
				c.Readers = append(c.Readers, group.text("name"))
			}
		}
		m.Comments = append(m.Comments, c)
	}
	return m
}

// members returns the persons that these objects stand for, each once.
func members(objects []*object) []int {
	var persons []int
	for _, o := range objects {
		if id := o.member("meeting_user_id"); id != 0 && !slices.Contains(persons, id) {
			persons = append(persons, id)
		}
	}
	return persons
}

// readFiles reads the names of the files that the meeting knows.
func (r *reader) readFiles(meeting *object) []File {
	known := map[int]bool{}
	for _, use := range r.all("meeting_mediafile") {
		use.visited = true
		if file := use.follow("mediafile_id", "mediafile"); file != nil {
			known[file.id] = true
		}
	}
	var files []File
	for _, o := range r.all("mediafile") {
		o.visited = true
		if !known[o.id] && o.reference("owner_id").Collection != "meeting" {
			r.remark(OutsideMeeting, "mediafile", "", o.id)
			o.used = nil
			continue
		}
		file := File{ID: o.id, Name: o.text("title"), Folder: o.yes("is_directory"), Type: o.text("mimetype"), Size: o.seconds("filesize")}
		if name := o.text("filename"); file.Name == "" {
			file.Name = name
		}
		if parent := o.follow("parent_id", "mediafile"); parent != nil {
			file.Parent = parent.id
		}
		files = append(files, file)
	}
	return files
}
