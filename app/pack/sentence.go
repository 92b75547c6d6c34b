package pack

import (
	"strconv"
	"strings"
)

// Say returns the remark as people read it, its place first. The words are those of say, which
// fills a sentence's places from pairs of name and value, as assets.Words.Say does.
func (r Remark) Say(say func(key string, pairs ...any) string) string {
	var pairs []any
	for name, value := range r.Detail {
		if key, named := valueNames[value]; named && name == "want" {
			value = say(key)
		}
		pairs = append(pairs, name, value)
	}
	sentence := say(r.Code, pairs...)
	if where := r.where(say); where != "" {
		return say("pack.at", "where", where, "sentence", sentence)
	}
	return sentence
}

// where says the place: file, line, column, and the way to the value in words.
func (r Remark) where(say func(key string, pairs ...any) string) string {
	var parts []string
	if r.Path != "" {
		parts = append(parts, r.Path)
	}
	if r.Line > 0 {
		parts = append(parts, say("pack.at.line", "line", r.Line))
	}
	if r.Column > 0 {
		parts = append(parts, say("pack.at.column", "column", r.Column))
	}
	steps := make([]string, len(r.Place))
	for i, step := range r.Place {
		steps[i] = say("pack.step." + step.Field)
		if step.Number > 0 {
			steps[i] += " " + strconv.Itoa(step.Number)
		}
	}
	if len(steps) > 0 {
		parts = append(parts, strings.Join(steps, " › "))
	}
	return strings.Join(parts, ", ")
}

// valueNames are the words for kinds of JSON values.
var valueNames = map[string]string{
	"string": "pack.value.string", "integer": "pack.value.integer", "boolean": "pack.value.boolean",
	"object": "pack.value.object", "array": "pack.value.array",
}
