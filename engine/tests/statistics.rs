//! What an engine tells of its functions: statistics, and the files for profilers.

use std::time::Duration;

use wx::{Config, Engine, FunctionTier, Instance, Module, ProfilingStrategy, Result, Store, Tier};

/// Three functions: `run` calls `$sum` n times, which loops n times; `unused` is never called.
const TEXT: &str = r#"(module
    (func $sum (param $n i32) (result i32) (local $s i32)
        (loop $l
            (local.set $s (i32.add (local.get $s) (local.get $n)))
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (br_if $l (local.get $n)))
        (local.get $s))
    (func $run (export "run") (param $n i32) (result i32) (local $i i32) (local $s i32)
        (local.set $i (local.get $n))
        (loop $l
            (local.set $s (i32.add (local.get $s) (call $sum (local.get $n))))
            (local.set $i (i32.sub (local.get $i) (i32.const 1)))
            (br_if $l (local.get $i)))
        (local.get $s))
    (func $unused (export "unused")))"#;

fn run(config: &Config, n: i32) -> Result<(Module, i32)> {
    let engine = Engine::new(config)?;
    let module = Module::new(&engine, TEXT)?;
    let mut store = Store::new(&engine, ());
    let run = Instance::new(&mut store, &module, &[])?.get_typed_func::<i32, i32>(&mut store, "run")?;
    let result = run.call(&mut store, n)?;
    Ok((module, result))
}

#[test]
fn calls_and_iterations_are_exact_in_every_tier() -> Result<()> {
    for tier in [Tier::Interp, Tier::Jit, Tier::Tiered] {
        let mut config = Config::new();
        config.tier(tier).statistics(true);
        let (module, result) = run(&config, 100)?;
        assert_eq!(result, 100 * 5050);
        let functions = module.statistics().functions;
        let counts = |at: usize| functions[at].counts.as_ref().expect("they were asked for");
        assert_eq!((counts(0).calls, counts(0).loop_iterations), (100, 10_000), "{tier:?}");
        assert_eq!((counts(1).calls, counts(1).loop_iterations), (1, 100), "{tier:?}");
        assert_eq!(counts(2).calls, 0);
        assert_eq!(functions[0].name.as_deref(), Some("sum"));
        assert!(counts(0).lower_time > Duration::ZERO);
        let compiled = tier != Tier::Interp;
        assert_eq!(
            functions[0].tier,
            if compiled { FunctionTier::Compiled } else { FunctionTier::Interpreted }
        );
        assert_eq!(counts(0).compile_time > Duration::ZERO, compiled);
        assert_eq!(functions[0].code_bytes > 0 && functions[0].table_bytes > 0, compiled);
        let residents = module.statistics().optimizations().iter().find(|o| o.0 == "residents").map(|o| o.1);
        assert_eq!(residents.is_some_and(|count| count > 0), compiled);
    }
    Ok(())
}

#[test]
fn a_loop_that_goes_over_to_machine_code_is_an_osr_entry() -> Result<()> {
    let mut config = Config::new();
    config.tier(Tier::Tiered).statistics(true);
    let (module, _) = run(&config, 3000)?;
    let statistics = module.statistics();
    let entries = |at: usize| statistics.functions[at].counts.as_ref().map(|counts| counts.osr_entries);
    assert_eq!(entries(1), Some(1), "its only call is entered in the middle");
    assert_eq!(statistics.functions[2].tier, FunctionTier::Unused);
    assert_eq!(statistics.count(FunctionTier::Compiled), 2);
    Ok(())
}

#[test]
fn without_being_asked_nothing_is_counted() -> Result<()> {
    let (module, _) = run(&Config::new(), 10)?;
    let statistics = module.statistics();
    assert!(statistics.functions.iter().all(|function| function.counts.is_none()));
    assert_eq!(statistics.functions[0].tier, FunctionTier::Compiled);
    assert!(statistics.optimizations().is_empty());
    Ok(())
}

