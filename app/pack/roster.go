package pack

import (
	"strconv"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// seat makes persons and deputies of the rows, and finds the chair among them. listed says that
// session.json is there and could have named one.
func (r *reading) seat(rows []row, chair string, listed bool) {
	r.groups = map[string]string{}
	rows = r.withoutRepeated(rows)
	r.tooMany(TooManyDelegates, len(rows), maxDelegates)
	if len(rows) > maxDelegates {
		return
	}
	shared := map[identity]int{}
	for _, row := range rows {
		shared[row.identity()]++
	}
	refs, seats := map[string]bool{}, map[int]string{}
	used := map[string]bool{}
	for _, row := range rows {
		deputy := council.Deputy{
			Person: r.person(row, shared[row.identity()] > 1, used), Name: row.cells[nameColumn],
			Group: r.group(row), Position: row.cells[positionColumn],
			Seat: r.seatOf(row, seats), Voting: r.votes(row),
		}
		used[deputy.Person] = true
		if ref := sameAs(row.cells[refColumn]); ref != "" {
			if refs[ref] {
				r.found.remark(remark(RefTaken, delegatesFile, "ref", row.cells[refColumn], "name", deputy.Name).at(row.line))
				delete(row.cells, refColumn)
			}
			refs[ref] = true
		}
		role := people.Delegate
		if !deputy.Voting {
			role = people.Guest
		}
		r.result.Import.Deputies = append(r.result.Import.Deputies, deputy)
		r.result.Persons = append(r.result.Persons, people.Person{
			ID: deputy.Person, Name: deputy.Name, Role: role, Group: deputy.Group, Position: deputy.Position, Personal: r.personal(row),
		})
	}
	if listed {
		r.appoint(rows, chair)
	}
}

// identity is by what a person is known again: full name and group.
type identity struct{ name, group string }

func (w row) identity() identity {
	return identity{sameAs(w.cells[nameColumn]), sameAs(w.cells[groupColumn])}
}

// withoutRepeated leaves out lines that say a person again. Two of one name in one group whom ref,
// position or seat tells apart are two persons; the remark asks for a look.
func (r *reading) withoutRepeated(rows []row) []row {
	var kept []row
	earlier := map[identity][]row{}
next:
	for _, row := range rows {
		for _, other := range earlier[row.identity()] {
			code := PersonNamesake
			if row.repeats(other) {
				code = PersonRepeated
			}
			r.found.remark(remark(code, delegatesFile, "name", row.cells[nameColumn],
				"group", row.cells[groupColumn], "other", strconv.Itoa(other.line)).at(row.line))
			if code == PersonRepeated {
				continue next
			}
		}
		earlier[row.identity()] = append(earlier[row.identity()], row)
		kept = append(kept, row)
	}
	return kept
}

// repeats reports whether two rows of one name and group are about one person: of one ref, or with
// nothing that tells them apart.
func (w row) repeats(other row) bool {
	ref, before := sameAs(w.cells[refColumn]), sameAs(other.cells[refColumn])
	if ref != "" && ref == before {
		return true
	}
	for _, is := range []column{refColumn, positionColumn, seatColumn} {
		mine, theirs := sameAs(w.cells[is]), sameAs(other.cells[is])
		if mine != "" && theirs != "" && mine != theirs {
			return false
		}
	}
	return true
}

// person returns the id of a row's person: the one that the office knows, or a new one.
func (r *reading) person(row row, namesakes bool, used map[string]bool) string {
	if r.options.Known != nil && !namesakes {
		id, known := r.options.Known(row.cells[nameColumn], row.cells[groupColumn])
		if known && id != "" && !used[id] {
			return id
		}
	}
	return r.options.NewID()
}

// group returns a row's group, spelled as it was first.
func (r *reading) group(row row) string {
	group := row.cells[groupColumn]
	first, known := r.groups[sameAs(group)]
	switch {
	case group == "":
		return ""
	case !known:
		r.groups[sameAs(group)] = group
		return group
	case first != group:
		r.found.remark(remark(GroupSpelling, delegatesFile, "group", group, "other", first).at(row.line))
	}
	return first
}

// seatOf returns a row's seat; 0 where it has none that can be given.
func (r *reading) seatOf(row row, seats map[int]string) int {
	cell := row.cells[seatColumn]
	if cell == "" {
		return 0
	}
	seat, err := strconv.Atoi(cell)
	if err != nil || seat < 1 || seat > maxSeat {
		r.found.remark(remark(SeatUnreadable, delegatesFile, "seat", cell, "name", row.cells[nameColumn]).at(row.line))
		return 0
	}
	if other, taken := seats[seat]; taken {
		r.found.remark(remark(SeatTaken, delegatesFile, "seat", cell, "name", row.cells[nameColumn], "other", other).at(row.line))
		return 0
	}
	seats[seat] = row.cells[nameColumn]
	return seat
}

// personal returns how a row's person is reached; what cannot be right is left out. Nil for nothing.
func (r *reading) personal(row row) *people.Personal {
	var personal people.Personal
	for _, is := range []struct {
		column column
		field  *string
	}{{phoneColumn, &personal.Phone}, {emailColumn, &personal.Email}} {
		*is.field = row.cells[is.column]
		if _, code := personal.Check(); code != "" {
			*is.field = ""
			r.found.remark(remark(ContactUnreadable, delegatesFile, "column", string(is.column), "name", row.cells[nameColumn]).at(row.line))
		}
	}
	if personal == (people.Personal{}) {
		return nil
	}
	checked, _ := personal.Check()
	return &checked
}

// votes says whether a row's person votes. Without a column everyone does; a cell that is empty or
// unclear gives no vote, because a vote too few is seen at once and one too many is not.
func (r *reading) votes(row row) bool {
	cell, asked := row.cells[votingColumn]
	if !asked {
		return true
	}
	switch people.Fold(cell) {
	case "1", "x", "co", "yes", "y", "true", "bieu quyet", "co quyen", "co quyen bieu quyet":
		return true
	case "0", "khong", "no", "n", "false", "-", "khong bieu quyet":
		return false
	}
	code := VotingUnclear
	if cell == "" {
		code = VotingEmpty
	}
	r.found.remark(remark(code, delegatesFile, "voting", cell, "name", row.cells[nameColumn]).at(row.line))
	return false
}

// appoint finds the chair: by ref, or by a full name that only one on the roster has.
func (r *reading) appoint(rows []row, chair string) {
	place := []Step{{"session", 0}, {"chair", 0}}
	if chair == "" {
		r.found.remark(placed(remark(ChairMissing, sessionFile), place))
		return
	}
	byRef, byName, named := -1, -1, 0
	for i, row := range rows {
		if sameAs(row.cells[refColumn]) == sameAs(chair) {
			byRef = i
		}
		if sameAs(row.cells[nameColumn]) == sameAs(chair) {
			byName = i
			named++
		}
	}
	if byRef < 0 && named == 1 {
		byRef = byName
	}
	if byRef < 0 {
		r.found.remark(placed(remark(ChairUnknown, sessionFile, "chair", chair), place))
		return
	}
	r.result.Import.Session.Chair = r.result.Persons[byRef].ID
	r.result.Persons[byRef].Role = people.Chair
}
