//! A store's data: its handles, its decisions, and what it gives to nobody.

use std::sync::Arc;

use wx::*;

use super::choice::Choices;
use super::host;
use super::panic::{Panic, caught, host_panic};
use super::world::{Thing, Token, World, count, keep, lock, one};

/// A store, seen from anywhere.
pub(super) type Context<'a> = StoreContextMut<'a, Room>;

/// The data of a store.
pub(super) struct Room {
    pub(super) world: Arc<World>,
    /// Its number in the sequence.
    pub(super) serial: usize,
    pub(super) choices: Choices,
    /// Actions inside each other.
    pub(super) depth: usize,
    /// Ticks of the epoch that may still be ignored.
    pub(super) patience: u32,
    pub(super) funcs: Vec<Func>,
    pub(super) memories: Vec<Memory>,
    pub(super) tables: Vec<Table>,
    pub(super) globals: Vec<Global>,
    pub(super) tags: Vec<Tag>,
    pub(super) instances: Vec<Instance>,
    pub(super) values: Vec<Val>,
    pub(super) linker: Option<Linker<Room>>,
    pub(super) limits: Refuser,
    /// Limits as hosts set them.
    pub(super) bounds: StoreLimits,
    secret: Option<Secret>,
    _token: Token,
}

/// A limiter of all moods.
pub(super) struct Refuser {
    pub(super) choices: Choices,
    /// Of so many questions one is answered badly; 0: none.
    pub(super) mood: usize,
    pub(super) total: usize,
}

impl Refuser {
    fn answer(&mut self) -> Result<bool> {
        if self.mood == 0 || !self.choices.once_in(self.mood) {
            return Ok(true);
        }
        match self.choices.below(3) {
            0 => Ok(false),
            1 => Err(Error::msg("the limiter says no")),
            _ => host_panic(),
        }
    }
}

impl ResourceLimiter for Refuser {
    fn memory_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool> {
        self.answer()
    }
    fn memory_grow_failed(&mut self, _: Error) -> Result<()> {
        self.answer().map(|_| ())
    }
    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> Result<bool> {
        self.answer()
    }
    fn table_grow_failed(&mut self, _: Error) -> Result<()> {
        self.answer().map(|_| ())
    }
    fn total_size(&self) -> usize {
        self.total
    }
}

/// Objects that nobody else has, and what is in them.
#[derive(Clone)]
struct Secret {
    value: u64,
    global: Global,
    memory: Memory,
    table: Table,
    object: Option<(StructRef, ExternRef)>,
}

impl Room {
    pub(super) fn new(world: &Arc<World>, choices: Choices) -> Room {
        let mut choices = choices;
        Room {
            world: world.clone(),
            serial: world.next_serial(),
            limits: Refuser { choices: choices.fork(), mood: 0, total: usize::MAX },
            bounds: StoreLimits::default(),
            choices,
            depth: 0,
            patience: 20,
            funcs: Vec::new(),
            memories: Vec::new(),
            tables: Vec::new(),
            globals: Vec::new(),
            tags: Vec::new(),
            instances: Vec::new(),
            values: Vec::new(),
            linker: None,
            secret: None,
            _token: world.token.clone(),
        }
    }

    /// Keeps a definition where others of its kind are.
    pub(super) fn keep(&mut self, item: Extern) {
        let choices = &mut self.choices;
        match item {
            Extern::Func(x) => drop(keep(choices, &mut self.funcs, x)),
            Extern::Global(x) => drop(keep(choices, &mut self.globals, x)),
            Extern::Table(x) => drop(keep(choices, &mut self.tables, x)),
            Extern::Memory(x) => drop(keep(choices, &mut self.memories, x)),
            Extern::Tag(x) => drop(keep(choices, &mut self.tags, x)),
            Extern::SharedMemory(x) => drop(keep(choices, &mut lock(&self.world.shared), x)),
        }
    }

    /// Any definition.
    pub(super) fn definition(&mut self) -> Option<Extern> {
        let choices = &mut self.choices;
        match choices.below(6) {
            0 => one(choices, &self.funcs).map(Extern::Func),
            1 => one(choices, &self.globals).map(Extern::Global),
            2 => one(choices, &self.tables).map(Extern::Table),
            3 => one(choices, &self.memories).map(Extern::Memory),
            4 => one(choices, &self.tags).map(Extern::Tag),
            _ => one(choices, &lock(&self.world.shared)).map(Extern::SharedMemory),
        }
    }
}

/// A number below `n`.
pub(super) fn choose(ctx: &mut Context<'_>, n: usize) -> usize {
    ctx.data_mut().choices.below(n)
}

