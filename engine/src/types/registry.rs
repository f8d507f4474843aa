//! The registry of types: one id for each distinct type of an engine that anybody holds.
//!
//! # Problem
//! Two modules may declare the same type, at other indices and inside other recursion groups. A call
//! through a table, an import, a cast must find them equal, fast. And a host that loads and drops modules for years must
//! not keep their types.
//!
//! # Idea
//! A recursion group is interned as a whole, since types are equal exactly if their groups are equal and
//! they stand at the same place in them. References inside the group are rewritten to places in the
//! group (`LOCAL_BASE + i`) and references out of it are already canonical, so structural equality of the
//! rewritten group is equality of the types. The registry finds a group by a hash of that; it keeps no second copy of it.
//!
//! A type's descriptor and the type that it describes belong to its definition, as its supertype does.
//!
//! # Life
//! The registry does not own types. A [`TypeRef`] does, with its whole group, and a group those that it names (`group`). When the
//! last one goes, the ids become free and are given out again, the one that has been free longest first.
//!
//! So a bare id is valid only while something holds its type. Who keeps ids where code finds them holds the types too:
//!
//! | ids | held by |
//! |---|---|
//! | in a module, its IR and its machine code | the module's `type_entries`; a frame that runs it, and the thread that compiles it, hold the module |
//! | of functions, tags, tables, globals of an instance | the module, which its store keeps for ever |
//! | of those that the host made in a store | the store (`StoreInner::admit`) |
//! | of objects in the collected heap | the store's plan for the type (`vm::gc::plan`), made before the first object |
//! | in the linker, in `FuncType`, `StructType`, … | a `Registered` |
//! | in plain `HeapType`s of the host | nothing: a dead or foreign one is an error where it comes back |
//!
//! What belongs to the whole engine never keeps an id: stubs are found by the shape of a signature (`code::machine`).
//!
//! # Races
//! A group can be found while its last holder lets it go. (In other engines a type was handed out, or taken from under its
//! user, that way.) Finding is an upgrade of a weak pointer, which fails from the moment on at which the last holder let go; who
//! fails makes a new group with new ids, beside the old entry. The old ids become free only afterwards, when the dying group itself
//! has taken them out of the tables, under the lock, by its own id and not by its content. Nobody drops a `TypeRef` under the
//! lock, since the drop takes it.
//!
//! # Whose an id is
//! Engines count their ids from starting points far apart ([`TypeRegistry::apart`]), in all builds. So an id of one is unknown to the
//! others, unless an engine holds hundreds of thousands of types; and where it is not, it means a type of that engine, no more.
//!
//! # Subtyping in constant time
//! Each type keeps its chain of supertypes from the root on. `sub <: sup` exactly if `sup` stands in it at the place that its own
//! depth says.
//!
//! # Invariants
//! - INV TYPE-ID: an id means the same type as long as anything holds that type.
//!
//! Spec: <https://webassembly.github.io/spec/core/valid/conventions.html#rolling-and-unrolling>
//! Must not know: modules, stores.

use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, Weak};

use smallvec::SmallVec;

use super::group::{Group, TypeEntry, TypeRef, distinct_groups, map_ids, named_ids, same};
use super::val::*;

/// Ids from here up mean "the i-th type of the group that is being interned".
pub const LOCAL_BASE: u32 = 0x8000_0000;

/// So many ids stay free before one is given out again.
const REST: usize = 1024;

/// An id that the registry does not know: it is another engine's, or nothing holds the type any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "type {} belongs to another engine, or is no longer alive: keep the `FuncType`, `StructType`, `ArrayType` or `Module` \
     that it is from",
    .0.0
)]
pub struct UnknownType(pub CanonId);

/// Which type has an id, and how many supertypes that has.
#[derive(Debug)]
struct Place {
    group: Weak<Group>,
    place: u32,
    depth: u32,
}

#[derive(Default, Debug)]
struct Inner {
    /// Hashes of groups with their first ids: smaller than a hash table, and of one hash there may be several.
    groups: BTreeSet<(u64, CanonId)>,
    /// By id, from `Shared::first` on.
    places: Vec<Option<Place>>,
    /// Ids that nobody has, in the order in which they became free.
    free: VecDeque<CanonId>,
}

/// What groups find their registry by.
#[derive(Debug)]
pub(super) struct Shared {
    first: u32,
    hasher: RandomState,
    inner: RwLock<Inner>,
}

/// See the module's header.
#[derive(Debug)]
pub struct TypeRegistry {
    shared: Arc<Shared>,
}

impl Default for TypeRegistry {
    fn default() -> Self {
        TypeRegistry::new()
    }
}

impl Inner {
    fn place(&self, first: u32, id: CanonId) -> Option<&Place> {
        self.places.get(id.0.wrapping_sub(first) as usize)?.as_ref()
    }

