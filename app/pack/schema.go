package pack

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// Schema is the JSON Schema of session.json, the one that docs/session-pack.md points to.
//
//go:embed session-pack.schema.json
var Schema []byte

// compiled is the schema ready for use; a fault in it is a fault of the program.
var compiled = sync.OnceValue(func() *jsonschema.Schema {
	const address = "urn:congso:session-pack:1"
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		panic(fmt.Sprintf("pack: schema: %v", err))
	}
	compiler := jsonschema.NewCompiler()
	compiler.RegisterFormat(&jsonschema.Format{Name: "date-time", Validate: isMoment})
	compiler.AssertFormat()
	if err := compiler.AddResource(address, document); err != nil {
		panic(fmt.Sprintf("pack: schema: %v", err))
	}
	return compiler.MustCompile(address)
})

// isMoment takes what time.Parse takes, so that what passes here can be read afterwards.
func isMoment(value any) error {
	text, ok := value.(string)
	if !ok {
		return nil // its type is judged elsewhere
	}
	_, err := time.Parse(time.RFC3339, text)
	return err
}

// checkSchema adds a fault for everything in which the value breaks the schema. The faults have
// the place in words and the line in the text that the value was read from.
func checkSchema(value any, data []byte, path string, found *notes) {
	err := compiled().Validate(value)
	if err == nil {
		return
	}
	var broken *jsonschema.ValidationError
	if !errors.As(err, &broken) {
		found.fault(remark(FieldWrong, path, "keyword", "schema"))
		return
	}
	var spots []spot
	var faults []Remark
	add := func(way []string, code string, details ...string) {
		fault := remark(code, path, details...)
		fault.Place = placeOf(way)
		if field := fault.Detail["field"]; code == FieldUnknown {
			way = append(way[:len(way):len(way)], field) // the line is that of the field itself
		}
		spots, faults = append(spots, spot{way: way}), append(faults, fault)
	}
	eachLeaf(broken, func(leaf *jsonschema.ValidationError) { explain(leaf, add) })
	locate(data, spots)
	for i := range faults {
		faults[i].Line, faults[i].Column = position(data, spots[i].offset)
	}
	sort.SliceStable(faults, func(i, j int) bool {
		a, b := faults[i], faults[j]
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
	found.faults = append(found.faults, faults...)
}

func eachLeaf(broken *jsonschema.ValidationError, each func(*jsonschema.ValidationError)) {
	if len(broken.Causes) == 0 {
		each(broken)
	}
	for _, cause := range broken.Causes {
		eachLeaf(cause, each)
	}
}

// explain turns one breach of the schema into faults.
func explain(leaf *jsonschema.ValidationError, add func(way []string, code string, details ...string)) {
	way := leaf.InstanceLocation
	switch k := leaf.ErrorKind.(type) {
	case *kind.Required:
		for _, name := range k.Missing {
			add(way, FieldMissing, "field", name)
		}
	case *kind.AdditionalProperties:
		sort.Strings(k.Properties)
		for _, name := range k.Properties {
			add(way, FieldUnknown, "field", name)
		}
	case *kind.Type:
		add(way, FieldType, "want", strings.Join(k.Want, ", "), "got", k.Got)
	case *kind.Enum:
		add(way, FieldChoice, "want", joined(k.Want), "got", fmt.Sprint(k.Got))
	case *kind.Const:
		add(way, FieldChoice, "want", fmt.Sprint(k.Want), "got", fmt.Sprint(k.Got))
	case *kind.MinLength:
		add(way, FieldEmpty)
	case *kind.MaxLength:
		add(way, FieldTooLong, "limit", strconv.Itoa(k.Want), "got", strconv.Itoa(k.Got))
	case *kind.Minimum:
		add(way, FieldRange, "got", k.Got.RatString(), "limit", "≥ "+k.Want.RatString())
	case *kind.Maximum:
		add(way, FieldRange, "got", k.Got.RatString(), "limit", "≤ "+k.Want.RatString())
	case *kind.MaxItems:
		add(way, FieldTooMany, "limit", strconv.Itoa(k.Want), "got", strconv.Itoa(k.Got))
	case *kind.Format:
		add(way, FieldTime, "got", fmt.Sprint(k.Got))
	case *kind.Pattern:
		add(way, FieldChoice, "want", "members, clerk, hall, group:…", "got", k.Got)
	default:
		add(way, FieldWrong, "keyword", strings.Join(leaf.ErrorKind.KeywordPath(), "/"))
	}
}

func joined(values []any) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = fmt.Sprint(value)
	}
	return strings.Join(texts, ", ")
}

// placeOf turns the way to a value into steps: a list's number belongs to the list.
func placeOf(way []string) []Step {
	var steps []Step
	for _, name := range way {
		if number, err := strconv.Atoi(name); err == nil && len(steps) > 0 {
			steps[len(steps)-1].Number = number + 1
			continue
		}
		steps = append(steps, Step{Field: name})
	}
	return steps
}

// locate fills in where the values at these ways begin.
func locate(data []byte, spots []spot) {
	wanted := map[string][]int{}
	for i, s := range spots {
		way := strings.Join(s.way, "\x00")
		wanted[way] = append(wanted[way], i)
	}
	survey(data, func(at spot, _ json.Token) bool {
		for _, i := range wanted[strings.Join(at.way, "\x00")] {
			spots[i].offset = at.offset
		}
		return true
	}, func(spot, string) {})
}
