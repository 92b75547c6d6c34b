package pack

import (
	"errors"
	"fmt"
)

// trouble is an error met while bytes are read that has a code of its own.
type trouble struct {
	remark Remark
	cause  error
}

func (t *trouble) Error() string {
	if t.cause == nil {
		return t.remark.String()
	}
	return fmt.Sprintf("%s: %v", t.remark, t.cause)
}

func (t *trouble) Unwrap() error { return t.cause }

func troubled(code string, cause error, details ...string) error {
	return &trouble{remark: remark(code, "", details...), cause: cause}
}

// troubleOf returns the trouble that an error stands for; one without a code is the system's word
// that something cannot be read.
func troubleOf(err error) *trouble {
	var t *trouble
	if errors.As(err, &t) {
		return t
	}
	return &trouble{remark: remark(Unreadable, ""), cause: err}
}
