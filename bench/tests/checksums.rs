//! The suite's answers, without its clocks: every program at its small size, and the seeds, on wx by default and in each tier.

use wx_bench::engines::{self, Mode};
use wx_bench::tiers::TIERS;
use wx_bench::{rebuild, suite};

#[test]
fn every_program_returns_its_checksum_in_every_tier() {
    let programs = suite::load("").expect("the suite loads");
    assert!(programs.len() >= 30 + 5, "the suite has shrunk to {}", programs.len());
    let names = ["wx"].into_iter().chain(TIERS.iter().map(|tier| tier.name));
    let mut wrong = Vec::new();
    for name in names {
        let engine = engines::named(name, Mode::Default).expect("wx has its tiers");
        for program in &programs {
            let answer = engine.compile(&program.wasm).and_then(|compiled| compiled.instantiate()).and_then(
                |mut instance| {
                    suite::call(program, program.small, instance.as_mut())?;
                    suite::self_check(program, || instance.check())
                },
            );
            if let Err(error) = answer {
                wrong.push(format!("{} on {name}: {error:#}", program.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} programs:\n{}", wrong.len(), programs.len(), wrong.join("\n"));
}

#[test]
fn a_wrong_checksum_is_noticed() {
    let program = &suite::load("fib").expect("fib is in the suite")[0];
    assert!(suite::verify(program, program.small, program.small.checksum).is_ok());
    let error =
        suite::verify(program, program.small, program.small.checksum ^ 1).expect_err("one bit is off");
    assert!(error.to_string().contains("fib: run_n("), "{error}");
}

#[test]
fn text_programs_and_their_modules_are_in_step() {
    for source in rebuild::text_sources(&suite::folder()).expect("the folder is readable") {
        let fresh = wat::parse_file(&source).expect("the program assembles");
        let stored = std::fs::read(source.with_extension("wasm")).expect("the module is there");
        assert!(fresh == stored, "{} changed: run `cargo xtask bench --rebuild`", source.display());
    }
}
