//! Unit tests of the stages as data: files of cases, each a heading and what a stage makes of a function in IR text.
//!
//! A case is `## heading` and lines. Some of them are the input, the others what the stage prints for it: by their beginnings the test
//! tells which. `INSTA_UPDATE=always`, as `cargo xtask bless` sets it, writes what was found to the file, to be read before it is
//! committed.

use std::path::Path;
use std::sync::Arc;

use crate::module::{LoadOptions, ModuleData, load};
use crate::settings::Tiering;
use crate::types::TypeRegistry;

/// What calls, throws and accesses of the cases refer to.
const MODULE: &str = "(module
    (type $pair (func (param i32 i64) (result i32)))
    (import \"\" \"\" (func (type $pair)))
    (tag (param i32))
    (memory 1)
    (memory 1)
    (func (type $pair) unreachable))";

pub(crate) fn module() -> Arc<ModuleData> {
    let options = LoadOptions {
        features: wasmparser::WasmFeatures::all(),
        lower: Default::default(),
        registry: Arc::new(TypeRegistry::new()),
        tiering: Tiering::default(),
        generic_entry: 0,
        parallel: false,
    };
    let bytes: Arc<[u8]> = wat::parse_str(MODULE).expect("the module of the cases").into();
    Arc::new(load(bytes, &options).expect("the module of the cases"))
}

/// Compares every case of a file with what `run` makes of it: the whole case again.
pub(crate) fn check(file: &str, mut run: impl FnMut(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jit").join(file);
    let text = std::fs::read_to_string(&path).expect("the file of the cases");
    let mut cases = text.split("\n## ");
    let (mut all, mut wrong) = (cases.next().unwrap_or("").trim_end().to_owned() + "\n", String::new());
    for case in cases {
        let (name, body) = case.split_once('\n').expect("a case has lines");
        let found = format!("\n## {name}\n{}\n", run(body).trim_end());
        if found.trim() != format!("## {name}\n{body}").trim() {
            wrong += &found;
        }
        all += &found;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        return std::fs::write(&path, all).expect("the file of the cases");
    }
    assert!(wrong.is_empty(), "{file}: found\n{wrong}");
}
