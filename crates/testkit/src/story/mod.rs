//! The story every store must pass. Each function takes a store that was just migrated and holds nothing.
//!
//! An adapter runs them all with [`stories!`](crate::stories), on a database of its own for each.

mod application;
mod body;
mod call;
mod direction;
mod drafted;
mod find;
mod indicator;
mod instrument;
mod journal;
mod keep;
mod list;
mod meeting;
mod notice;
mod paper;
mod partner_key;
mod party;
mod placement;
mod project;
mod quota;
mod race;
mod rebuild;
mod recovery;
mod review;
mod run;
mod saved;
mod scope;
mod seal;
mod tamper;
mod token;
mod upload;
mod visit;
mod work;

pub use application::{
    applications_are_listed_by_receipt_within_their_scope_and_rebuild,
    what_applicants_keep_is_their_own_and_a_slower_tab_writes_over_nothing,
};
pub use body::{
    a_body_is_read_back_and_rebuilds_to_the_same_bytes,
    bodies_page_without_gap_or_repeat_within_their_scope, of_two_hands_on_one_body_one_is_late,
};
pub use call::{
    a_call_takes_its_places_gives_them_back_and_rebuilds_to_the_same_bytes,
    calls_page_without_gap_or_repeat_within_their_scope, of_many_calls_one_takes_the_last_place,
};
pub use direction::directions_page_within_their_scope_and_rebuild_to_the_same_bytes;
pub use drafted::drafts_are_kept_until_the_edition_or_the_day_changes;
pub use find::{an_index_is_made_anew_beside_writers, things_are_found_by_their_words};
pub use indicator::{
    an_indicator_is_read_back_and_rebuilds_to_the_same_bytes,
    indicators_page_and_figures_belong_to_them_by_code,
};
pub use instrument::{
    an_instrument_is_read_back_with_its_links_and_rebuilds_to_the_same_bytes,
    instruments_page_without_gap_or_repeat_within_their_scope,
    of_two_hands_on_one_instrument_one_is_late,
};
pub use journal::{
    a_draft_of_another_hand_undoes_the_whole_change,
    a_name_has_one_stream_and_a_refused_change_leaves_no_trace,
    a_wrong_version_is_stale_and_leaves_no_trace, an_empty_store_answers_with_nothing,
    streams_and_latest_entries_page_without_gap_or_repeat, what_was_written_is_read_back,
};
pub use keep::{
    a_database_with_one_draft_is_in_use, a_snapshot_beside_writers_is_of_one_moment,
    every_table_is_spoken_for, only_an_empty_database_is_filled, the_record_is_carried_whole,
    what_does_not_hold_leaves_the_database_empty,
};
pub use list::{
    a_day_shows_what_was_known_on_it,
    commitments_page_without_gap_or_repeat_in_any_order_and_filter,
    passages_name_what_rests_on_them, sources_meetings_and_conflicts_come_in_their_order,
    tallies_are_a_recount_before_and_after_folding,
};
pub use meeting::{
    a_meeting_is_read_back_and_rebuilds_to_the_same_bytes,
    letters_and_charges_are_found_and_rebuild_to_the_same_bytes,
    meetings_page_without_gap_or_repeat_within_their_scope,
};
pub use notice::{
    mails_are_due_until_they_are_settled, notices_are_told_once_read_once_and_forgotten,
};
pub use paper::papers_are_listed_by_number_within_their_scope_and_rebuild;
pub use partner_key::keys_of_partners_are_listed_within_their_scope_and_rebuild;
pub use party::{
    a_merge_stands_in_both_streams_and_rebuilds_to_the_same_bytes,
    of_two_hands_that_merge_one_is_late,
};
pub use placement::placements_page_by_code_within_their_scope_and_rebuild_to_the_same_bytes;
pub use project::{
    a_project_is_read_back_with_its_baselines_and_rebuilds_to_the_same_bytes,
    of_two_hands_on_one_project_one_is_late,
    projects_page_without_gap_or_repeat_within_their_scope,
};
pub use quota::{
    a_line_is_read_back_with_its_moves_and_accounts,
    a_place_that_the_table_lacks_is_given_to_nobody,
    lines_page_without_gap_or_repeat_within_their_scope, places_go_from_line_to_line_or_stay,
    the_last_place_has_one_taker_of_two_hundred,
};
pub use race::{
    a_lease_a_step_and_a_count_are_taken_once, many_writers_of_one_name_have_one_taker,
    many_writers_of_one_stream_have_one_winner_for_each_version,
    sealing_beside_writers_loses_no_head, writers_of_different_streams_all_succeed,
};
pub use rebuild::{
    a_rebuild_beside_writers_loses_nothing, a_rebuild_gives_the_same_bytes,
    a_rebuild_that_is_given_up_changes_nothing, steps_of_one_instant_rebuild_to_the_same_bytes,
};
pub use recovery::a_link_leads_back_until_it_ends_or_was_used;
pub use review::reviews_are_listed_within_their_scope_and_by_their_reviewers_and_rebuild;
pub use run::a_run_is_kept_with_its_files_and_rebuilds_to_the_same_bytes;
pub use saved::lists_are_saved_shared_renamed_and_forgotten;
pub use scope::{
    a_forgotten_person_is_named_nowhere, accounts_are_found_by_address,
    readers_see_only_their_scope,
};
pub use seal::{a_seal_covers_what_changed_and_verifies, of_two_sealers_one_wins};
pub use tamper::{OtherHand, folding_leaves_few_rows, tampering_is_noticed};
pub use token::{
    a_key_is_taken_once_with_its_change, tokens_are_made_used_taken_back_and_forgotten,
};
pub use upload::a_file_comes_part_by_part_and_what_is_left_lying_goes;
pub use visit::{
    a_visit_is_read_back_and_rebuilds_to_the_same_bytes, of_two_hands_on_one_visit_one_is_late,
    visits_page_without_gap_or_repeat_within_their_scope,
};
pub use work::{
    drafts_are_written_only_over_the_revision_that_was_read, leases_are_held_once_and_fenced,
    sessions_begin_are_used_and_end, sign_in_data_and_steps,
    staged_tables_are_kept_until_they_are_done, tries_are_counted_and_forms_kept_for_a_while,
};

