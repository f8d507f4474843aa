//! Modules of all kinds, by wasm-smith.
//!
//! Swarm testing: each module draws a subset of the language and limits of its own. A module that may use everything
//! uses each thing rarely; one that has only tables, exceptions and tail calls shows what those do to each other.

use wasm_smith::{Config, InstructionKind, InstructionKinds, MemoryOffsetChoices, Module};
use wasmparser::{Import, Payload, TypeRef, Validator, WasmFeatures};

use crate::draw::Draw;
use crate::language::Language;
use crate::settings::Settings;

/// Units of work after which a module that counts them itself stops for good.
const OWN_FUEL: u32 = 3_000;

/// Any bytes make a module; at the worst an empty one.
pub(crate) fn module(draw: &mut Draw<'_>, settings: &Settings, language: &Language) -> Vec<u8> {
    let mut config = config(draw);
    restrict(&mut config, language);
    let mut wasm = generate(draw, settings, config.clone());
    if !has_function(&wasm) {
        // Types may all have been of objects, and functions need one of their own.
        config.gc_enabled = false;
        config.custom_descriptors_enabled = false;
        wasm = generate(draw, settings, config.clone());
    }
    if !config.threads_enabled || !has_shared_memory(&wasm) {
        return wasm;
    }
    // A wait on a shared memory may never end; on any other it traps.
    config.threads_enabled = false;
    generate(draw, settings, config)
}

fn generate(draw: &mut Draw<'_>, settings: &Settings, config: Config) -> Vec<u8> {
    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";
    let may_be_wrong = config.custom_descriptors_enabled;
    let Ok(mut module) = Module::new(config, &mut draw.bytes) else { return EMPTY.to_vec() };
    if settings.fuel.is_none() && module.ensure_termination(OWN_FUEL).is_err() {
        return EMPTY.to_vec();
    }
    let bytes = module.to_bytes();
    // wasm-smith 0.263 puts `ref.null $t` where `(ref null (exact $t))` is wanted, once in some 100,000 modules.
    if may_be_wrong && Validator::new_with_features(WasmFeatures::all()).validate_all(&bytes).is_err() {
        return EMPTY.to_vec();
    }
    bytes
}

/// Whether there is something to call.
fn has_function(wasm: &[u8]) -> bool {
    wasmparser::Parser::new(0).parse_all(wasm).any(|payload| match payload {
        Ok(Payload::FunctionSection(functions)) => functions.count() > 0,
        _ => false,
    })
}

/// Whether it has, or imports, a memory that threads can share.
pub(crate) fn has_shared_memory(wasm: &[u8]) -> bool {
    wasmparser::Parser::new(0).parse_all(wasm).any(|payload| match payload {
        Ok(Payload::MemorySection(memories)) => memories.into_iter().any(|m| m.is_ok_and(|m| m.shared)),
        Ok(Payload::ImportSection(imports)) => imports
            .into_imports()
            .any(|import| matches!(import, Ok(Import { ty: TypeRef::Memory(memory), .. }) if memory.shared)),
        _ => false,
    })
}

fn config(draw: &mut Draw<'_>) -> Config {
    let mut config = Config {
        allowed_instructions: kinds(draw),
        allow_floats: !draw.chance(1, 8),
        // The limits that make modules small: small modules run fast, and still show what there is to see.
        max_instructions: draw.pick(&[60, 20, 150, 400]),
        max_funcs: draw.pick(&[4, 2, 8, 16]),
        min_funcs: 1,
        max_types: draw.pick(&[6, 3, 20]),
        // Without a type there is no function, whatever `min_funcs` says.
        min_types: 2,
        // Exports count as well, and where everything is exported, one too many makes no module at all.
        max_type_size: 1_000,
        max_imports: draw.pick(&[3, 0, 8]),
        max_globals: draw.pick(&[4, 0, 12]),
        max_tables: draw.pick(&[1, 0, 3]),
        max_memories: draw.pick(&[1, 0, 2, 4]),
        max_tags: 3,
        max_data_segments: draw.pick(&[1, 0, 4]),
        max_element_segments: draw.pick(&[1, 0, 4]),
        max_elements: 8,
        max_table_elements: draw.pick(&[20, 0, 300]),
        max_memory32_bytes: draw.pick(&[1 << 17, 0, 1 << 20, 1 << 32]),
        max_memory64_bytes: draw.pick(&[1 << 17, 0, 1 << 20, 1 << 33]),
        memory_max_size_required: draw.chance(1, 2),
        // Offsets are in bounds often enough that code goes on after an access.
        memory_offset_choices: offsets(draw),
        export_everything: true,
        // A start function that traps, as most do, leaves nothing to call.
        allow_start_export: draw.chance(1, 10),
        const_expr_fuel: 8,
        ..Config::default()
    };
    config.bulk_memory_enabled = !draw.chance(1, 8);
    config.reference_types_enabled = !draw.chance(1, 8);
    config.multi_value_enabled = !draw.chance(1, 8);
    config.simd_enabled = draw.chance(1, 2);
    config.relaxed_simd_enabled = config.simd_enabled && draw.chance(1, 2);
    config.tail_call_enabled = draw.chance(1, 2);
    config.exceptions_enabled = draw.chance(1, 2);
    config.gc_enabled = config.reference_types_enabled && draw.chance(1, 2);
    config.custom_descriptors_enabled = config.gc_enabled && draw.chance(1, 2);
    config.memory64_enabled = draw.chance(1, 3);
    config.wide_arithmetic_enabled = draw.chance(1, 3);
    config.custom_page_sizes_enabled = draw.chance(1, 6);
    config.extended_const_enabled = draw.chance(1, 2);
    config.threads_enabled = draw.chance(1, 4);
    // Not in wx.
    config.compact_imports_enabled = false;
    config
}

/// Leaves out what a peer does not have.
fn restrict(config: &mut Config, language: &Language) {
    config.tail_call_enabled &= language.tail_calls;
    config.memory64_enabled &= language.memory64;
    config.exceptions_enabled &= language.exceptions;
    config.gc_enabled &= language.gc;
    config.threads_enabled &= language.threads;
    config.relaxed_simd_enabled &= language.relaxed;
    config.extended_const_enabled &= language.extended_constants;
    config.wide_arithmetic_enabled &= language.wide;
    config.custom_page_sizes_enabled &= language.page_sizes;
    config.custom_descriptors_enabled &= language.descriptors && config.gc_enabled;
    config.canonicalize_nans = !language.canonical_nans;
    if !language.memories {
        config.max_memories = config.max_memories.min(1);
    }
    if language.bounded {
        config.memory_max_size_required = true;
        config.table_max_size_required = true;
        config.max_memory32_bytes = config.max_memory32_bytes.min(1 << 20);
        config.max_memory64_bytes = config.max_memory64_bytes.min(1 << 20);
    }
}

fn kinds(draw: &mut Draw<'_>) -> InstructionKinds {
    use InstructionKind::*;
    const ALL: [InstructionKind; 9] =
        [Numeric, Vector, Reference, Parametric, Variable, Table, Memory, Control, Aggregate];
    if draw.chance(1, 3) {
        return InstructionKinds::all();
    }
    let kept: Vec<_> = ALL.into_iter().filter(|_| !draw.chance(1, 3)).collect();
    InstructionKinds::new(&kept)
}

fn offsets(draw: &mut Draw<'_>) -> MemoryOffsetChoices {
    let (inside, perhaps, outside) = draw.pick(&[(90, 9, 1), (60, 30, 10)]);
    MemoryOffsetChoices(inside, perhaps, outside)
}
