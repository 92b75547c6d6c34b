package clerk

// deed is what a person asked for by a tap or a key: views report deeds and decide nothing, the desk
// knows what each means.
type deed struct {
	Name    deedName
	ID      string            // what it is about: an item, a person, a device
	Value   string            // what was chosen
	Answers map[string]string // what a form holds, by field
}

type deedName string

const (
	showPage         deedName = "page"
	changeLook       deedName = "look"
	retryLink        deedName = "retry"
	closeNotice      deedName = "notice.close"
	takeNotice       deedName = "notice.act"
	confirmAsked     deedName = "asked.confirm"
	dismissAsked     deedName = "asked.dismiss"
	saveForm         deedName = "form.save"
	dismissForm      deedName = "form.dismiss"
	keepMine         deedName = "clash.mine"
	takeTheirs       deedName = "clash.theirs"
	chooseSession    deedName = "session.choose"
	newSession       deedName = "session.new"
	changeSession    deedName = "session.change"
	openSession      deedName = "session.open"
	closeSession     deedName = "session.close"
	pickPack         deedName = "pack.pick"
	pickFolder       deedName = "pack.folder"
	cancelImport     deedName = "pack.cancel"
	closeImport      deedName = "pack.close"
	showItem         deedName = "item.show"
	newItem          deedName = "item.new"
	changeItem       deedName = "item.change"
	moveItem         deedName = "item.move" // Value: "up" or "down"
	removeItem       deedName = "item.remove"
	startItem        deedName = "item.start"
	addPaper         deedName = "paper.add"
	changePaper      deedName = "paper.change"
	replacePaper     deedName = "paper.replace"
	withdrawPaper    deedName = "paper.withdraw"
	restorePaper     deedName = "paper.restore"
	saveOriginal     deedName = "paper.original"
	showRemarks      deedName = "paper.remarks"
	closeRemarks     deedName = "paper.remarks.close"
	stopReading      deedName = "paper.stop-reading"
	readAgain        deedName = "paper.read-again"
	cancelUpload     deedName = "upload.cancel"
	retryUpload      deedName = "upload.retry"
	newPoll          deedName = "poll.new"
	changePoll       deedName = "poll.change"
	removePoll       deedName = "poll.remove"
	openPoll         deedName = "poll.open"
	closePoll        deedName = "poll.close"
	publishPoll      deedName = "poll.publish"
	printResult      deedName = "poll.print"
	printRoll        deedName = "roll.print"
	markPresent      deedName = "roll.present"
	markAbsent       deedName = "roll.absent"
	changeRoll       deedName = "roll.change"
	markRest         deedName = "roll.rest"
	showSide         deedName = "side" // Value: "roll" or "voters"
	filterPeople     deedName = "people.filter"
	groupPeople      deedName = "people.group"
	newPerson        deedName = "person.new"
	changePerson     deedName = "person.change"
	removePerson     deedName = "person.remove"
	erasePerson      deedName = "person.erase"
	issueCard        deedName = "card.issue"
	issueCards       deedName = "cards.issue"
	stopCards        deedName = "cards.stop"
	printCards       deedName = "cards.print"
	dropCards        deedName = "cards.drop"
	inviteDevices    deedName = "device.invite"
	inviteMode       deedName = "invite.mode"
	inviteWait       deedName = "invite.wait"
	closeInvite      deedName = "invite.close"
	copyInvite       deedName = "invite.copy"
	approveDevice    deedName = "device.approve"
	revokeDevice     deedName = "device.revoke"
	changeDevice     deedName = "device.change"
	goAlone          deedName = "server.alone"
	planRehearsal    deedName = "rehearsal.plan" // ID: "devices" or "line"
	beginRehearsal   deedName = "rehearsal.begin"
	stopRehearsal    deedName = "rehearsal.stop"
	printCertificate deedName = "rehearsal.print"
)

// page is one of the desktop's pages, as its tab is named in the words.
type page string

const (
	sessionsPage page = "sessions"
	preparePage  page = "prepare"
	peoplePage   page = "people"
	devicesPage  page = "devices"
	readyPage    page = "ready"
	runPage      page = "run"
)

var pages = []page{sessionsPage, preparePage, peoplePage, devicesPage, readyPage, runPage}