/// Room for the stubs and one function or so, but not for the large one.
#[test]
fn what_finds_no_room_is_interpreted_and_says_why() -> Result<()> {
    let adds = "(local.set 0 (i32.add (local.get 0) (i32.xor (local.get 0) (i32.const 77))))".repeat(4000);
    let text = format!(r#"(module (func (export "f") (param i32) (result i32) {adds} (local.get 0)))"#);
    let mut config = Config::new();
    config.tier(Tier::Tiered).max_code_memory(16 << 10).background_compilation(false);
    let engine = Engine::new(&config)?;
    assert_eq!(engine.why_no_machine_code(), None);
    let module = Module::new(&engine, &text)?;
    let mut store = Store::new(&engine, ());
    let f = Instance::new(&mut store, &module, &[])?.get_typed_func::<i32, i32>(&mut store, "f")?;
    let first = f.call(&mut store, 1)?;
    for _ in 0..20 {
        assert_eq!(f.call(&mut store, 1)?, first);
    }
    let function = &module.statistics().functions[0];
    assert_eq!(function.tier, FunctionTier::Failed);
    let why = function.why_not_compiled.as_deref().unwrap_or_default();
    assert!(why.starts_with("no room for ") && why.ends_with(" bytes of code"), "{why}");

    config.tier(Tier::Jit);
    let error = Module::new(&Engine::new(&config)?, &text).unwrap_err();
    assert!(format!("{error:#}").starts_with("function 0 cannot be compiled: no room for "), "{error:#}");
    Ok(())
}

#[test]
fn what_is_not_proved_safe_is_interpreted_and_says_why() -> Result<()> {
    let mut config = Config::new();
    config.verify_machine_code(true).tier(Tier::Tiered).tier_up_after(1).compile_on_the_spot(u32::MAX);
    let (module, result) = run(&config, 100)?;
    assert_eq!(result, 100 * 5050);
    assert!(module.statistics().count(FunctionTier::Compiled) > 0);
    // The compiler never emits such code, as far as is known, so the verifier is made to doubt what it can prove.
    config.chaos(wx::settings::Chaos { prove_nothing: true, verify_code: false, ..Default::default() });
    let (module, result) = run(&config, 100)?;
    assert_eq!(result, 100 * 5050);
    let statistics = module.statistics();
    assert_eq!(statistics.count(FunctionTier::Compiled), 0);
    let why = statistics.functions[0].why_not_compiled.as_deref().unwrap_or_default();
    assert!(why.starts_with("machine code is not proved safe at "), "{why}");
    // Nothing may be interpreted here.
    config.tier(Tier::Jit);
    let error = Module::new(&Engine::new(&config)?, TEXT).expect_err("a module of code that is not proved");
    let text = format!("{error:#}");
    assert!(text.starts_with("function 0 cannot be compiled: machine code is not proved safe"), "{text}");
    Ok(())
}

#[test]
fn without_room_for_the_stubs_nothing_is_compiled() -> Result<()> {
    let mut config = Config::new();
    config.max_code_memory(1);
    config.tier(Tier::Jit);
    let error = Engine::new(&config).unwrap_err();
    assert!(error.to_string().contains("there is no machine code: no room for "), "{error:#}");
    config.tier(Tier::Tiered);
    let (module, result) = run(&config, 50)?;
    assert_eq!(result, 50 * 1275);
    assert_eq!(module.statistics().functions[0].tier, FunctionTier::Interpreted);
    assert!(module.engine().why_no_machine_code().is_some_and(|why| why.contains("no room")));
    Ok(())
}

/// The lines of a perf map: address, length, name.
fn map_lines(text: &str) -> Vec<(usize, usize, &str)> {
    let line = |line| {
        let mut words = str::splitn(line, 3, ' ');
        let mut number = || usize::from_str_radix(words.next().unwrap(), 16).unwrap();
        (number(), number(), words.next().unwrap())
    };
    text.lines().map(line).collect()
}

#[test]
fn a_perf_map_names_every_function() -> Result<()> {
    let mut config = Config::new();
    config.tier(Tier::Jit).profiler(ProfilingStrategy::PerfMap);
    let engine = Engine::new(&config)?;
    let text = TEXT.replace("$sum", "$_ZN4core3fmt9Formatter3pad17h0123456789abcdefE");
    let module = Module::new(&engine, text)?;
    let path = format!("/tmp/perf-{}.map", std::process::id());
    let text = std::fs::read_to_string(&path)?;
    let lines = map_lines(&text);
    for (at, name) in ["core::fmt::Formatter::pad", "run", "unused"].into_iter().enumerate() {
        let &(address, length, _) =
            lines.iter().find(|line| line.2 == name).unwrap_or_else(|| panic!("{name}"));
        let machine = module.data().codes[at].machine().expect("compiled");
        assert_eq!((address, length), (machine.start.addr(), machine.len as usize));
    }
    assert!(lines.iter().any(|line| line.2 == "wx stubs"));
    std::fs::remove_file(path)?;
    // perf asks the map about memory with such a name only.
    let address = module.data().codes[0].machine().expect("compiled").entry.addr();
    let maps = std::fs::read_to_string("/proc/self/maps")?;
    let holds = |line: &&str| {
        let (start, rest) = line.split_once('-').unwrap();
        let [start, end] =
            [start, rest.split_once(' ').unwrap().0].map(|n| usize::from_str_radix(n, 16).unwrap());
        (start..end).contains(&address)
    };
    let line = maps.lines().find(holds).expect("code is mapped");
    assert!(line.contains(" r-xs ") && line.contains(" /dev/zero"), "{line}");
    Ok(())
}

/// Reads numbers from the front of bytes.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take(&mut self, bytes: usize) -> &[u8] {
        let (front, rest) = self.0.split_at(bytes);
        self.0 = rest;
        front
    }
    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take(4).try_into().unwrap())
    }
    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take(8).try_into().unwrap())
    }
}

