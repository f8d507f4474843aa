//! Values: numbers, references and objects of the collected heap, made and used by the host.

use wx::*;

use super::room::{Context, attempt, choose};
use super::world::{Token, keep, lock, one};

/// A value of the host in the collected heap.
struct Payload {
    _token: Token,
    number: u64,
}

/// A value of this type if there can be one, of the kept ones where that fits; else a null.
pub(super) fn value(ctx: &mut Context<'_>, ty: ValType) -> Val {
    let bits = ctx.data_mut().choices.bits();
    let small = choose(ctx, 2) == 0;
    match ty {
        ValType::I32 if small => Val::I32((bits % 5) as i32),
        ValType::I32 => Val::I32(bits as i32),
        ValType::I64 if small => Val::I64((bits % 5) as i64),
        ValType::I64 => Val::I64(bits as i64),
        ValType::F32 => Val::F32(bits as u32),
        ValType::F64 => Val::F64(bits),
        ValType::V128 => Val::V128(V128::from(u128::from(bits) << 32)),
        ValType::Ref(ty) => reference(ctx, ty),
    }
}

fn reference(ctx: &mut Context<'_>, ty: RefType) -> Val {
    if choose(ctx, 4) == 0 && ty.is_nullable() {
        return Val::null_ref(ty.heap_type());
    }
    if choose(ctx, 3) == 0 {
        make(ctx);
    }
    let (room_values, funcs) = (ctx.data().values.clone(), ctx.data().funcs.clone());
    let known = room_values.into_iter().chain(funcs.into_iter().map(|f| Val::FuncRef(Some(f))));
    // All that is kept belongs to this store, so asking is no mistake.
    let fitting: Vec<Val> = known.filter(|value| value.matches_ty(&*ctx, &ValType::Ref(ty))).collect();
    let room = ctx.data_mut();
    one(&mut room.choices, &fitting).unwrap_or_else(|| Val::null_ref(ty.heap_type()))
}

/// Makes an object and keeps it.
pub(super) fn make(ctx: &mut Context<'_>) {
    let kind = choose(ctx, 6);
    let made = attempt(ctx, "making an object", false, |ctx| match kind {
        0 | 1 => {
            let (number, token) = (ctx.data_mut().choices.bits(), ctx.data().world.token.clone());
            let r = ExternRef::new(&mut *ctx, Payload { _token: token, number })?;
            check_payload(ctx, &r, number);
            Ok(Val::ExternRef(Some(r)))
        }
        2 => Ok(Val::AnyRef(Some(AnyRef::from_i31(&mut *ctx, I31::wrapping_u32(77))))),
        3 => make_struct(ctx),
        4 => make_array(ctx),
        _ => make_exception(ctx),
    });
    if let Some(Ok(made)) = made {
        let room = ctx.data_mut();
        keep(&mut room.choices, &mut room.values, made);
    }
}

fn check_payload(ctx: &mut Context<'_>, r: &ExternRef, number: u64) {
    let found = r.data(&*ctx).ok().flatten().and_then(|v| v.downcast_ref::<Payload>()).map(|p| p.number);
    if found != Some(number) {
        ctx.data().world.fault(format!("an externref holds {found:?}, not {number}"));
    }
}

/// Fields of all kinds.
fn fields(ctx: &mut Context<'_>) -> Vec<FieldType> {
    const STORAGES: [StorageType; 8] = [
        StorageType::Val(ValType::I32),
        StorageType::I8,
        StorageType::Val(ValType::I64),
        StorageType::Val(ValType::V128),
        StorageType::Val(ValType::EXTERNREF),
        StorageType::Val(ValType::Ref(RefType::ANYREF)),
        StorageType::I16,
        StorageType::Val(ValType::FUNCREF),
    ];
    let count = choose(ctx, 5);
    (0..count)
        .map(|_| FieldType { storage: STORAGES[choose(ctx, STORAGES.len())], mutable: choose(ctx, 4) > 0 })
        .collect()
}

fn value_for(ctx: &mut Context<'_>, storage: StorageType) -> Val {
    match storage {
        StorageType::Val(ty) => value(ctx, ty),
        StorageType::I8 | StorageType::I16 => value(ctx, ValType::I32),
    }
}

fn make_struct(ctx: &mut Context<'_>) -> Result<Val> {
    let types = fields(ctx);
    let engine = ctx.engine().clone();
    let ty = StructType::new(&engine, types.clone())?;
    let heap = ValType::Ref(RefType::new(true, ty.heap_type()));
    let room = ctx.data_mut();
    keep(&mut room.choices, &mut lock(&room.world.plain), heap);
    let allocator = StructRefPre::new(&mut *ctx, ty);
    let values: Vec<Val> = types.iter().map(|ty| value_for(ctx, ty.storage)).collect();
    let object = StructRef::new(&mut *ctx, &allocator, &values)?;
    for (i, value) in values.iter().enumerate() {
        let found = object.field(&mut *ctx, i)?;
        if !alike(value, &found, types[i].storage) {
            ctx.data().world.fault(format!("field {i} is {found:?}, not {value:?}"));
        }
        let set = object.set_field(&mut *ctx, i, value.clone()).is_ok();
        if set != types[i].mutable {
            ctx.data().world.fault(format!("field {i} of {types:?}: set is {set}"));
        }
    }
    Ok(Val::from(object))
}

