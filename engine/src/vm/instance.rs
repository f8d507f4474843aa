//! Instances: a module's definitions come to life in the order that the specification gives.
//!
//! # Order
//! Imports are checked before anything is made. Then tables, memories, tags, globals and functions get their places,
//! initial values are evaluated, active element segments are copied, then active data segments; the caller runs
//! the start function. When a segment does not fit, what was copied before it stays, and so does the instance: its
//! functions may already be in tables of others.
//!
//! # Cost
//! All function references are one allocation, all globals another; a module with 10,000 functions costs two writes
//! for each. Functions of an active segment go straight to the table. Data segments are copied by the first instance of a module,
//! and mapped by later ones where that leaves the same (`image.rs`).
//!
//! Must not know: names, how code is run.

use std::sync::Arc;

use anyhow::bail;

use super::const_expr::{self, global_cell};
use super::global::Global;
use super::layout::*;
use super::link::Extern;
use super::pinned::Pinned;
use super::store::StoreInner;
use super::{budget, func, gc};
use crate::base::{Trap, TrapCode};
use crate::module::*;
use crate::types::*;

/// An instance: its context and everything the context points to.
pub struct Instance {
    pub ctx: Pinned<VmContext>,
    pub module: Arc<ModuleData>,
    pub memories: Box<[*mut VmMemory]>,
    pub tables: Box<[*mut VmTable]>,
    pub globals: Box<[*mut VmGlobal]>,
    pub funcs: Box<[*mut VmFuncRef]>,
    pub tags: Box<[*mut VmTag]>,
    /// The references of defined functions that `funcs` points to.
    pub func_refs: Pinned<[VmFuncRef]>,
    /// The cells of defined globals that `globals` points to, but for those in the context.
    pub global_cells: Pinned<[VmGlobal]>,
    /// Element segments as slots; empty once dropped.
    pub elems: Box<[Box<[u64]>]>,
    /// Whether a data segment was dropped (its bytes stay in the module).
    pub dropped_datas: Box<[bool]>,
    /// What all this takes, as `budget` counts it.
    pub(super) bytes: usize,
}

impl Instance {
    /// The definition with this index.
    pub fn definition(&self, index: EntityIndex) -> Extern {
        match index {
            EntityIndex::Func(i) => Extern::Func(self.funcs[i as usize]),
            EntityIndex::Table(i) => Extern::Table(self.tables[i as usize]),
            EntityIndex::Memory(i) => Extern::Memory(self.memories[i as usize]),
            EntityIndex::Global(i) => Extern::Global(self.globals[i as usize]),
            EntityIndex::Tag(i) => Extern::Tag(self.tags[i as usize]),
        }
    }
}

/// What instantiation leaves to its caller.
#[derive(Clone, Copy, Debug)]
pub struct Instantiated {
    /// Index in `StoreInner::instances`.
    pub index: u32,
    /// To be called before anything else.
    pub start: Option<*mut VmFuncRef>,
}

/// The index spaces of an instance while they are filled, imports first.
struct Spaces {
    funcs: Vec<*mut VmFuncRef>,
    tables: Vec<*mut VmTable>,
    memories: Vec<*mut VmMemory>,
    globals: Vec<*mut VmGlobal>,
    tags: Vec<*mut VmTag>,
}

impl Spaces {
    fn of_imports(module: &ModuleData, imports: &[Extern]) -> Spaces {
        let mut spaces = Spaces {
            funcs: Vec::with_capacity(module.funcs.len()),
            tables: Vec::with_capacity(module.tables.len()),
            memories: Vec::with_capacity(module.memories.len()),
            globals: Vec::with_capacity(module.globals.len()),
            tags: Vec::with_capacity(module.tags.len()),
        };
        for &import in imports {
            match import {
                Extern::Func(f) => spaces.funcs.push(f),
                Extern::Table(t) => spaces.tables.push(t),
                Extern::Memory(m) => spaces.memories.push(m),
                Extern::Global(g) => spaces.globals.push(g),
                Extern::Tag(t) => spaces.tags.push(t),
            }
        }
        spaces
    }
}

