package openslides

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAmounts(t *testing.T) {
	for text, want := range map[string]Amount{`"2.000000"`: 2 * Vote, `"0.5"`: 500_000, `3`: 3 * Vote, `0.000001`: 1, `"-1.000000"`: Majority,
		`"-2.000000"`: Undocumented, `0`: 0, `"1000000000"`: 1_000_000_000 * Vote,
		`"-3"`: Unknown, `""`: Unknown, `"."`: Unknown, `"1e3"`: Unknown, `"1.0000001"`: Unknown, `"+1"`: Unknown, `"99999999999999999999"`: Unknown,
		`"1000000001"`: Unknown, `[]`: Unknown, `true`: Unknown, `"1 000"`: Unknown} {
		got, err := parseAmount(json.RawMessage(text))
		if got != want || (err != nil) != (want == Unknown) {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		amount := Amount(rapid.Int64Range(0, int64(maxVotes*Vote)).Draw(t, "amount"))
		back, err := parseAmount(json.RawMessage(`"` + amount.String() + `"`))
		if err != nil || back != amount {
			t.Fatalf("%s: %d, %v", amount, back, err)
		}
		if votes, whole := amount.Whole(); whole != (amount%Vote == 0) || whole && Amount(votes)*Vote != amount {
			t.Fatalf("%s: %d %t", amount, votes, whole)
		}
	})
	if _, whole := Majority.Whole(); whole || Majority.Known() || !Amount(0).Known() || Unknown.String() != "" {
		t.Error("what is no number counts as one")
	}
}

func TestEveryKindOfPoll(t *testing.T) {
	m, remarks := mustRead(t, `{"meeting":{"1":{}},"user":{"1":{},"2":{},"3":{}},
		"motion":{"1":{"title":"Nghị quyết"}},
		"poll":{
			"1":{"content_object_id":"motion/1","type":"named","pollmethod":"YNA","state":"published","onehundred_percent_base":"entitled_present",
				"votesvalid":"3.000000","votesinvalid":"0.000000","votescast":"3.000000","voted_ids":[1,2],"option_ids":[1],
				"entitled_users_at_stop":[{"user_id":1,"voted":true,"present":true},{"user_id":2,"voted":true,"present":false,"vote_delegated_to_user_id":3}]},
			"2":{"content_object_id":"motion/1","type":"cryptographic","pollmethod":"N","max_votes_amount":2,"max_votes_per_option":1},
			"3":{"content_object_id":"motion/1","type":"new-fangled","pollmethod":"YN","global_yes":true}},
		"option":{"1":{"poll_id":1,"text":"<b>Tán</b> thành","yes":"2.000000","no":"0.000000","abstain":"1.000000"},
			"2":{"poll_id":2,"content_object_id":"poll_candidate_list/4","weight":2},
			"3":{"poll_id":2,"content_object_id":"user/3","weight":1,"yes":"-1.000000"}},
		"poll_candidate_list":{"4":{"option_id":2}},
		"poll_candidate":{"1":{"poll_candidate_list_id":4,"user_id":2,"weight":2},"2":{"poll_candidate_list_id":4,"user_id":1,"weight":1}},
		"vote":{"1":{"option_id":1,"user_id":1,"value":"Y","weight":"2.000000"},"2":{"option_id":1,"user_id":2,"delegated_user_id":3,"value":"A","weight":"1.000000"}}}`)
	polls := m.item(t, Reference{"motion", 1}).Polls
	if len(polls) != 3 {
		t.Fatalf("%d polls", len(polls))
	}
	named := polls[0]
	if named.Openness != ByName || named.State != Published || named.Base != "entitled_present" || !slices.Equal(named.Voted, []int{1, 2}) ||
		!reflect.DeepEqual(named.Entitled, []Entitled{{1, true, true, 0}, {2, false, true, 3}}) ||
		!reflect.DeepEqual(named.Options, []Option{{ID: 1, Text: "Tán thành", Yes: 2 * Vote, Abstain: Vote,
			Votes: []Ballot{{1, 0, "Y", 2 * Vote}, {2, 3, "A", Vote}}}}) {
		t.Errorf("named: %+v", named)
	}
	secret := polls[1]
	if secret.Openness != Encrypted || secret.Method != "N" || secret.MaxVotes != 2 || secret.MaxPerOption != 1 || len(secret.Options) != 2 ||
		secret.Options[0].Person != 3 || secret.Options[0].Yes != Majority || secret.Options[0].No != Unknown ||
		!slices.Equal(secret.Options[1].Candidates, []int{1, 2}) || secret.Valid != Unknown {
		t.Errorf("secret: %+v", secret)
	}
	if polls[2].Openness != Nameless || !polls[2].GlobalYes || !said(remarks, WrongValue, "poll", "type", 3) || said(remarks, PollSums, "poll", "", 1) {
		t.Errorf("%+v %v", polls[2], remarks)
	}
}

