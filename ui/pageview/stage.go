package pageview

// PaperStage is what stands in the middle of the tablet.
type PaperStage uint8

// The stages.
const (
	PaperNothing PaperStage = iota // the item has no paper
	PaperLoading                   // its bytes are not here
	PaperOpening
	PaperFaulty
	PaperLocked // it has a password
	PaperOpen
)

// LoadNames are the ends of the keys that say how a paper that is not here comes.
var LoadNames = map[LoadState]string{LoadNone: "none", LoadWaiting: "waiting", LoadRunning: "running", LoadFault: "fault"}
