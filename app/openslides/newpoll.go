package openslides

import (
	"encoding/json"
	"strconv"
)

// readNewPoll reads a poll of the exports after OpenSlides 4.2: its way of voting is an object of its
// own, its result a text (OpenSlides/openslides-vote-service, README, "Poll methods"). Single ballots
// are not taken.
func (r *reader) readNewPoll(o *object, p *Poll, around pollParts) {
	config := o.reference("config_id")
	settings := r.objects[config.Collection][config.ID]
	if settings == nil {
		o.remark(BrokenReference, "config_id")
		settings = &object{r: r, fields: map[string]json.RawMessage{}, used: map[string]bool{}}
	}
	settings.visited = true
	switch o.word("visibility", "", "manually", "named", "open", "secret") {
	case "named":
		p.Openness = ByName
	case "secret":
		p.Openness = Encrypted
	case "manually":
		p.Openness = ByHand
	default:
		p.Openness = Nameless
	}
	if o.yes("published") && p.State == Finished {
		p.State = Published
	}
	p.Base = settings.text("onehundred_percent_base")
	p.MinVotes, p.MaxVotes = settings.seconds("min_options_amount"), settings.seconds("max_options_amount")
	p.MaxPerOption = settings.seconds("max_votes_per_option")
	p.Voted = readVoted(o)
	for _, option := range around.newOptions.of(o) {
		one := Option{ID: option.id, Text: option.text("text"), Yes: Unknown, No: Unknown, Abstain: Unknown}
		r.readOptionSubject(option, &one, around)
		p.Options = append(p.Options, one)
	}
	switch config.Collection {
	case "poll_config_approval":
		p.Method = "YNA"
	case "poll_config_rating_approval":
		p.Method = "YNA"
	case "poll_config_selection":
		p.Method = "Y"
		if settings.yes("strike_out") {
			p.Method = "N"
		}
		p.GlobalNo = settings.yes("allow_nota")
	case "poll_config_rating_score":
		p.Method = MethodScore
	default:
		p.Method = MethodSTV
	}
	if abstain := settings.yes("allow_abstain"); p.Method == "YNA" && settings.has("allow_abstain") && !abstain {
		p.Method = "YN"
	}
	if !r.readResult(o, p, config.Collection) {
		o.remark(WrongValue, "result")
	}
}

// readResult reads a result into the options. It reports false for a text that is none.
func (r *reader) readResult(o *object, p *Poll, method string) bool {
	text, there := read[string](o, "result")
	if !there || text == "" {
		return true
	}
	if method == "poll_config_stv_scottish" {
		return false // rounds of ranks have no numbers that fit here
	}
	var result map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &result) != nil {
		return false
	}
	if method == "poll_config_approval" && len(p.Options) == 0 {
		p.Options = []Option{{About: p.Subject}}
	}
	p.Invalid, p.Global = 0, &Option{}
	sound := true
	take := func(raw json.RawMessage, into *Amount) {
		amount, err := parseAmount(raw)
		if err != nil {
			sound = false
		}
		*into = amount
	}
	for i := range p.Options {
		p.Options[i].Yes, p.Options[i].No, p.Options[i].Abstain = 0, 0, 0 // what is not named is zero
	}
	for key, raw := range result {
		switch {
		case key == "invalid":
			take(raw, &p.Invalid)
		case method == "poll_config_approval":
			sound = p.Options[0].take(key, raw) && sound
		case key == "nota":
			take(raw, &p.Global.No)
		case key == "abstain":
			take(raw, &p.Global.Abstain)
		default:
			sound = p.takeOption(key, raw, method) && sound
		}
	}
	return sound
}

// takeOption reads what a result says of one option.
func (p *Poll) takeOption(key string, raw json.RawMessage, method string) bool {
	id, err := strconv.Atoi(key)
	if err != nil {
		return false
	}
	for i := range p.Options {
		option := &p.Options[i]
		if option.ID != id {
			continue
		}
		if method != "poll_config_rating_approval" {
			choice := "yes"
			if p.Method == "N" {
				choice = "no"
			}
			return option.take(choice, raw)
		}
		var each map[string]json.RawMessage
		if json.Unmarshal(raw, &each) != nil {
			return false
		}
		sound := true
		for choice, amount := range each {
			sound = option.take(choice, amount) && sound
		}
		return sound
	}
	return false
}

// take reads one number of an option.
func (o *Option) take(choice string, raw json.RawMessage) bool {
	amount, err := parseAmount(raw)
	switch choice {
	case "yes":
		o.Yes = amount
	case "no":
		o.No = amount
	case "abstain":
		o.Abstain = amount
	default:
		return false
	}
	return err == nil
}
