//! The functions that all kinds of references have: copies, comparison, host information, and casts.

use std::ffi::c_void;
use std::ptr;

use crate::error::{Given, entry};
use crate::object::*;
use crate::store::wasm_store_t;

impl wasm_ref_t {
    fn is_func(&self) -> bool {
        matches!(self.object, Object::Func(_))
    }

    fn is_global(&self) -> bool {
        matches!(self.object, Object::Global(_))
    }

    fn is_table(&self) -> bool {
        matches!(self.object, Object::Table(_))
    }

    fn is_memory(&self) -> bool {
        matches!(self.object, Object::Memory(_) | Object::SharedMemory(_))
    }

    fn is_extern(&self) -> bool {
        self.is_func()
            || self.is_global()
            || self.is_table()
            || self.is_memory()
            || matches!(self.object, Object::Tag(_))
    }

    fn is_instance(&self) -> bool {
        matches!(self.object, Object::Instance(_))
    }

    fn is_module(&self) -> bool {
        matches!(self.object, Object::Module(_))
    }

    fn is_trap(&self) -> bool {
        matches!(self.object, Object::Trap(_))
    }

    fn is_foreign(&self) -> bool {
        matches!(self.object, Object::Foreign(_))
    }
}

/// What every kind of reference has.
macro_rules! bases {
    ($($ty:ident: $delete:ident $copy:ident $same:ident $get:ident $set:ident $set_with_finalizer:ident;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $delete(_: Option<Box<$ty>>) {}

            /// Another handle of the same object.
            #[unsafe(no_mangle)]
            pub extern "C" fn $copy(reference: Option<&$ty>) -> Option<Box<$ty>> {
                entry(stringify!($copy), None, || Ok(Some(Box::new(reference.given("ref")?.clone()))))
            }

            /// Whether both are handles of the same object.
            #[unsafe(no_mangle)]
            pub extern "C" fn $same(a: Option<&$ty>, b: Option<&$ty>) -> bool {
                entry(stringify!($same), false, || a.given("first ref")?.same(b.given("second ref")?))
            }

            #[unsafe(no_mangle)]
            pub extern "C" fn $get(reference: Option<&$ty>) -> *mut c_void {
                entry(stringify!($get), ptr::null_mut(), || reference.given("ref")?.host_info())
            }

            #[unsafe(no_mangle)]
            pub extern "C" fn $set(reference: Option<&$ty>, data: *mut c_void) {
                $set_with_finalizer(reference, data, None);
            }

            /// `finalizer` is called with `data` when other information takes its place or the object is gone, and also if
            /// this fails.
            #[unsafe(no_mangle)]
            pub extern "C" fn $set_with_finalizer(
                reference: Option<&$ty>,
                data: *mut c_void,
                finalizer: Option<Finalizer>,
            ) {
                let info = HostInfo { data, finalizer };
                entry(stringify!($set_with_finalizer), (), || reference.given("ref")?.set_host_info(info));
            }
        )*
    };
}
bases! {
    wasm_ref_t: wasm_ref_delete wasm_ref_copy wasm_ref_same wasm_ref_get_host_info wasm_ref_set_host_info wasm_ref_set_host_info_with_finalizer;
    wasm_func_t: wasm_func_delete wasm_func_copy wasm_func_same wasm_func_get_host_info wasm_func_set_host_info wasm_func_set_host_info_with_finalizer;
    wasm_global_t: wasm_global_delete wasm_global_copy wasm_global_same wasm_global_get_host_info wasm_global_set_host_info wasm_global_set_host_info_with_finalizer;
    wasm_table_t: wasm_table_delete wasm_table_copy wasm_table_same wasm_table_get_host_info wasm_table_set_host_info wasm_table_set_host_info_with_finalizer;
    wasm_memory_t: wasm_memory_delete wasm_memory_copy wasm_memory_same wasm_memory_get_host_info wasm_memory_set_host_info wasm_memory_set_host_info_with_finalizer;
    wasm_extern_t: wasm_extern_delete wasm_extern_copy wasm_extern_same wasm_extern_get_host_info wasm_extern_set_host_info wasm_extern_set_host_info_with_finalizer;
    wasm_instance_t: wasm_instance_delete wasm_instance_copy wasm_instance_same wasm_instance_get_host_info wasm_instance_set_host_info wasm_instance_set_host_info_with_finalizer;
    wasm_module_t: wasm_module_delete wasm_module_copy wasm_module_same wasm_module_get_host_info wasm_module_set_host_info wasm_module_set_host_info_with_finalizer;
    wasm_trap_t: wasm_trap_delete wasm_trap_copy wasm_trap_same wasm_trap_get_host_info wasm_trap_set_host_info wasm_trap_set_host_info_with_finalizer;
    wasm_foreign_t: wasm_foreign_delete wasm_foreign_copy wasm_foreign_same wasm_foreign_get_host_info wasm_foreign_set_host_info wasm_foreign_set_host_info_with_finalizer;
}

