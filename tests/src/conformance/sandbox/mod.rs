//! The conformance suite of the traits [`Sandbox`] and [`Session`](omniplug_core::sandbox::Session): one
//! function for each thing that they promise.
//!
//! The attack suite in [`attacks`](crate::attacks) is the other half: this one tells that good plugins work
//! and limits hold, that one that bad plugins don't get out.

mod ending;
mod means;
mod plugins;
mod promises;
mod resources;

pub use ending::*;
pub use plugins::*;
pub use promises::*;
pub use resources::*;

use omniplug_core::sandbox::{Language, Sandbox};

/// Runs all cases, those of R only where the sandbox has it.
pub async fn all(sandbox: &dyn Sandbox) {
    probing_tells_what_executions_have(sandbox).await;
    the_interpreter_is_named(sandbox).await;
    too_little_isolation_is_refused(sandbox).await;
    missing_folders_are_named(sandbox).await;
    mounted_folders_can_be_read_and_not_written(sandbox).await;
    executions_see_nothing_of_each_other(sandbox).await;
    executions_at_once_see_nothing_of_each_other(sandbox).await;
    nothing_outside_is_seen_or_written(sandbox).await;
    log_lines_arrive_while_the_code_runs(sandbox).await;
    cancelling_ends_an_execution(sandbox).await;
    a_cancelled_token_starts_nothing_that_lasts(sandbox).await;
    dropping_the_future_ends_an_execution(sandbox).await;
    nothing_runs_after_the_outcome(sandbox).await;
    the_timeout_ends_an_execution(sandbox).await;
    the_requests_timeout_counts_too(sandbox).await;
    an_endless_timeout_is_none(sandbox).await;
    closing_a_session_ends_it(sandbox).await;
    statuses_tell_how_it_ended(sandbox).await;
    output_over_the_limit_ends_an_execution(sandbox).await;
    what_is_kept_of_the_log_is_bounded(sandbox).await;
    usage_is_measured(sandbox).await;
    children_count_into_the_usage(sandbox).await;
    eight_executions_run_at_once(sandbox).await;
    plugins_may_start_processes(sandbox).await;
    tables_go_there_and_back(sandbox).await;
    large_json_goes_there_and_back(sandbox).await;
    the_request_reaches_the_plugin_whole(sandbox).await;
    for language in [Language::Python, Language::R] {
        if sandbox.interpreter(language, None, &|_| {}).await.is_ok() {
            all_forms_of_entry_points_run(sandbox, language).await;
        }
    }
}
