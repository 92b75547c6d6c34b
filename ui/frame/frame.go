// Package frame is what the screens of a session are built on: what each is given, the heart that has it
// drawn again, the moment it draws, the errands it sends out, and the few parts that stand on several of
// them.
package frame
