//! From the bytes of a component to its [`Plan`]: the only room that knows the translator.
//!
//! `wasmtime-environ` validates a component, resolves its aliases and nested instances into a list of steps, and writes the adapters
//! between its component instances as core modules. Its interface follows wasmtime's needs and changes with every release; so it is
//! pinned to one, what it returns is copied here into plain data, and nothing of it leaves this file.
//!
//! Bodies of functions are not validated by the translator, which leaves that to the compiler behind it; here it is
//! [`wx::Module`] that validates the core modules, in the settings of its engine.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use wasmtime_environ::component as source;
use wasmtime_environ::component::{
    CanonicalOptionsDataModel, CoreExport, ExportItem, FixedEncoding, GlobalInitializer, InstantiateModule,
    InterfaceType, StringEncoding, TypeDef, TypeResourceTable,
};
use wasmtime_environ::wasmparser::{Validator, WasmFeatures};
use wasmtime_environ::{
    EntityIndex, ModuleTranslation, PrimaryMap, ScopeVec, StaticModuleIndex, Tunables, WasmHeapType,
};

use crate::plan::{
    CoreDef, CoreFunc, Encoding, Export, Exports, HandleTy, Options, Plan, Step, Trampoline, Transcode,
};
use crate::types::{FlagsTy, FuncTy, ItemTy, ListTy, ModuleTy, RecordTy, Ty, VariantTy};

/// A translated component: what to do, and the core modules to do it with.
pub(crate) struct Translated {
    pub(crate) plan: Plan,
    pub(crate) modules: Vec<wx::Module>,
}

/// What core modules may use as far as the translator is concerned; the engine has the last word on each.
fn features(asynchronous: bool) -> WasmFeatures {
    let asynchronous_features = WasmFeatures::CM_ASYNC
        | WasmFeatures::CM_ASYNC_STACKFUL
        | WasmFeatures::CM_MORE_ASYNC_BUILTINS
        | WasmFeatures::CM_THREADING
        | WasmFeatures::CM_ERROR_CONTEXT;
    let mut features = WasmFeatures::WASM3
        | WasmFeatures::THREADS
        | WasmFeatures::WIDE_ARITHMETIC
        | WasmFeatures::CUSTOM_PAGE_SIZES
        | WasmFeatures::COMPONENT_MODEL
        | WasmFeatures::CM_FIXED_LENGTH_LISTS
        | WasmFeatures::CM_MAP
        | WasmFeatures::CM_IMPLEMENTS;
    features.set(asynchronous_features, asynchronous);
    features
}

/// Translates and validates a component.
///
/// # Errors
/// If it is malformed or invalid, or one of its core modules is refused by the engine.
pub(crate) fn translate(engine: &wx::Engine, bytes: &[u8]) -> Result<Translated> {
    // Calls between components are cheaper where nothing can be asynchronous.
    translate_with(engine, bytes, false).or_else(|_| translate_with(engine, bytes, true))
}

/// The translator asserts what it believes in; what that is wrong about is an error here.
fn translate_with(engine: &wx::Engine, bytes: &[u8], asynchronous: bool) -> Result<Translated> {
    let translate = AssertUnwindSafe(|| translate_unguarded(engine, bytes, asynchronous));
    catch_unwind(translate).unwrap_or_else(|_| bail!("the translator of components panicked over this one"))
}

fn translate_unguarded(engine: &wx::Engine, bytes: &[u8], asynchronous: bool) -> Result<Translated> {
    let mut tunables = Tunables::default_host();
    tunables.concurrency_support = asynchronous;
    tunables.parse_wasm_debuginfo = false;
    let mut validator = Validator::new_with_features(features(asynchronous));
    let mut types = source::ComponentTypesBuilder::new(&validator);
    let scope = ScopeVec::new();
    let translator = source::Translator::new(&tunables, &mut validator, &mut types, &scope);
    let (translation, modules) = translator.translate(bytes).map_err(|error| anyhow!("{error:#}"))?;
    let handle_types = types.num_resource_tables();
    let (types, root) = types.finish(&translation.component);
    let mut converter = Converter {
        component: &translation.component,
        types: &types,
        values: HashMap::new(),
        instances: HashMap::new(),
        funcs: HashMap::new(),
        modules: &modules,
        instance_modules: Vec::new(),
        handle_types,
    };
    let plan = converter.plan(&translation, root)?;
    let modules = modules.values().map(|module| wx::Module::from_binary(engine, module.wasm));
    Ok(Translated { plan, modules: modules.collect::<Result<_>>()? })
}

