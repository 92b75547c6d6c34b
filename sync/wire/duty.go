package wire

// Servers says where another server may speak for the room one day, as the welcome does: it changed.
type Servers struct {
	Addresses []string `json:"addresses"` // host:port
}

// Duty says how the server stands with its standby (máy chủ dự phòng). For clerks, never logged.
type Duty struct {
	Standby string `json:"standby"`         // "none", "catching", "attached", "lost", "alone"
	Since   int64  `json:"since"`           // milliseconds since 1970, the server's clock
	Name    string `json:"name"`            // of the standby
	Fault   string `json:"fault,omitempty"` // code of why the standby that asks is not taken
}
