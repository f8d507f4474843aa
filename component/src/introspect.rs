//! Types as users see them: [`Type`], and what components import and export.
//!
//! A component's own types name resources by index; here the index is replaced by the resource's type, where that is known.

use std::sync::Arc;

use crate::component::Component;
use crate::plan::{HandleTy, Plan};
use crate::resource::ResourceType;
use crate::types::{FuncTy, ItemTy, ListTy, RecordTy, Ty, VariantTy};

/// The resource types behind handle types, where they are known.
#[derive(Debug)]
pub(crate) struct TypeCx(Vec<Option<ResourceType>>);

impl TypeCx {
    pub(crate) fn new(plan: &Plan, resources: &[ResourceType]) -> Arc<TypeCx> {
        let known = |ty: &HandleTy| match ty {
            HandleTy::Concrete { resource, .. } => resources.get(*resource as usize).copied(),
            HandleTy::Abstract => None,
        };
        Arc::new(TypeCx(plan.handle_types.iter().map(known).collect()))
    }
}

/// The type of a value.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "each is named as in the component model")]
#[non_exhaustive]
pub enum Type {
    Bool,
    S8,
    U8,
    S16,
    U16,
    S32,
    U32,
    S64,
    U64,
    Float32,
    Float64,
    Char,
    String,
    List(List),
    FixedLengthList(List),
    Map(List),
    Record(Record),
    Tuple(Record),
    Variant(Variant),
    Enum(Variant),
    Option(Variant),
    Result(Variant),
    Flags(Flags),
    /// The resource is `None` if it is not known before an instance is made.
    Own(Option<ResourceType>),
    Borrow(Option<ResourceType>),
    /// `stream`, `future` or `error-context`.
    Async(&'static str),
}

/// The type of a list, or of a map, which is a list of pairs.
#[derive(Clone, Debug)]
pub struct List(Arc<ListTy>, Arc<TypeCx>);

/// The type of a record, or of a tuple, whose names are empty.
#[derive(Clone, Debug)]
pub struct Record(Arc<RecordTy>, Arc<TypeCx>);

/// The type of a variant, an enum, an option (`none`, `some`) or a result (`ok`, `err`).
#[derive(Clone, Debug)]
pub struct Variant(Arc<VariantTy>, Arc<TypeCx>);

/// The type of flags.
#[derive(Clone, Debug)]
pub struct Flags(Arc<crate::types::FlagsTy>);

impl List {
    /// The type of the elements.
    pub fn ty(&self) -> Type {
        Type::new(&self.0.element, &self.1)
    }

    /// The number of elements of a list of fixed length.
    pub fn elements(&self) -> u32 {
        self.0.len
    }
}

impl Record {
    /// Names and types of the fields.
    pub fn fields(&self) -> impl ExactSizeIterator<Item = (&str, Type)> {
        self.0.fields.iter().map(|field| (&*field.name, Type::new(&field.ty, &self.1)))
    }
}

impl Variant {
    /// Names and payloads of the cases.
    pub fn cases(&self) -> impl ExactSizeIterator<Item = (&str, Option<Type>)> {
        self.0.cases.iter().map(|case| (&*case.name, case.ty.as_ref().map(|ty| Type::new(ty, &self.1))))
    }
}

impl Flags {
    /// The names.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.names.iter().map(|name| &**name)
    }
}

impl Type {
    pub(crate) fn new(ty: &Ty, cx: &Arc<TypeCx>) -> Type {
        let resource = |index: &u32| cx.0.get(*index as usize).copied().flatten();
        match ty {
            Ty::Bool => Type::Bool,
            Ty::S8 => Type::S8,
            Ty::U8 => Type::U8,
            Ty::S16 => Type::S16,
            Ty::U16 => Type::U16,
            Ty::S32 => Type::S32,
            Ty::U32 => Type::U32,
            Ty::S64 => Type::S64,
            Ty::U64 => Type::U64,
            Ty::Float32 => Type::Float32,
            Ty::Float64 => Type::Float64,
            Ty::Char => Type::Char,
            Ty::String => Type::String,
            Ty::List(list) => Type::List(List(list.clone(), cx.clone())),
            Ty::FixedList(list) => Type::FixedLengthList(List(list.clone(), cx.clone())),
            Ty::Map(list) => Type::Map(List(list.clone(), cx.clone())),
            Ty::Record(record) => Type::Record(Record(record.clone(), cx.clone())),
            Ty::Tuple(record) => Type::Tuple(Record(record.clone(), cx.clone())),
            Ty::Variant(variant) => Type::Variant(Variant(variant.clone(), cx.clone())),
            Ty::Enum(variant) => Type::Enum(Variant(variant.clone(), cx.clone())),
            Ty::Option(variant) => Type::Option(Variant(variant.clone(), cx.clone())),
            Ty::Result(variant) => Type::Result(Variant(variant.clone(), cx.clone())),
            Ty::Flags(flags) => Type::Flags(Flags(flags.clone())),
            Ty::Own(index) => Type::Own(resource(index)),
            Ty::Borrow(index) => Type::Borrow(resource(index)),
            Ty::Async(name) => Type::Async(name),
        }
    }
}