use kelisim_domain::aggregate::FOREVER;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::seal::Seal;
use kelisim_store::Store;
use kelisim_store::reading::{Body, Scope};
use uuid::Uuid;

use crate::registry;

/// Runs every story: `stories!(run)` makes one test of each, where `run` is an async function that takes a story,
/// hands it a store of its own and cleans up behind it.
#[macro_export]
macro_rules! stories {
    ($run:path) => {
        $crate::stories!(@ $run:
            an_empty_store_answers_with_nothing,
            what_was_written_is_read_back,
            a_wrong_version_is_stale_and_leaves_no_trace,
            a_name_has_one_stream_and_a_refused_change_leaves_no_trace,
            a_draft_of_another_hand_undoes_the_whole_change,
            streams_and_latest_entries_page_without_gap_or_repeat,
            a_day_shows_what_was_known_on_it,
            commitments_page_without_gap_or_repeat_in_any_order_and_filter,
            tallies_are_a_recount_before_and_after_folding,
            sources_meetings_and_conflicts_come_in_their_order,
            passages_name_what_rests_on_them,
            readers_see_only_their_scope,
            accounts_are_found_by_address,
            a_forgotten_person_is_named_nowhere,
            sessions_begin_are_used_and_end,
            sign_in_data_and_steps,
            tries_are_counted_and_forms_kept_for_a_while,
            drafts_are_written_only_over_the_revision_that_was_read,
            staged_tables_are_kept_until_they_are_done,
            tokens_are_made_used_taken_back_and_forgotten,
            a_key_is_taken_once_with_its_change,
            notices_are_told_once_read_once_and_forgotten,
            mails_are_due_until_they_are_settled,
            lists_are_saved_shared_renamed_and_forgotten,
            leases_are_held_once_and_fenced,
            a_seal_covers_what_changed_and_verifies,
            of_two_sealers_one_wins,
            a_rebuild_gives_the_same_bytes,
            steps_of_one_instant_rebuild_to_the_same_bytes,
            a_rebuild_that_is_given_up_changes_nothing,
            a_rebuild_beside_writers_loses_nothing,
            many_writers_of_one_stream_have_one_winner_for_each_version,
            writers_of_different_streams_all_succeed,
            many_writers_of_one_name_have_one_taker,
            sealing_beside_writers_loses_no_head,
            a_lease_a_step_and_a_count_are_taken_once,
            a_line_is_read_back_with_its_moves_and_accounts,
            a_place_that_the_table_lacks_is_given_to_nobody,
            lines_page_without_gap_or_repeat_within_their_scope,
            places_go_from_line_to_line_or_stay,
            the_last_place_has_one_taker_of_two_hundred,
            things_are_found_by_their_words,
            an_index_is_made_anew_beside_writers,
            an_instrument_is_read_back_with_its_links_and_rebuilds_to_the_same_bytes,
            instruments_page_without_gap_or_repeat_within_their_scope,
            of_two_hands_on_one_instrument_one_is_late,
            a_meeting_is_read_back_and_rebuilds_to_the_same_bytes,
            letters_and_charges_are_found_and_rebuild_to_the_same_bytes,
            meetings_page_without_gap_or_repeat_within_their_scope,
            a_body_is_read_back_and_rebuilds_to_the_same_bytes,
            bodies_page_without_gap_or_repeat_within_their_scope,
            a_merge_stands_in_both_streams_and_rebuilds_to_the_same_bytes,
            of_two_hands_that_merge_one_is_late,
            of_two_hands_on_one_body_one_is_late,
            drafts_are_kept_until_the_edition_or_the_day_changes,
            an_indicator_is_read_back_and_rebuilds_to_the_same_bytes,
            indicators_page_and_figures_belong_to_them_by_code,
            a_visit_is_read_back_and_rebuilds_to_the_same_bytes,
            visits_page_without_gap_or_repeat_within_their_scope,
            of_two_hands_on_one_visit_one_is_late,
            a_project_is_read_back_with_its_baselines_and_rebuilds_to_the_same_bytes,
            projects_page_without_gap_or_repeat_within_their_scope,
            of_two_hands_on_one_project_one_is_late,
            a_call_takes_its_places_gives_them_back_and_rebuilds_to_the_same_bytes,
            calls_page_without_gap_or_repeat_within_their_scope,
            a_run_is_kept_with_its_files_and_rebuilds_to_the_same_bytes,
            reviews_are_listed_within_their_scope_and_by_their_reviewers_and_rebuild,
            placements_page_by_code_within_their_scope_and_rebuild_to_the_same_bytes,
            directions_page_within_their_scope_and_rebuild_to_the_same_bytes,
            of_many_calls_one_takes_the_last_place,
            applications_are_listed_by_receipt_within_their_scope_and_rebuild,
            what_applicants_keep_is_their_own_and_a_slower_tab_writes_over_nothing,
            a_link_leads_back_until_it_ends_or_was_used,
            a_file_comes_part_by_part_and_what_is_left_lying_goes,
            papers_are_listed_by_number_within_their_scope_and_rebuild,
            keys_of_partners_are_listed_within_their_scope_and_rebuild,
        );
    };
    (@ $run:path: $($story:ident),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $story() {
            $run($crate::story::$story).await;
        }
    )+};
}

