//! Names of imports and exports, compatible versions included.
//!
//! `wasi:io/streams@0.2.0` is met by `wasi:io/streams@0.2.6` and the other way around: names match if they are equal, or if both have the
//! same *track*, which is the version up to its first part that is not zero. A version with a suffix is on no track.

use std::collections::HashMap;

use semver::Version;

/// What a name with a version has in common with compatible ones; the version too.
fn track(name: &str) -> Option<(String, Version)> {
    let (base, version) = name.split_once('@')?;
    let version = Version::parse(version).ok().filter(|version| version.pre.is_empty())?;
    let track = match (version.major, version.minor) {
        (0, 0) => return None,
        (0, minor) => format!("{base}@0.{minor}"),
        (major, _) => format!("{base}@{major}"),
    };
    Some((track, version))
}

/// A map by name.
pub(crate) struct Names<V> {
    exact: HashMap<String, V>,
    /// The newest name of each track.
    tracks: HashMap<String, (Version, String)>,
}

impl<V> Default for Names<V> {
    fn default() -> Self {
        Names { exact: HashMap::new(), tracks: HashMap::new() }
    }
}

impl<V: Clone> Clone for Names<V> {
    fn clone(&self) -> Self {
        Names { exact: self.exact.clone(), tracks: self.tracks.clone() }
    }
}

impl<V> Names<V> {
    pub(crate) fn insert(&mut self, name: &str, value: V) {
        if let Some((track, version)) = track(name) {
            let newest = self.tracks.entry(track).or_insert_with(|| (version.clone(), name.to_owned()));
            if newest.0 < version {
                *newest = (version, name.to_owned());
            }
        }
        self.exact.insert(name.to_owned(), value);
    }

    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        self.exact.get(name).or_else(|| {
            let (track, _) = track(name)?;
            self.exact.get(&self.tracks.get(&track)?.1)
        })
    }

    pub(crate) fn has_exactly(&self, name: &str) -> bool {
        self.exact.contains_key(name)
    }

    pub(crate) fn entry(&mut self, name: &str, default: impl FnOnce() -> V) -> &mut V {
        if !self.has_exactly(name) {
            self.insert(name, default());
        }
        match self.exact.get_mut(name) {
            Some(value) => value,
            None => unreachable!("it was inserted if it was not there"),
        }
    }

    /// All names, in no particular order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.exact.keys().map(String::as_str)
    }
}

/// The position of a name in a list, or else that of the newest compatible one.
pub(crate) fn find<V>(list: &[(String, V)], name: &str) -> Option<usize> {
    let exact = list.iter().position(|(known, _)| known == name);
    exact.or_else(|| {
        let (wanted, _) = track(name)?;
        let compatible = list.iter().enumerate().filter_map(|(index, (known, _))| {
            track(known).filter(|(track, _)| *track == wanted).map(|(_, version)| (version, index))
        });
        compatible.max().map(|(_, index)| index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compatible_versions_match_and_the_newest_wins() {
        let mut names = Names::default();
        names.insert("a:b/c@0.2.0", 0);
        names.insert("a:b/c@0.2.6", 6);
        names.insert("a:b/c@0.3.0", 30);
        names.insert("x:y/z@1.4.0", 14);
        names.insert("plain", 1);
        let cases = [
            ("a:b/c@0.2.0", Some(0)),
            ("a:b/c@0.2.3", Some(6)),
            ("a:b/c@0.2.9", Some(6)),
            ("a:b/c@0.3.1", Some(30)),
            ("a:b/c@0.4.0", None),
            ("a:b/c@0.2.3-rc.1", None),
            ("x:y/z@1.0.0", Some(14)),
            ("x:y/z@2.0.0", None),
            ("plain", Some(1)),
            ("a:b/c", None),
        ];
        for (name, expected) in cases {
            assert_eq!(names.get(name).copied(), expected, "{name}");
        }
        let list = [("a:b/c@0.2.1".to_owned(), ()), ("a:b/c@0.2.4".to_owned(), ())];
        assert_eq!(find(&list, "a:b/c@0.2.2"), Some(1));
        assert_eq!(find(&list, "a:b/c@0.2.1"), Some(0));
        assert_eq!(find(&list, "a:b/d@0.2.1"), None);
    }
}
