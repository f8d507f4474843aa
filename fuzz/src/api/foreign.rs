//! Things of other stores and engines, at every entry that takes one. Each must be refused.

use wx::*;

use super::host;
use super::objects::value;
use super::room::{Context, attempt, belongs, choose, must_fail};
use super::world::{Thing, lock, one};

/// Uses something of another where it does not belong.
pub(super) fn misuse(ctx: &mut Context<'_>) {
    if choose(ctx, 4) == 0 {
        return another_engine(ctx);
    }
    let room = ctx.data_mut();
    match room.world.of_another(&mut room.choices, room.serial) {
        Some(Thing::Instance(instance)) => use_instance(ctx, instance),
        Some(Thing::Value(value)) => use_value(ctx, value),
        Some(Thing::Extern(item)) => use_extern(ctx, item),
        None => {}
    }
}

fn use_instance(ctx: &mut Context<'_>, instance: Instance) {
    match choose(ctx, 4) {
        0 => must_fail(ctx, "exports of another's instance", |ctx| Ok(instance.exports(&mut *ctx).count())),
        1 => {
            must_fail(ctx, "an export of another's instance", |ctx| Ok(instance.get_export(&mut *ctx, "inc")))
        }
        2 => must_fail(ctx, "the module of another's instance", |ctx| Ok(instance.module(&*ctx))),
        _ => {
            let linker = ctx.data().linker.clone();
            let Some(mut linker) = linker else { return };
            must_fail(ctx, "another's instance in a linker", |ctx| {
                linker.instance(&mut *ctx, "other", instance).map(|_| ())
            });
        }
    }
}

fn use_extern(ctx: &mut Context<'_>, item: Extern) {
    match choose(ctx, 4) {
        0 => {
            let linker = ctx.data().linker.clone();
            let Some(mut linker) = linker else { return };
            return must_fail(ctx, "another's definition in a linker", |ctx| {
                linker.define(&*ctx, "other", "item", item).map(|_| ())
            });
        }
        1 => return must_fail(ctx, "the type of another's definition", |ctx| Ok(item.ty(&*ctx))),
        2 => {
            let room = ctx.data_mut();
            let module = one(&mut room.choices, &lock(&room.world.modules));
            let Some(module) = module.filter(|m| m.imports().len() > 0) else { return };
            let imports = vec![item; module.imports().len()];
            return must_fail(ctx, "another's definition as an import", |ctx| {
                Instance::new(&mut *ctx, &module, &imports)
            });
        }
        _ => {}
    }
    match item {
        Extern::Func(func) => match choose(ctx, 3) {
            0 => must_fail(ctx, "another's function", |ctx| func.call(&mut *ctx, &[], &mut [])),
            1 => must_fail(ctx, "the types of another's function", |ctx| func.typed::<(), ()>(&*ctx)),
            _ => use_value(ctx, Val::FuncRef(Some(func))),
        },
        Extern::Global(global) => match choose(ctx, 2) {
            0 => must_fail(ctx, "another's global", |ctx| Ok(global.get(&mut *ctx))),
            _ => must_fail(ctx, "setting another's global", |ctx| global.set(&mut *ctx, Val::I32(1))),
        },
        Extern::Memory(memory) => match choose(ctx, 4) {
            0 => must_fail(ctx, "another's memory", |ctx| Ok(memory.data(&*ctx).len())),
            1 => must_fail(ctx, "another's memory to write", |ctx| Ok(memory.data_mut(&mut *ctx).len())),
            2 => must_fail(ctx, "growing another's memory", |ctx| memory.grow(&mut *ctx, 1)),
            _ => must_fail(ctx, "the address of another's memory", |ctx| Ok(memory.data_ptr(&*ctx))),
        },
        Extern::Table(table) => use_table(ctx, table),
        Extern::Tag(tag) => match choose(ctx, 2) {
            0 => must_fail(ctx, "another's tag", |ctx| ExnRef::new(&mut *ctx, &tag, &[])),
            _ => must_fail(ctx, "comparing another's tag", |ctx| Ok(Tag::eq(&tag, &tag, &*ctx))),
        },
        Extern::SharedMemory(_) => {}
    }
}

fn use_table(ctx: &mut Context<'_>, table: Table) {
    let room = ctx.data_mut();
    let own = one(&mut room.choices, &room.tables);
    match (choose(ctx, 5), own) {
        (0, _) => must_fail(ctx, "another's table", |ctx| Ok(table.get(&mut *ctx, 0))),
        (1, _) => {
            must_fail(ctx, "setting in another's table", |ctx| table.set(&mut *ctx, 0, Ref::Func(None)))
        }
        (2, Some(own)) => must_fail(ctx, "copying from another's table", |ctx| {
            Table::copy(&mut *ctx, &own, 0, &table, 0, 0)
        }),
        (3, Some(own)) => {
            must_fail(ctx, "copying to another's table", |ctx| Table::copy(&mut *ctx, &table, 0, &own, 0, 0))
        }
        _ => must_fail(ctx, "growing another's table", |ctx| table.grow(&mut *ctx, 0, Ref::Func(None))),
    }
}

