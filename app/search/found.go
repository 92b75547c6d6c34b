package search

// Place is where something stands.
type Place struct {
	Session  string
	Item     string // of the agenda
	Document string // "": the item itself
	Blob     string // the bytes of the document's revision
	Page     int    // from 0; TitleOnly: its title
}

// TitleOnly is the page of what was found by its title.
const TitleOnly = -1

// Found (kết quả tìm) is one place that answers.
type Found struct {
	Place
	Title   string // of the document, or of the item
	Parts   []Part // the words around it
	Exact   bool   // as it was typed, with its marks
	Scanned bool   // the words were found in a picture, and may be wrong
}

// Results is what a device finds, the closest first.
type Results struct {
	Found   []Found
	More    int // pages that answer too and are left out
	Waiting int // papers whose words are not on this device yet, so that more may be found later
	Bare    int // papers in which nobody found words: pictures, and what could not be read
}
