package assets

import "strings"

// SystemLanguage returns English where the system says so by its locale variables, else Vietnamese.
func SystemLanguage(environment func(string) string) Language {
	for _, name := range []string{"CONGSO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
		switch value := strings.ToLower(environment(name)); {
		case value == "" || value == "c" || strings.HasPrefix(value, "c."):
			continue
		case strings.HasPrefix(value, "en"):
			return English
		default:
			return Vietnamese
		}
	}
	return Vietnamese
}
