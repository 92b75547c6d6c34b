package people

import "time"

// PaperCount (số tài liệu đã nhận) is how many of the papers that belong on it a device has whole, by its
// own word.
type PaperCount struct {
	Session      string
	Have, Want   int
	Bytes, Total int64     // of all those papers: that are here, and in all
	At           time.Time // when the device said so, the server's clock
}

// Complete reports whether the device has every paper of the session.
func (c PaperCount) Complete(session string) bool { return c.Session == session && c.Have >= c.Want }
