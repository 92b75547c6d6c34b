package pack

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// What session.json is called, and what it says it is.
const (
	sessionFile    = "session.json"
	sessionFormat  = "congso-session-pack"
	sessionVersion = "1"
)

// sessionText is session.json, as the schema has it.
type sessionText struct {
	Session struct {
		Title    string `json:"title"`
		Office   string `json:"office"`
		Superior string `json:"superior"`
		Term     string `json:"term"`
		Body     string `json:"body"`
		Place    string `json:"place"`
		Locality string `json:"locality"`
		StartsAt moment `json:"starts_at"`
		Total    whole  `json:"total"`
		Chair    string `json:"chair"`
	} `json:"session"`
	Items []itemText `json:"items"`
}

type itemText struct {
	Ref       string      `json:"ref"`
	Title     string      `json:"title"`
	Presenter string      `json:"presenter"`
	StartsAt  moment      `json:"starts_at"`
	Minutes   whole       `json:"minutes"`
	Papers    []paperText `json:"papers"`
	Polls     []pollText  `json:"polls"`
}

type paperText struct {
	File     string `json:"file"`
	Title    string `json:"title"`
	Short    string `json:"short"`
	Audience string `json:"audience"`
}

type pollText struct {
	Question string `json:"question"`
	Rule     string `json:"rule"`
	Form     string `json:"form"`
	Openness string `json:"openness"`
	Seconds  whole  `json:"seconds"`
	Running  bool   `json:"running"`
	Replace  bool   `json:"replace"`
}

// moment is milliseconds since 1970, written as RFC 3339.
type moment int64

func (m *moment) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339, string(text))
	if err != nil {
		return fmt.Errorf("pack: moment: %w", err)
	}
	*m = moment(at.UnixMilli())
	return nil
}

// whole is a whole number; JSON may also write it as 90.0.
type whole int

func (w *whole) UnmarshalJSON(text []byte) error {
	number, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return fmt.Errorf("pack: number: %w", err)
	}
	*w = whole(number)
	return nil
}

// parseSession reads session.json. It returns nothing where it adds a fault.
func parseSession(data []byte, found *notes) *sessionText {
	value, ok := readJSON(data, sessionFile, found)
	if !ok {
		return nil
	}
	value = cleaned("", value)
	if !knownFormat(value, found) {
		return nil
	}
	before := len(found.faults)
	if checkSchema(value, data, sessionFile, found); len(found.faults) > before {
		return nil
	}
	var session sessionText
	again, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(again, &session)
	}
	if err != nil { // the schema lets nothing through that cannot be read
		found.blame(troubled(FieldWrong, err, "keyword", "type"), sessionFile)
		return nil
	}
	return &session
}

// cleaned returns a JSON value with every text as it is kept. The name of a file stays as it is:
// two spaces in it are two.
func cleaned(name string, value any) any {
	switch v := value.(type) {
	case string:
		if name == "file" {
			return v
		}
		return clean(v)
	case []any:
		for i := range v {
			v[i] = cleaned(name, v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = cleaned(key, v[key])
		}
	}
	return value
}

// knownFormat looks at format and version before everything else: of another version no other
// fault means anything.
func knownFormat(value any, found *notes) bool {
	document, ok := value.(map[string]any)
	if !ok {
		found.fault(remark(FormatUnknown, sessionFile, "want", sessionFormat))
		return false
	}
	if format, _ := document["format"].(string); format != sessionFormat {
		found.fault(remark(FormatUnknown, sessionFile, "want", sessionFormat))
		return false
	}
	version, isNumber := document["version"].(json.Number)
	if !isNumber {
		return true // the schema says what is wrong with it
	}
	if number, err := version.Float64(); err != nil || number != 1 {
		found.fault(remark(VersionUnknown, sessionFile, "version", version.String(), "want", sessionVersion))
		return false
	}
	return true
}