/// The type of a function.
#[derive(Clone, Debug)]
pub struct ComponentFunc(Arc<FuncTy>, Arc<TypeCx>);

impl ComponentFunc {
    pub(crate) fn new(ty: &Arc<FuncTy>, cx: &Arc<TypeCx>) -> ComponentFunc {
        ComponentFunc(ty.clone(), cx.clone())
    }

    /// Names and types of the parameters.
    pub fn params(&self) -> impl ExactSizeIterator<Item = (&str, Type)> {
        self.0.params.fields.iter().map(|field| (&*field.name, Type::new(&field.ty, &self.1)))
    }

    /// Types of the results, which are none or one.
    pub fn results(&self) -> impl ExactSizeIterator<Item = Type> {
        self.0.results.fields.iter().map(|field| Type::new(&field.ty, &self.1))
    }

    /// Whether it is an asynchronous function.
    pub fn async_(&self) -> bool {
        self.0.is_async
    }
}

/// What a component imports or exports.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ComponentItem {
    /// A function.
    ComponentFunc(ComponentFunc),
    /// A core function.
    CoreFunc,
    /// A core module.
    Module,
    /// A component.
    Component,
    /// An instance, with its exports.
    ComponentInstance(ComponentInstance),
    /// A type that is no resource.
    Type(Type),
    /// A resource; its type is known once an instance is made.
    Resource(Option<ResourceType>),
}

/// The exports of an instance.
#[derive(Clone, Debug)]
pub struct ComponentInstance(Arc<Vec<(String, ItemTy)>>, Arc<TypeCx>);

impl ComponentInstance {
    /// Names and types of the exports.
    pub fn exports(&self) -> impl ExactSizeIterator<Item = (&str, ComponentItem)> {
        self.0.iter().map(|(name, item)| (name.as_str(), ComponentItem::new(item, &self.1)))
    }
}

impl ComponentItem {
    fn new(item: &ItemTy, cx: &Arc<TypeCx>) -> ComponentItem {
        match item {
            ItemTy::Func(ty) => ComponentItem::ComponentFunc(ComponentFunc::new(ty, cx)),
            ItemTy::CoreFunc => ComponentItem::CoreFunc,
            ItemTy::Module(_) => ComponentItem::Module,
            ItemTy::Component => ComponentItem::Component,
            ItemTy::Instance(exports) => {
                ComponentItem::ComponentInstance(ComponentInstance(exports.clone(), cx.clone()))
            }
            ItemTy::Resource(index) => ComponentItem::Resource(cx.0.get(*index as usize).copied().flatten()),
            ItemTy::Type(ty) => ComponentItem::Type(Type::new(ty, cx)),
        }
    }
}

impl Component {
    /// Names and types of the imports.
    pub fn imports(&self) -> impl ExactSizeIterator<Item = (&str, ComponentItem)> {
        let cx = TypeCx::new(self.plan(), &[]);
        self.plan().imports.iter().map(move |(name, item)| (name.as_str(), ComponentItem::new(item, &cx)))
    }

    /// Names and types of the exports.
    pub fn exports(&self) -> impl ExactSizeIterator<Item = (&str, ComponentItem)> {
        use crate::plan::Export;
        let cx = TypeCx::new(self.plan(), &[]);
        self.plan().exports.iter().map(move |(name, index)| {
            let item = match &self.plan().items[*index] {
                Export::Func { ty, .. } => ComponentItem::ComponentFunc(ComponentFunc::new(ty, &cx)),
                Export::Module { ty, .. }
                | Export::ImportedModule { ty, .. }
                | Export::Instance { ty, .. }
                | Export::Type(ty) => ComponentItem::new(ty, &cx),
            };
            (name.as_str(), item)
        })
    }
}
