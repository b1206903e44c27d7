//! The examples of rules on packages and dependencies.

use super::tree::{Tree, found};
use crate::scanner::{RuleLanguage, ScanPolicy, rules};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_rule_on_packages_finds_its_bad_example_and_not_its_good_one() {
    let own = |language| matches!(language, RuleLanguage::Package | RuleLanguage::Dependency);
    for rule in rules::all().filter(|rule| own(rule.language)) {
        for (text, is_bad) in [(rule.example.bad, true), (rule.example.good, false)] {
            let tree = Tree::new(text);
            let mut request = tree.request();
            request.policy = ScanPolicy { advisory_age_days: 100_000, ..ScanPolicy::default() };
            let report = crate::scanner::Scanner::scan(&tree.scanner(), &request).await.unwrap();
            let has = report.findings.iter().any(|finding| finding.rule == rule.id);
            assert_eq!(
                has,
                is_bad,
                "{} {}: {:?} {:#?}",
                rule.id,
                is_bad,
                found(&report),
                report.unread
            );
        }
    }
}

#[test]
fn ids_and_names_are_unique_and_everything_is_said() {
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for rule in rules::all() {
        assert!(ids.insert(rule.id), "{}", rule.id);
        assert!(
            names.insert((rule.id.trim_end_matches(char::is_numeric), rule.name)),
            "{}",
            rule.name
        );
        assert!(rule.cwe > 0, "{}", rule.id);
        for text in [rule.title, rule.explanation, rule.remedy, rule.example.bad] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
        assert!(!rule.title.ends_with('.'), "{}", rule.id);
        assert_eq!(rules::find(rule.id), Some(rule));
    }
}
