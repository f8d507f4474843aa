//! The library used as a careless host would: a fixed run of sequences; `cargo xtask api` makes longer ones.

use wx_fuzz::api::{Outcome, run_bytes, run_seed};

#[test]
fn a_fixed_run_of_sequences_ends_as_documented() {
    let mut sum = Outcome::default();
    for seed in 0..150 {
        match run_seed(seed) {
            Ok(outcome) => {
                sum.returned += outcome.returned;
                sum.failed += outcome.failed;
                sum.panicked += outcome.panicked;
                sum.refused += outcome.refused;
                sum.instances += outcome.instances;
            }
            Err(faults) => panic!("the sequence of seed {seed}: {faults}"),
        }
    }
    // A run in which little happens proves little.
    assert!(sum.instances > 500 && sum.returned > 500 && sum.failed > 100, "{sum:?}");
    assert!(sum.panicked > 50 && sum.refused > 300, "{sum:?}");
}

#[test]
fn bytes_make_sequences_too() {
    for bytes in [&b""[..], b"a sequence", &[255; 300]] {
        run_bytes(bytes).unwrap();
    }
}
