//! Register states and an instruction, with the places that its operands get: `cases.txt`.
//!
//! The instruction is the one that begins the function; the operations after it say what is read again. Before it stand the state
//! (`; state: REG SLOT [dirty] [wide]`, in the order in which they were used) and what lives where (`; residents: REG SLOT`). Then come
//! the code that puts the operands in place (`+`), the places (`=`), the code that stores the result, and the state after.

use std::fmt::Write;

use iced_x86::{Decoder, DecoderOptions, Formatter, NasmFormatter};

use super::{Allocator, Placed};
use crate::jit::analysis::Analysis;
use crate::jit::cases::{self, Input};
use crate::jit::inst::{Hint, Inst};
use crate::jit::reg::Reg;
use crate::jit::regalloc::plan::Resident;
use crate::jit::regalloc::state::State;
use crate::jit::select::select;
use crate::jit::x64::asm::Asm;
use crate::lower::print_op;
use crate::module::ModuleData;
use crate::settings::Optimization;

#[test]
fn cases() {
    let module = cases::module();
    let mut analysis = Analysis::default();
    cases::check("regalloc/cases.txt", |body| run(&module, &mut analysis, body));
}

fn run(module: &ModuleData, analysis: &mut Analysis, body: &str) -> String {
    let input = Input::read(body, &['=', '+', '>']);
    analysis.begin(module, &input.func, None);
    analysis.gather(module, &input.func, input.tiering.may(Optimization::RotatedLoops));
    let cx = input.context(module, analysis);
    let mut inst = Inst::EMPTY;
    assert!(select(&cx, 0, &mut inst, &mut |_| ()), "the operation becomes an instruction");
    let hint = match input.said.iter().find(|said| said.0 == "hint").map(|said| &*said.1) {
        None => Hint::None,
        Some(text) => match text.split_once(' ') {
            Some(("passed", name)) => Hint::Passed(reg(name)),
            Some(("resident", name)) => Hint::Resident(reg(name)),
            _ => panic!("no hint: {text}"),
        },
    };
    let mut state = state(&input, analysis.liveness.tracked);
    let mut asm = Asm::new(input.features);
    let mut allocator = Allocator { state: &mut state, asm: &mut asm, cx: &cx, at: inst.last as usize };
    let locs = allocator.assign(&mut inst, |_| hint);
    let before = allocator.asm.code.len();
    allocator.finish(&inst, &locs);
    #[cfg(debug_assertions)]
    state.assert_invariants();
    let mut out = input.head.clone();
    for at in 0..input.func.ops.len() {
        let _ = writeln!(out, "{}", print_op(&input.func, at).trim_end());
    }
    print_code(&mut out, &asm.code[..before]);
    let _ = writeln!(out, "  = {}", Placed { inst: &inst, locs: &locs });
    print_code(&mut out, &asm.code[before..]);
    let _ = writeln!(out, "  > {}", after(&state));
    for (name, count) in
        [("passed", state.counts.passed), ("resident", state.counts.guests), ("spills", state.counts.spills)]
    {
        if count > 0 {
            let _ = writeln!(out, "  > {name} {count}");
        }
    }
    out
}

fn reg(name: &str) -> Reg {
    (0..32).map(Reg).find(|reg| reg.to_string() == name).expect(name)
}

/// The words of `REG sN WORD..., ...`.
fn places(text: &str) -> impl Iterator<Item = (Reg, u32, Vec<&str>)> {
    text.split(", ").map(|place| {
        let mut words = place.split(' ');
        let reg = reg(words.next().unwrap_or(""));
        let slot = words.next().and_then(|word| word.strip_prefix('s')?.parse().ok()).expect(place);
        (reg, slot, words.collect())
    })
}

/// The state that a case says.
fn state(input: &Input, tracked: u32) -> State {
    let said = |word: &str| input.said.iter().find(|said| said.0 == word).map(|said| &*said.1);
    let tracked = said("tracked").map_or(tracked, |count| count.parse().expect(count));
    let saved = said("saved").map_or(0, |names| names.split(' ').map(|name| reg(name).bit()).sum());
    let mut state = State::default();
    state.begin(tracked, saved, said("starved").is_some());
    let residents: Vec<Resident> = said("residents")
        .into_iter()
        .flat_map(places)
        .map(|(reg, slot, words)| Resident { slot, reg, wide: words.contains(&"wide"), clean: false })
        .collect();
    state.enter_region(0, &residents);
    for (reg, slot, words) in said("state").into_iter().flat_map(places) {
        state.hold(reg, slot, words.contains(&"dirty"), words.contains(&"wide"));
    }
    let known = ["hint", "tracked", "saved", "starved", "residents", "state"];
    assert!(input.said.iter().all(|said| known.contains(&&*said.0)), "{:?}", input.said);
    state
}

/// What is where, register by register.
fn after(state: &State) -> String {
    let of = |reg: Reg| {
        let cell = state.cell(reg);
        let words = [(cell.dirty, " dirty"), (cell.wide, " wide"), (cell.dead, " dead")];
        let words: String = words.iter().filter(|word| word.0).map(|word| word.1).collect();
        format!("{reg} s{}{words}", cell.slot)
    };
    let places: Vec<String> = state.held().map(of).collect();
    if places.is_empty() { "nothing in registers".to_owned() } else { places.join(", ") }
}

fn print_code(out: &mut String, code: &[u8]) {
    let mut formatter = NasmFormatter::new();
    for instruction in &mut Decoder::new(64, code, DecoderOptions::NONE) {
        let mut text = String::new();
        formatter.format(&instruction, &mut text);
        let _ = writeln!(out, "  + {text}");
    }
}
