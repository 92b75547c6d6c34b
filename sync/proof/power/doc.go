// Package power proves what the built room server promises of its disk: tests alone. The server runs as a
// process of its own and is killed while its delegates vote over TLS; what it did not sync is taken back
// from its disk, as a power cut does; its disk fills and is emptied, and bits of it turn.
package power