    /// The type with an id, if somebody holds it. To be dropped after the lock is given back.
    fn find(&self, first: u32, id: CanonId) -> Option<TypeRef> {
        let place = self.place(first, id)?;
        Some(TypeRef::new(place.group.upgrade()?, place.place))
    }

    /// Makes a group that is not there. Whoever it needs is held by the caller.
    fn add(
        &mut self,
        shared: &Arc<Shared>,
        group: Box<[SubType]>,
        hash: u64,
        needs: Box<[Arc<Group>]>,
    ) -> TypeRef {
        let ids: SmallVec<[CanonId; 4]> = group.iter().map(|_| self.fresh(shared.first)).collect();
        let mut types: SmallVec<[TypeEntry; 1]> = SmallVec::with_capacity(group.len());
        for (mut sub, &id) in group.into_iter().zip(&ids) {
            // A supertype stands earlier in the group, or in one that is needed.
            let above = match sub.supertype {
                None => Box::default(),
                Some(CanonId(sup)) if sup >= LOCAL_BASE => {
                    types[(sup - LOCAL_BASE) as usize].display().collect()
                }
                Some(sup) => self.find(shared.first, sup).map_or(Box::default(), |ty| ty.display().collect()),
            };
            map_ids(&mut sub, &|named| own_id(&ids, named));
            types.push(TypeEntry::new(id, sub, above));
        }
        let group = Arc::new(Group { types, needs, hash, registry: Arc::downgrade(shared) });
        for (place, ty) in group.types.iter().enumerate() {
            let depth = ty.depth() as u32;
            let place = Place { group: Arc::downgrade(&group), place: place as u32, depth };
            self.places[(ty.id.0 - shared.first) as usize] = Some(place);
        }
        self.groups.insert((hash, ids[0]));
        TypeRef::new(group, 0)
    }

    /// An id that nobody has.
    fn fresh(&mut self, first: u32) -> CanonId {
        match self.free.front() {
            Some(&id) if self.free.len() > REST => {
                self.free.pop_front();
                id
            }
            _ => {
                let id = CanonId(first.saturating_add(self.places.len() as u32));
                // The memory of a billion types is used up before.
                assert!(id.0 < LOCAL_BASE, "an engine holds too many types");
                self.places.push(None);
                id
            }
        }
    }
}

/// The id that stands for `named` once its group has these ids.
fn own_id(ids: &[CanonId], named: CanonId) -> CanonId {
    if named.0 >= LOCAL_BASE { ids[(named.0 - LOCAL_BASE) as usize] } else { named }
}

impl Shared {
    /// The first type of a group, if somebody holds it. `looked_at` gets what must not be dropped under the lock.
    fn lookup(
        &self,
        inner: &Inner,
        hash: u64,
        group: &[SubType],
        looked_at: &mut Vec<TypeRef>,
    ) -> Option<TypeRef> {
        for &(_, id) in inner.groups.range((hash, CanonId(0))..=(hash, CanonId(u32::MAX))) {
            let Some(first) = inner.find(self.first, id) else { continue };
            let known = first.types();
            let equal = known.len() == group.len()
                && group.iter().zip(known).all(|(sub, known_type)| {
                    let id = |named: CanonId| match named.0.checked_sub(LOCAL_BASE) {
                        Some(place) => known[place as usize].id,
                        None => named,
                    };
                    same(sub, &known_type.sub, &id)
                });
            if equal {
                return Some(first);
            }
            looked_at.push(first);
        }
        None
    }

    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a group out that nobody holds any more.
    pub(super) fn forget(&self, group: &Group) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = group.types.first().map(|ty| ty.id) else { return };
        inner.groups.remove(&(group.hash, first));
        for ty in &group.types {
            inner.places[(ty.id.0 - self.first) as usize] = None;
            inner.free.push_back(ty.id);
        }
    }
}

impl TypeRegistry {
    /// A registry whose ids begin at 0, for tools that show them.
    pub fn new() -> Self {
        TypeRegistry::from(0)
    }

