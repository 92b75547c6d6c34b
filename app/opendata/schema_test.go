package opendata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// oparlSchemas compiles OParl's schemas, each under its type's name.
func oparlSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shared(t, "oparl"), "schema-*.json"))
	if err != nil || len(files) < 8 {
		t.Fatalf("schemas: %v %v", files, err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.RegisterFormat(&jsonschema.Format{Name: "url", Validate: func(value any) error {
		text, isText := value.(string)
		if !isText {
			return nil
		}
		address, err := url.Parse(text)
		if err == nil && (!address.IsAbs() || address.Host == "") {
			err = fmt.Errorf("%q is no absolute address", text)
		}
		return err
	}})
	schemas := map[string]*jsonschema.Schema{}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "schema-"), ".json")
		schemas[name] = compile(t, compiler, "https://schema.oparl.org/1.1/"+name, file, nil)
	}
	return schemas
}

func compile(t *testing.T, compiler *jsonschema.Compiler, address, file string, change func(map[string]any)) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(document.(map[string]any))
	}
	if err := compiler.AddResource(address, document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(address)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// oparlFaults validates every object in a value, the embedded ones too, and counts them by type.
func oparlFaults(schemas map[string]*jsonschema.Schema, value any, seen map[string]int) []error {
	var faults []error
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			faults = append(faults, oparlFaults(schemas, one, seen)...)
		}
	case map[string]any:
		if kind, typed := value["type"].(string); typed {
			name := strings.TrimPrefix(kind, "https://schema.oparl.org/1.1/")
			seen[name]++
			if schema := schemas[name]; schema != nil {
				if err := schema.Validate(value); err != nil {
					faults = append(faults, err)
				}
			}
		}
		for _, one := range value {
			faults = append(faults, oparlFaults(schemas, one, seen)...)
		}
	}
	return faults
}

func parsed(t testing.TB, text string) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestOParlIsValid(t *testing.T) {
	schemas := oparlSchemas(t)
	text, _, _ := forms(t, sitting())
	seen := map[string]int{}
	for _, fault := range oparlFaults(schemas, parsed(t, text), seen) {
		t.Error(fault)
	}
	for name, count := range map[string]int{"Body": 1, "LegislativeTerm": 1, "Organization": 2, "Person": 3, "Membership": 3, "Meeting": 1, "Location": 1,
		"AgendaItem": 4, "Paper": 2, "File": 2, "Consultation": 2} {
		if seen[name] != count {
			t.Errorf("%d of %s, want %d", seen[name], name, count)
		}
	}
	// The validator sees faults: the specification's own example lacks an agenda item's order, and so do we without.
	for _, change := range [][2]string{{`"order"`, `"place"`}, {`https://hdnd`, `hdnd`}, {`+07:00"`, `"`}, {"https://schema.oparl.org/1.1/AgendaItem", "https://schema.oparl.org/1.0/AgendaItem"}} {
		broken := strings.ReplaceAll(text, change[0], change[1])
		if broken == text {
			t.Fatalf("no %q", change[0])
		}
		seen := map[string]int{}
		if len(oparlFaults(schemas, parsed(t, broken), seen)) == 0 && seen["AgendaItem"] > 0 {
			t.Errorf("%q for %q is not seen", change[1], change[0])
		}
	}
}

// popoloSchemas compiles Popolo's schemas, which are of draft 3: there "required" stands at each property.
// What the shared data has no schema of must be an object.
func popoloSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	folder := shared(t, "popolo")
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft4)
	compiler.AssertFormat()
	names := []string{"count", "event", "motion", "speech", "vote", "vote_event"}
	address := func(name string) string { return "http://www.popoloproject.com/schemas/" + name + ".json" }
	for _, absent := range []string{"person", "organization", "membership", "link", "identifier", "group_result"} {
		if err := compiler.AddResource(address(absent), map[string]any{"type": "object"}); err != nil {
			t.Fatal(err)
		}
	}
	modern := func(document map[string]any) {
		delete(document, "$schema")
		delete(document, "id")
		var required []any
		for name, property := range document["properties"].(map[string]any) {
			if property := property.(map[string]any); property["required"] != nil {
				if property["required"] == true {
					required = append(required, name)
				}
				delete(property, "required")
			}
		}
		if required != nil {
			document["required"] = required
		}
	}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(folder, "schema-"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		modern(document.(map[string]any))
		if err := compiler.AddResource(address(name), document); err != nil {
			t.Fatal(err)
		}
	}
	schemas := map[string]*jsonschema.Schema{}
	for _, name := range names {
		schema, err := compiler.Compile(address(name))
		if err != nil {
			t.Fatal(err)
		}
		schemas[name] = schema
	}
	return schemas
}

func TestPopoloIsValid(t *testing.T) {
	schemas := popoloSchemas(t)
	_, text, _ := forms(t, sitting())
	validate := func(text string) (faults []error, seen int) {
		for list, objects := range parsed(t, text).(map[string]any) {
			schema := schemas[strings.TrimSuffix(list, "s")]
			if list == "speeches" {
				schema = schemas["speech"]
			}
			for _, object := range objects.([]any) {
				if schema == nil {
					continue
				}
				seen++
				if err := schema.Validate(object); err != nil {
					faults = append(faults, err)
				}
			}
		}
		return faults, seen
	}
	faults, seen := validate(text)
	for _, fault := range faults {
		t.Error(fault)
	}
	if seen != 1+2+2+1 {
		t.Errorf("%d objects with a schema", seen)
	}
	for _, change := range [][2]string{{`"value": 1`, `"value": "1"`}, {`"option": "yes",`, ``}, {`+07:00"`, `+7"`}, {`"position": 1`, `"position": "first"`}} {
		broken := strings.ReplaceAll(text, change[0], change[1])
		if faults, _ := validate(broken); broken == text || len(faults) == 0 {
			t.Errorf("%q for %q is not seen", change[1], change[0])
		}
	}
}

// The examples that came with the schemas pass through the same validators, so that these judge as their makers do.
func TestExamplesPassTheSchemas(t *testing.T) {
	schemas := popoloSchemas(t)
	for _, name := range []string{"count", "event", "speech", "vote"} {
		data, err := os.ReadFile(shared(t, "popolo", "example-"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := schemas[name].Validate(parsed(t, string(data))); err != nil {
			t.Error(err)
		}
	}
	oparl := oparlSchemas(t)
	for _, name := range []string{"Person", "Organization", "Paper"} {
		data, err := os.ReadFile(shared(t, "oparl", name+"-01.json"))
		if err != nil {
			t.Fatal(err)
		}
		var object map[string]any
		if err := json.Unmarshal(data, &object); err != nil {
			t.Fatal(err)
		}
		for _, fault := range oparlFaults(oparl, parsed(t, string(data)), map[string]int{}) {
			t.Error(fault)
		}
	}
}
