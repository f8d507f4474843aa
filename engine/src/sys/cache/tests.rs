//! What a cache believes, and what it does not.

use super::*;
use std::os::unix::fs::symlink;

const FIRST: [u8; NAME] = [1; NAME];
const OTHER: [u8; NAME] = [2; NAME];

fn folder(limit: u64) -> (tempfile::TempDir, Folder) {
    let above = tempfile::tempdir().unwrap();
    let folder = Folder::open(&above.path().join("a/b"), limit).unwrap();
    (above, folder)
}

/// The contents without the code of authentication.
fn contents(cache: &Folder, name: &[u8; NAME]) -> Option<Vec<u8>> {
    cache.get(name).map(|bytes| bytes[..bytes.len() - NAME].to_vec())
}

#[test]
fn what_was_put_in_comes_out() {
    let (_above, cache) = folder(1 << 20);
    assert_eq!(contents(&cache, &FIRST), None);
    cache.put(&FIRST, b"one").unwrap();
    cache.put(&FIRST, b"two").unwrap();
    cache.put(&OTHER, b"").unwrap();
    assert_eq!(contents(&cache, &FIRST).as_deref(), Some(&b"two"[..]));
    assert_eq!(contents(&cache, &OTHER).as_deref(), Some(&b""[..]));
    let again = Folder::open(cache.path(), 1 << 20).unwrap();
    assert_eq!(contents(&again, &FIRST).as_deref(), Some(&b"two"[..]), "another process has the same key");
    assert_eq!(cache.clear().unwrap(), Usage { files: 2, bytes: 2 * NAME as u64 + 3 });
    assert_eq!((contents(&cache, &FIRST), cache.usage()), (None, Usage::default()));
}

#[test]
fn a_file_that_was_altered_or_cut_or_renamed_is_absent() {
    let (_above, cache) = folder(1 << 20);
    cache.put(&FIRST, b"contents").unwrap();
    let whole = fs::read(cache.file(&FIRST)).unwrap();
    for at in 0..whole.len() {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        fs::write(cache.file(&FIRST), &altered).unwrap();
        assert_eq!(contents(&cache, &FIRST), None, "byte {at}");
        fs::write(cache.file(&FIRST), &whole[..at]).unwrap();
        assert_eq!(contents(&cache, &FIRST), None, "cut to {at}");
    }
    fs::write(cache.file(&FIRST), [&whole[..], b"more"].concat()).unwrap();
    assert_eq!(contents(&cache, &FIRST), None);
    fs::write(cache.file(&OTHER), &whole).unwrap();
    assert_eq!(contents(&cache, &OTHER), None, "under another name");
    fs::write(cache.file(&FIRST), &whole).unwrap();
    assert!(cache.get(&FIRST).is_some());
}

#[test]
fn links_and_folders_that_are_open_are_not_followed() {
    let (above, cache) = folder(1 << 20);
    cache.put(&FIRST, b"contents").unwrap();
    let elsewhere = above.path().join("elsewhere");
    fs::rename(cache.file(&FIRST), &elsewhere).unwrap();
    symlink(&elsewhere, cache.file(&FIRST)).unwrap();
    assert_eq!(contents(&cache, &FIRST), None);
    symlink(cache.path(), above.path().join("link")).unwrap();
    assert!(Folder::open(&above.path().join("link"), 1).is_err());
    fs::set_permissions(cache.path(), fs::Permissions::from_mode(0o750)).unwrap();
    assert!(Folder::open(cache.path(), 1).is_err());
}

#[test]
fn what_was_not_used_for_longest_goes_first() {
    let (_above, cache) = folder(1000);
    let name = |n: u8| [n; NAME];
    for n in 0..5 {
        cache.put(&name(n), &[n; 160]).unwrap();
        let used = SystemTime::now() - Duration::from_secs(1000 - u64::from(n));
        File::options().write(true).open(cache.file(&name(n))).unwrap().set_modified(used).unwrap();
    }
    // The first one is used, and then there is one too many.
    assert!(cache.get(&name(0)).is_some());
    cache.put(&name(5), &[5; 160]).unwrap();
    let left: Vec<u8> = (0..6).filter(|&n| cache.get(&name(n)).is_some()).collect();
    assert_eq!(left, [0, 3, 4, 5]);
}

#[test]
fn a_key_that_is_open_is_no_secret() {
    let (_above, cache) = folder(1000);
    let key = cache.path().join("key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(Folder::open(cache.path(), 1000).is_err());
    fs::remove_file(&key).unwrap();
    cache.put(&FIRST, b"made with the key that is gone").unwrap();
    let other = Folder::open(cache.path(), 1000).unwrap();
    assert_eq!(contents(&other, &FIRST), None);
}

#[test]
fn threads_that_write_one_name_leave_a_whole_file() {
    let (_above, cache) = folder(1 << 20);
    std::thread::scope(|scope| {
        for n in 0..4 {
            let cache = &cache;
            scope.spawn(move || {
                for _ in 0..50 {
                    cache.put(&FIRST, &[n; 5000]).unwrap();
                    let found = contents(cache, &FIRST).expect("a file is always there");
                    assert!(found.len() == 5000 && found.iter().all(|&byte| byte == found[0]));
                }
            });
        }
    });
}
