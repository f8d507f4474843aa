//! What the stages found and decided about a function, as text for people to read.

use std::fmt::Write;

use super::Compiler;
use super::select::{self, Context};
use super::x64;
use super::x64::masm::reservation;
use crate::ir::Func;
use crate::lower::{print_op, print_tables};
use crate::module::ModuleData;
use crate::settings::Tiering;

/// A stage whose product can be printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Labels, loops, live slots and last uses.
    Analysis,
    /// Instructions with what they ask of their operands.
    Select,
    /// Instructions with the registers of their operands.
    Allocate,
}

impl Compiler {
    /// What a stage made of the function that [`Compiler::compile`] has just compiled, with this module and these settings. The
    /// operations are those of what was compiled: with others inlined, if there are any.
    pub fn print(&self, stage: Stage, module: &ModuleData, func: &Func, tiering: Tiering) -> String {
        let func = self.spliced.as_ref().map_or(func, |spliced| &spliced.func);
        let text = match stage {
            Stage::Analysis => self.analysis.print(func),
            Stage::Select => select::print(&Context {
                module,
                func,
                analysis: &self.analysis,
                tiering,
                features: self.asm.features,
                reservation: reservation(module, &tiering),
                rows: &x64::ROWS,
            }),
            Stage::Allocate => self.print_allocated(func),
        };
        print_tables(func) + &text
    }

    /// Each instruction after the last operation that it stands for; twice, where code was copied.
    fn print_allocated(&self, func: &Func) -> String {
        let mut allocated: Vec<_> = self.buffers.out.allocated.iter().collect();
        allocated.sort_by_key(|line| line.0);
        let mut lines = allocated.into_iter().peekable();
        let mut out = String::new();
        for at in 0..func.ops.len() {
            let _ = writeln!(out, "{}", print_op(func, at).trim_end());
            while let Some((_, line)) = lines.next_if(|line| line.0.index() == at) {
                let _ = writeln!(out, "  = {line}");
            }
        }
        out
    }
}
