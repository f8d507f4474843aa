//! `wasi:http/types.fields`: headers and trailers.
//!
//! The fields of a message that came are shared until somebody changes a copy. What a guest makes itself is charged to its budget, each
//! entry with its name, its value and what the map needs for it.

use crate::budget::{Budget, Charge};
use crate::ctx::View;
use crate::linker::functions;
use anyhow::{Result, anyhow};
use hyper::HeaderMap;
use hyper::header::{self, HeaderName, HeaderValue};
use std::sync::Arc;
use wx_component::{LinkerInstance, Resource, ResourceType, variant};

/// What the map needs for an entry, in bytes.
const ENTRY: usize = 32;

/// Fields that are the connection's business and not a guest's: it neither sees nor sets them. The authority takes the place of `host`.
static FORBIDDEN: [HeaderName; 9] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::HOST,
    HeaderName::from_static("http2-settings"),
];

variant! {
    /// `wasi:http/types.header-error`.
    pub(crate) enum HeaderError {
        "invalid-syntax" => InvalidSyntax,
        "forbidden" => Forbidden,
        "immutable" => Immutable,
    }
}

/// Behind `wasi:http/types.fields`.
pub(crate) struct Fields {
    map: Arc<HeaderMap>,
    charge: Charge,
    is_mutable: bool,
}

type Changed = Result<Result<(), HeaderError>>;

/// Removes what a guest does not see of a message that came.
pub(crate) fn remove_forbidden(map: &mut HeaderMap) {
    for name in &FORBIDDEN {
        map.remove(name);
    }
}

fn entry(name: &HeaderName, value: &HeaderValue) -> usize {
    name.as_str().len() + value.len() + ENTRY
}

fn size(map: &HeaderMap) -> usize {
    map.iter().map(|(name, value)| entry(name, value)).sum()
}

impl Fields {
    /// Fields that a guest can change.
    ///
    /// # Errors
    /// If they are more than it may have.
    pub(crate) fn mutable(map: HeaderMap, budget: &Budget) -> Result<Fields> {
        let charge = budget.charge(size(&map))?;
        Ok(Fields { map: Arc::new(map), charge, is_mutable: true })
    }

    /// Fields that a guest can only read.
    ///
    /// # Errors
    /// As [`Fields::mutable`]; shared fields are no charge.
    pub(crate) fn shared(map: &Arc<HeaderMap>, budget: &Budget) -> Result<Fields> {
        Ok(Fields { map: map.clone(), charge: budget.charge(0)?, is_mutable: false })
    }

    /// The fields, to send; the charge is held until they are.
    pub(crate) fn into_map(self) -> (Arc<HeaderMap>, Charge) {
        (self.map, self.charge)
    }

    /// Changes the fields under a name; what becomes of those is charged.
    fn change(&mut self, name: &str, change: impl FnOnce(&mut HeaderMap, &HeaderName) -> Changed) -> Changed {
        if !self.is_mutable {
            return Ok(Err(HeaderError::Immutable));
        }
        let Ok(name) = HeaderName::try_from(name) else { return Ok(Err(HeaderError::InvalidSyntax)) };
        if FORBIDDEN.contains(&name) {
            return Ok(Err(HeaderError::Forbidden));
        }
        let under =
            |map: &HeaderMap| map.get_all(&name).iter().map(|value| entry(&name, value)).sum::<usize>();
        let before = under(&self.map);
        let done = change(Arc::make_mut(&mut self.map), &name);
        self.charge.change(self.charge.amount() - before + under(&self.map))?;
        done
    }

    fn set(&mut self, name: &str, values: &[Vec<u8>]) -> Changed {
        self.change(name, |map, name| {
            let Some(values) = values.iter().map(|value| parse(value)).collect::<Option<Vec<_>>>() else {
                return Ok(Err(HeaderError::InvalidSyntax));
            };
            map.remove(name);
            for value in values {
                map.try_append(name, value).map_err(too_many)?;
            }
            Ok(Ok(()))
        })
    }

    fn append(&mut self, name: &str, value: &[u8]) -> Changed {
        self.change(name, |map, name| {
            let Some(value) = parse(value) else { return Ok(Err(HeaderError::InvalidSyntax)) };
            map.try_append(name, value).map_err(too_many)?;
            Ok(Ok(()))
        })
    }

    fn delete(&mut self, name: &str) -> Changed {
        self.change(name, |map, name| {
            map.remove(name);
            Ok(Ok(()))
        })
    }

    fn get(&self, name: &str) -> Vec<Vec<u8>> {
        self.map.get_all(name).iter().map(|value| value.as_bytes().to_vec()).collect()
    }

    fn entries(&self) -> Vec<(String, Vec<u8>)> {
        self.map.iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect()
    }
}

fn parse(value: &[u8]) -> Option<HeaderValue> {
    HeaderValue::from_bytes(value).ok()
}

fn too_many(_: header::MaxSizeReached) -> anyhow::Error {
    anyhow!("these are more fields than a message can have")
}