/// Casts up, which always succeed, and down, which give NULL if the reference is of another kind. They are the same address.
macro_rules! casts {
    ($($from:ident $to:ident $is:ident: $up:ident $up_const:ident $down:ident $down_const:ident;)*) => {
        $(
            #[unsafe(no_mangle)]
            pub extern "C" fn $up(reference: *mut $from) -> *mut $to {
                reference
            }

            #[unsafe(no_mangle)]
            pub extern "C" fn $up_const(reference: *const $from) -> *const $to {
                reference
            }

            /// # Safety
            /// INV C-CONTRACT.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $down(reference: *mut $to) -> *mut $from {
                // SAFETY: passed on.
                if unsafe { reference.as_ref() }.is_some_and(wasm_ref_t::$is) { reference } else { ptr::null_mut() }
            }

            /// # Safety
            /// INV C-CONTRACT.
            #[unsafe(no_mangle)]
            pub unsafe extern "C" fn $down_const(reference: *const $to) -> *const $from {
                // SAFETY: passed on.
                if unsafe { reference.as_ref() }.is_some_and(wasm_ref_t::$is) { reference } else { ptr::null() }
            }
        )*
    };
}
casts! {
    wasm_func_t wasm_ref_t is_func: wasm_func_as_ref wasm_func_as_ref_const wasm_ref_as_func wasm_ref_as_func_const;
    wasm_global_t wasm_ref_t is_global: wasm_global_as_ref wasm_global_as_ref_const wasm_ref_as_global wasm_ref_as_global_const;
    wasm_table_t wasm_ref_t is_table: wasm_table_as_ref wasm_table_as_ref_const wasm_ref_as_table wasm_ref_as_table_const;
    wasm_memory_t wasm_ref_t is_memory: wasm_memory_as_ref wasm_memory_as_ref_const wasm_ref_as_memory wasm_ref_as_memory_const;
    wasm_extern_t wasm_ref_t is_extern: wasm_extern_as_ref wasm_extern_as_ref_const wasm_ref_as_extern wasm_ref_as_extern_const;
    wasm_instance_t wasm_ref_t is_instance: wasm_instance_as_ref wasm_instance_as_ref_const wasm_ref_as_instance wasm_ref_as_instance_const;
    wasm_module_t wasm_ref_t is_module: wasm_module_as_ref wasm_module_as_ref_const wasm_ref_as_module wasm_ref_as_module_const;
    wasm_trap_t wasm_ref_t is_trap: wasm_trap_as_ref wasm_trap_as_ref_const wasm_ref_as_trap wasm_ref_as_trap_const;
    wasm_foreign_t wasm_ref_t is_foreign: wasm_foreign_as_ref wasm_foreign_as_ref_const wasm_ref_as_foreign wasm_ref_as_foreign_const;
    wasm_func_t wasm_extern_t is_func: wasm_func_as_extern wasm_func_as_extern_const wasm_extern_as_func wasm_extern_as_func_const;
    wasm_global_t wasm_extern_t is_global: wasm_global_as_extern wasm_global_as_extern_const wasm_extern_as_global wasm_extern_as_global_const;
    wasm_table_t wasm_extern_t is_table: wasm_table_as_extern wasm_table_as_extern_const wasm_extern_as_table wasm_extern_as_table_const;
    wasm_memory_t wasm_extern_t is_memory: wasm_memory_as_extern wasm_memory_as_extern_const wasm_extern_as_memory wasm_extern_as_memory_const;
}

#[unsafe(no_mangle)]
pub extern "C" fn wasm_foreign_new(store: Option<&wasm_store_t>) -> Option<Box<wasm_foreign_t>> {
    entry("wasm_foreign_new", None, || {
        let store = &store.given("store")?.cell;
        Ok(Some(wasm_ref_t::new(store, Object::foreign(store)?)))
    })
}
