//! Functions as IR text with the analysis that is expected of them: `cases.txt`.
//!
//! Each case is what the analysis prints, under a heading. The function is read from the same lines, of which annotations are
//! comments; so a case says everything once.

use super::Analysis;
use crate::jit::cases;
use crate::lower::{parse, print_tables};

/// The lines that are not of the function.
fn is_product(line: &str) -> bool {
    ["L", "; live", "; function", "; loop", ";   loop", ";     loop"]
        .iter()
        .any(|start| line.starts_with(start))
}

#[test]
fn cases() {
    let module = cases::module();
    // One for all, as the compiler has: nothing of a function may be left to the next one.
    let mut analysis = Analysis::default();
    cases::check("analysis/cases.txt", |body| {
        let input: Vec<&str> = body.lines().filter(|line| !is_product(line)).collect();
        let func = parse(&input.join("\n"));
        analysis.begin(&module, &func, None);
        analysis.gather(&module, &func, true);
        print_tables(&func) + &analysis.print(&func)
    });
}
