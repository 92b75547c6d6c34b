// Package proof holds what sync promises against faults: tests alone, and no code that any program is
// made of.
//
// The room, its devices and the network between them run on one simulated clock, with the cores of hub
// and link as they are, the writer and the council's own rules, while connections are slow, lose, break
// and hang, disks fill, power goes, clocks are wrong, rights come and go, and an old backup is put back;
// the real server is killed and loses what it did not sync; one voter's ballots are held against a model
// of a single register. docs/reliability.md says which test proves what.
package proof
