//! What is to be done to instantiate a component: plain data, without a trace of who translated it.
//!
//! A component is a tree of components, instances and aliases. Its translation resolves all of that and leaves a straight list:
//! instantiate this core module with these imports, keep that memory, lower this import. Indices are plain numbers into the tables
//! of [`Plan`].

use std::collections::HashMap;
use std::sync::Arc;

use crate::types::{FuncTy, ItemTy};

/// A component as a list of steps, with the tables that they index.
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) trampolines: Vec<CoreFunc>,
    pub(crate) options: Vec<Arc<Options>>,
    /// All resource types, imported ones first, of each handle type.
    pub(crate) handle_types: Vec<HandleTy>,
    /// What must be given, by name.
    pub(crate) imports: Vec<(String, ItemTy)>,
    /// What steps ask for of the imports: which one, and the names that lead into it.
    pub(crate) leaves: Vec<(usize, Vec<String>)>,
    /// The leaf of each imported resource type.
    pub(crate) imported_resources: Vec<usize>,
    /// The component instance of each resource type that is defined here.
    pub(crate) resource_owners: Vec<u32>,
    pub(crate) exports: Exports,
    pub(crate) items: Vec<Export>,
    /// Component instances, the root and those within it.
    pub(crate) instances: u32,
}

/// Exports by name, in the order of the component.
pub(crate) type Exports = Vec<(String, usize)>;

/// What an export is.
pub(crate) enum Export {
    Func { ty: Arc<FuncTy>, func: CoreDef, options: usize },
    Module { ty: ItemTy, index: usize },
    ImportedModule { ty: ItemTy, leaf: usize },
    Instance { ty: ItemTy, exports: Exports },
    Type(ItemTy),
}

/// One step of instantiation.
pub(crate) enum Step {
    Instantiate { module: usize, imports: Vec<CoreDef>, instance: Option<u32> },
    InstantiateImport { leaf: usize, imports: HashMap<(String, String), CoreDef>, instance: Option<u32> },
    Lower { index: usize, leaf: usize },
    Memory { instance: usize, name: Box<str> },
    Realloc(CoreDef),
    PostReturn(CoreDef),
    Resource { dtor: Option<CoreDef> },
}

/// A core definition that is at hand when a step needs it.
pub(crate) enum CoreDef {
    Export {
        instance: usize,
        name: Box<str>,
    },
    /// The global that says whether a component instance may be left.
    MayLeave(u32),
    /// The global that says whether a task may block, which none may.
    MayBlock,
    /// `context.get` or `context.set` of one of the two slots of a task.
    Context {
        slot: usize,
        is_set: bool,
    },
    Trampoline(usize),
}

/// The options of a lift or a lowering.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) instance: u32,
    pub(crate) encoding: Encoding,
    pub(crate) memory: Option<usize>,
    pub(crate) realloc: Option<usize>,
    pub(crate) post_return: Option<usize>,
    /// Whether the asynchronous ABI is used, which nothing here can do.
    pub(crate) is_async: bool,
}

/// How strings are encoded in a memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    /// Latin-1, or UTF-16 if the length has its highest bit set.
    Compact,
}

/// The type of a handle: which resource, in the table of which component instance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum HandleTy {
    Concrete {
        resource: u32,
        instance: u32,
    },
    /// Of a type that is never instantiated.
    Abstract,
}

/// A core function that the host provides.
pub(crate) struct CoreFunc {
    pub(crate) params: Vec<wx::ValType>,
    pub(crate) results: Vec<wx::ValType>,
    pub(crate) what: Trampoline,
}

/// What such a function does.
pub(crate) enum Trampoline {
    Lower {
        lowering: usize,
        ty: Arc<FuncTy>,
        options: usize,
    },
    Transcode {
        op: Transcode,
        from: usize,
        to: usize,
    },
    ResourceNew {
        instance: u32,
        ty: u32,
    },
    ResourceRep {
        ty: u32,
    },
    ResourceDrop {
        instance: u32,
        ty: u32,
    },
    TransferOwn,
    TransferBorrow,
    EnterCall,
    ExitCall,
    Trap,
    /// Keeps others from calling asynchronously, which nobody does.
    Backpressure,
    /// A function of the asynchronous ABI, asked for by a component instance or an adapter.
    Async {
        name: String,
        instance: Option<u32>,
    },
}

/// How a string moves between memories; the names are those of the Canonical ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transcode {
    CopyUtf8,
    CopyUtf16,
    CopyLatin1,
    Latin1ToUtf16,
    Latin1ToUtf8,
    Utf16ToCompactProbablyUtf16,
    Utf16ToCompactUtf16,
    Utf16ToLatin1,
    Utf16ToUtf8,
    Utf8ToCompactUtf16,
    Utf8ToLatin1,
    Utf8ToUtf16,
}
