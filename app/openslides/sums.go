package openslides

// addsUp tells whether the numbers of a poll agree, as far as they are known.
func (p Poll) addsUp() bool {
	known := func(amounts ...Amount) (sum Amount, ok bool) {
		for _, amount := range amounts {
			if !amount.Known() {
				return 0, false
			}
			sum += amount
		}
		return sum, true
	}
	if sum, ok := known(p.Valid, p.Invalid); ok && p.Cast.Known() && sum != p.Cast {
		return false
	}
	one := len(p.Options) == 1 || p.Method == "Y" && p.MaxVotes == 1 // each ballot is in one number alone
	if one && p.Valid.Known() {
		var amounts []Amount
		add := func(o Option) {
			for _, amount := range []Amount{o.Yes, o.No, o.Abstain} {
				if amount != Unknown {
					amounts = append(amounts, amount)
				}
			}
		}
		for _, option := range p.Options {
			add(option)
		}
		if p.Global != nil {
			add(*p.Global)
		}
		if sum, ok := known(amounts...); ok && len(amounts) > 0 && sum != p.Valid {
			return false
		}
	}
	if p.Openness != ByName {
		return true
	}
	for _, option := range p.Options {
		sums := map[string]Amount{}
		for _, ballot := range option.Votes {
			if ballot.Weight.Known() {
				sums[ballot.Choice] += ballot.Weight
			}
		}
		for choice, amount := range map[string]Amount{"Y": option.Yes, "N": option.No, "A": option.Abstain} {
			if amount.Known() && len(option.Votes) > 0 && sums[choice] != amount {
				return false
			}
		}
	}
	return true
}
