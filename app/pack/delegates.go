package pack

import (
	"context"
	"strconv"
	"strings"

	"congso.vn/congso/app/people"
)

// delegatesFile is what the list of delegates (danh sách đại biểu) is called.
const delegatesFile = "delegates.csv"

// maxLines is more than a list with every delegate and guest needs.
const maxLines = 5000

// column is one of the columns that are read.
type column string

const (
	refColumn      column = "ref"
	nameColumn     column = "name"
	groupColumn    column = "group"
	positionColumn column = "position"
	seatColumn     column = "seat"
	votingColumn   column = "voting"
	phoneColumn    column = "phone"
	emailColumn    column = "email"
)

// columnNames are the headings as searches compare them: small letters, no marks. "Họ và tên" is
// "ho va ten".
var columnNames = map[string]column{
	"ref": refColumn, "ma": refColumn, "ma so": refColumn, "ma dai bieu": refColumn,
	"name": nameColumn, "full name": nameColumn, "ho va ten": nameColumn, "ho ten": nameColumn, "ten dai bieu": nameColumn,
	"group": groupColumn, "to": groupColumn, "to dai bieu": groupColumn,
	"position": positionColumn, "chuc vu": positionColumn, "chuc danh": positionColumn,
	"seat": seatColumn, "ghe": seatColumn, "so ghe": seatColumn, "ghe so": seatColumn,
	"phone": phoneColumn, "dien thoai": phoneColumn, "so dien thoai": phoneColumn, "sdt": phoneColumn,
	"email": emailColumn, "e-mail": emailColumn, "thu dien tu": emailColumn,
	"voting": votingColumn, "bieu quyet": votingColumn, "quyen bieu quyet": votingColumn,
}

// row is one line of delegates.csv that could be read.
type row struct {
	line  int
	cells map[column]string // cleaned; a column that the file does not have is not in it
}

// delegates reads delegates.csv. The error is that of ctx.
func (r *reading) delegates(ctx context.Context) ([]row, error) {
	e, ok := r.tree.find(delegatesFile)
	if !ok {
		r.found.remark(remark(DelegatesMissing, delegatesFile))
		return nil, nil
	}
	data, ok, err := r.textOf(ctx, e)
	if err != nil || !ok {
		return nil, err
	}
	return parseDelegates(data, r.found), nil
}

// parseDelegates reads the lines one by one, so that a damaged one costs no other.
func parseDelegates(data []byte, found *notes) []row {
	lines := linesOf(data)
	at, comma := 0, rune(0)
	for ; at < len(lines) && comma == 0; at++ {
		switch line := strings.TrimSpace(lines[at]); {
		case line == "":
		case len(line) == 5 && strings.EqualFold(line[:4], "sep="): // Excel's own hint
			comma = rune(line[4])
		default:
			comma = separatorOf(line)
			at--
		}
	}
	for at < len(lines) && strings.TrimSpace(lines[at]) == "" {
		at++
	}
	if at == len(lines) {
		found.remark(remark(DelegatesEmpty, delegatesFile))
		return nil
	}
	cells, used, _ := record(lines[at:], comma) // headings that cannot be read name no column
	heading, named := headingOf(cells, at+1, found)
	if !named {
		found.fault(remark(DelegatesNameless, delegatesFile).at(at + 1))
		return nil
	}
	rows := rowsOf(lines, at+used, comma, heading, found)
	if len(rows) == 0 {
		found.remark(remark(DelegatesEmpty, delegatesFile))
	}
	return rows
}

func linesOf(data []byte) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(data)), "\n")
}

// headingOf tells which column each cell of a line is; unknown ones are "". It reports false where
// there is no column of names.
func headingOf(cells []string, line int, found *notes) (heading []column, named bool) {
	seen := map[column]bool{}
	for _, cell := range cells {
		name := clean(cell)
		is, known := columnNames[people.Fold(name)]
		switch {
		case known && seen[is]:
			found.remark(remark(ColumnTwice, delegatesFile, "column", name).at(line))
			is = ""
		case !known && name != "":
			found.remark(remark(ColumnUnknown, delegatesFile, "column", name).at(line))
		}
		seen[is] = true
		heading = append(heading, is)
	}
	return heading, seen[nameColumn]
}

// rowsOf reads the lines below the headings.
func rowsOf(lines []string, at int, comma rune, heading []column, found *notes) []row {
	var rows []row
	for read := 0; at < len(lines); {
		line := at + 1
		if !isText(lines[at]) {
			found.remark(remark(LineNotText, delegatesFile).at(line))
			at, read = at+1, read+1
			continue
		}
		cells, used, ok := record(lines[at:], comma)
		at += used
		switch full := filled(cells); {
		case !ok:
			found.remark(remark(LineDamaged, delegatesFile).at(line))
		case full == 0:
			continue
		case full > len(heading):
			found.remark(remark(LineCells, delegatesFile, "count", strconv.Itoa(full), "want", strconv.Itoa(len(heading))).at(line))
		default:
			if row, ok := rowOf(cells, heading, line, found); ok {
				rows = append(rows, row)
			}
		}
		if read++; read > maxLines {
			found.fault(remark(TooManyDelegates, delegatesFile, "limit", strconv.Itoa(maxDelegates)).at(line))
			return nil
		}
	}
	return rows
}

func rowOf(cells []string, heading []column, line int, found *notes) (row, bool) {
	read := row{line: line, cells: map[column]string{}}
	for i, is := range heading {
		if is == "" {
			continue
		}
		read.cells[is] = ""
		if i < len(cells) {
			read.cells[is] = clean(cells[i])
		}
		if tooLong(read.cells[is]) {
			found.remark(remark(LineTooLong, delegatesFile, "limit", strconv.Itoa(maxLetters)).at(line))
			return row{}, false
		}
	}
	if read.cells[nameColumn] == "" {
		found.remark(remark(NameEmpty, delegatesFile).at(line))
		return row{}, false
	}
	return read, true
}

// filled is how many cells there are up to the last with something in it.
func filled(cells []string) int {
	for i := len(cells); i > 0; i-- {
		if clean(cells[i-1]) != "" {
			return i
		}
	}
	return 0
}
