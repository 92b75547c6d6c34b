package pageview

// SelectionValue is what is shown of it.
type SelectionValue struct {
	Count int
	Page  int
	Box   MarkBox
}
