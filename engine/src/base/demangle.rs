//! Names of functions as their authors wrote them.
//!
//! Compilers mangle the names of Rust and C++ into symbols. The two schemes overlap (Rust's older symbols are valid C++ ones),
//! so Rust is asked first. A symbol can refer back to its own parts, and a short one of a hostile module can stand for a
//! name of terabytes; so what a symbol becomes has a limit, beyond which the symbol itself is shown.

use std::borrow::Cow;
use std::fmt::{self, Write};

use cpp_demangle::{DemangleOptions, ParseOptions, Symbol};

/// The longest name in bytes that a symbol may stand for.
const LONGEST: usize = 8192;

/// How deep the parts of a C++ symbol may nest; templates of real programs stay far below.
const DEEPEST: u32 = 96;

/// A readable form of a symbol: of Rust without its hash, of C++ with its parameters, anything else as it is.
///
/// What is returned can hold any character; see [`Printable`](super::Printable).
pub fn demangle(symbol: &str) -> Cow<'_, str> {
    let readable = rust(symbol).or_else(|| cpp(symbol));
    readable.map_or(Cow::Borrowed(symbol), Cow::Owned)
}

fn rust(symbol: &str) -> Option<String> {
    let name = rustc_demangle::try_demangle(symbol).ok()?;
    let mut short = Short(String::new());
    write!(short, "{name:#}").ok().map(|()| short.0)
}

fn cpp(symbol: &str) -> Option<String> {
    // The parser of C++ names takes everything for a type or a name, and would read `i` as `int`.
    if !symbol.starts_with("_Z") || symbol.len() > LONGEST {
        return None;
    }
    let parse = ParseOptions::default().recursion_limit(DEEPEST);
    let parsed = Symbol::new_with_options(symbol, &parse).ok()?;
    let mut short = Short(String::new());
    let print = DemangleOptions::new().recursion_limit(DEEPEST);
    parsed.structured_demangle(&mut short, &print).ok().map(|()| short.0)
}

/// A string that refuses to grow beyond [`LONGEST`].
struct Short(String);

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.0.len() + text.len() > LONGEST {
            return Err(fmt::Error);
        }
        self.0.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, demangle};
    use std::time::Instant;

    #[test]
    fn symbols_of_rust_and_cpp_are_names_again() {
        for (symbol, name) in [
            ("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad"),
            ("_RNvCs1234_7mycrate3foo", "mycrate::foo"),
            ("_ZN4game6Player4moveEif", "game::Player::move(int, float)"),
            ("_Z3addii", "add(int, int)"),
            ("_ZN4game6PlayerD2Ev", "game::Player::~Player()"),
            (
                "_ZNSt3__26vectorIiNS_9allocatorIiEEE9push_backEOi",
                "std::__2::vector<int, std::__2::allocator<int>>::push_back(int&&)",
            ),
            ("plain_name", "plain_name"),
            ("i", "i"),
            ("main", "main"),
            ("_Z", "_Z"),
            ("_Znope", "_Znope"),
            ("", ""),
        ] {
            let shown = demangle(symbol).replace("> >", ">>");
            assert_eq!(shown, name, "{symbol}");
        }
    }

    #[test]
    fn a_hostile_symbol_costs_little_and_is_shown_as_it_is() {
        // Each parameter is a pair of the one before: 2^60 words.
        let doubling = |pair: &str, rounds: usize| (0..rounds).map(|_| pair).collect::<String>();
        let mut grows = String::from("_Z1f1aIS_S_E");
        for index in 0..60 {
            let back = if index == 0 { "0".to_owned() } else { base36(index) };
            grows.push_str(&format!("1bIS{back}_S{back}_E"));
        }
        let hostile = [
            grows,
            format!("_Z1f{}i", "P".repeat(100_000)),
            format!("_Z1f{}i", "P".repeat(8_000)),
            format!("_ZN{}E", doubling("1aI", 2000)),
            format!("_RNvC{}", "I".repeat(100_000)),
        ];
        let begin = Instant::now();
        for symbol in &hostile {
            assert!(demangle(symbol).len() <= LONGEST.max(symbol.len()));
        }
        assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
    }

    fn base36(mut number: usize) -> String {
        let mut digits = Vec::new();
        while number > 0 {
            digits.push(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 36]);
            number /= 36;
        }
        digits.reverse();
        String::from_utf8(digits).unwrap_or_default()
    }
}
