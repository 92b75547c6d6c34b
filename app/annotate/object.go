package annotate

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// The values of PDF (ISO 32000-1, 7.3). null is nil, true and false are bool.
type (
	name   string
	text   string // a string's bytes, of whatever encoding
	number string // as it is written
	ref    struct{ number, generation int }
	array  []any
	dict   []entry
	stream struct {
		dict dict
		data []byte // as it is stored
	}
)

type entry struct {
	key   name
	value any
}

// get returns a value of a dictionary; nil where it has none.
func (d dict) get(key name) any {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// with returns the dictionary with another value.
func (d dict) with(key name, value any) dict {
	other := slices.Clone(d)
	for i := range other {
		if other[i].key == key {
			other[i].value = value
			return other
		}
	}
	return append(other, entry{key, value})
}

// whole is a number as an integer; false for what is none, or too large to count anything.
func whole(value any) (int, bool) {
	written, ok := value.(number)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(string(written), 10, 48)
	return int(n), err == nil
}

// real is a number.
func real(value any) (float64, bool) {
	written, ok := value.(number)
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(written), 64)
	return f, err == nil && f-f == 0
}

// numeral writes a number to a hundredth.
func numeral(f float64) number {
	if f-f != 0 {
		return "0"
	}
	written := strconv.FormatFloat(f, 'f', 2, 64)
	for written[len(written)-1] == '0' {
		written = written[:len(written)-1]
	}
	if written[len(written)-1] == '.' {
		written = written[:len(written)-1]
	}
	if written == "-0" {
		return "0"
	}
	return number(written)
}

func count(n int) number { return number(strconv.Itoa(n)) }

// write puts a value into a file.
func write(out *bytes.Buffer, value any) {
	switch v := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case number:
		out.WriteString(string(v))
	case name:
		out.WriteByte('/')
		for _, c := range []byte(v) {
			if regular(c) && c != '#' && c > ' ' && c < 0x7f {
				out.WriteByte(c)
			} else {
				fmt.Fprintf(out, "#%02X", c)
			}
		}
	case text:
		fmt.Fprintf(out, "<%X>", []byte(v))
	case ref:
		fmt.Fprintf(out, "%d %d R", v.number, v.generation)
	case array:
		out.WriteByte('[')
		for i, one := range v {
			if i > 0 {
				out.WriteByte(' ')
			}
			write(out, one)
		}
		out.WriteByte(']')
	case dict:
		out.WriteString("<<")
		for _, e := range v {
			write(out, e.key)
			out.WriteByte(' ')
			write(out, e.value)
		}
		out.WriteString(">>")
	case stream:
		write(out, v.dict.with("Length", count(len(v.data))))
		out.WriteString("\nstream\n")
		out.Write(v.data)
		out.WriteString("\nendstream")
	}
}
