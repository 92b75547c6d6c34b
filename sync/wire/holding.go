package wire

// Holding says how much of a session's papers a device has. From devices, at most every two seconds;
// never logged, may be lost.
type Holding struct {
	Session string `json:"session"`
	Have    int    `json:"have"`  // papers that are whole here
	Want    int    `json:"want"`  // papers that belong here
	Bytes   int64  `json:"bytes"` // that are here
	Total   int64  `json:"total"` // of all that belong here
}

// Holdings says how much of their papers devices have, by device: those of which something new is known,
// or, with All, every one. For clerks, at most once a second, may be lost.
type Holdings struct {
	All     bool            `json:"all,omitempty"`
	Devices map[string]Held `json:"devices"`
}

// Held is what a device said last, also when it is gone.
type Held struct {
	Holding
	At int64 `json:"at"` // the server's clock when it said so, milliseconds since 1970
}
