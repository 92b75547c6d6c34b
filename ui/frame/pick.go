package frame

// Pick is yes or no.
func Pick[T any](condition bool, yes, no T) T {
	if condition {
		return yes
	}
	return no
}
