package annotate

import (
	"bytes"
	"errors"
)

var (
	errSyntax = errors.New("not written as PDF is")
	errDeep   = errors.New("nested too deep")
)

// deepest is how far values may stand within each other.
const deepest = 64

// keyword is a word that is no value, such as obj and stream.
type keyword string

// closing is a bracket that ends something.
type closing byte

// lexer reads values off bytes.
type lexer struct {
	data  []byte
	at    int
	depth int
}

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// regular reports whether a byte is part of a word.
func regular(c byte) bool { return !blank(c) && bytes.IndexByte([]byte("()<>[]{}/%"), c) < 0 }

// skip goes past white and remarks.
func (l *lexer) skip() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case blank(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// value reads a value, a keyword or a closing bracket.
func (l *lexer) value() (any, error) {
	l.skip()
	if l.at >= len(l.data) {
		return nil, errSyntax
	}
	switch c := l.data[l.at]; c {
	case '/':
		l.at++
		return l.name(), nil
	case '(':
		return l.literal()
	case '[':
		l.at++
		return l.array()
	case '<':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '<' {
			l.at += 2
			return l.dict()
		}
		return l.hex()
	case '>':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '>' {
			l.at += 2
			return closing('>'), nil
		}
		return nil, errSyntax
	case ']':
		l.at++
		return closing(']'), nil
	case ')', '{', '}':
		return nil, errSyntax
	}
	word := l.word()
	switch {
	case word == "true":
		return true, nil
	case word == "false":
		return false, nil
	case word == "null":
		return nil, nil
	case bytes.IndexByte([]byte("+-.0123456789"), word[0]) >= 0:
		return l.number(word), nil
	}
	return keyword(word), nil
}

func (l *lexer) word() string {
	from := l.at
	for l.at < len(l.data) && regular(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

// number is one, or a reference where another number and R follow.
func (l *lexer) number(word string) any {
	first, ok := digits(word)
	if !ok {
		return number(word)
	}
	at := l.at
	l.skip()
	if second, ok := digits(l.word()); ok {
		l.skip()
		if l.word() == "R" {
			return ref{first, second}
		}
	}
	l.at = at
	return number(word)
}

// digits is the value of up to ten of them.
func digits(word string) (int, bool) {
	if word == "" || len(word) > 10 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(word) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func (l *lexer) name() name {
	word := l.word()
	if bytes.IndexByte([]byte(word), '#') < 0 {
		return name(word)
	}
	var out []byte
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word) {
			high, low := nibble(word[i+1]), nibble(word[i+2])
			if high >= 0 && low >= 0 {
				out = append(out, byte(high<<4|low))
				i += 2
				continue
			}
		}
		out = append(out, word[i])
	}
	return name(out)
}

func nibble(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *lexer) array() (any, error) {
	if l.depth++; l.depth > deepest {
		return nil, errDeep
	}
	defer func() { l.depth-- }()
	all := array{}
	for {
		one, err := l.value()
		if err != nil {
			return nil, err
		}
		switch one.(type) {
		case keyword:
			return nil, errSyntax
		case closing:
			if one != closing(']') {
				return nil, errSyntax
			}
			return all, nil
		}
		all = append(all, one)
	}
}

func (l *lexer) dict() (any, error) {
	if l.depth++; l.depth > deepest {
		return nil, errDeep
	}
	defer func() { l.depth-- }()
	all := dict{}
	for {
		key, err := l.value()
		if err != nil {
			return nil, err
		}
		if key == closing('>') {
			return all, nil
		}
		named, ok := key.(name)
		if !ok {
			return nil, errSyntax
		}
		value, err := l.value()
		if err != nil {
			return nil, err
		}
		switch value.(type) {
		case keyword, closing:
			return nil, errSyntax
		}
		all = append(all, entry{named, value})
	}
}

// literal is a string in brackets.
func (l *lexer) literal() (any, error) {
	var out []byte
	open := 0
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		switch c {
		case '(':
			if open++; open == 1 {
				continue
			}
		case ')':
			if open--; open == 0 {
				return text(out), nil
			}
		case '\\':
			out = l.escaped(out)
			continue
		}
		out = append(out, c)
	}
	return nil, errSyntax
}

// escaped appends what a backslash and the bytes behind it stand for.
func (l *lexer) escaped(out []byte) []byte {
	if l.at >= len(l.data) {
		return out
	}
	c := l.data[l.at]
	l.at++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if l.at < len(l.data) && l.data[l.at] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	octal := int(c - '0')
	for range 2 {
		if l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7' {
			octal = octal<<3 | int(l.data[l.at]-'0')
			l.at++
		}
	}
	return append(out, byte(octal))
}

// hex is a string in pointed brackets.
func (l *lexer) hex() (any, error) {
	l.at++
	var out []byte
	half, odd := 0, false
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		if c == '>' {
			if odd {
				out = append(out, byte(half<<4))
			}
			return text(out), nil
		}
		n := nibble(c)
		switch {
		case n < 0 && blank(c):
		case n < 0:
			return nil, errSyntax
		case odd:
			out, odd = append(out, byte(half<<4|n)), false
		default:
			half, odd = n, true
		}
	}
	return nil, errSyntax
}