/// The text of a trap that an adapter asks for by number.
pub(crate) fn trap_text(code: u32) -> String {
    let trap = u8::try_from(code).ok().and_then(wasmtime_environ::Trap::from_u8);
    trap.map_or_else(|| format!("unknown trap {code}"), |trap| trap.to_string())
}

struct Converter<'a> {
    component: &'a source::Component,
    types: &'a source::ComponentTypes,
    /// Types that were converted before, so that shared types stay shared.
    values: HashMap<InterfaceType, Ty>,
    instances: HashMap<source::TypeComponentInstanceIndex, Arc<Vec<(String, ItemTy)>>>,
    funcs: HashMap<source::TypeFuncIndex, Arc<FuncTy>>,
    modules: &'a PrimaryMap<StaticModuleIndex, ModuleTranslation<'a>>,
    /// The module of each core instance, if it is known.
    instance_modules: Vec<Option<StaticModuleIndex>>,
    /// How many handle types there are; their table does not tell.
    handle_types: usize,
}

impl Converter<'_> {
    fn plan(
        &mut self,
        translation: &source::ComponentTranslation,
        root: source::TypeComponentIndex,
    ) -> Result<Plan> {
        let component = self.component;
        let mut steps = Vec::new();
        for initializer in &component.initializers {
            steps.extend(self.step(initializer)?);
        }
        let mut trampolines = Vec::new();
        for (index, trampoline) in &translation.trampolines {
            let ty = self.types.module_types()[component.trampolines[index]].unwrap_func();
            let params = ty.params().iter().map(core_type).collect::<Result<_>>()?;
            let results = ty.results().iter().map(core_type).collect::<Result<_>>()?;
            trampolines.push(CoreFunc { params, results, what: self.trampoline(trampoline)? });
        }
        let options = component.options.values().map(options).collect::<Result<_>>()?;
        let imports = &self.types[root].imports;
        let imports = imports.iter().map(|(name, item)| Ok((name.clone(), self.item(&item.ty)?)));
        let imports: Vec<_> = imports.collect::<Result<_>>()?;
        let leaves = component.imports.values();
        let leaves = leaves.map(|(import, path)| (import.as_u32() as usize, path.clone())).collect();
        let mut items = Vec::new();
        for item in component.export_items.values() {
            items.push(self.export(item)?);
        }
        let handle_types = (0..self.handle_types).map(|index| self.handle_type(index)).collect();
        let owners = component.defined_resource_instances.values();
        Ok(Plan {
            steps,
            trampolines,
            options,
            handle_types,
            imports,
            leaves,
            imported_resources: component
                .imported_resources
                .values()
                .map(|leaf| leaf.as_u32() as usize)
                .collect(),
            resource_owners: owners.map(|owner| owner.as_u32()).collect(),
            exports: exports(component.exports.raw_iter()),
            items,
            instances: component.num_runtime_component_instances,
        })
    }

    fn step(&mut self, initializer: &GlobalInitializer) -> Result<Option<Step>> {
        Ok(Some(match initializer {
            GlobalInitializer::InstantiateModule(InstantiateModule::Static(module, imports), instance) => {
                let imports = imports.iter().map(|def| self.core_def(def)).collect::<Result<_>>()?;
                self.instance_modules.push(Some(*module));
                Step::Instantiate {
                    module: module.as_u32() as usize,
                    imports,
                    instance: instance.map(|instance| instance.as_u32()),
                }
            }
            GlobalInitializer::InstantiateModule(InstantiateModule::Import(leaf, args), instance) => {
                let mut imports = HashMap::new();
                for (module, names) in args {
                    for (name, def) in names {
                        imports.insert((module.clone(), name.clone()), self.core_def(def)?);
                    }
                }
                self.instance_modules.push(None);
                let instance = instance.map(|instance| instance.as_u32());
                Step::InstantiateImport { leaf: leaf.as_u32() as usize, imports, instance }
            }
            GlobalInitializer::LowerImport { index, import } => {
                Step::Lower { index: index.as_u32() as usize, leaf: import.as_u32() as usize }
            }
            GlobalInitializer::ExtractMemory(memory) => {
                let (instance, name) = self.core_export(&memory.export)?;
                Step::Memory { instance, name }
            }
            GlobalInitializer::ExtractRealloc(realloc) => Step::Realloc(self.core_def(&realloc.def)?),
            GlobalInitializer::ExtractPostReturn(func) => Step::PostReturn(self.core_def(&func.def)?),
            GlobalInitializer::Resource(resource) => {
                Step::Resource { dtor: resource.dtor.as_ref().map(|def| self.core_def(def)).transpose()? }
            }
            // Only asynchronous functions and threads use these, and they do not run.
            GlobalInitializer::ExtractCallback(_) | GlobalInitializer::ExtractTable(_) => return Ok(None),
        }))
    }

    fn core_def(&self, def: &source::CoreDef) -> Result<CoreDef> {
        Ok(match def {
            source::CoreDef::Export(export) => {
                let (instance, name) = self.core_export(export)?;
                CoreDef::Export { instance, name }
            }
            source::CoreDef::InstanceFlags(instance) => CoreDef::MayLeave(instance.as_u32()),
            source::CoreDef::Trampoline(index) => CoreDef::Trampoline(index.as_u32() as usize),
            source::CoreDef::TaskMayBlock => CoreDef::MayBlock,
            source::CoreDef::UnsafeIntrinsic(intrinsic) => {
                use source::UnsafeIntrinsic;
                let (slot, is_set) = match intrinsic {
                    UnsafeIntrinsic::ContextGetI32_0 => (0, false),
                    UnsafeIntrinsic::ContextSetI32_0 => (0, true),
                    UnsafeIntrinsic::ContextGetI32_1 => (1, false),
                    UnsafeIntrinsic::ContextSetI32_1 => (1, true),
                    other => bail!("the intrinsic `{}` is not supported", other.name()),
                };
                CoreDef::Context { slot, is_set }
            }
        })
    }

    /// The translator names an export by its index in the module; everyone else by its name.
    fn core_export<T: Copy + Into<EntityIndex>>(&self, export: &CoreExport<T>) -> Result<(usize, Box<str>)> {
        let instance = export.instance.as_u32() as usize;
        let name = match &export.item {
            ExportItem::Name(name) => name.as_str(),
            ExportItem::Index(index) => {
                let known = self.instance_modules.get(instance).copied().flatten();
                let module = known.ok_or_else(|| anyhow!("core instance {instance} is not known yet"))?;
                let module = &self.modules[module].module;
                let wanted: EntityIndex = (*index).into();
                let found = module.exports.iter().find(|(_, index)| **index == wanted);
                let (name, _) = found.ok_or_else(|| anyhow!("{wanted:?} is not exported"))?;
                &module.strings[*name]
            }
        };
        Ok((instance, name.into()))
    }

    fn trampoline(&mut self, trampoline: &source::Trampoline) -> Result<Trampoline> {
        use source::Trampoline as From;
        Ok(match trampoline {
            From::LowerImport { index, lower_ty, options } => Trampoline::Lower {
                lowering: index.as_u32() as usize,
                ty: self.func(*lower_ty)?,
                options: options.as_u32() as usize,
            },
            From::Transcoder { op, from, from64, to, to64 } => {
                if *from64 || *to64 {
                    bail!("strings in 64-bit memories are not supported");
                }
                let (from, to) = (from.as_u32() as usize, to.as_u32() as usize);
                Trampoline::Transcode { op: transcode(*op), from, to }
            }
            From::ResourceNew { instance, ty } => {
                Trampoline::ResourceNew { instance: instance.as_u32(), ty: ty.as_u32() }
            }
            From::ResourceRep { ty, .. } => Trampoline::ResourceRep { ty: ty.as_u32() },
            From::ResourceDrop { instance, ty } => {
                Trampoline::ResourceDrop { instance: instance.as_u32(), ty: ty.as_u32() }
            }
            From::ResourceTransferOwn => Trampoline::TransferOwn,
            From::ResourceTransferBorrow => Trampoline::TransferBorrow,
            From::EnterSyncCall => Trampoline::EnterCall,
            From::ExitSyncCall => Trampoline::ExitCall,
            From::Trap => Trampoline::Trap,
            From::BackpressureInc { .. } | From::BackpressureDec { .. } => Trampoline::Backpressure,
            other => asynchronous(other),
        })
    }

    fn export(&mut self, item: &source::Export) -> Result<Export> {
        Ok(match item {
            source::Export::LiftedFunction { ty, func, options } => Export::Func {
                ty: self.func(*ty)?,
                func: self.core_def(func)?,
                options: options.as_u32() as usize,
            },
            source::Export::ModuleStatic { ty, index } => {
                Export::Module { ty: self.module(*ty), index: index.as_u32() as usize }
            }
            source::Export::ModuleImport { ty, import } => {
                Export::ImportedModule { ty: self.module(*ty), leaf: import.as_u32() as usize }
            }
            source::Export::Instance { ty, exports: names } => Export::Instance {
                ty: self.item(&TypeDef::ComponentInstance(*ty))?,
                exports: exports(names.raw_iter()),
            },
            source::Export::Type(ty) => Export::Type(self.item(ty)?),
        })
    }

    fn item(&mut self, ty: &TypeDef) -> Result<ItemTy> {
        Ok(match ty {
            TypeDef::Component(_) => ItemTy::Component,
            TypeDef::ComponentInstance(index) => {
                if let Some(known) = self.instances.get(index) {
                    return Ok(ItemTy::Instance(known.clone()));
                }
                let names = self.types[*index].exports.iter();
                let names = names.map(|(name, item)| Ok((name.clone(), self.item(&item.ty)?)));
                let names = Arc::new(names.collect::<Result<Vec<_>>>()?);
                self.instances.insert(*index, names.clone());
                ItemTy::Instance(names)
            }
            TypeDef::ComponentFunc(index) => ItemTy::Func(self.func(*index)?),
            TypeDef::Interface(ty) => ItemTy::Type(self.value(ty)),
            TypeDef::Module(index) => self.module(*index),
            TypeDef::CoreFunc(_) => ItemTy::CoreFunc,
            TypeDef::Resource(index) => ItemTy::Resource(index.as_u32()),
        })
    }

    fn module(&self, index: source::TypeModuleIndex) -> ItemTy {
        let ty = &self.types[index];
        let imports = ty.imports.keys().cloned().collect();
        ItemTy::Module(Arc::new(ModuleTy { imports, exports: ty.exports.keys().cloned().collect() }))
    }

    fn func(&mut self, index: source::TypeFuncIndex) -> Result<Arc<FuncTy>> {
        if let Some(known) = self.funcs.get(&index) {
            return Ok(known.clone());
        }
        let ty = &self.types[index];
        let params = self.types[ty.params].types.iter().zip(&ty.param_names);
        let params = RecordTy::new(params.map(|(ty, name)| (name.as_str().into(), self.value(ty))));
        let results = self.types[ty.results].types.iter();
        let results = RecordTy::new(results.map(|ty| ("".into(), self.value(ty))));
        let func =
            Arc::new(FuncTy { is_async: ty.async_, params: Arc::new(params), results: Arc::new(results) });
        self.funcs.insert(index, func.clone());
        Ok(func)
    }

    fn value(&mut self, ty: &InterfaceType) -> Ty {
        if let Some(known) = self.values.get(ty) {
            return known.clone();
        }
        let converted = self.convert(ty);
        self.values.insert(*ty, converted.clone());
        converted
    }

    fn convert(&mut self, ty: &InterfaceType) -> Ty {
        let types = self.types;
        match ty {
            InterfaceType::Bool => Ty::Bool,
            InterfaceType::S8 => Ty::S8,
            InterfaceType::U8 => Ty::U8,
            InterfaceType::S16 => Ty::S16,
            InterfaceType::U16 => Ty::U16,
            InterfaceType::S32 => Ty::S32,
            InterfaceType::U32 => Ty::U32,
            InterfaceType::S64 => Ty::S64,
            InterfaceType::U64 => Ty::U64,
            InterfaceType::Float32 => Ty::Float32,
            InterfaceType::Float64 => Ty::Float64,
            InterfaceType::Char => Ty::Char,
            InterfaceType::String => Ty::String,
            InterfaceType::List(i) => Ty::List(Arc::new(ListTy::new(self.value(&types[*i].element)))),
            InterfaceType::FixedLengthList(i) => {
                let list = &types[*i];
                Ty::FixedList(Arc::new(ListTy::fixed(self.value(&list.element), list.size)))
            }
            InterfaceType::Map(i) => {
                let pair = [&types[*i].key, &types[*i].value].map(|ty| ("".into(), self.value(ty)));
                Ty::Map(Arc::new(ListTy::new(Ty::Tuple(Arc::new(RecordTy::new(pair))))))
            }
            InterfaceType::Record(i) => {
                let fields = types[*i].fields.iter();
                let fields = fields.map(|field| (field.name.as_str().into(), self.value(&field.ty)));
                Ty::Record(Arc::new(RecordTy::new(fields)))
            }
            InterfaceType::Tuple(i) => {
                let fields = types[*i].types.iter().map(|ty| ("".into(), self.value(ty)));
                Ty::Tuple(Arc::new(RecordTy::new(fields)))
            }
            InterfaceType::Variant(i) => {
                let cases = types[*i].cases.iter();
                let cases = cases.map(|(name, ty)| (name.as_str(), ty.as_ref()));
                Ty::Variant(self.variant(cases))
            }
            InterfaceType::Enum(i) => {
                Ty::Enum(self.variant(types[*i].names.iter().map(|name| (name.as_str(), None))))
            }
            InterfaceType::Option(i) => {
                Ty::Option(self.variant([("none", None), ("some", Some(&types[*i].ty))].into_iter()))
            }
            InterfaceType::Result(i) => {
                let (ok, err) = (types[*i].ok.as_ref(), types[*i].err.as_ref());
                Ty::Result(self.variant([("ok", ok), ("err", err)].into_iter()))
            }
            InterfaceType::Flags(i) => {
                let names = types[*i].names.iter().map(|name| name.as_str().into()).collect();
                Ty::Flags(Arc::new(FlagsTy::new(names)))
            }
            InterfaceType::Own(i) => Ty::Own(i.as_u32()),
            InterfaceType::Borrow(i) => Ty::Borrow(i.as_u32()),
            InterfaceType::Future(_) => Ty::Async("future"),
            InterfaceType::Stream(_) => Ty::Async("stream"),
            InterfaceType::ErrorContext(_) => Ty::Async("error-context"),
        }
    }

    fn variant<'t>(
        &mut self,
        cases: impl Iterator<Item = (&'t str, Option<&'t InterfaceType>)>,
    ) -> Arc<VariantTy> {
        Arc::new(VariantTy::new(cases.map(|(name, ty)| (name.into(), ty.map(|ty| self.value(ty))))))
    }

    fn handle_type(&self, index: usize) -> HandleTy {
        match &self.types[source::TypeResourceTableIndex::from_u32(index as u32)] {
            TypeResourceTable::Concrete { ty, instance } => {
                HandleTy::Concrete { resource: ty.as_u32(), instance: instance.as_u32() }
            }
            TypeResourceTable::Abstract(_) => HandleTy::Abstract,
        }
    }
}