impl StoreInner {
    /// Makes an instance of a module; imports in the module's order, all of this store.
    ///
    /// # Errors
    /// If an import does not match, a limit or the system refuses a memory or table, or a segment does not fit (the
    /// error is then a [`Trap`]).
    pub fn instantiate(
        &mut self,
        module: &Arc<ModuleData>,
        imports: &[Extern],
    ) -> anyhow::Result<Instantiated> {
        same_engine(&**module, self)?;
        self.check_imports(module, imports)?;
        let count = self.instances.len();
        let most = self.with_limiter(|limiter| limiter.instances());
        if most.is_some_and(|most| count >= most) {
            bail!("resource limit exceeded: instance count too high at {}", count + 1);
        }
        let own = budget::of_instance(module);
        if own > self.room() {
            return Err(self.no_room("an instance's records", own));
        }
        // Constant expressions allocate without collecting.
        gc::collect_if_due(self);
        // Machine code makes objects by itself, and the collector wants to know their types.
        for entry in module.type_entries.iter().filter(|entry| entry.is_aggregate()) {
            self.gc.plan(&self.registry, entry.id);
        }
        let index = self.allocate(module, imports)?;
        let ctx = self.instances[index as usize].ctx.as_ptr();
        // SAFETY: the instance was made by `allocate` from the same module, and nothing runs in it yet.
        unsafe { self.initialize(ctx, module) }?;
        let start = module.start.map(|f| self.instances[index as usize].funcs[f as usize]);
        Ok(Instantiated { index, start })
    }

    /// Gives every definition its place; values are zero or null.
    fn allocate(&mut self, module: &Arc<ModuleData>, imports: &[Extern]) -> anyhow::Result<u32> {
        let before = (self.tables.len(), self.memories.len(), self.tags.len());
        let spaces = self.objects(module, Spaces::of_imports(module, imports));
        if spaces.is_err() {
            // Nobody has seen them, and nothing would hold their types.
            self.tables.truncate(before.0);
            self.memories.truncate(before.1);
            self.tags.truncate(before.2);
        }
        Ok(self.arrange(module, spaces?))
    }

    /// Adds the tables, memories and tags that the module defines.
    fn objects(&mut self, module: &ModuleData, mut spaces: Spaces) -> anyhow::Result<Spaces> {
        for def in &module.tables[module.imported_tables as usize..] {
            spaces.tables.push(self.new_table(def.ty, 0)?);
        }
        for &ty in &module.memories[module.imported_memories as usize..] {
            spaces.memories.push(self.new_memory(ty)?);
        }
        for &func in &module.tags[module.imported_tags as usize..] {
            spaces.tags.push(self.new_tag(TagType { func }));
        }
        Ok(spaces)
    }

    /// Makes the instance around its objects.
    fn arrange(&mut self, module: &Arc<ModuleData>, mut spaces: Spaces) -> u32 {
        let index = self.instances.len() as u32;
        let ctx = Pinned::new(VmContext {
            store: &raw mut self.vm,
            memories: std::ptr::null(),
            memory: std::ptr::null_mut(),
            tables: std::ptr::null(),
            globals: std::ptr::null(),
            funcs: std::ptr::null(),
            codes: module.codes.as_ptr(),
            tags: std::ptr::null(),
            imported_funcs: module.imported_funcs,
            instance: index,
            counters: module.record.counters(),
            near_globals: Default::default(),
        });
        let (global_cells, globals) =
            self.new_globals(&module.globals[module.imported_globals as usize..], ctx.as_ptr());
        spaces.globals.extend(globals);
        let func_refs = func::defined(module, ctx.as_ptr(), self.options.entries.wasm);
        spaces.funcs.extend(addresses(&func_refs));
        self.instances.push(Box::new(Instance {
            ctx,
            module: module.clone(),
            memories: spaces.memories.into(),
            tables: spaces.tables.into(),
            globals: spaces.globals.into(),
            funcs: spaces.funcs.into(),
            tags: spaces.tags.into(),
            func_refs,
            global_cells,
            elems: vec![Box::default(); module.elems.len()].into(),
            dropped_datas: vec![false; module.datas.len()].into(),
            bytes: budget::of_instance(module),
        }));
        self.connect(index);
        index
    }

