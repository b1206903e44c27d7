//! How bad an advisory is.
//!
//! Source of the formula: the specification of CVSS 3.1, section 7.1, "Base Metrics Equations".

use crate::scanner::Severity;

/// The base score of a vector of version 3, from 0 to 10.
pub(super) fn base_score(vector: &str) -> Option<f64> {
    let metrics = vector.strip_prefix("CVSS:3.0/").or(vector.strip_prefix("CVSS:3.1/"))?;
    let metric =
        |name: &str| metrics.split('/').find_map(|part| part.strip_prefix(name)?.strip_prefix(':'));
    let is_changed = metric("S")? == "C";
    let impact_of = |name: &str| match metric(name)? {
        "H" => Some(0.56),
        "L" => Some(0.22),
        "N" => Some(0.0),
        _ => None,
    };
    let (c, i, a): (f64, f64, f64) = (impact_of("C")?, impact_of("I")?, impact_of("A")?);
    let vector = match metric("AV")? {
        "N" => 0.85,
        "A" => 0.62,
        "L" => 0.55,
        "P" => 0.2,
        _ => return None,
    };
    let complexity = if metric("AC")? == "L" { 0.77 } else { 0.44 };
    let privileges = match (metric("PR")?, is_changed) {
        ("N", _) => 0.85,
        ("L", false) => 0.62,
        ("L", true) => 0.68,
        ("H", false) => 0.27,
        ("H", true) => 0.5,
        _ => return None,
    };
    let interaction = if metric("UI")? == "N" { 0.85 } else { 0.62 };
    let sub: f64 = 1.0 - (1.0 - c) * (1.0 - i) * (1.0 - a);
    let impact =
        if is_changed { 7.52 * (sub - 0.029) - 3.25 * (sub - 0.02).powi(15) } else { 6.42 * sub };
    let exploitability = 8.22 * vector * complexity * privileges * interaction;
    if impact <= 0.0 {
        return Some(0.0);
    }
    let factor = if is_changed { 1.08 } else { 1.0 };
    Some(round_up((factor * (impact + exploitability)).min(10.0)))
}

/// The next tenth above, as the specification's appendix A rounds.
fn round_up(score: f64) -> f64 {
    let whole = (score * 100_000.0).round();
    if whole % 10_000.0 == 0.0 {
        whole / 100_000.0
    } else {
        ((whole / 10_000.0).floor() + 1.0) / 10.0
    }
}

/// The severity of a score, by the specification's scale.
pub(super) fn of_score(score: f64) -> Severity {
    match score {
        score if score >= 9.0 => Severity::Critical,
        score if score >= 7.0 => Severity::High,
        score if score >= 4.0 => Severity::Medium,
        _ => Severity::Low,
    }
}

/// The severity of a word, as databases write it.
pub(super) fn of_word(word: &str) -> Option<Severity> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "high" | "important" => Some(Severity::High),
        "medium" | "moderate" => Some(Severity::Medium),
        "low" => Some(Severity::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_those_of_the_specification() {
        for (vector, score) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10.0),
            ("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
            ("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", 5.9),
            ("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:N/A:N", 2.3),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
        ] {
            assert_eq!(base_score(vector), Some(score), "{vector}");
        }
        assert_eq!(base_score("CVSS:4.0/AV:N"), None);
        assert_eq!(base_score("CVSS:3.1/AV:X/AC:L"), None);
    }
}
