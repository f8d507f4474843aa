//! Files that wx cannot run, and what their users can do: the texts of it all.
//!
//! Each of these is a WebAssembly file that works elsewhere. An error about an unknown import or an invalid operator would be
//! true and would not help.

use wx::Module;

/// The preamble of a component after the magic number.
pub(crate) const COMPONENT_VERSION: [u8; 4] = [0x0d, 0, 1, 0];

/// What is said to a component where only core modules will do.
pub(crate) const NO_MODULE: &str = "is a component (offset 0x4), where a core module is needed: build the program for \
    wasm32-wasip1 instead of wasip2";

/// What is said to a component if this program was built without them.
#[cfg(not(feature = "component"))]
pub(crate) const COMPONENT: &str = "is a component (offset 0x4), and this wx was built without them: build wx with \
    --features component, or the program for wasm32-wasip1 instead of wasip2";

/// What is said before the error about an operator of the older exceptions.
const OLD_EXCEPTIONS: &str = "needs exceptions from before WebAssembly 3.0, which wx does not have (translate the module with \
    `wasm-opt --translate-to-exnref`, or build it with -fwasm-exceptions -mllvm -wasm-use-legacy-eh=false)";

/// The host that a module was made for, if its imports tell, and what to do.
pub(crate) fn host(module: &Module) -> Option<&'static str> {
    let names = || module.imports().map(|import| (import.module(), import.name()));
    if names().any(|(module, name)| module == "wasi" && name == "thread-spawn") {
        return Some(
            "the module starts threads by wasi-threads, which wx does not have: build it for wasm32-wasip1",
        );
    }
    HOSTS.iter().find(|host| names().any(|(module, name)| (host.is)(module, name))).map(|host| host.made_for)
}

struct Host {
    /// Whether an import is one of this host.
    is: fn(&str, &str) -> bool,
    made_for: &'static str,
}

const HOSTS: &[Host] = &[
    Host {
        is: |module, _| module.starts_with("__wbindgen_"),
        made_for: "the module was compiled for wasm-bindgen and JavaScript, which wx does not have: build it for \
            wasm32-wasip1, without wasm-bindgen",
    },
    Host {
        is: |module, name| module == "wbg" || module.ends_with("_bg.js") || name.starts_with("__wbindgen_"),
        made_for: "wasm-bindgen made the module for JavaScript, which wx does not have: build it for wasm32-wasip1, \
            without wasm-bindgen",
    },
    Host {
        is: |module, _| matches!(module, "gojs" | "go"),
        made_for: "Go made the module for JavaScript, which wx does not have: build it with GOOS=wasip1",
    },
    Host {
        is: |module, _| matches!(module, "js_code" | "dart2wasm" | "_" | "teavmJso"),
        made_for: "the module was made for JavaScript, which wx does not have: build it for WASI preview 1, if its \
            compiler can",
    },
    Host {
        is: |module, _| module.starts_with("wasm:"),
        made_for: "the module uses the strings of a JavaScript host, which wx does not have: build it without the \
            JavaScript string builtins",
    },
    Host { is: emscripten, made_for: EMSCRIPTEN },
    Host {
        is: |module, _| module.starts_with("wasi:") || module.starts_with("cm32p2"),
        made_for: "the module is the core of a component, for WASI 0.2: make the component of it (`wasm-tools component \
            new`), or build it for wasm32-wasip1",
    },
    Host {
        is: |module, _| module.starts_with("wasix_"),
        made_for: "the module was made for WASIX, which wx does not have: build it for wasm32-wasip1",
    },
];

const EMSCRIPTEN: &str = "Emscripten made the module for JavaScript, which wx does not have: link it with \
    -sSTANDALONE_WASM, or build it with wasi-sdk";

/// Imports of the code that Emscripten writes in JavaScript. Optimized, all of them are in a module called `a`.
fn emscripten(module: &str, name: &str) -> bool {
    const STARTS: [&str; 7] =
        ["emscripten_", "_emscripten_", "__syscall_", "_embind_", "_emval_", "invoke_", "__cxa_"];
    const NAMES: [&str; 4] = ["_abort_js", "__assert_fail", "__main_argc_argv", "exit"];
    match module {
        "env" => STARTS.iter().any(|start| name.starts_with(start)) || NAMES.contains(&name),
        "a" => name.len() <= 2,
        "asm2wasm" | "global.Math" => true,
        _ => false,
    }
}

/// Adds to the error of an invalid module what it needs, if that is known. It may be an error of the running program, whose functions
/// are validated when they are called.
pub(crate) fn explain_invalid(error: anyhow::Error) -> anyhow::Error {
    // What ends programs all the time says nothing of this, and a backtrace is dear to write.
    if error.is::<wx::Trap>() || error.is::<wx_wasi::I32Exit>() {
        return error;
    }
    if error.chain().any(|cause| cause.to_string().contains("legacy_exceptions")) {
        return error.context(OLD_EXCEPTIONS);
    }
    error
}