    /// Points the context at the index spaces, now that they are where they stay.
    fn connect(&mut self, index: u32) {
        let store = self.vm.inner;
        let instance = &self.instances[index as usize];
        let ctx = instance.ctx.as_ptr();
        // SAFETY: the context is alive and nothing else uses it yet; `vm` is a field of the pinned store.
        unsafe {
            (*ctx).store = &raw mut (*store).vm;
            (*ctx).memories = match &*instance.memories {
                [] => super::memory::no_memories(),
                memories => memories.as_ptr(),
            };
            (*ctx).memory = *(*ctx).memories;
            (*ctx).tables = instance.tables.as_ptr();
            (*ctx).globals = instance.globals.as_ptr();
            (*ctx).funcs = instance.funcs.as_ptr();
            (*ctx).tags = instance.tags.as_ptr();
        }
    }

    /// Cells for defined globals: the first in the context, the others in an allocation of their own; and where each is.
    fn new_globals(
        &mut self,
        defs: &[GlobalDef],
        ctx: *mut VmContext,
    ) -> (Pinned<[VmGlobal]>, Vec<*mut VmGlobal>) {
        let near = defs.len().min(NEAR_GLOBALS);
        let far = Pinned::from_box((near..defs.len()).map(|_| VmGlobal::default()).collect());
        // SAFETY: the context is alive and nothing runs in it yet.
        let context_cells = unsafe { &raw mut (*ctx).near_globals }.cast::<VmGlobal>();
        let cells: Vec<*mut VmGlobal> =
            (0..near).map(|i| context_cells.wrapping_add(i)).chain(addresses(&far)).collect();
        for (&vm, def) in cells.iter().zip(defs) {
            // SAFETY: as above.
            unsafe { (*vm).index = self.globals.len() as u32 };
            self.globals.push(Global { vm, ty: def.ty, own: None });
        }
        (far, cells)
    }

    /// Evaluates initial values and copies active segments.
    ///
    /// # Safety
    /// `ctx` is an instance of `module` in this store that nothing runs in.
    unsafe fn initialize(&mut self, ctx: *mut VmContext, module: &ModuleData) -> anyhow::Result<()> {
        // SAFETY: the caller's vouching passes on.
        let done = unsafe {
            self.initialize_globals(ctx, module)
                .and_then(|()| self.initialize_tables(ctx, module))
                .and_then(|()| self.evaluate_elems(ctx, module))
                .and_then(|()| self.copy_elems(ctx, module))
                .and_then(|()| self.copy_datas(ctx, module))
        };
        done.map_err(|code| Trap::from(code).into())
    }

    /// # Safety
    /// As for `initialize`; so for the functions below.
    unsafe fn initialize_globals(
        &mut self,
        ctx: *mut VmContext,
        module: &ModuleData,
    ) -> Result<(), TrapCode> {
        for (i, def) in module.globals.iter().enumerate() {
            let Some(init) = &def.init else { continue };
            // SAFETY: an initial value names earlier globals only; the cell is this instance's own.
            unsafe {
                let value = const_expr::eval(self, ctx, init)?;
                (**(*ctx).globals.add(i)).value = global_cell(def.ty.content, value);
            }
        }
        Ok(())
    }

    /// # Safety
    /// See `initialize_globals`.
    unsafe fn initialize_tables(&mut self, ctx: *mut VmContext, module: &ModuleData) -> Result<(), TrapCode> {
        for (i, def) in module.tables.iter().enumerate().skip(module.imported_tables as usize) {
            let Some(init) = &def.init else { continue };
            // SAFETY: globals and functions are set up; the table is this instance's own.
            let (value, index) =
                unsafe { (const_expr::eval(self, ctx, init)?[0], (**(*ctx).tables.add(i)).index as usize) };
            if value != 0 {
                self.tables[index].slots_mut().fill(value);
            }
        }
        Ok(())
    }

