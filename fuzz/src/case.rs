//! What is run: a module, settings, calls.

use std::fmt;

use crate::draw::{Draw, Stream, mix};
use crate::language::Language;
use crate::settings::Settings;
use crate::{kernel, smith};

/// Most bytes of entropy for a case from a seed; what is not needed is not used.
const ENTROPY: usize = 12 << 10;

/// Who made the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// wasm-smith.
    Smith,
    /// Our generator of computing modules, which never recurse.
    Kernel,
    /// A file.
    File,
}

/// One call from the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The place among the exported functions, counted around.
    pub function: u32,
    /// The seed of the arguments.
    pub arguments: u64,
}

/// Something to run in every tier.
#[derive(Clone)]
pub struct Case {
    /// Who made the module.
    pub source: Source,
    /// The module's bytes.
    pub wasm: Vec<u8>,
    /// The switches.
    pub settings: Settings,
    /// What the host calls, in this order.
    pub calls: Vec<Call>,
    /// The seed of everything that imports do.
    pub host: u64,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("source", &self.source)
            .field("wasm", &format_args!("{} bytes", self.wasm.len()))
            .field("settings", &self.settings)
            .field("calls", &self.calls)
            .field("host", &self.host)
            .finish()
    }
}

impl Case {
    /// The case of a seed; always the same one.
    pub fn from_seed(seed: u64) -> Case {
        Case::from_bytes(&entropy(seed))
    }

    /// The case of a seed for an engine that has this language; always the same one.
    pub(crate) fn for_language(seed: u64, language: &Language) -> Case {
        let bytes = entropy(seed);
        let mut draw = Draw::new(&bytes);
        let settings =
            Settings { fuel: None, canonical_nans: language.canonical_nans, ..Settings::draw(&mut draw) };
        Case::with(&mut draw, settings, language)
    }

    /// The case of these bytes; any bytes make one.
    pub fn from_bytes(bytes: &[u8]) -> Case {
        let mut draw = Draw::new(bytes);
        let settings = Settings::draw(&mut draw);
        Case::with(&mut draw, settings, &Language::ALL)
    }

    fn with(draw: &mut Draw<'_>, settings: Settings, language: &Language) -> Case {
        let (calls, host) = (calls(draw), draw.bits());
        // No decision of its own, so that known seeds go on to make the modules that they made.
        let settings = Settings { stored: host % 8 == 7, epochs: host / 8 % 4 == 3, ..settings };
        let (source, wasm) = if draw.chance(1, 2) {
            (Source::Kernel, kernel::module(draw, language))
        } else {
            (Source::Smith, smith::module(draw, &settings, language))
        };
        Case { source, wasm, settings, calls, host }
    }

    /// A case with a module from elsewhere: each of its functions is called several times.
    pub fn from_module(wasm: Vec<u8>, settings: Settings) -> Case {
        let calls = (0..48).map(|n| Call { function: n, arguments: mix(1, n.into()) }).collect();
        Case { source: Source::File, wasm, settings, calls, host: 1 }
    }
}

/// The bytes of a seed. Short entropy makes small modules, which run fast and are easy to read.
fn entropy(seed: u64) -> Vec<u8> {
    let mut stream = Stream::new(seed);
    let len = ENTROPY >> stream.below(4);
    stream.bytes(len)
}

/// Each function a few times, or one of them often: the number of calls is what moves code between tiers.
fn calls(draw: &mut Draw<'_>) -> Vec<Call> {
    let count = draw.between(4, 24) as u32;
    let focus = draw.chance(1, 3).then(|| draw.below(8) as u32);
    // Few seeds: the same call again shows what depends on state or on the tier.
    let mut seeds = draw.stream();
    let seeds: Vec<u64> = (0..6).map(|_| seeds.next()).collect();
    let mut order = draw.stream();
    let call = |n| {
        let function = match focus {
            Some(function) if order.below(4) > 0 => function,
            _ if n < 8 => n,
            _ => order.below(16) as u32,
        };
        Call { function, arguments: seeds[order.below(seeds.len())] }
    };
    (0..count).map(call).collect()
}
