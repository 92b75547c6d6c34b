package change

// Batch is what one commit of a room's log wrote: all of it stands on a disk or none. Another disk that
// takes the batches in their order comes to the same log.
type Batch struct {
	Number  uint64 // rises with every commit
	Changes []Row
	Answers []Reply
}

// Row is a change with its number in the whole log.
type Row struct {
	ID int64
	Change
}

// Reply is an answer as the log keeps it, by device and command. Its bytes are taken as they are.
type Reply struct {
	Device string
	ID     string
	Stream Stream
	Body   []byte
}

// Position is where a log ends.
type Position struct {
	Batch  uint64 `json:"batch"`  // number of the last
	Change int64  `json:"change"` // number of the last change
}
