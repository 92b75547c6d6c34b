package openslides

import "slices"

// pollParts are the objects around polls.
type pollParts struct{ options, newOptions, votes, candidates belonging }

// readPolls puts each poll at its item; those of no item are returned.
func (r *reader) readPolls(agenda, off []Item) []Poll {
	around := pollParts{
		options:    r.owned("option", "poll_id", "poll", "option_ids"),
		newOptions: r.owned("poll_option", "poll_id", "poll", "option_ids"),
		votes:      r.owned("vote", "option_id", "option", "vote_ids"),
		candidates: r.owned("poll_candidate", "poll_candidate_list_id", "poll_candidate_list", "poll_candidate_ids"),
	}
	items := map[Reference]*Item{}
	collect(agenda, items)
	collect(off, items)
	var loose []Poll
	for _, o := range r.all("poll") {
		o.visited = true
		poll := r.readPoll(o, around)
		if item := items[poll.Subject]; item != nil {
			item.Polls = append(item.Polls, poll)
			continue
		}
		if poll.Subject != (Reference{}) {
			o.remark(BrokenReference, "content_object_id")
		}
		loose = append(loose, poll)
	}
	return loose
}

// collect finds the items by their content.
func collect(items []Item, into map[Reference]*Item) {
	for i := range items {
		if items[i].Kind != LostItem {
			into[items[i].Content] = &items[i]
		}
		collect(items[i].Children, into)
	}
}

func (r *reader) readPoll(o *object, around pollParts) Poll {
	p := Poll{ID: o.id, Subject: o.reference("content_object_id"), Title: o.text("title"), Description: o.paragraphs("description"),
		State:    o.word("state", Created, Created, Started, Finished, Published),
		MinVotes: o.seconds("min_votes_amount"), MaxVotes: o.seconds("max_votes_amount"), MaxPerOption: o.seconds("max_votes_per_option"),
		GlobalYes: o.yes("global_yes"), GlobalNo: o.yes("global_no"), GlobalAbstention: o.yes("global_abstain"),
		Valid: o.amount("votesvalid"), Invalid: o.amount("votesinvalid"), Cast: o.amount("votescast")}
	for _, group := range o.followAll("entitled_group_ids", "group") {
		p.EntitledRoles = append(p.EntitledRoles, group.text("name"))
	}
	if o.has("config_id") {
		r.readNewPoll(o, &p, around)
		return p
	}
	p.Method = o.word("pollmethod", "", "Y", "N", "YN", "YNA")
	p.Base = o.word("onehundred_percent_base", "", bases...)
	switch o.word("type", "", "analog", "named", "pseudoanonymous", "cryptographic") {
	case "named":
		p.Openness = ByName
	case "cryptographic":
		p.Openness = Encrypted
	case "analog":
		p.Openness = ByHand
	default: // what is not said to be by name is not
		p.Openness = Nameless
	}
	for _, option := range around.options.of(o) {
		p.Options = append(p.Options, r.readOption(option, p.Openness, around))
	}
	if global := o.follow("global_option_id", "option"); global != nil {
		option := r.readOption(global, p.Openness, around)
		p.Global = &option
	}
	p.Entitled = readEntitled(o, p.Openness)
	p.Voted = readVoted(o)
	if !p.addsUp() {
		o.remark(PollSums, "")
	}
	return p
}

var bases = []string{"Y", "YN", "YNA", "N", "valid", "cast", "entitled", "entitled_present", "disabled"}

func (r *reader) readOption(o *object, openness string, around pollParts) Option {
	option := Option{ID: o.id, Yes: o.amount("yes"), No: o.amount("no"), Abstain: o.amount("abstain")}
	text, lost := Paragraphs(o.text("text"))
	if lost {
		o.remark(MarkupLost, "text")
	}
	for _, paragraph := range text {
		option.Text = line(option.Text + " " + paragraph)
	}
	r.readOptionSubject(o, &option, around)
	for _, vote := range around.votes.of(o) {
		ballot := Ballot{Choice: vote.word("value", "", "Y", "N", "A"), Weight: vote.amount("weight")}
		if openness != ByName {
			for _, field := range []string{"user_id", "delegated_user_id"} {
				if vote.whole(field) != 0 {
					vote.remark(NameWithheld, field)
				}
			}
			continue
		}
		ballot.Person = vote.person("user_id")
		if by := vote.person("delegated_user_id"); by != ballot.Person {
			ballot.CastBy = by
		}
		option.Votes = append(option.Votes, ballot)
	}
	return option
}

// readOptionSubject finds what or whom an option stands for.
func (r *reader) readOptionSubject(o *object, option *Option, around pollParts) {
	about := o.reference("content_object_id")
	if about == (Reference{}) {
		return
	}
	target := o.at("content_object_id", about.Collection, about.ID)
	if target == nil {
		return
	}
	switch about.Collection {
	case "user":
		if r.people[target.id] {
			option.Person = target.id
		}
	case "meeting_user":
		option.Person = r.named[target.id]
	case "poll_candidate_list":
		option.About = about
		for _, candidate := range around.candidates.of(target) {
			if id := candidate.person("user_id"); id != 0 {
				option.Candidates = append(option.Candidates, id)
			}
		}
	default:
		option.About = about
	}
}

func readEntitled(o *object, openness string) []Entitled {
	lines, _ := read[[]struct {
		User      int  `json:"user_id"`
		Voted     bool `json:"voted"`
		Present   bool `json:"present"`
		Delegated int  `json:"vote_delegated_to_user_id"`
	}](o, "entitled_users_at_stop")
	var entitled []Entitled
	for _, line := range lines {
		if !o.r.people[line.User] {
			o.remark(BrokenReference, "entitled_users_at_stop")
			continue
		}
		e := Entitled{Person: line.User, Present: line.Present, Voted: line.Voted}
		if o.r.people[line.Delegated] {
			e.DelegatedTo = line.Delegated
		}
		entitled = append(entitled, e)
	}
	return entitled
}

// readVoted reads who voted: users, or, in newer exports, their taking part.
func readVoted(o *object) []int {
	var voted []int
	for _, id := range o.numbers("voted_ids") {
		if o.has("config_id") {
			id = o.r.named[id]
		}
		if !o.r.people[id] {
			o.remark(BrokenReference, "voted_ids")
			continue
		}
		if !slices.Contains(voted, id) {
			voted = append(voted, id)
		}
	}
	return voted
}
