//! Instances.

use anyhow::Result;
use wx::{Engine, Extern, Instance};

use crate::error::{Given, Out, entry, fill, remember};
use crate::object::{Object, wasm_extern_t, wasm_instance_t, wasm_module_t, wasm_ref_t, wasm_trap_t};
use crate::store::{Share, wasm_store_t};
use crate::trap::trap;
use crate::vector::{Vector, wasm_extern_vec_t};

/// Where a function puts the trap that kept it from making an instance.
pub(crate) type TrapPlace<'a> = Out<'a, Option<Box<wasm_trap_t>>>;

/// Makes an instance; what keeps it from that is the thread's last error, and a trap if there is a place for one. The place becomes NULL
/// otherwise.
pub(crate) fn instantiate(
    function: &str,
    store: Option<&wasm_store_t>,
    mut place: TrapPlace<'_>,
    make: impl FnOnce(&Share) -> Result<Instance>,
) -> Option<Box<wasm_instance_t>> {
    if let Some(place) = &mut place {
        place.write(None);
    }
    let store = store.map(|store| store.cell.clone());
    let outcome = store.as_ref().given("store").and_then(|store| {
        let running = store.running()?;
        let instance = make(store);
        drop(running);
        instance
    });
    match outcome {
        Ok(instance) => store.map(|store| wasm_ref_t::new(&store, Object::Instance(instance))),
        Err(error) => {
            remember(function, &error);
            if let Some(place) = place {
                place.write(Some(trap(store.as_ref(), error)));
            }
            None
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_instance_new(
    store: Option<&wasm_store_t>,
    module: Option<&wasm_module_t>,
    imports: Option<&wasm_extern_vec_t>,
    trap: TrapPlace<'_>,
) -> Option<Box<wasm_instance_t>> {
    instantiate("wasm_instance_new", store, trap, |store| {
        let module = module.given("module")?.module()?;
        anyhow::ensure!(
            Engine::same(store.engine(), module.engine()),
            "the module belongs to another engine"
        );
        let imports = imports.map_or(Ok(Vec::new()), |imports| imports.all("import"))?;
        let imports: Vec<Extern> =
            imports.into_iter().map(|import| import.to_extern(store)).collect::<Result<_>>()?;
        Instance::new(store.context(), module, &imports)
    })
}

/// All exports, in the module's order.
#[unsafe(no_mangle)]
pub extern "C" fn wasm_instance_exports(instance: Option<&wasm_instance_t>, out: Out<'_, wasm_extern_vec_t>) {
    fill("wasm_instance_exports", out, || {
        let (store, instance) = instance.given("instance")?.instance()?;
        let mut context = store.context();
        let exports = instance.exports(&mut context);
        Vector::of(exports.map(|export| Some(wasm_ref_t::of_extern(store, export.into_extern()))))
    });
}

/// The export with this name; NULL if there is none.
///
/// # Safety
/// INV C-CONTRACT: there are `size` bytes at `name`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wx_instance_export_get(
    instance: Option<&wasm_instance_t>,
    name: *const u8,
    size: usize,
) -> Option<Box<wasm_extern_t>> {
    entry("wx_instance_export_get", None, || {
        let (store, instance) = instance.given("instance")?.instance()?;
        // SAFETY: passed on.
        let name = unsafe { crate::beyond::text(name, size, "name") }?;
        let export = instance.get_export(store.context(), name);
        Ok(export.map(|export| wasm_ref_t::of_extern(store, export)))
    })
}