    /// Segments that may be used later, or whose elements are expressions, are kept as slots.
    ///
    /// # Safety
    /// See `initialize_globals`.
    unsafe fn evaluate_elems(&mut self, ctx: *mut VmContext, module: &ModuleData) -> Result<(), TrapCode> {
        // SAFETY: the caller vouches for `ctx`.
        let instance = unsafe { (*ctx).instance } as usize;
        for (i, segment) in module.elems.iter().enumerate() {
            let slots: Box<[u64]> = match (&segment.items, &segment.mode) {
                (_, SegmentMode::Declared) | (ElemItems::Funcs(_), SegmentMode::Active { .. }) => continue,
                (ElemItems::Funcs(funcs), SegmentMode::Passive) => {
                    let all = &self.instances[instance].funcs;
                    funcs.iter().map(|&f| all[f as usize] as usize as u64).collect()
                }
                (ElemItems::Exprs(exprs), _) => {
                    // SAFETY: globals and functions are set up.
                    let values = exprs.iter().map(|e| unsafe { const_expr::eval(self, ctx, e) });
                    values.map(|v| v.map(|v| v[0])).collect::<Result<_, _>>()?
                }
            };
            self.instances[instance].elems[i] = slots;
        }
        Ok(())
    }

    /// # Safety
    /// See `initialize_globals`.
    unsafe fn copy_elems(&mut self, ctx: *mut VmContext, module: &ModuleData) -> Result<(), TrapCode> {
        // SAFETY: the caller vouches for `ctx`.
        let instance = unsafe { (*ctx).instance } as usize;
        for (i, segment) in module.elems.iter().enumerate() {
            let SegmentMode::Active { index, offset } = &segment.mode else { continue };
            // SAFETY: globals and functions are set up; validation vouches for the table's index.
            let (at, table) = unsafe {
                let at = const_expr::eval(self, ctx, offset)?[0];
                (at, (**(*ctx).tables.add(*index as usize)).index as usize)
            };
            // An active segment is dropped once it is copied.
            let slots = std::mem::take(&mut self.instances[instance].elems[i]);
            let all = &self.instances[instance].funcs;
            let to = range(at, segment.items.len(), self.tables[table].slots_mut())
                .ok_or(TrapCode::TableOutOfBounds)?;
            match &segment.items {
                ElemItems::Exprs(_) => to.copy_from_slice(&slots),
                ElemItems::Funcs(funcs) => {
                    to.iter_mut().zip(funcs).for_each(|(to, &f)| *to = all[f as usize] as usize as u64);
                }
            }
        }
        Ok(())
    }

    /// # Safety
    /// See `initialize_globals`.
    unsafe fn copy_datas(&mut self, ctx: *mut VmContext, module: &ModuleData) -> Result<(), TrapCode> {
        // SAFETY: the caller vouches for `ctx`.
        let instance = unsafe { (*ctx).instance } as usize;
        // SAFETY: the caller vouches for `ctx`, and no segment was copied.
        let shown = unsafe { self.show_images(ctx, module) };
        for (i, segment) in module.datas.iter().enumerate() {
            let SegmentMode::Active { index, offset } = &segment.mode else { continue };
            if shown.get(*index as usize) == Some(&true) {
                self.instances[instance].dropped_datas[i] = true;
                continue;
            }
            // SAFETY: globals are set up; validation vouches for the memory's index.
            let (at, memory) = unsafe {
                let at = const_expr::eval(self, ctx, offset)?[0];
                (at, (**(*ctx).memories.add(*index as usize)).index as usize)
            };
            let bytes = &module.bytes[segment.range.clone()];
            let memory = &self.memories[memory];
            let end = usize::try_from(at).ok().and_then(|at| at.checked_add(bytes.len()));
            if end.is_none_or(|end| end > memory.byte_len()) {
                return Err(TrapCode::MemoryOutOfBounds);
            }
            // SAFETY: the range was just checked against the accessible length; the module's bytes are elsewhere. Other
            // threads may access a shared memory at the same time, which is the program's race, on plain bytes.
            unsafe {
                memory.base().add(at as usize).copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            }
            self.instances[instance].dropped_datas[i] = true;
        }
        Ok(())
    }
}

/// The elements `at..at + len` of `slots`, if they are all there.
fn range(at: u64, len: usize, slots: &mut [u64]) -> Option<&mut [u64]> {
    let at = usize::try_from(at).ok()?;
    slots.get_mut(at..at.checked_add(len)?)
}

/// The address of each element.
fn addresses<T>(owner: &Pinned<[T]>) -> impl ExactSizeIterator<Item = *mut T> + use<T> {
    let (base, len) = (owner.as_ptr().cast::<T>(), owner.as_ptr().len());
    (0..len).map(move |i| base.wrapping_add(i))
}
