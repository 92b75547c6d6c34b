package openslides

import (
	"slices"
	"strings"
)

func (r *reader) readGroups() []Group {
	levels := r.all("structure_level")
	var groups []Group
	for _, level := range levels {
		level.visited = true
		groups = append(groups, Group{ID: level.id, Name: level.text("name"), Seconds: level.seconds("default_time")})
	}
	return groups
}

func (r *reader) readRoles(meeting *object) []Role {
	byDefault, admin := meeting.follow("default_group_id", "group"), meeting.follow("admin_group_id", "group")
	groups := r.all("group")
	byWeight(groups)
	var roles []Role
	for _, group := range groups {
		group.visited = true
		permissions, _ := read[[]string](group, "permissions")
		roles = append(roles, Role{ID: group.id, Name: group.text("name"), Default: group == byDefault, Administers: group == admin, Permissions: permissions})
	}
	return roles
}

// readPeople makes a person of each user who takes part. Exports before OpenSlides 4.1 have no objects
// for taking part: there every user does.
func (r *reader) readPeople(meeting *object) []Person {
	r.people, r.named = map[int]bool{}, map[int]int{}
	part := map[int]*object{}
	for _, member := range r.all("meeting_user") {
		user := member.follow("user_id", "user")
		if user == nil {
			continue
		}
		member.visited = true
		r.named[member.id] = user.id
		if part[user.id] == nil {
			part[user.id] = member
		} else {
			member.remark(ObjectNotTaken, "") // takes part twice
		}
	}
	everybody := len(r.objects["meeting_user"]) == 0
	here := map[int]bool{}
	for _, user := range meeting.followAll("present_user_ids", "user") {
		here[user.id] = true
	}
	var people []Person
	for _, user := range r.all("user") {
		member := part[user.id]
		if member == nil && !everybody {
			user.used = nil
			user.visited = true
			r.remark(OutsideMeeting, "user", "", user.id)
			continue
		}
		user.visited = true
		r.people[user.id] = true
		p := Person{ID: user.id, Title: user.text("title"), FirstName: user.text("first_name"), LastName: user.text("last_name"), Weight: Unknown}
		p.Name = strings.Join(strings.Fields(p.Title+" "+p.FirstName+" "+p.LastName), " ")
		if p.FirstName == "" && p.LastName == "" {
			p.Name = strings.TrimSpace(p.Title + " " + user.text("username"))
		}
		p.Inactive = user.has("is_active") && !user.yes("is_active")
		p.Organization = user.has("is_physical_person") && !user.yes("is_physical_person")
		p.Present = here[user.id] || slices.Contains(user.numbers("is_present_in_meeting_ids"), meeting.id)
		if member != nil {
			r.readMember(&p, member)
		}
		if p.Weight == Unknown {
			p.Weight = user.amount("default_vote_weight")
		}
		people = append(people, p)
	}
	return people
}

// readMember adds what a person is in this meeting.
func (r *reader) readMember(p *Person, member *object) {
	p.Number = member.text("number")
	p.Weight = member.amount("vote_weight")
	for _, level := range member.followAll("structure_level_ids", "structure_level") {
		p.Groups = append(p.Groups, level.text("name"))
	}
	if name := member.text("structure_level"); name != "" { // OpenSlides 4.0 and 4.1
		p.Groups = append(p.Groups, name)
	}
	for _, group := range member.followAll("group_ids", "group") {
		p.Roles = append(p.Roles, group.text("name"))
	}
	instead := member.followAll("vote_delegated_to_ids", "meeting_user")
	if one := member.follow("vote_delegated_to_id", "meeting_user"); one != nil {
		instead = append(instead, one)
	}
	for _, other := range instead {
		if id := r.named[other.id]; id != 0 && !slices.Contains(p.DelegatedTo, id) {
			p.DelegatedTo = append(p.DelegatedTo, id)
		}
	}
}

// member returns the person that a field names by way of taking part; 0: nobody that is known.
func (o *object) member(field string) int {
	if target := o.follow(field, "meeting_user"); target != nil {
		return o.r.named[target.id]
	}
	return 0
}

// person returns the person that a field names as a user; 0: nobody that is known.
func (o *object) person(field string) int {
	if target := o.follow(field, "user"); target != nil && o.r.people[target.id] {
		return target.id
	}
	return 0
}