/// Does something that may fail in any documented way. `allowed`: something of another store or engine may be in it.
///
/// A panic of the host's own goes on through the frames of wasm below, now and then.
pub(super) fn attempt<R>(
    ctx: &mut Context<'_>,
    what: &str,
    allowed: bool,
    f: impl FnOnce(&mut Context<'_>) -> R,
) -> Option<R> {
    let result = caught(|| f(ctx));
    let world = ctx.data().world.clone();
    match result {
        Ok(result) => return Some(result),
        Err(Panic::Host) => {
            count(&world.counts.panicked);
            if ctx.data().depth > 1 && choose(ctx, 2) == 0 {
                host_panic();
            }
        }
        Err(Panic::Documented) if allowed => count(&world.counts.refused),
        Err(Panic::Documented) => {
            world.fault(format!("{what}: a panic about another store or engine, where there was none"));
        }
        Err(Panic::Other(text)) => world.fault(format!("{what}: {text}")),
    }
    None
}

/// Demands that something with a thing of another store or engine in it is refused.
pub(super) fn must_fail<R>(ctx: &mut Context<'_>, what: &str, f: impl FnOnce(&mut Context<'_>) -> Result<R>) {
    let result = attempt(ctx, what, true, |ctx| f(ctx).is_ok());
    let world = &ctx.data().world;
    match result {
        Some(true) => world.fault(format!("{what}: accepted")),
        Some(false) => count(&world.counts.refused),
        None => {}
    }
}

/// Makes the things that every store of a sequence has.
pub(super) fn furnish(ctx: &mut Context<'_>) -> Result<()> {
    let engine = ctx.engine().clone();
    let value = ctx.data_mut().choices.bits();
    let global =
        Global::new(&mut *ctx, GlobalType::new(ValType::I64, Mutability::Var), Val::I64(value as i64))?;
    let memory = Memory::new(&mut *ctx, MemoryType::new(1, Some(2)))?;
    memory
        .data_mut(&mut *ctx)
        .chunks_exact_mut(8)
        .for_each(|word| word.copy_from_slice(&value.to_le_bytes()));
    let table = Table::new(&mut *ctx, TableType::new(RefType::EXTERNREF, 5, Some(9)), Ref::Extern(None))?;
    let object = secret_object(ctx, &engine, value).ok();
    ctx.data_mut().secret = Some(Secret { value, global, memory, table, object });
    host::furnish(ctx)
}

fn secret_object(ctx: &mut Context<'_>, engine: &Engine, value: u64) -> Result<(StructRef, ExternRef)> {
    let field = |ty| FieldType { storage: StorageType::Val(ty), mutable: true };
    let ty = StructType::new(engine, [field(ValType::I64), field(ValType::EXTERNREF)])?;
    let external = ExternRef::new(&mut *ctx, value)?;
    let allocator = StructRefPre::new(&mut *ctx, ty);
    let fields = [Val::I64(value as i64), Val::ExternRef(Some(external.clone()))];
    Ok((StructRef::new(&mut *ctx, &allocator, &fields)?, external))
}

/// Looks whether what nobody has is as it was.
pub(super) fn inspect(ctx: &mut Context<'_>) {
    let Some(secret) = ctx.data().secret.clone() else { return };
    let is = secret.value;
    let mut wrong = Vec::new();
    if secret.global.get(&mut *ctx).i64() != Some(is as i64) {
        wrong.push("the global");
    }
    let bytes = secret.memory.data(&*ctx);
    if bytes.len() != 65536 || bytes.chunks_exact(8).step_by(61).any(|word| word != is.to_le_bytes()) {
        wrong.push("the memory");
    }
    let nulls = (0..5).all(|i| secret.table.get(&mut *ctx, i).is_some_and(|r| r.is_null()));
    if secret.table.size(&*ctx) != 5 || !nulls {
        wrong.push("the table");
    }
    if let Some((object, external)) = &secret.object {
        let payload = |ctx: &Context<'_>, r: &ExternRef| {
            r.data(ctx).ok().flatten().and_then(|value| value.downcast_ref::<u64>().copied())
        };
        let inside = match object.field(&mut *ctx, 1) {
            Ok(Val::ExternRef(Some(r))) => payload(ctx, &r),
            _ => None,
        };
        let number = object.field(&mut *ctx, 0).ok().and_then(|x| x.i64());
        if number != Some(is as i64) || inside != Some(is) || payload(ctx, external) != Some(is) {
            wrong.push("the object");
        }
    }
    if !wrong.is_empty() {
        ctx.data().world.fault(format!("changed what nobody has: {}", wrong.join(", ")));
    }
}

/// Hands something to the others.
pub(super) fn publish(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let thing = match room.choices.below(5) {
        0 => one(&mut room.choices, &room.instances).map(Thing::Instance),
        1 | 2 => one(&mut room.choices, &room.values).filter(belongs).map(Thing::Value),
        _ => room.definition().filter(|x| !matches!(x, Extern::SharedMemory(_))).map(Thing::Extern),
    };
    if let Some(thing) = thing {
        let owner = room.serial;
        keep(&mut room.choices, &mut lock(&room.world.foreign), (owner, thing));
    }
}

/// Whether a value belongs to a store: numbers and nulls do not.
pub(super) fn belongs(value: &Val) -> bool {
    matches!(
        value,
        Val::FuncRef(Some(_)) | Val::ExternRef(Some(_)) | Val::AnyRef(Some(_)) | Val::ExnRef(Some(_))
    )
}
