//! The attack suite: hostile plugins, what each must end as, and what must not be left of it.
//!
//! An attack is one file in `python/` or `r/`, named as the attack. Attacks that probe answer a dictionary
//! in which everything that they tried must read `denied`. The names that start with `lesson_` are
//! what attacks on prototypes of this sandbox once managed.
//!
//! ```no_run
//! # async fn certify(sandbox: &dyn omniplug_core::sandbox::Sandbox) {
//! use omniplug_core::sandbox::Start;
//! use omniplug_tests::attacks::{Ground, all};
//!
//! let ground = Ground::new();
//! for attack in all() {
//!     if let Err(wrong) = attack.run(sandbox, Start::Cold, &ground).await {
//!         eprintln!("{}: {wrong}", attack.title());
//!     }
//! }
//! # }
//! ```

mod attack;
mod catalogue;
mod ground;
mod python;
mod r;
mod traces;

pub use attack::{Attack, Check};
pub use ground::Ground;
pub use traces::Traces;

/// All attacks, Python's first.
pub fn all() -> impl Iterator<Item = &'static Attack> {
    python::ATTACKS.iter().chain(r::ATTACKS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use omniplug_core::sandbox::Language;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_is_in_the_catalogue() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/attacks");
        for (language, ending) in [(Language::Python, "py"), (Language::R, "R")] {
            let files = std::fs::read_dir(folder.join(language.as_str())).unwrap();
            let mut names: BTreeSet<_> = files
                .map(|file| file.unwrap().path())
                .filter(|path| path.extension().is_some_and(|found| found == ending))
                .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            for helper in ["probe", "harmless"] {
                names.remove(helper);
            }
            let attacks = all().filter(|attack| attack.language == language);
            assert_eq!(
                attacks.map(|attack| attack.name.to_owned()).collect::<BTreeSet<_>>(),
                names
            );
        }
    }
}