/// Runs every story of carrying the record: `carrying!(run)` makes one test of each, where `run` is an async function
/// that takes a story and hands it two stores of its own, to carry from the one into the other.
#[macro_export]
macro_rules! carrying {
    ($run:path) => {
        $crate::carrying!(@ $run:
            the_record_is_carried_whole,
            only_an_empty_database_is_filled,
            a_database_with_one_draft_is_in_use,
            what_does_not_hold_leaves_the_database_empty,
            a_snapshot_beside_writers_is_of_one_moment,
        );
    };
    (@ $run:path: $($story:ident),+ $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $story() {
            $run($crate::story::$story).await;
        }
    )+};
}

/// A day on which everything is known.
fn last_day() -> jiff::civil::Date {
    FOREVER.yesterday().unwrap()
}

/// Everybody's rows.
fn all() -> Scope {
    Scope { registry: None, partners: None, public_only: false }
}

/// The part of a scope that is of one partner.
fn with(partner: &str, mut scope: Scope) -> Scope {
    scope.partners = Some(vec![partner.parse().unwrap()]);
    scope
}

/// The rows of one registry.
fn of(code: &str) -> Scope {
    Scope { registry: Some(registry(code)), ..all() }
}

fn ids(bodies: &[Body]) -> Vec<Uuid> {
    bodies.iter().map(|body| body.id).collect()
}

/// Reading tables, streams with their entries, and heads not yet sealed, as text to compare.
async fn everything(store: &dyn Store) -> Vec<String> {
    let mut lines = store.dump().await.unwrap();
    for (stream, kind, head) in store.streams(None, 100_000).await.unwrap() {
        lines.push(format!("{stream} {kind} {head:?}"));
        lines.push(format!("{:?}", store.entries(stream).await.unwrap()));
    }
    lines.push(format!("{:?}", store.latest(None, None, 100_000).await.unwrap()));
    lines.push(format!("{:?}", store.unsealed(100_000).await.unwrap()));
    lines
}

/// Seals whatever is unsealed, at most `limit` heads; gives the seal, or nothing when there is none.
async fn seal_some(store: &dyn Store, now: jiff::Timestamp, limit: i64) -> Option<Seal> {
    let heads = store.unsealed(limit).await.unwrap();
    if heads.is_empty() {
        return None;
    }
    let last = store.last_seal().await.unwrap();
    let seal = Seal::over(last.map(|s| (s.number, s.hash)), now, &heads).unwrap();
    store.seal(&seal, &heads).await.unwrap();
    Some(seal)
}

/// A stream that no world makes.
fn nobody() -> StreamId {
    StreamId::new(Uuid::from_u128(1))
}
