//! Our own scripts of components, in every tier.

use wx_spectest::official::testsuite_dir;
use wx_spectest::run::{Options, Source};
use wx_spectest::{Tier, run};

#[test]
fn components_do_the_same_in_every_tier() {
    for &tier in Tier::ALL {
        let source = Source::Dir(testsuite_dir().join("component"), None);
        let mut out = Vec::new();
        let summary = run(&Options { tier, ..Options::new(source) }, &mut out).unwrap();
        assert!(summary.is_success() && summary.total.passed > 60, "{}", String::from_utf8_lossy(&out));
    }
}