    /// A registry for an engine: its ids begin far from those of others.
    pub fn apart() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // Multiples of the golden ratio, modulo one: however many there are, no two are close.
        let step = COUNT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B1);
        TypeRegistry::from(step >> 2)
    }

    fn from(first: u32) -> Self {
        let shared = Shared { first, hasher: RandomState::new(), inner: RwLock::default() };
        TypeRegistry { shared: Arc::new(shared) }
    }

    /// Interns one recursion group, which is not empty, and returns its first type.
    ///
    /// Inside `group`, an id of `LOCAL_BASE + i` means the group's own i-th type.
    ///
    /// # Errors
    /// If it names a type that is not one of this registry.
    pub fn intern_group(&self, group: Box<[SubType]>) -> Result<TypeRef, UnknownType> {
        let shared = &self.shared;
        let hash = shared.hasher.hash_one(&group);
        // What is looked at under the lock and may have become the last of its group.
        let mut looked_at = Vec::new();
        let known = {
            let inner = shared.read();
            shared.lookup(&inner, hash, &group, &mut looked_at)
        };
        if let Some(known) = known {
            return Ok(known);
        }
        let mut inner = shared.inner.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been faster.
        if let Some(known) = shared.lookup(&inner, hash, &group, &mut looked_at) {
            return Ok(known);
        }
        let mut named = Vec::new();
        group.iter().for_each(|sub| named_ids(sub, &mut named));
        named.sort_unstable();
        named.dedup();
        let others = looked_at.len();
        for id in named {
            looked_at.push(inner.find(shared.first, id).ok_or(UnknownType(id))?);
        }
        let needs = distinct_groups(&looked_at[others..]);
        Ok(inner.add(shared, group, hash, needs))
    }

    /// Interns a type that stands alone, final and without supertype.
    ///
    /// # Errors
    /// If it names a type that is not one of this registry.
    pub fn intern(&self, composite: CompositeType) -> Result<TypeRef, UnknownType> {
        self.intern_group(Box::new([SubType::new(true, None, composite)]))
    }

    /// The type with an id, if it is one of this registry.
    pub fn find(&self, id: CanonId) -> Result<TypeRef, UnknownType> {
        let found = self.shared.read().find(self.shared.first, id);
        found.ok_or(UnknownType(id))
    }

    /// The type with an id whose type the caller knows to be held.
    ///
    /// # Panics
    /// If it is not (INV TYPE-ID).
    pub fn get(&self, id: CanonId) -> TypeRef {
        match self.find(id) {
            Ok(ty) => ty,
            Err(error) => panic!("{error}"),
        }
    }

    /// The smallest id that the registry gives out.
    pub fn first_id(&self) -> u32 {
        self.shared.first
    }

    /// How many types are alive.
    pub fn len(&self) -> usize {
        self.shared.read().places.iter().flatten().count()
    }

    /// Whether no type is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `sub` is `sup` or declared below it; never, if the registry does not know one of them.
    pub fn is_subtype(&self, sub: CanonId, sup: CanonId) -> bool {
        if sub == sup {
            return true;
        }
        let (sub, depth) = {
            let inner = self.shared.read();
            let place = inner.place(self.shared.first, sup);
            (inner.find(self.shared.first, sub), place.map(|place| place.depth as usize))
        };
        sub.zip(depth).is_some_and(|(sub, depth)| sub.is_below(sup, depth))
    }

    pub fn is_heap_subtype(&self, sub: HeapType, sup: HeapType) -> bool {
        use HeapType::*;
        if sub == sup {
            return true;
        }
        // Nothing but itself, and what has no values, is below an exact type; an exact type is below what its
        // inexact form is below, and that form.
        match (sub.inexact(), sup) {
            (inexact, _) if inexact == sup => true,
            (ConcreteFunc(a), ConcreteFunc(b))
            | (ConcreteStruct(a), ConcreteStruct(b))
            | (ConcreteArray(a), ConcreteArray(b)) => self.is_subtype(a, b),
            (NoFunc, _) => sup.top() == Func,
            (None, _) => sup.top() == Any,
            (NoExtern, Extern) | (NoExn, Exn) => true,
            (ConcreteFunc(_), Func) => true,
            (Eq | I31 | Struct | Array | ConcreteStruct(_) | ConcreteArray(_), Any) => true,
            (I31 | Struct | Array | ConcreteStruct(_) | ConcreteArray(_), Eq) => true,
            (ConcreteStruct(_), Struct) | (ConcreteArray(_), Array) => true,
            _ => false,
        }
    }

    pub fn is_ref_subtype(&self, sub: RefType, sup: RefType) -> bool {
        (sup.nullable || !sub.nullable) && self.is_heap_subtype(sub.heap, sup.heap)
    }

    pub fn is_val_subtype(&self, sub: ValType, sup: ValType) -> bool {
        match (sub, sup) {
            (ValType::Ref(a), ValType::Ref(b)) => self.is_ref_subtype(a, b),
            _ => sub == sup,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    fn group_of(n: u32) -> Box<[SubType]> {
        let field = FieldType { storage: StorageType::Val(ValType::I32), mutable: true };
        let fields = (0..n).map(|_| field).collect();
        Box::new([SubType::new(true, None, CompositeType::Struct(fields))])
    }

    /// A struct with one field of type `named`.
    fn naming(named: CanonId) -> CompositeType {
        let heap = HeapType::ConcreteStruct(named);
        let storage = StorageType::Val(ValType::Ref(RefType { nullable: true, heap }));
        CompositeType::Struct(Box::new([FieldType { storage, mutable: false }]))
    }

    #[test]
    fn equal_groups_are_one_and_die_with_their_last_holder() {
        let registry = TypeRegistry::new();
        let a = registry.intern_group(group_of(3)).unwrap();
        let b = registry.intern_group(group_of(3)).unwrap();
        let id = a.id;
        assert_eq!((a.id, registry.len()), (b.id, 1));
        drop(a);
        assert_eq!(registry.get(id).id, id);
        drop(b);
        assert!(registry.is_empty());
        assert_eq!(registry.find(id).unwrap_err(), UnknownType(id));
        assert!(!registry.is_subtype(id, CanonId(id.0 + 1)));
        assert_eq!(registry.intern(naming(id)).unwrap_err(), UnknownType(id));
    }

    #[test]
    fn a_group_holds_what_it_names() {
        let registry = TypeRegistry::new();
        let named = registry.intern_group(group_of(1)).unwrap();
        let id = named.id;
        let names = registry.intern(naming(id)).unwrap();
        drop(named);
        assert_eq!(registry.len(), 2);
        assert_eq!(registry.get(id).fields().len(), 1);
        drop(names);
        assert!(registry.is_empty());
    }

    #[test]
    fn recursive_groups_are_found_again() {
        let registry = TypeRegistry::new();
        let group = || -> Box<[SubType]> {
            let of = |place| SubType::new(false, None, naming(CanonId(LOCAL_BASE + place)));
            let mut below = of(0);
            below.supertype = Some(CanonId(LOCAL_BASE));
            Box::new([of(1), below])
        };
        let a = registry.intern_group(group()).unwrap();
        let b = registry.intern_group(group()).unwrap();
        let ids: Vec<_> = a.group().map(|ty| ty.id).collect();
        assert_eq!(ids, b.group().map(|ty| ty.id).collect::<Vec<_>>());
        assert!(registry.is_subtype(ids[1], ids[0]) && !registry.is_subtype(ids[0], ids[1]));
        // The same types one by one are others.
        let alone = registry.intern(naming(ids[0])).unwrap();
        assert!(!ids.contains(&alone.id));
    }

    /// A module may declare such a chain: to let go of its last type must not take a frame of the stack for each.
    #[test]
    fn a_long_chain_is_freed_without_recursion() {
        let registry = TypeRegistry::new();
        let mut last = registry.intern_group(group_of(0)).unwrap();
        for _ in 0..300_000 {
            last = registry.intern(naming(last.id)).unwrap();
        }
        assert_eq!(registry.len(), 300_001);
        drop(last);
        assert!(registry.is_empty());
    }

    #[test]
    fn ids_are_used_again_but_not_soon() {
        let registry = TypeRegistry::new();
        let mut most = 0;
        let mut before = CanonId(0);
        for i in 0..100_000 {
            let ty = registry.intern_group(group_of(i % 50)).unwrap();
            assert!(i == 0 || ty.id != before);
            before = ty.id;
            most = most.max(ty.id.0);
        }
        assert!(most < 2 * REST as u32, "{most}");
    }

    #[test]
    fn an_id_of_another_engine_is_unknown() {
        let registries: Vec<_> = (0..1000).map(|_| TypeRegistry::apart()).collect();
        let held: Vec<_> = registries.iter().map(|r| r.intern_group(group_of(1)).unwrap()).collect();
        for (i, registry) in registries.iter().enumerate() {
            for (j, ty) in held.iter().enumerate() {
                assert_eq!(registry.find(ty.id).is_ok(), i == j);
            }
        }
    }

    /// Threads make, compare and drop the same few types: whoever holds one sees it mean the same, and nothing is left.
    #[test]
    fn threads_that_make_and_drop_the_same_types() {
        let registry = TypeRegistry::new();
        let start = Barrier::new(4);
        std::thread::scope(|scope| {
            for thread in 0..4u32 {
                let (registry, start) = (&registry, &start);
                scope.spawn(move || {
                    start.wait();
                    for i in 0..20_000u32 {
                        let fields = (i * 7 + thread) % 3;
                        let ty = registry.intern_group(group_of(fields)).unwrap();
                        let again = registry.intern_group(group_of(fields)).unwrap();
                        assert_eq!(ty.id, again.id);
                        drop(again);
                        assert_eq!(registry.get(ty.id).fields().len(), fields as usize);
                        let names = registry.intern(naming(ty.id)).unwrap();
                        let id = ty.id;
                        drop(ty);
                        assert_eq!(registry.get(id).fields().len(), fields as usize);
                        assert!(!registry.is_subtype(names.id, id));
                    }
                });
            }
        });
        assert!(registry.is_empty());
    }
}