fn from_list(entries: &[(String, Vec<u8>)], budget: &Budget) -> Result<Result<Fields, HeaderError>> {
    let mut fields = Fields::mutable(HeaderMap::new(), budget)?;
    for (name, value) in entries {
        if let Err(error) = fields.append(name, value)? {
            return Ok(Err(error));
        }
    }
    Ok(Ok(fields))
}

pub(crate) fn add<T: 'static>(types: &mut LinkerInstance<'_, T>, view: impl View<T>) -> Result<()> {
    types.resource("fields", ResourceType::host::<Fields>(), move |mut store, rep| {
        view(store.data_mut()).wasi.table().delete(Resource::<Fields>::new_own(rep))?;
        Ok(())
    })?;
    functions! { types, view;
        "[constructor]fields" |cx| -> Resource<Fields> {
            let fields = Fields::mutable(HeaderMap::new(), &cx.http.field_bytes)?;
            Ok(cx.wasi.table().push(fields)?)
        }
        "[static]fields.from-list" |cx, entries: Vec<(String, Vec<u8>)>| -> Result<Resource<Fields>, HeaderError> {
            match from_list(&entries, &cx.http.field_bytes)? {
                Ok(fields) => Ok(Ok(cx.wasi.table().push(fields)?)),
                Err(error) => Ok(Err(error)),
            }
        }
        "[method]fields.get" |cx, this: Resource<Fields>, name: String| -> Vec<Vec<u8>> {
            Ok(cx.wasi.table().get(&this)?.get(&name))
        }
        "[method]fields.has" |cx, this: Resource<Fields>, name: String| -> bool {
            Ok(cx.wasi.table().get(&this)?.map.contains_key(&name))
        }
        "[method]fields.set" |cx, this: Resource<Fields>, name: String, values: Vec<Vec<u8>>| -> Result<(), HeaderError> {
            cx.wasi.table().get_mut(&this)?.set(&name, &values)
        }
        "[method]fields.delete" |cx, this: Resource<Fields>, name: String| -> Result<(), HeaderError> {
            cx.wasi.table().get_mut(&this)?.delete(&name)
        }
        "[method]fields.append" |cx, this: Resource<Fields>, name: String, value: Vec<u8>| -> Result<(), HeaderError> {
            cx.wasi.table().get_mut(&this)?.append(&name, &value)
        }
        "[method]fields.entries" |cx, this: Resource<Fields>| -> Vec<(String, Vec<u8>)> {
            Ok(cx.wasi.table().get(&this)?.entries())
        }
        "[method]fields.clone" |cx, this: Resource<Fields>| -> Resource<Fields> {
            let map = HeaderMap::clone(&cx.wasi.table().get(&this)?.map);
            let fields = Fields::mutable(map, &cx.http.field_bytes)?;
            Ok(cx.wasi.table().push(fields)?)
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(most: usize) -> Fields {
        Fields::mutable(HeaderMap::new(), &Budget::new(most, "bytes of fields")).unwrap()
    }

    #[test]
    fn names_are_checked_and_values_stay_in_order() {
        let mut fields = fields(1 << 10);
        assert!(matches!(fields.append("Set-Cookie", b"a=1"), Ok(Ok(()))));
        assert!(matches!(fields.append("set-cookie", b"b=2"), Ok(Ok(()))));
        assert_eq!(fields.get("SET-COOKIE"), [b"a=1", b"b=2"]);
        assert!(matches!(fields.append("no name", b""), Ok(Err(HeaderError::InvalidSyntax))));
        assert!(matches!(fields.append("x", b"\r\nset-cookie: c=3"), Ok(Err(HeaderError::InvalidSyntax))));
        for name in ["Host", "connection", "transfer-encoding"] {
            assert!(matches!(fields.append(name, b"x"), Ok(Err(HeaderError::Forbidden))), "{name}");
        }
        assert!(matches!(fields.set("set-cookie", &[b"c=3".to_vec()]), Ok(Ok(()))));
        assert_eq!(fields.entries(), [("set-cookie".to_owned(), b"c=3".to_vec())]);
        assert!(matches!(fields.delete("Set-Cookie"), Ok(Ok(()))));
        assert!(fields.get("set-cookie").is_empty());
    }

    #[test]
    fn a_guest_has_no_more_fields_than_its_budget() {
        let mut fields = fields(3 * (ENTRY + 2));
        for name in ["a", "b", "c"] {
            assert!(matches!(fields.append(name, b"x"), Ok(Ok(()))));
        }
        assert!(fields.append("d", b"x").is_err());
    }

    #[test]
    fn what_came_cannot_be_changed() {
        let map = Arc::new(HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("*/*"))]));
        let mut fields = Fields::shared(&map, &Budget::new(0, "bytes of fields")).unwrap();
        assert!(matches!(fields.set("accept", &[]), Ok(Err(HeaderError::Immutable))));
        assert!(matches!(fields.delete("accept"), Ok(Err(HeaderError::Immutable))));
        assert_eq!(fields.get("accept"), [b"*/*"]);
    }
}
