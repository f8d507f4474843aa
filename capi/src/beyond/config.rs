//! Settings of engines: what `wx::Config` has, a function each.

use std::ffi::c_char;

use anyhow::{Context, bail};
use wx::{Cache, CacheConfig, Config, Tier};

use crate::error::{Given, entry};
use crate::store::{wasm_config_t, wasm_engine_t};

macro_rules! settings {
    ($($function:ident($ty:ty) = $setter:ident;)*) => {
        $(
            #[doc = concat!("`wx::Config::", stringify!($setter), "`.")]
            #[unsafe(no_mangle)]
            pub extern "C" fn $function(config: Option<&mut wasm_config_t>, value: $ty) {
                entry(stringify!($function), (), || {
                    config.given("config")?.config.$setter(value);
                    Ok(())
                });
            }
        )*
    };
}
settings! {
    wx_config_consume_fuel_set(bool) = consume_fuel;
    wx_config_epoch_interruption_set(bool) = epoch_interruption;
    wx_config_max_wasm_stack_set(usize) = max_wasm_stack;
    wx_config_max_gc_heap_set(usize) = max_gc_heap;
    wx_config_max_code_memory_set(usize) = max_code_memory;
    wx_config_memory_reservation_set(u64) = memory_reservation;
    wx_config_memory_guard_size_set(u64) = memory_guard_size;
    wx_config_canonicalize_nans_set(bool) = canonicalize_nans;
    wx_config_lazy_validation_set(bool) = lazy_validation;
    wx_config_parallel_compilation_set(bool) = parallel_compilation;
    wx_config_background_compilation_set(bool) = background_compilation;
    wx_config_verify_machine_code_set(bool) = verify_machine_code;
}

/// Which tiers run code: 0 tiered, 1 the interpreter alone, 2 machine code alone.
#[unsafe(no_mangle)]
pub extern "C" fn wx_config_tier_set(config: Option<&mut wasm_config_t>, tier: u8) -> bool {
    entry("wx_config_tier_set", false, || {
        let tier = match tier {
            0 => Tier::Tiered,
            1 => Tier::Interp,
            2 => Tier::Jit,
            other => bail!("there is no tier {other}"),
        };
        config.given("config")?.config.tier(tier);
        Ok(true)
    })
}

/// Turns a feature of the language on or off; its name is that of the setter of `wx::Config` without `wasm_`.
///
/// # Safety
/// INV C-CONTRACT: `name` ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_config_feature_set(
    config: Option<&mut wasm_config_t>,
    name: *const c_char,
    enable: bool,
) -> bool {
    entry("wx_config_feature_set", false, || {
        // SAFETY: passed on.
        let name = unsafe { super::utf8(name, "name") }?;
        let names = || Config::FEATURES.iter().map(|(name, set)| (name.trim_start_matches("wasm_"), set));
        let (_, set) = names().find(|(known, _)| *known == name).with_context(|| {
            let known: Vec<&str> = names().map(|(name, _)| name).collect();
            format!("there is no feature `{name}`; there are {}", known.join(", "))
        })?;
        set(&mut config.given("config")?.config, enable);
        Ok(true)
    })
}

/// Keeps machine code in a folder for later processes; NULL for the folder of the user, 0 for the usual limit of bytes.
///
/// # Safety
/// INV C-CONTRACT: `directory` ends with a NUL, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_config_cache_set(
    config: Option<&mut wasm_config_t>,
    directory: *const c_char,
    limit: u64,
) -> bool {
    entry("wx_config_cache_set", false, || {
        let config = config.given("config")?;
        let mut settings = CacheConfig::new();
        if !directory.is_null() {
            // SAFETY: passed on.
            settings.with_directory(unsafe { super::path(directory, "directory") }?);
        }
        if limit > 0 {
            settings.with_size_limit(limit);
        }
        config.config.cache(Some(Cache::new(settings)?));
        Ok(true)
    })
}

/// Advances the epoch of an engine by one tick; any thread may.
#[unsafe(no_mangle)]
pub extern "C" fn wx_engine_increment_epoch(engine: Option<&wasm_engine_t>) {
    // Not `entry`: a handler of a signal may call this, and must not allocate.
    if let Some(engine) = engine {
        engine.engine.increment_epoch();
    }
}

/// Another handle of the same engine.
#[unsafe(no_mangle)]
pub extern "C" fn wx_engine_copy(engine: Option<&wasm_engine_t>) -> Option<Box<wasm_engine_t>> {
    entry("wx_engine_copy", None, || {
        let engine = engine.given("engine")?.engine.clone();
        Ok(Some(Box::new(wasm_engine_t { engine })))
    })
}

/// The version of the library, such as `0.1.0`.
#[unsafe(no_mangle)]
pub extern "C" fn wx_version() -> *const c_char {
    const VERSION: &std::ffi::CStr =
        match std::ffi::CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
            Ok(version) => version,
            Err(_) => panic!("a version has no NUL"),
        };
    VERSION.as_ptr()
}
