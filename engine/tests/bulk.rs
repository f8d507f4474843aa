//! Bulk operations on memories against slices: every small constant length, lengths at run time, and what stands at a memory's end.
//!
//! A constant length and a run-time length take different templates, guarded memories and compared ones too. What must not
//! differ: nothing is written by an operation that traps.

use wx::{Config, Engine, Instance, Memory, Module, Store, Tier, Trap};

const PAGE: usize = 65536;

/// Functions `copy` and `fill` with the length as parameter, and `copyN`, `fillN` for each small length.
fn text() -> String {
    let mut text = String::from(
        r#"(module (memory (export "memory") 1)
        (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
        (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))"#,
    );
    for n in 0..=66 {
        text += &format!(
            r#"(func (export "copy{n}") (param i32 i32) (memory.copy (local.get 0) (local.get 1) (i32.const {n})))
            (func (export "fill{n}") (param i32 i32) (memory.fill (local.get 0) (local.get 1) (i32.const {n})))"#
        );
    }
    text + ")"
}

struct Machine {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Machine {
    fn new(config: &Config) -> Machine {
        let engine = Engine::new(config).unwrap();
        let module = Module::new(&engine, text()).unwrap();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        Machine { store, instance, memory }
    }

    /// Runs an operation by a constant length and by the same length at run time, and compares with a slice.
    fn check(&mut self, what: &str, to: usize, other: usize, len: usize) {
        let bytes: Vec<u8> = (0..PAGE).map(|i| (i * 5 + i / 256) as u8).collect();
        let fits = |at: usize| at + len <= PAGE;
        let valid = fits(to) && (what == "fill" || fits(other));
        let mut expected = bytes.clone();
        match what {
            _ if !valid => {}
            "copy" => expected.copy_within(other..other + len, to),
            _ => expected[to..to + len].fill(other as u8),
        }
        let (a, b, n) = (to as i32, other as i32, len as i32);
        for constant in [true, false] {
            if constant && len > 66 {
                continue;
            }
            self.memory.data_mut(&mut self.store).copy_from_slice(&bytes);
            let result = if constant {
                let name = format!("{what}{len}");
                let f = self.instance.get_typed_func::<(i32, i32), ()>(&mut self.store, &name).unwrap();
                f.call(&mut self.store, (a, b))
            } else {
                let f = self.instance.get_typed_func::<(i32, i32, i32), ()>(&mut self.store, what).unwrap();
                f.call(&mut self.store, (a, b, n))
            };
            let case = format!("{what} of {len} to {to} from {other}, constant {constant}");
            match result {
                Ok(()) => assert!(valid, "{case}: no trap"),
                Err(error) => {
                    assert!(!valid, "{case}: {error}");
                    assert_eq!(error.downcast_ref::<Trap>(), Some(&Trap::MemoryOutOfBounds), "{case}");
                }
            }
            let found = self.memory.data(&self.store);
            if let Some(at) = (0..PAGE).find(|&i| found[i] != expected[i]) {
                panic!("{case}: {} instead of {} at {at}", found[at], expected[at]);
            }
        }
    }

    fn check_all(&mut self) {
        for len in (0..=67).chain([100, 128, 129, 1000, 5000, 20000]) {
            for (to, from) in [(1000, 30001), (1000, 1000), (1000, 1001), (1003, 1000), (1031, 1000)] {
                self.check("copy", to, from, len);
            }
            self.check("fill", 1003, 0x1F7, len);
            // The last place where it fits, and the first where it does not.
            for over in 0..2 {
                self.check("copy", PAGE - len + over, 17, len);
                self.check("copy", 17, PAGE - len + over, len);
                self.check("fill", PAGE - len + over, 3, len);
            }
        }
        for at in [PAGE + 1, 0x8000_0000, 0xFFFF_FFFF] {
            self.check("copy", at, 0, 1);
            self.check("copy", 0, at, 0);
            self.check("fill", at, 0, 64);
            self.check("fill", at, 0, 0);
        }
    }
}

fn config(tier: Tier) -> Config {
    let mut config = Config::new();
    config.tier(tier);
    config
}

#[test]
fn machine_code_does_what_slices_do() {
    Machine::new(&config(Tier::Jit)).check_all();
}

#[test]
fn so_it_does_with_compared_addresses() {
    let mut config = config(Tier::Jit);
    config.explicit_bounds_checks(true);
    Machine::new(&config).check_all();
}

#[test]
fn so_does_the_interpreter() {
    Machine::new(&config(Tier::Interp)).check_all();
}