fn exports<'a, K: std::ops::Deref<Target = S> + 'a, S: AsRef<str> + ?Sized + 'a, D: 'a>(
    names: impl Iterator<Item = (&'a K, &'a (source::ExportIndex, D))>,
) -> Exports {
    names.map(|(name, (index, _))| (name.as_ref().to_owned(), index.as_u32() as usize)).collect()
}

/// A function of the asynchronous ABI. It is there, so that a component that has it beside others can be loaded, and traps.
fn asynchronous(trampoline: &source::Trampoline) -> Trampoline {
    use source::Trampoline as From;
    let instance = match trampoline {
        From::TaskReturn { instance, .. }
        | From::TaskCancel { instance }
        | From::WaitableSetNew { instance }
        | From::WaitableSetWait { instance, .. }
        | From::WaitableSetPoll { instance, .. }
        | From::WaitableSetDrop { instance }
        | From::WaitableJoin { instance }
        | From::SubtaskDrop { instance }
        | From::SubtaskCancel { instance, .. }
        | From::StreamNew { instance, .. }
        | From::StreamRead { instance, .. }
        | From::StreamWrite { instance, .. }
        | From::StreamCancelRead { instance, .. }
        | From::StreamCancelWrite { instance, .. }
        | From::StreamDropReadable { instance, .. }
        | From::StreamDropWritable { instance, .. }
        | From::FutureNew { instance, .. }
        | From::FutureRead { instance, .. }
        | From::FutureWrite { instance, .. }
        | From::FutureCancelRead { instance, .. }
        | From::FutureCancelWrite { instance, .. }
        | From::FutureDropReadable { instance, .. }
        | From::FutureDropWritable { instance, .. }
        | From::ErrorContextNew { instance, .. }
        | From::ErrorContextDebugMessage { instance, .. }
        | From::ErrorContextDrop { instance, .. }
        | From::ThreadIndex { instance }
        | From::ThreadNewIndirect { instance, .. }
        | From::ThreadResumeLater { instance }
        | From::ThreadSuspend { instance, .. }
        | From::ThreadYield { instance, .. }
        | From::ThreadSuspendThenResume { instance, .. }
        | From::ThreadYieldThenResume { instance, .. }
        | From::ThreadSuspendThenPromote { instance, .. }
        | From::ThreadYieldThenPromote { instance, .. } => Some(instance.as_u32()),
        _ => None,
    };
    Trampoline::Async { name: trampoline.symbol_name(), instance }
}

