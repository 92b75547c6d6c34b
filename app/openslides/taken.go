package openslides

import (
	"slices"
	"strings"
)

// taken names the collections that are read, and of each the fields that repeat what another object
// says of this one, or that OpenSlides computes from others: they need no remark.
var taken = map[string]string{
	"meeting": "present_user_ids",
	"user": "meeting_user_ids meeting_ids option_ids vote_ids delegated_vote_ids poll_voted_ids poll_candidate_ids organization_id " +
		"committee_ids",
	"meeting_user": "speaker_ids motion_submitter_ids motion_supporter_ids motion_editor_ids motion_working_group_speaker_ids " +
		"assignment_candidate_ids personal_note_ids chat_message_ids vote_delegations_from_ids poll_option_ids acting_ballot_ids " +
		"represented_ballot_ids poll_entitled_user_ids poll_voted_ids",
	"group": "weight meeting_user_ids default_group_for_meeting_id admin_group_for_meeting_id meeting_mediafile_access_group_ids " +
		"meeting_mediafile_inherited_access_group_ids read_chat_group_ids write_chat_group_ids read_comment_section_ids " +
		"write_comment_section_ids poll_ids used_as_motion_poll_default_id used_as_assignment_poll_default_id " +
		"used_as_topic_poll_default_id used_as_poll_default_id",
	"structure_level":  "meeting_user_ids structure_level_list_of_speakers_ids",
	"agenda_item":      "level is_internal is_hidden weight child_ids tag_ids projection_ids",
	"topic":            "agenda_item_id list_of_speakers_id poll_ids projection_ids attachment_meeting_mediafile_ids",
	"motion_block":     "agenda_item_id list_of_speakers_id motion_ids projection_ids",
	"assignment":       "agenda_item_id list_of_speakers_id candidate_ids poll_ids projection_ids tag_ids attachment_meeting_mediafile_ids",
	"list_of_speakers": "speaker_ids structure_level_list_of_speakers_ids projection_ids",
	"motion": "agenda_item_id list_of_speakers_id submitter_ids supporter_ids comment_ids poll_ids option_ids amendment_ids " +
		"personal_note_ids change_recommendation_ids projection_ids tag_ids number_value text_hash diff_version sort_weight category_weight " +
		"attachment_meeting_mediafile_ids editor_ids working_group_speaker_ids referenced_in_motion_state_extension_ids " +
		"referenced_in_motion_recommendation_extension_ids",
	"motion_submitter":                 "weight",
	"motion_supporter":                 "weight",
	"motion_comment":                   "",
	"motion_comment_section":           "comment_ids weight",
	"motion_state":                     "motion_ids motion_recommendation_ids",
	"motion_category":                  "motion_ids child_ids weight level",
	"assignment_candidate":             "weight",
	"speaker":                          "weight",
	"point_of_order_category":          "speaker_ids",
	"structure_level_list_of_speakers": "speaker_ids",
	"poll":                             "option_ids projection_ids ballot_ids",
	"option":                           "weight vote_ids poll_id used_as_global_option_in_poll_id",
	"poll_option":                      "weight poll_id",
	"vote":                             "option_id",
	"poll_candidate_list":              "option_id poll_candidate_ids",
	"poll_candidate":                   "weight poll_candidate_list_id",
	"poll_config_approval":             "poll_id",
	"poll_config_selection":            "poll_id",
	"poll_config_rating_score":         "poll_id",
	"poll_config_rating_approval":      "poll_id",
	"poll_config_stv_scottish":         "poll_id",
	"mediafile":                        "child_ids meeting_mediafile_ids owner_id",
	"meeting_mediafile":                "attachment_ids list_of_speakers_id projection_ids",
}

// catalogues are collections of which only what is in use is taken; the rest needs no remark of its own.
var catalogues = []string{"motion_state", "motion_category", "motion_comment_section", "point_of_order_category"}

// notTaken are the collections of OpenSlides that a session has no place for.
var notTaken = strings.Fields("organization organization_tag theme committee gender tag personal_note chat_group chat_message " +
	"projector projection projector_message projector_countdown motion_workflow motion_change_recommendation motion_editor " +
	"motion_working_group_speaker meeting_poll_default meeting_poll_setting ballot poll_ballot poll_ballot_user poll_entitled_user " +
	"action_worker import_preview history_position history_entry")

// secrets are fields that are never taken, whoever asks.
var secrets = strings.Fields("user.password user.default_password user.saml_id user.keycloak_id meeting.jitsi_room_password " +
	"meeting.users_pdf_wlan_password poll.crypt_key poll.crypt_signature poll.votes_signature poll.votes_raw vote.user_token mediafile.token")

// everywhere are fields that say nothing of an object but where it is.
var everywhere = []string{"id", "meeting_id", "sequential_number"}

// remarkLeftovers names all that was loaded and not asked for.
func (r *reader) remarkLeftovers() {
	for collection, repeated := range taken {
		known := append(strings.Fields(repeated), everywhere...)
		for _, o := range r.all(collection) {
			switch {
			case o.used == nil: // left out as a whole, with its remark
			case !o.visited:
				if !slices.Contains(catalogues, collection) {
					o.remark(ObjectNotTaken, "")
				}
			default:
				o.remarkFields(known)
			}
		}
	}
}

func (o *object) remarkFields(known []string) {
	for field, raw := range o.fields {
		code := FieldNotTaken
		switch {
		case empty(string(raw)) || slices.Contains(known, field):
			continue
		case slices.Contains(secrets, o.collection+"."+field):
			code = FieldSecret
		case o.used[field]:
			continue
		case o.collection == "meeting" && strings.HasSuffix(field, "_ids"):
			continue // lists of objects, each of which has its own remark
		case o.collection == "meeting":
			code = SettingNotTaken
		}
		o.remark(code, field)
	}
}

// empty tells whether a value says nothing: OpenSlides writes many fields that nobody has set.
func empty(raw string) bool {
	return slices.Contains([]string{"null", "false", `""`, "[]", "{}"}, raw)
}
