//! Types as the text format writes them, for messages.
//!
//! A concrete type shows its definition one level deep: `(ref null (func (param i32)))`; further in, and for types
//! that contain themselves, it is `(type 5)` with its number in the registry.

use std::fmt::Write;

use super::registry::TypeRegistry;
use super::val::*;

/// Name of an abstract heap type; `None` for a concrete one.
fn abstract_name(heap: HeapType) -> Option<&'static str> {
    Some(match heap {
        HeapType::Func => "func",
        HeapType::NoFunc => "nofunc",
        HeapType::Extern => "extern",
        HeapType::NoExtern => "noextern",
        HeapType::Any => "any",
        HeapType::Eq => "eq",
        HeapType::I31 => "i31",
        HeapType::Struct => "struct",
        HeapType::Array => "array",
        HeapType::None => "none",
        HeapType::Exn => "exn",
        HeapType::NoExn => "noexn",
        _ => return None,
    })
}

/// The short form of a nullable reference to an abstract heap type.
fn short_name(heap: HeapType) -> Option<&'static str> {
    Some(match heap {
        HeapType::None => "nullref",
        HeapType::NoFunc => "nullfuncref",
        HeapType::NoExtern => "nullexternref",
        HeapType::NoExn => "nullexnref",
        HeapType::Func => "funcref",
        HeapType::Extern => "externref",
        HeapType::Any => "anyref",
        HeapType::Eq => "eqref",
        HeapType::I31 => "i31ref",
        HeapType::Struct => "structref",
        HeapType::Array => "arrayref",
        HeapType::Exn => "exnref",
        _ => return None,
    })
}

impl std::fmt::Display for HeapType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (abstract_name(*self), self.concrete()) {
            (Some(name), _) => f.write_str(name),
            (None, Some(id)) if self.is_exact() => write!(f, "(exact (type {}))", id.0),
            (None, Some(id)) => write!(f, "(type {})", id.0),
            (None, None) => f.write_str("?"),
        }
    }
}

impl std::fmt::Display for RefType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.nullable, short_name(self.heap)) {
            (true, Some(name)) => f.write_str(name),
            (true, None) => write!(f, "(ref null {})", self.heap),
            (false, _) => write!(f, "(ref {})", self.heap),
        }
    }
}

impl std::fmt::Display for ValType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ValType::I32 => f.write_str("i32"),
            ValType::I64 => f.write_str("i64"),
            ValType::F32 => f.write_str("f32"),
            ValType::F64 => f.write_str("f64"),
            ValType::V128 => f.write_str("v128"),
            ValType::Ref(r) => r.fmt(f),
        }
    }
}

impl std::fmt::Display for StorageType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StorageType::I8 => f.write_str("i8"),
            StorageType::I16 => f.write_str("i16"),
            StorageType::Val(v) => v.fmt(f),
        }
    }
}

impl std::fmt::Display for FieldType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.mutable { write!(f, "(mut {})", self.storage) } else { self.storage.fmt(f) }
    }
}

impl std::fmt::Display for FuncType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(func")?;
        for (word, list) in [("param", &self.params), ("result", &self.results)] {
            if !list.is_empty() {
                write!(f, " ({word}")?;
                list.iter().try_for_each(|ty| write!(f, " {ty}"))?;
                f.write_char(')')?;
            }
        }
        f.write_char(')')
    }
}

/// A value type with the definition of its concrete type.
pub fn val_type(registry: &TypeRegistry, ty: ValType) -> String {
    match ty {
        ValType::Ref(RefType { nullable, heap }) => match heap.concrete() {
            Some(id) => {
                let null = if nullable { "null " } else { "" };
                let definition = composite(registry, id);
                let heap = if heap.is_exact() { format!("(exact {definition})") } else { definition };
                format!("(ref {null}{heap})")
            }
            None => ty.to_string(),
        },
        _ => ty.to_string(),
    }
}

/// The definition of a registered type.
pub fn composite(registry: &TypeRegistry, id: CanonId) -> String {
    let Ok(entry) = registry.find(id) else { return format!("(type {})", id.0) };
    let ty = &entry.sub;
    match &ty.composite {
        CompositeType::Func(f) => f.to_string(),
        CompositeType::Array(field) => format!("(array {field})"),
        CompositeType::Struct(fields) => {
            let fields: String = fields.iter().map(|f| format!(" (field {f})")).collect();
            let clause = |word: &str, ty: Option<CanonId>| {
                ty.map(|id| format!("({word} (type {})) ", id.0)).unwrap_or_default()
            };
            let (describes, descriptor) =
                (clause("describes", ty.describes), clause("descriptor", ty.descriptor));
            format!("{describes}{descriptor}(struct{fields})")
        }
    }
}

fn limits(minimum: u64, maximum: Option<u64>) -> String {
    maximum.map_or(minimum.to_string(), |max| format!("{minimum} {max}"))
}

/// An import's or export's type in the form of the text format.
pub fn extern_type(registry: &TypeRegistry, ty: &ExternType) -> String {
    match ty {
        ExternType::Func(id) => composite(registry, *id),
        ExternType::ExactFunc(id) => format!("(exact {})", composite(registry, *id)),
        ExternType::Tag(tag) => format!("(tag {})", composite(registry, tag.func)),
        ExternType::Global(g) => {
            let content = val_type(registry, g.content);
            if g.mutable { format!("(global (mut {content}))") } else { format!("(global {content})") }
        }
        ExternType::Table(t) => {
            let index = if t.table64 { "i64 " } else { "" };
            let element = val_type(registry, ValType::Ref(t.element));
            format!("(table {index}{} {element})", limits(t.minimum, t.maximum))
        }
        ExternType::Memory(m) => {
            let index = if m.memory64 { "i64 " } else { "" };
            let shared = if m.shared { " shared" } else { "" };
            let page = match m.page_size_log2 {
                16 => String::new(),
                log2 => format!(" (pagesize {})", 1u64 << log2),
            };
            format!("(memory {index}{}{shared}{page})", limits(m.minimum, m.maximum))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_like_the_text_format() {
        let registry = TypeRegistry::new();
        let func = FuncType::new([ValType::I32, ValType::FUNCREF], [ValType::V128]);
        let held = registry.intern(CompositeType::Func(func)).expect("it names no type");
        let func = held.id;
        assert_eq!(composite(&registry, func), "(func (param i32 funcref) (result v128))");
        let ty = ValType::Ref(RefType { nullable: true, heap: HeapType::ConcreteFunc(func) });
        assert_eq!(val_type(&registry, ty), "(ref null (func (param i32 funcref) (result v128)))");
        let exact = RefType { nullable: false, heap: HeapType::ExactFunc(func) };
        assert_eq!(exact.to_string(), format!("(ref (exact (type {})))", func.0));
        assert_eq!(
            val_type(&registry, ValType::Ref(exact)),
            "(ref (exact (func (param i32 funcref) (result v128))))"
        );
        let memory =
            MemoryType { minimum: 1, maximum: Some(2), memory64: true, shared: true, page_size_log2: 0 };
        assert_eq!(
            extern_type(&registry, &ExternType::Memory(memory)),
            "(memory i64 1 2 shared (pagesize 1))"
        );
        let global = GlobalType { content: ValType::EXTERNREF, mutable: true };
        assert_eq!(extern_type(&registry, &ExternType::Global(global)), "(global (mut externref))");
    }
}