/// A reference of another store in each place that takes one.
fn use_value(ctx: &mut Context<'_>, foreign: Val) {
    if !belongs(&foreign) {
        return;
    }
    let top = match &foreign {
        Val::FuncRef(_) => RefType::FUNCREF,
        Val::ExternRef(_) => RefType::EXTERNREF,
        Val::ExnRef(_) => RefType::EXNREF,
        _ => RefType::ANYREF,
    };
    let ty = ValType::Ref(top);
    match choose(ctx, 8) {
        0 => must_fail(ctx, "another's value in a new global", |ctx| {
            Global::new(&mut *ctx, GlobalType::new(ty, Mutability::Var), foreign)
        }),
        1 => {
            let Some(given) = foreign.ref_() else { return };
            must_fail(ctx, "another's value in a new table", |ctx| {
                Table::new(&mut *ctx, TableType::new(top, 1, None), given)
            });
        }
        2 => must_fail(ctx, "matching another's value", |ctx| Ok(foreign.matches_ty(&*ctx, &ty))),
        3 => {
            let engine = ctx.engine().clone();
            let field = FieldType { storage: StorageType::Val(ty), mutable: true };
            must_fail(ctx, "another's value in a struct", |ctx| {
                let allocator = StructRefPre::new(&mut *ctx, StructType::new(&engine, [field])?);
                StructRef::new(&mut *ctx, &allocator, &[foreign])
            });
        }
        4 => {
            let engine = ctx.engine().clone();
            let field = FieldType { storage: StorageType::Val(ty), mutable: true };
            must_fail(ctx, "another's value in an array", |ctx| {
                let allocator = ArrayRefPre::new(&mut *ctx, ArrayType::new(&engine, field));
                ArrayRef::new(&mut *ctx, &allocator, &foreign, 3)
            });
        }
        5 => look_into(ctx, foreign),
        _ => argument(ctx, foreign, ty),
    }
}

/// Another's value in place of an argument that takes its kind.
fn argument(ctx: &mut Context<'_>, foreign: Val, ty: ValType) {
    for func in ctx.data().funcs.clone() {
        let types: Vec<ValType> = func.ty(&*ctx).params().collect();
        let Some(at) = types.iter().position(|&t| t == ty) else { continue };
        let mut params: Vec<Val> = types.iter().map(|&ty| value(ctx, ty)).collect();
        params[at] = foreign;
        let mut results = vec![Val::I32(0); func.ty(&*ctx).results().len()];
        return must_fail(ctx, "another's value as an argument", |ctx| {
            func.call(&mut *ctx, &params, &mut results)
        });
    }
}

fn look_into(ctx: &mut Context<'_>, foreign: Val) {
    match foreign {
        Val::ExternRef(Some(r)) => {
            must_fail(ctx, "another's externref", |ctx| Ok(r.data(&*ctx)?.is_some()));
            must_fail(ctx, "converting another's externref", |ctx| AnyRef::convert_extern(&*ctx, r.clone()));
        }
        Val::AnyRef(Some(r)) => {
            must_fail(ctx, "another's anyref", |ctx| r.as_struct(&*ctx));
            must_fail(ctx, "converting another's anyref", |ctx| ExternRef::convert_any(&*ctx, r.clone()));
            must_fail(ctx, "comparing another's anyref", |ctx| AnyRef::ref_eq(&*ctx, &r, &r));
        }
        Val::ExnRef(Some(r)) => {
            must_fail(ctx, "another's exception", |ctx| r.fields(&mut *ctx));
            must_fail(ctx, "throwing another's exception", |ctx| {
                let thrown: Result<(), ThrownException> = ctx.throw(r.clone());
                Ok(thrown?)
            });
        }
        _ => {}
    }
}

/// Types, modules and linkers of another engine.
fn another_engine(ctx: &mut Context<'_>) {
    let engine = ctx.engine().clone();
    let room = ctx.data_mut();
    let other = one(&mut room.choices, &lock(&room.world.engines));
    let Some(other) = other.filter(|other| !Engine::same(other, &engine)) else { return };
    let world = ctx.data().world.clone();
    match choose(ctx, 6) {
        0 => {
            let ty = FuncType::new(&other, [ValType::FUNCREF], [ValType::I64]);
            let call = host::dynamic(&ty, &world.token);
            must_fail(ctx, "a function of another engine's type", |ctx| Ok(Func::new(&mut *ctx, ty, call)));
        }
        1 => {
            let ty = FuncType::new(&other, [ValType::I64], []);
            let call = host::dynamic(&ty, &world.token);
            let mut linker = Linker::new(&engine);
            must_fail(ctx, "another engine's type in a linker", |_| {
                linker.func_new("other", "f", ty, call).map(|_| ())
            });
        }
        2 => {
            let ty = TagType::new(FuncType::new(&other, [ValType::I32], []));
            must_fail(ctx, "a tag of another engine's type", |ctx| Tag::new(&mut *ctx, &ty));
        }
        3 => {
            let field = FieldType { storage: StorageType::I8, mutable: true };
            let Ok(ty) = StructType::new(&other, [field]) else { return };
            must_fail(ctx, "a struct of another engine's type", |ctx| Ok(StructRefPre::new(&mut *ctx, ty)));
        }
        4 => {
            let known = lock(&world.modules).iter().find(|m| Engine::same(m.engine(), &other)).cloned();
            let Some(module) = known else { return };
            must_fail(ctx, "another engine's module", |ctx| Instance::new(&mut *ctx, &module, &[]));
        }
        _ => {
            let foreign = FuncType::new(&other, [ValType::F32], []);
            let ty = ValType::Ref(RefType::new(true, HeapType::ConcreteFunc(foreign.id())));
            must_fail(ctx, "a global of another engine's type", |ctx| {
                Global::new(&mut *ctx, GlobalType::new(ty, Mutability::Var), Val::FuncRef(None))
            });
            drop(attempt(ctx, "a type that names another engine's", true, |_| {
                FuncType::new(&engine, [ty], [])
            }));
        }
    }
}