fn make_array(ctx: &mut Context<'_>) -> Result<Val> {
    let element = fields(ctx).pop().unwrap_or(FieldType { storage: StorageType::I8, mutable: true });
    let engine = ctx.engine().clone();
    let ty = ArrayType::new(&engine, element);
    let heap = ValType::Ref(RefType::new(true, ty.heap_type()));
    let room = ctx.data_mut();
    keep(&mut room.choices, &mut lock(&room.world.plain), heap);
    let allocator = ArrayRefPre::new(&mut *ctx, ty);
    let (first, len) =
        (value_for(ctx, element.storage), ctx.data_mut().choices.pick(&[0, 1, 7, 300, 20_000]));
    let array = ArrayRef::new(&mut *ctx, &allocator, &first, len)?;
    if array.len(&*ctx)? != len || array.get(&mut *ctx, len).is_ok() {
        ctx.data().world.fault(format!("an array of {len} has another length"));
    }
    if let Some(last) = len.checked_sub(1) {
        let found = array.get(&mut *ctx, last)?;
        if !alike(&first, &found, element.storage) {
            ctx.data().world.fault(format!("element {last} is {found:?}, not {first:?}"));
        }
    }
    Ok(Val::from(array))
}

fn make_exception(ctx: &mut Context<'_>) -> Result<Val> {
    let room = ctx.data_mut();
    let Some(tag) = one(&mut room.choices, &room.tags) else { return Ok(Val::I32(0)) };
    let types: Vec<ValType> = tag.ty(&*ctx).ty().params().collect();
    let values: Vec<Val> = types.iter().map(|&ty| value(ctx, ty)).collect();
    let exception = ExnRef::new(&mut *ctx, &tag, &values)?;
    let same = Tag::eq(&exception.tag(&*ctx)?, &tag, &*ctx);
    let found = exception.fields(&mut *ctx)?;
    let alike = values.iter().zip(&found).zip(&types).all(|((a, b), &ty)| alike(a, b, StorageType::Val(ty)));
    if !same || found.len() != values.len() || !alike {
        ctx.data().world.fault(format!("an exception with {values:?} holds {found:?}"));
    }
    Ok(Val::ExnRef(Some(exception)))
}

/// Whether a value that was stored is what is found; of references it is asked only whether they are null.
pub(super) fn alike(stored: &Val, found: &Val, storage: StorageType) -> bool {
    let mask = match storage {
        StorageType::I8 => 0xff,
        StorageType::I16 => 0xffff,
        StorageType::Val(_) => -1,
    };
    match (stored, found) {
        (Val::I32(a), Val::I32(b)) => a & mask == *b,
        (Val::I64(a), Val::I64(b)) => a == b,
        (Val::F32(a), Val::F32(b)) => a == b,
        (Val::F64(a), Val::F64(b)) => a == b,
        (Val::V128(a), Val::V128(b)) => a == b,
        (Val::FuncRef(a), Val::FuncRef(b)) => a.is_none() == b.is_none(),
        (Val::ExternRef(a), Val::ExternRef(b)) => a.is_none() == b.is_none(),
        (Val::AnyRef(a), Val::AnyRef(b)) => a.is_none() == b.is_none(),
        (Val::ExnRef(a), Val::ExnRef(b)) => a.is_none() == b.is_none(),
        _ => false,
    }
}

/// Looks into a value that is kept, converts it, and writes into it.
pub(super) fn look(ctx: &mut Context<'_>) {
    let room = ctx.data_mut();
    let Some(value) = one(&mut room.choices, &room.values) else { return };
    let _ = attempt(ctx, "looking into a value", false, |ctx| -> Result<()> {
        match value {
            Val::AnyRef(Some(any)) => look_any(ctx, &any),
            Val::ExternRef(Some(external)) => {
                if let Some(payload) = external.data_mut(&mut *ctx)?.and_then(|v| v.downcast_mut::<Payload>())
                {
                    payload.number ^= 1;
                }
                let any = AnyRef::convert_extern(&*ctx, external.clone())?;
                let back = ExternRef::convert_any(&*ctx, any)?;
                if !ExternRef::ref_eq(&*ctx, &external, &back)? {
                    ctx.data().world.fault("an externref is another after two conversions".to_owned());
                }
                Ok(())
            }
            Val::ExnRef(Some(exception)) => {
                drop(exception.fields(&mut *ctx)?);
                drop(exception.tag(&*ctx)?.ty(&*ctx));
                Ok(())
            }
            Val::FuncRef(Some(func)) => {
                drop(func.ty(&*ctx).to_string());
                Ok(())
            }
            _ => Ok(()),
        }
    });
}

fn look_any(ctx: &mut Context<'_>, any: &AnyRef) -> Result<()> {
    let index = choose(ctx, 4);
    if let Some(object) = any.as_struct(&*ctx)? {
        drop(object.fields(&mut *ctx)?);
        let storage = object.ty(&*ctx)?.fields().nth(index).map(|f| f.storage);
        if let Some(storage) = storage {
            let new = value_for(ctx, storage);
            object.set_field(&mut *ctx, index, new)?;
        }
    } else if let Some(array) = any.as_array(&*ctx)? {
        let element = array.ty(&*ctx)?.field_type();
        let new = value_for(ctx, element.storage);
        array.set(&mut *ctx, index as u32, new)?;
        drop(array.get(&mut *ctx, index as u32)?);
    }
    any.ty(&*ctx)?;
    any.is_extern(&*ctx)?;
    any.as_i31(&*ctx).map(|_| ())
}

/// Keeps what a call returned.
pub(super) fn keep_all(ctx: &mut Context<'_>, values: Vec<Val>) {
    let room = ctx.data_mut();
    for value in values {
        keep(&mut room.choices, &mut room.values, value);
    }
    // Values die in the middle of everything.
    if room.choices.once_in(20) {
        room.values.truncate(3);
    }
}
