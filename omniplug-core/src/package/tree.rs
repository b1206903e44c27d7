//! What an archive has named so far, to find clashes.

use super::names::{EntryPath, fold, invalid};
use super::{ArchiveLimits, MANIFEST};
use crate::Result;
use std::collections::{BTreeSet, HashMap};

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A folder that is so far only a part of a path.
    Implied,
    Folder,
    File,
}

/// The files and folders that an archive has named so far.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// By folded path: the path as it was written first, and what it is.
    entries: HashMap<String, (String, Kind)>,
    /// The names at the root.
    top: BTreeSet<String>,
}

impl Tree {
    /// Adds a file or folder. Returns the folders on its path, itself included, that are new.
    pub(super) fn add(
        &mut self,
        path: &EntryPath,
        folder: bool,
        limits: &ArchiveLimits,
    ) -> Result<Vec<EntryPath>> {
        let mut created = Vec::new();
        for parent in path.parents() {
            if self.put(&parent, path, Kind::Implied, limits)? {
                created.push(parent);
            }
        }
        let kind = if folder { Kind::Folder } else { Kind::File };
        if self.put(path, path, kind, limits)? && folder {
            created.push(path.clone());
        }
        if let Some(name) = path.names().first() {
            self.top.insert(name.clone());
        }
        Ok(created)
    }

    /// Puts one path and says whether it is new. `entry` is what the archive named.
    fn put(
        &mut self,
        path: &EntryPath,
        entry: &EntryPath,
        kind: Kind,
        limits: &ArchiveLimits,
    ) -> Result<bool> {
        let spelling = path.to_string();
        let key = fold(&spelling);
        let Some((known, known_kind)) = self.entries.get_mut(&key) else {
            if self.entries.len() >= limits.entries {
                let limit = limits.entries;
                return Err(invalid(format!(
                    "entry `{entry}` is one too many, the limit is {limit} files and folders"
                )));
            }
            self.entries.insert(key, (spelling, kind));
            return Ok(true);
        };
        if *known != spelling {
            return Err(invalid(format!(
                "entry `{entry}` clashes with `{known}`: some file systems take them for the same name"
            ))
            .with_hint("give them names that differ in more than case or Unicode form"));
        }
        match (*known_kind, kind) {
            (Kind::Implied | Kind::Folder, Kind::Implied) => Ok(false),
            (Kind::Implied, Kind::Folder) => {
                *known_kind = Kind::Folder;
                Ok(false)
            }
            (Kind::File, Kind::Implied) => {
                Err(invalid(format!("entry `{entry}` uses the file `{spelling}` as a folder")))
            }
            (Kind::File, Kind::File) | (Kind::Folder, Kind::Folder) => {
                Err(invalid(format!("entry `{entry}` is in the archive twice")))
            }
            _ => Err(invalid(format!("entry `{entry}` is both a file and a folder"))),
        }
    }

    /// Finds where the plugin is: `None` at the archive's root, or the one top-level folder that holds it.
    pub(super) fn root(&self) -> Result<Option<&str>> {
        match (self.kind(MANIFEST), self.top.len()) {
            (Some(Kind::File), _) => return Ok(None),
            (Some(_), _) => return Err(manifest_is_folder(MANIFEST)),
            (None, 0) => return Err(invalid("the archive is empty")),
            (None, 1) => {}
            (None, count) => {
                return Err(invalid(format!(
                    "there is no `{MANIFEST}` at the archive's root, which has {count} entries"
                ))
                .with_hint("pack the folder that holds it with `omniplug pack`"));
            }
        }
        let top = self.top.first().map(String::as_str).unwrap_or_default();
        let path = format!("{top}/{MANIFEST}");
        match self.kind(&path) {
            Some(Kind::File) => Ok(Some(top)),
            Some(_) => Err(manifest_is_folder(&path)),
            None => Err(invalid(format!(
                "there is no `{MANIFEST}` at the archive's root or in its folder `{top}`"
            ))
            .with_hint("pack the folder that holds it with `omniplug pack`")),
        }
    }

    /// What stands under a path of exactly this spelling.
    fn kind(&self, path: &str) -> Option<Kind> {
        let (spelling, kind) = self.entries.get(&fold(path))?;
        (spelling == path).then_some(*kind)
    }
}

fn manifest_is_folder(path: &str) -> crate::Error {
    invalid(format!("entry `{path}` is a folder, it must be a file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(tree: &mut Tree, path: &str, folder: bool) -> Result<Vec<EntryPath>> {
        let limits = ArchiveLimits { entries: 6, ..ArchiveLimits::default() };
        let path = EntryPath::parse(path.as_bytes(), folder, &limits)?;
        tree.add(&path.unwrap(), folder, &limits)
    }

    #[test]
    fn folders_are_named_once_each_in_order() {
        let mut tree = Tree::default();
        let created = add(&mut tree, "a/b/c.py", false).unwrap();
        let created: Vec<_> = created.iter().map(ToString::to_string).collect();
        assert_eq!(created, ["a", "a/b"]);
        assert!(add(&mut tree, "a/b", true).unwrap().is_empty());
        assert!(add(&mut tree, "a/d.py", false).unwrap().is_empty());
    }

    #[test]
    fn clashes_are_refused() {
        for (first, second, text) in [
            ("a", "a", "twice"),
            ("a", "A", "clashes with `a`"),
            ("a", "a/b", "uses the file `a` as a folder"),
            ("a/b", "a", "both a file and a folder"),
            ("a/x", "A/y", "clashes with `a`"),
        ] {
            let mut tree = Tree::default();
            add(&mut tree, first, false).unwrap();
            let error = add(&mut tree, second, false).unwrap_err();
            assert!(error.message().contains(text), "{error}");
        }
    }

    #[test]
    fn implied_folders_count() {
        let mut tree = Tree::default();
        let error = add(&mut tree, "a/b/c/d/e/f/g", false).unwrap_err();
        assert!(error.message().contains("one too many"), "{error}");
    }

    #[test]
    fn one_top_folder_is_found() {
        let mut tree = Tree::default();
        add(&mut tree, "pca/manifest.json", false).unwrap();
        assert_eq!(tree.root().unwrap(), Some("pca"));
        add(&mut tree, "other", true).unwrap();
        assert!(tree.root().is_err());
        add(&mut tree, "manifest.json", false).unwrap();
        assert_eq!(tree.root().unwrap(), None);
    }
}
