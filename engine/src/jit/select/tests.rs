//! Functions as IR text with the instructions that are selected: `cases.txt`.

use super::print;
use crate::jit::analysis::Analysis;
use crate::jit::cases::{self, Input};
use crate::settings::Optimization;

#[test]
fn cases() {
    let module = cases::module();
    let mut analysis = Analysis::default();
    cases::check("select/cases.txt", |body| {
        let input = Input::read(body, &['=']);
        assert!(input.said.is_empty(), "{:?}", input.said);
        analysis.begin(&module, &input.func, None);
        analysis.gather(&module, &input.func, input.tiering.may(Optimization::RotatedLoops));
        input.head.clone() + &print(&input.context(&module, &analysis))
    });
}