fn core_type(ty: &wasmtime_environ::WasmValType) -> Result<wx::ValType> {
    use wasmtime_environ::WasmValType as From;
    Ok(match ty {
        From::I32 => wx::ValType::I32,
        From::I64 => wx::ValType::I64,
        From::F32 => wx::ValType::F32,
        From::F64 => wx::ValType::F64,
        From::Ref(reference) if reference.nullable && reference.heap_type == WasmHeapType::Func => {
            wx::ValType::FUNCREF
        }
        other => bail!("a function of the host cannot have the core type {other:?}"),
    })
}

fn options(options: &source::CanonicalOptions) -> Result<Arc<Options>> {
    let CanonicalOptionsDataModel::LinearMemory(memory) = &options.data_model else {
        bail!("values in the collected heap are not supported");
    };
    Ok(Arc::new(Options {
        instance: options.instance.as_u32(),
        encoding: match options.string_encoding {
            StringEncoding::Utf8 => Encoding::Utf8,
            StringEncoding::Utf16 => Encoding::Utf16,
            StringEncoding::CompactUtf16 => Encoding::Compact,
        },
        memory: memory.memory.map(|index| index.as_u32() as usize),
        realloc: memory.realloc.map(|index| index.as_u32() as usize),
        post_return: options.post_return.map(|index| index.as_u32() as usize),
        is_async: options.async_,
    }))
}

fn transcode(op: source::Transcode) -> Transcode {
    use source::Transcode as From;
    match op {
        From::Copy(FixedEncoding::Utf8) => Transcode::CopyUtf8,
        From::Copy(FixedEncoding::Utf16) => Transcode::CopyUtf16,
        From::Copy(FixedEncoding::Latin1) => Transcode::CopyLatin1,
        From::Latin1ToUtf16 => Transcode::Latin1ToUtf16,
        From::Latin1ToUtf8 => Transcode::Latin1ToUtf8,
        From::Utf16ToCompactProbablyUtf16 => Transcode::Utf16ToCompactProbablyUtf16,
        From::Utf16ToCompactUtf16 => Transcode::Utf16ToCompactUtf16,
        From::Utf16ToLatin1 => Transcode::Utf16ToLatin1,
        From::Utf16ToUtf8 => Transcode::Utf16ToUtf8,
        From::Utf8ToCompactUtf16 => Transcode::Utf8ToCompactUtf16,
        From::Utf8ToLatin1 => Transcode::Utf8ToLatin1,
        From::Utf8ToUtf16 => Transcode::Utf8ToUtf16,
    }
}
