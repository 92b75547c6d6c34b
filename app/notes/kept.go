package notes

import "bytes"

// Kept returns the private half, for the tablet that its person holds: it is kept with the other keys there, and
// destroyed with them. Nobody else is told it.
func (p *Pair) Kept() []byte { return bytes.Clone(p.private.Bytes()) }

// KeptPair returns the pair of a private half that was kept.
func KeptPair(private []byte) (*Pair, error) { return pairOf(private) }