#[test]
fn a_jitdump_has_the_code_of_every_function() -> Result<()> {
    let mut config = Config::new();
    config.tier(Tier::Jit).profiler(ProfilingStrategy::JitDump);
    let engine = Engine::new(&config)?;
    let module = Module::new(&engine, TEXT)?;
    let path = format!("jit-{}.dump", std::process::id());
    let bytes = std::fs::read(&path)?;
    let maps = std::fs::read_to_string("/proc/self/maps")?;
    assert!(
        maps.lines().any(|line| line.contains(" r-xp ") && line.ends_with(&path)),
        "perf sees no mapping"
    );
    std::fs::remove_file(&path)?;

    let mut reader = Reader(&bytes);
    let header: Vec<u32> = (0..6).map(|_| reader.u32()).collect();
    assert_eq!(header, [0x4A69_5444, 1, 40, 62, 0, std::process::id()]);
    let started = reader.u64();
    assert_eq!(reader.u64(), 0, "flags");
    let (mut last, mut codes) = (started, Vec::new());
    while !reader.0.is_empty() {
        let length = match (reader.u32(), reader.u32()) {
            (0, length) => length as usize,
            (kind, _) => panic!("a record of kind {kind}"),
        };
        let time = reader.u64();
        assert!(time >= last, "time goes on");
        last = time;
        assert_eq!((reader.u32(), reader.u32()), (std::process::id(), std::process::id()));
        let (address, again, size, index) = (reader.u64(), reader.u64(), reader.u64(), reader.u64());
        assert_eq!((address, index), (again, codes.len() as u64));
        let name = reader.take(length - 56 - size as usize).to_vec();
        let name = String::from_utf8(name).unwrap();
        codes.push((name, address, reader.take(size as usize).to_vec()));
    }
    for (at, name) in ["sum\0", "run\0", "unused\0"].into_iter().enumerate() {
        let (_, address, code) = codes.iter().find(|code| code.0 == name).unwrap_or_else(|| panic!("{name}"));
        let machine = module.data().codes[at].machine().expect("compiled");
        assert_eq!((*address as usize, code.len()), (machine.start.addr(), machine.len as usize));
        assert_eq!(code.last(), Some(&0xCC), "the code ends with a breakpoint");
    }
    Ok(())
}
