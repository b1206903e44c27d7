//! The conformance suite of the trait [`PluginManager`](omniplug_core::manager::PluginManager): one function for
//! each thing that it promises.
//!
//! The cases speak to a manager through the facade, as everybody does. A manager of a host's own is put behind it
//! with [`Builder::manager`](omniplug_core::Builder::manager). Each case needs a manager in which nothing was
//! ever installed, with the default policy, the platform version [`PLATFORM_VERSION`] and a sandbox that has
//! Python. What the trait says of a crash is tested apart, and so is what it says of a sandbox that fails:
//! neither can be brought about through the trait.

mod execute;
mod history;
mod install;
mod lifecycle;
mod means;
mod settings;
mod source;
mod turns;

pub use execute::*;
pub use history::*;
pub use install::*;
pub use lifecycle::*;
pub use settings::*;
pub use source::*;
pub use turns::*;

use omniplug_core::Omniplug;

/// The platform version that the managers under test state.
pub const PLATFORM_VERSION: &str = "1.0.0";

/// Runs all cases, each with a new manager.
pub async fn all(make: impl AsyncFn() -> Omniplug) {
    // In a box, since each line below has room of its own on the stack.
    let make = async || Box::pin(make()).await;
    archives_and_folders_are_the_same_package(&make().await).await;
    a_new_plugin_is_enabled_unless_it_shall_not_be(&make().await).await;
    the_same_package_again_changes_nothing(&make().await).await;
    another_release_is_a_conflict_unless_it_replaces(&make().await).await;
    a_replacement_keeps_what_fits(&make().await).await;
    a_replacement_must_suit_those_who_depend_on_it(&make().await).await;
    an_execution_keeps_the_release_that_it_began_with(&make().await).await;
    a_bad_package_leaves_everything_as_it_was(&make().await).await;
    wrong_packages_and_manifests_are_told_apart(&make().await).await;
    what_the_policy_does_not_grant_is_refused(&make().await).await;
    what_the_gate_does_not_let_in_is_refused(&make().await).await;
    what_a_plugin_needs_must_be_there(&make().await).await;
    what_needs_a_disabled_plugin_is_not_enabled(&make().await).await;
    a_cancelled_installation_leaves_nothing(&make().await).await;
    ids_and_names_will_do(&make().await).await;
    what_is_not_installed_is_not_found(&make().await).await;
    the_history_outlives_the_plugin(&make().await).await;
    a_plugin_that_comes_back_is_another(&make().await).await;
    a_running_plugin_can_not_be_uninstalled(&make().await).await;
    a_needed_plugin_can_not_be_uninstalled(&make().await).await;
    only_an_enabled_plugin_runs(&make().await).await;
    plugins_are_enabled_after_those_that_they_need(&make().await).await;
    disabling_lets_executions_go_on(&make().await).await;
    a_list_is_in_the_order_of_names(&make().await).await;
    a_list_has_what_its_filter_lets_through(&make().await).await;
    a_plugin_is_shown_as_it_was_installed(&make().await).await;
    a_configuration_is_kept_and_filled_with_defaults(&make().await).await;
    a_configuration_changes_field_by_field(&make().await).await;
    a_wrong_configuration_changes_nothing(&make().await).await;
    a_success_has_a_reply_and_a_complete_record(&make().await).await;
    a_plugin_is_given_the_call_and_its_context(&make().await).await;
    parameters_have_their_defaults(&make().await).await;
    the_first_extension_point_is_called_unless_another_is_asked_for(&make().await).await;
    what_a_plugin_raises_is_a_failure_with_its_traceback(&make().await).await;
    whatever_a_plugin_does_is_an_execution(&make().await).await;
    a_result_that_breaks_its_contract_is_a_failure(&make().await).await;
    a_wrong_call_is_refused_and_recorded(&make().await).await;
    the_timeout_ends_an_execution(&make().await).await;
    cancelling_ends_an_execution(&make().await).await;
    dropping_the_future_ends_an_execution(&make().await).await;
    printed_lines_are_heard_and_answered(&make().await).await;
    executions_run_beside_each_other(&make().await).await;
    a_disabled_plugin_does_not_run(&make().await).await;
    a_record_has_its_seed(&make().await).await;
    what_finds_no_room_waits_or_is_refused(&make().await).await;
    a_change_ends_the_sessions_of_before(&make().await).await;
    closing_waits_for_what_runs(&make().await).await;
    a_source_runs_and_leaves_nothing(&make().await).await;
    a_source_ends_as_an_installed_plugin_would(&make().await).await;
    a_source_does_not_touch_an_installed_plugin(&make().await).await;
    a_source_fails_where_installing_it_would(&make().await).await;
    records_come_newest_first_up_to_the_limit(&make().await).await;
    records_are_those_that_the_filter_lets_through(&make().await).await;
    an_execution_under_way_is_seen(&make().await).await;
    statistics_count_by_status(&make().await).await;
    statistics_rank_what_the_records_have(&make().await).await;
    statistics_of_what_never_ran_are_empty(&make().await).await;
    each_change_is_an_event(&make().await).await;
    events_do_not_tell_configured_values(&make().await).await;
}