// A nameless poll never says who voted how, whatever stands in the export.
func TestNamesStayInNamedPolls(t *testing.T) {
	for _, kind := range []string{"analog", "pseudoanonymous", "cryptographic", "", "x"} {
		m, _ := mustRead(t, `{"meeting":{"1":{}},"user":{"1":{}},"poll":{"1":{"type":"`+kind+`"}},
			"option":{"1":{"poll_id":1}},"vote":{"1":{"option_id":1,"user_id":1,"value":"Y"}}}`)
		if len(m.Polls) != 1 || len(m.Polls[0].Options) != 1 || len(m.Polls[0].Options[0].Votes) != 0 {
			t.Errorf("%s: %+v", kind, m.Polls)
		}
	}
}

func TestNewPolls(t *testing.T) {
	m, remarks := mustRead(t, `{"meeting":{"1":{}},"user":{"7":{}},"meeting_user":{"17":{"user_id":7}},
		"poll":{
			"1":{"config_id":"poll_config_approval/1","visibility":"open","state":"finished","published":true,"result":"{\"yes\":\"32\",\"no\":\"20\",\"invalid\":2}","voted_ids":[17]},
			"2":{"config_id":"poll_config_selection/1","visibility":"secret","option_ids":[1,2],"result":"{\"1\":\"40\",\"nota\":\"6\",\"abstain\":\"7\"}"},
			"3":{"config_id":"poll_config_rating_approval/1","visibility":"named","result":"{\"3\":{\"yes\":\"5\",\"no\":\"1\"}}"},
			"4":{"config_id":"poll_config_stv_scottish/1","visibility":"manually","result":"{\"rounds\":[]}"}},
		"poll_config_approval":{"1":{"poll_id":1,"allow_abstain":false,"onehundred_percent_base":"valid"}},
		"poll_config_selection":{"1":{"poll_id":2,"strike_out":true,"max_options_amount":3,"allow_nota":true}},
		"poll_config_rating_approval":{"1":{"poll_id":3}},
		"poll_config_stv_scottish":{"1":{"poll_id":4,"posts":2}},
		"poll_option":{"1":{"poll_id":2,"text":"A","weight":2},"2":{"poll_id":2,"content_object_id":"meeting_user/17","weight":1},"3":{"poll_id":3,"text":"C"}}}`)
	if len(m.Polls) != 4 {
		t.Fatalf("%+v", m.Polls)
	}
	if p := m.Polls[0]; p.Method != "YN" || p.State != Published || p.Base != "valid" || p.Openness != Nameless || p.Invalid != 2*Vote ||
		len(p.Options) != 1 || p.Options[0].Yes != 32*Vote || p.Options[0].No != 20*Vote || p.Options[0].Abstain != 0 || !slices.Equal(p.Voted, []int{7}) {
		t.Errorf("approval: %+v", p)
	}
	if p := m.Polls[1]; p.Method != "N" || p.Openness != Encrypted || p.MaxVotes != 3 || p.Options[1].No != 40*Vote || p.Options[0].Person != 7 ||
		p.Options[0].No != 0 || p.Global.No != 6*Vote || p.Global.Abstain != 7*Vote {
		t.Errorf("selection: %+v", p)
	}
	if p := m.Polls[2]; p.Method != "YNA" || p.Openness != ByName || p.Options[0].Yes != 5*Vote || p.Options[0].No != Vote {
		t.Errorf("rating: %+v", p)
	}
	if p := m.Polls[3]; p.Method != MethodSTV || p.Openness != ByHand || !said(remarks, WrongValue, "poll", "result", 4) ||
		!said(remarks, FieldNotTaken, "poll_config_stv_scottish", "posts", 1) {
		t.Errorf("ranks: %+v %v", p, remarks)
	}
}
