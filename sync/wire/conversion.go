package wire

// Conversion is one line of the answer to a device that asks the room to turn an office paper into a PDF, as JSON. The
// last one has a Blob or a Code.
type Conversion struct {
	State string `json:"state,omitempty"` // "waiting", "turning"; said again and again, so that the line is seen to live
	Blob  string `json:"blob,omitempty"`  // BLAKE3 of the PDF, hexadecimal: the room has it
	Size  int64  `json:"size,omitempty"`  // of it, bytes
	Pages int    `json:"pages,omitempty"` // of it
	Code  string `json:"code,omitempty"`  // why there is none: of package office, or "unavailable"
}

// The states of a conversion, and the code of one that failed for a reason that passes. On the wire: only ever add.
const (
	ConversionWaiting = "waiting"
	ConversionTurning = "turning"

	ConversionUnavailable = "unavailable"
)
