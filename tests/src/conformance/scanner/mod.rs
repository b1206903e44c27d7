//! The conformance suite of the trait [`Scanner`]: one function for each thing that it promises.
//!
//! No case names a rule's id: a scanner of a host's own has rules of its own.

mod judging;
mod means;
mod reading;

pub use judging::*;
pub use reading::*;

use omniplug_core::scanner::Scanner;

/// Runs all cases.
pub async fn all(scanner: &dyn Scanner) {
    code_that_starts_a_program_is_found(scanner).await;
    harmless_code_passes_and_is_counted(scanner).await;
    a_folder_and_its_package_have_the_same_findings(scanner).await;
    comments_and_strings_are_no_code(scanner).await;
    what_is_not_read_is_told_and_hides_nothing(scanner).await;
    links_are_not_followed(scanner).await;
    the_same_files_give_the_same_report(scanner).await;
    what_is_not_there_is_not_found(scanner).await;
    an_author_can_not_hide_a_finding(scanner).await;
    what_the_policy_allows_is_shown_and_not_judged(scanner).await;
    thresholds_make_the_verdict(scanner).await;
    a_baseline_leaves_what_is_new(scanner).await;
    copies_of_other_packages_are_judged_apart(scanner).await;
    what_the_manifest_does_not_ask_for_is_found(scanner).await;
    an_audit_without_advisories_never_passes(scanner).await;
}
