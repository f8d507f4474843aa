//! `call/many-values.wast`: signatures with many parameters and results.
//!
//! Each function takes values and gives them back in reverse order, so a value that gets lost or confused shows.

use super::MADE_BY;

const HEADER: &str = "\
;; Signatures with many parameters and results of all types: through direct, indirect and tail calls, from
;; the host, and with frames of different sizes between caller and callee.
";

/// Types of the values, drawn at random once: i32, i64 (`l`), f32, f64 (`d`), v128.
const SIGNATURES: [&str; 5] = [
    "lvifi",
    "ddddlididdvidflvi",
    "fiiividldivlddvlflldfidvilfifvdvlffvdvdvidlddlfvfidvilvdfdidifvv",
    "vdllvlilvvldvfvfdfvvidvlvvldidfvvlvddfdfivvvvfdvillvvlivfiiiidiflfivlffillfvlffdfddiifdfdlfifvlvdili\
     dlildvdvlvdlvidvfdifllifiiffldvflivivlvdlvvidlfilvdvldidfvdifvdfillfvlfdlfidvfvdvliiilllvlffvvffffif",
    "lvdlvvifididllfivvdivvlvifffvvidfiifiviidiillvdlidllliddvfvfdfilfiiifvfddfdiifvdiflvvdfflvlfllfifidi\
     vfldfiflfvflfivvvvillildifviiiiffddlivfivllllffivvflllvifvvllfdvlilfiddvfvdvdidflfdidviifvlvllffdvdl\
     vildilvfvdllfddldfvvfliivflvlfffvfldviivvvdllfdlviddfdvlvivififilvidldddlfdlvdlidvvdiffldvilvdviivlf\
     llflvlffvfdlvfddilvdlfiiivivflivfvfdvfvfiiddffvdfvdiddlvifvvldvvdfldvvlfvidvddfvvidlfidldfliviffdvfl\
     dfdldvifvivdifidilvlidfvflvllffiivfdvvilfvffvldvdldfvflfvlivdfdlflilvdvlvfdvllldffdlilfiildfdiliivil\
     idvvdffivlildldddlllfdvvdldffdviliiiidfdvfldlliidlvivdflidfiivivlifidilidlflddfffllivvlfdvvvifvdvlvd\
     ifviflilildiiivdvfifilvidlddivfiffifidifflfdifidlvvlffvdvdildvvvvvifllfdvfidflviifvfdfffffvvivilfffv\
     idfddfdivilivdvflvfffdfdvfvvlilflvlildviivfilfivviillvdivfdfllvdlddfvldifdlivdvdidvvvvdifdilfivifvfv\
     vvfvdvvdvvfdflvdvlvlfidvifddfiiiidfdffdfddidfldlilfflvfdfvfdfdfdldddiilllliifldidliidvivlvdfiivdiffl\
     dilididfvddivdildvllvfdvfdvlvfdiiffivdfilvffldllfldvvivvvldffdffdldfvdlflvlvdvlivfvllfvddfillflivivl",
];

/// The longest line.
const WIDTH: usize = 108;

pub(super) fn script() -> String {
    let modules: String = SIGNATURES.iter().map(|signature| module(signature)).collect();
    format!("{HEADER}{MADE_BY}\n{modules}")
}

fn name(letter: char) -> &'static str {
    match letter {
        'i' => "i32",
        'l' => "i64",
        'f' => "f32",
        'd' => "f64",
        _ => "v128",
    }
}

/// Parameter number `index` has this value: its number from 1, and the next ones in further lanes.
fn value(letter: char, index: usize) -> String {
    let n = index + 1;
    match letter {
        'v' => format!("(v128.const i32x4 {n} {} {} {})", n + 1, n + 2, n + 3),
        _ => format!("({}.const {n})", name(letter)),
    }
}

fn module(signature: &str) -> String {
    let count = signature.len();
    let types: Vec<&str> = signature.chars().map(name).collect();
    let (params, results) = (types.join(" "), types.iter().rev().copied().collect::<Vec<_>>().join(" "));
    let values: Vec<String> = signature.chars().enumerate().map(|(i, letter)| value(letter, i)).collect();
    let (given, reversed) = (values.join(" "), values.iter().rev().cloned().collect::<Vec<_>>().join(" "));
    let locals: Vec<String> = (0..count).map(|i| format!("(local.get {i})")).collect();
    let (forward, backward) = (locals.join(" "), locals.iter().rev().cloned().collect::<Vec<_>>().join(" "));

    let mut out = format!("\n(module ;; {count} values\n");
    let mut item = |text: String| out.push_str(&wrap("  ", &text));
    item(format!("(type $t (func (param {params}) (result {results})))"));
    item("(table funcref (elem $reverse $extra))".to_owned());
    item(format!("(func $reverse (export \"reverse\") (type $t) {backward})"));
    let poison = format!("(local i64 v128 i64) (local.set {} (v128.const i64x2 -1 -1))", count + 1);
    item(format!("(func $extra (type $t) {poison} {backward})"));
    let (with, result) = ("(param $f i32)", format!("(result {results})"));
    item(format!("(func (export \"direct\") {result} (call $reverse {given}))"));
    item(format!(
        "(func (export \"indirect\") {with} {result} (call_indirect (type $t) {given} (local.get $f)))"
    ));
    item(format!("(func (export \"tail\") {result} (return_call $reverse {given}))"));
    item(format!(
        "(func (export \"tail-indirect\") {with} {result} (return_call_indirect (type $t) {given} (local.get $f)))"
    ));
    item(format!("(func (export \"forward\") (type $t) (return_call $extra {forward})))"));
    let calls = [
        "\"direct\"".to_owned(),
        "\"indirect\" (i32.const 0)".to_owned(),
        "\"indirect\" (i32.const 1)".to_owned(),
        "\"tail\"".to_owned(),
        "\"tail-indirect\" (i32.const 1)".to_owned(),
        format!("\"reverse\" {given}"),
        format!("\"forward\" {given}"),
    ];
    for call in calls {
        out.push_str(&wrap("", &format!("(assert_return (invoke {call}) {reversed})")));
    }
    out
}

/// Text in lines, of which all but the first begin with four spaces.
fn wrap(indent: &str, text: &str) -> String {
    let (mut out, mut line) = (String::new(), indent.to_owned());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 && line.len() + 1 + word.len() > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = format!("    {word}");
        } else {
            line.push_str(if i > 0 { " " } else { "" });
            line.push_str(word);
        }
    }
    out + &line + "\n"
}
