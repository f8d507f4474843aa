//! The heap against a model: random graphs of all kinds of objects, mutated, collected, and compared part by part.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::object::EXN_PAYLOAD;
use super::*;
use crate::types::layout::HEADER_SIZE;
use crate::types::*;

const ANY: StorageType = StorageType::Val(ValType::Ref(RefType::ANYREF));
const FUNC: StorageType = StorageType::Val(ValType::FUNCREF);

fn field(storage: StorageType) -> FieldType {
    FieldType { storage, mutable: true }
}

fn declare(registry: &TypeRegistry, composite: CompositeType) -> TypeRef {
    registry.intern_group(Box::new([SubType::new(false, None, composite)])).expect("it names no type")
}

/// A part of an object that the model knows.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Part {
    /// Index of an object in the model, or null.
    Ref(Option<usize>),
    Bits([u64; 2]),
}

struct Object {
    r: GcRef,
    parts: Vec<(u32, Width, Part)>,
}

struct Model {
    heap: GcHeap,
    registry: TypeRegistry,
    structs: Vec<CanonId>,
    arrays: Vec<CanonId>,
    /// Keeps them alive.
    _types: Vec<TypeRef>,
    objects: HashMap<usize, Object>,
    next: usize,
    roots: Vec<usize>,
    random: u64,
}

impl Model {
    fn new(seed: u64) -> Model {
        let registry = TypeRegistry::new();
        let val = StorageType::Val;
        let shapes: [&[StorageType]; 6] = [
            &[],
            &[ANY],
            &[ANY, val(ValType::I32), ANY],
            &[StorageType::I8, ANY, StorageType::I16, val(ValType::I64), FUNC, ANY],
            &[val(ValType::V128), StorageType::I8, val(ValType::V128), ANY],
            &[ANY; 40],
        ];
        let structs =
            shapes.map(|s| declare(&registry, CompositeType::Struct(s.iter().map(|&s| field(s)).collect())));
        let arrays = [ANY, StorageType::I8, StorageType::I16, val(ValType::F64), val(ValType::V128), FUNC]
            .map(|s| declare(&registry, CompositeType::Array(field(s))));
        let ids = |types: &[TypeRef]| types.iter().map(|ty| ty.id).collect();
        Model {
            heap: GcHeap::default(),
            registry,
            structs: ids(&structs),
            arrays: ids(&arrays),
            _types: structs.into_iter().chain(arrays).collect(),
            objects: HashMap::new(),
            next: 0,
            roots: Vec::new(),
            random: seed,
        }
    }

    /// xorshift64*: enough for shapes of graphs.
    fn below(&mut self, n: usize) -> usize {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        (self.random.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    fn pick<T: Copy>(&mut self, list: impl Fn(&Model) -> &Vec<T>) -> T {
        let i = self.below(list(self).len());
        list(self)[i]
    }

    fn any_object(&mut self) -> Option<usize> {
        if self.roots.is_empty() || self.below(4) == 0 {
            return None;
        }
        // A root or something a step or two away from one.
        let mut at = self.pick(|m| &m.roots);
        for _ in 0..self.below(3) {
            let refs: Vec<usize> = self.objects[&at]
                .parts
                .iter()
                .filter_map(|p| match p.2 {
                    Part::Ref(to) => to,
                    Part::Bits(_) => None,
                })
                .collect();
            if refs.is_empty() {
                break;
            }
            at = refs[self.below(refs.len())];
        }
        Some(at)
    }

    /// Places of all references and values of a fresh object.
    fn parts_of(&mut self, ty: CanonId, len: u32) -> (u64, Vec<(u32, Width, bool)>) {
        match &self.heap.plan(&self.registry, ty).shape {
            Shape::Struct(plan) => {
                let parts = plan.fields.iter().map(|&(at, w)| (at, w, plan.refs.contains(&at))).collect();
                (u64::from(plan.size), parts)
            }
            Shape::Array(plan) => {
                let (width, refs) = (plan.width, plan.refs);
                let parts = (0..len).map(|i| (GcHeap::element_offset(i, width), width, refs)).collect();
                (u64::from(HEADER_SIZE) + (u64::from(len) << width.log2()), parts)
            }
            Shape::Func => unreachable!(),
        }
    }

    fn alloc(&mut self, size: u64, kind: u32, aux: u32) -> GcRef {
        if self.heap.space.due(size as usize) {
            self.collect();
        }
        let r = GcRef(self.heap.space.alloc(size as usize).expect("room"));
        self.heap.set_header(r, kind, aux);
        r
    }

    fn create(&mut self) {
        let (r, parts) = if self.below(10) == 0 {
            let slots = self.below(5) as u32;
            let r = self.alloc(u64::from(EXN_PAYLOAD + slots * 8), KIND_EXN, slots);
            (r, (0..slots).map(|i| (EXN_PAYLOAD + i * 8, Width::W8, true)).collect())
        } else {
            let (ty, len) = if self.below(2) == 0 {
                (self.pick(|m| &m.structs), 0)
            } else {
                let len = match self.below(200) {
                    0 => 10_000,
                    1..20 => self.below(700),
                    _ => self.below(20),
                };
                (self.pick(|m| &m.arrays), len as u32)
            };
            let (size, parts) = self.parts_of(ty, len);
            (self.alloc(size, ty.0, len), parts)
        };
        assert!(parts.iter().all(|&(at, w, _)| self.heap.read(r, at, w) == [0; 2]), "new objects are zero");
        let parts = parts
            .into_iter()
            .map(|(at, w, is_ref)| (at, w, if is_ref { Part::Ref(None) } else { Part::Bits([0; 2]) }))
            .collect();
        let id = self.next;
        self.next += 1;
        self.objects.insert(id, Object { r, parts });
        self.roots.push(id);
        // Long objects would make the graph all one component; touch a few of their parts.
        for _ in 0..self.objects[&id].parts.len().min(6) {
            self.mutate(id);
        }
    }

    fn mutate(&mut self, id: usize) {
        let count = self.objects[&id].parts.len();
        if count == 0 {
            return;
        }
        let i = self.below(count);
        let (at, width, part) = self.objects[&id].parts[i];
        let (part, bits) = match part {
            Part::Ref(_) => {
                let to = self.any_object();
                let r = to.map_or(GcRef::NULL, |to| self.objects[&to].r);
                (Part::Ref(to), [r.to_slot(), 0])
            }
            Part::Bits(_) => {
                let mut bits = [self.below(1 << 30) as u64 * 0x1_0001_0001, 0];
                if width == Width::W16 {
                    bits[1] = !bits[0];
                } else if width != Width::W8 {
                    bits[0] &= (1 << (width.bytes() * 8)) - 1;
                }
                (Part::Bits(bits), bits)
            }
        };
        let r = self.objects[&id].r;
        self.heap.write(r, at, width, bits);
        self.objects.get_mut(&id).unwrap().parts[i].2 = part;
    }

    /// Drops some roots, collects, and compares the survivors with the model.
    fn collect(&mut self) {
        let slots: Vec<u64> = self.roots.iter().map(|id| self.objects[id].r.to_slot()).collect();
        self.heap.collect_with(|mark| mark(&slots));
        let mut reached = std::collections::HashSet::new();
        let mut todo = self.roots.clone();
        while let Some(id) = todo.pop() {
            if reached.insert(id) {
                let refs = self.objects[&id].parts.iter();
                todo.extend(refs.filter_map(|p| match p.2 {
                    Part::Ref(to) => to,
                    Part::Bits(_) => None,
                }));
            }
        }
        self.objects.retain(|id, object| {
            let kept = self.heap.space.find(object.r.to_slot()).is_some();
            assert_eq!(kept, reached.contains(id), "object {id} at {:?}", object.r);
            kept
        });
        for (id, object) in &self.objects {
            for &(at, width, part) in &object.parts {
                let expected = match part {
                    Part::Ref(to) => [to.map_or(0, |to| self.objects[&to].r.to_slot()), 0],
                    Part::Bits(bits) => bits,
                };
                assert_eq!(self.heap.read(object.r, at, width), expected, "object {id}, byte {at}");
            }
        }
    }

    fn run(&mut self, steps: usize) {
        for _ in 0..steps {
            match self.below(8) {
                0..5 => self.create(),
                5 | 6 if !self.roots.is_empty() => {
                    let id = self.pick(|m| &m.roots);
                    self.mutate(id);
                }
                _ => {
                    for _ in 0..self.below(12).min(self.roots.len()) {
                        let i = self.below(self.roots.len());
                        self.roots.swap_remove(i);
                    }
                }
            }
        }
        self.collect();
    }
}

#[test]
fn exactly_what_is_reachable_survives_with_its_contents() {
    for seed in 1..=6 {
        let mut model = Model::new(seed * 0x9e37_79b9);
        for _ in 0..20 {
            model.run(1500);
        }
        assert!(model.heap.collections() > 20);
        model.roots.clear();
        model.collect();
        assert_eq!(model.heap.space.live_bytes(), 0);
    }
}

#[test]
fn zeal_and_a_stack_without_room_change_nothing() {
    for (zeal, limit) in [(true, usize::MAX), (false, 3), (true, 0)] {
        let mut model = Model::new(77);
        model.heap.set_zeal(zeal);
        model.heap.marks.limit = limit;
        for _ in 0..3 {
            model.run(200);
        }
    }
}

#[test]
fn a_long_list_and_a_wide_array_are_marked_without_recursion() {
    let mut model = Model::new(1);
    let (node, array) = (model.structs[1], model.arrays[0]);
    let (_, parts) = model.parts_of(node, 0);
    let (offset, width, _) = parts[0];
    model.parts_of(array, 0);
    let (nodes, elements) = if cfg!(miri) { (1_000, 300) } else { (1_000_000, 300_000) };
    let mut list = GcRef::NULL;
    for _ in 0..nodes {
        let r = GcRef(model.heap.space.alloc(16).unwrap());
        model.heap.set_header(r, node.0, 0);
        model.heap.write(r, offset, width, [list.to_slot(), 0]);
        list = r;
    }
    let wide = GcRef(model.heap.space.alloc(8 + 4 * elements as usize).unwrap());
    model.heap.set_header(wide, array.0, elements);
    for i in 0..elements {
        let r = GcRef(model.heap.space.alloc(16).unwrap());
        model.heap.set_header(r, node.0, 0);
        model.heap.write(wide, GcHeap::element_offset(i, Width::W4), Width::W4, [r.to_slot(), 0]);
    }
    let roots = [list.to_slot(), wide.to_slot()];
    model.heap.collect_with(|mark| mark(&roots));
    assert!(model.heap.space.live_bytes() >= (nodes + elements as usize) * 16);
    model.heap.collect_with(|mark| mark(&roots[..1]));
    assert_eq!(model.heap.space.live_bytes(), nodes * 16);
}

#[test]
fn handles_keep_objects_alive_and_cells_are_not_hoarded() {
    let mut model = Model::new(5);
    let r = model.alloc(16, KIND_EXTERN, u32::MAX);
    let handle = model.heap.handle(r);
    let clone = handle.clone();
    drop(handle);
    model.heap.collect_with(|_| {});
    assert!(model.heap.space.find(r.to_slot()).is_some());
    assert_eq!(model.heap.resolve(&clone), Some(r));
    assert_eq!(GcHeap::default().resolve(&clone), None);
    for _ in 0..100_000 {
        model.heap.handle(r);
    }
    assert!(model.heap.handles.len() < 200);
    drop(clone);
    model.heap.collect_with(|_| {});
    assert!(model.heap.space.find(r.to_slot()).is_none());
}

struct CountDrop(Arc<AtomicUsize>);

impl Drop for CountDrop {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
        assert!(!std::thread::panicking());
    }
}

#[test]
fn values_of_the_host_are_dropped_once_when_their_object_dies_or_the_heap_does() {
    let drops = Arc::new(AtomicUsize::new(0));
    let mut model = Model::new(5);
    let mut refs = Vec::new();
    for _ in 0..100 {
        let r = model.alloc(8, KIND_EXTERN, u32::MAX);
        let index = model.heap.add_host(r, Box::new(CountDrop(drops.clone())));
        model.heap.set_header(r, KIND_EXTERN, index);
        refs.push(r.to_slot());
    }
    model.heap.collect_with(|mark| mark(&refs[..40]));
    assert_eq!(drops.load(Ordering::Relaxed), 60);
    assert!(model.heap.host_value(GcRef(refs[3] as u32)).unwrap().is::<CountDrop>());
    // Their places are used again.
    for _ in 0..60 {
        let r = model.alloc(8, KIND_EXTERN, u32::MAX);
        let index = model.heap.add_host(r, Box::new(CountDrop(drops.clone())));
        assert!(index < 100);
        model.heap.set_header(r, KIND_EXTERN, index);
    }
    drop(model);
    assert_eq!(drops.load(Ordering::Relaxed), 160);
}

#[test]
fn a_panic_in_a_hosts_destructor_leaves_the_heap_whole() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            std::panic::resume_unwind(Box::new("bomb"));
        }
    }
    let mut heap = GcHeap::default();
    let r = GcRef(heap.space.alloc(8).unwrap());
    let index = heap.add_host(r, Box::new(Bomb));
    heap.set_header(r, KIND_EXTERN, index);
    heap.collect_with(|_| {});
    assert_eq!((heap.space.live_bytes(), heap.collections()), (0, 1));
    assert!(heap.space.alloc(8).is_some());
}

#[test]
fn subtyping_agrees_with_the_registry() {
    let registry = TypeRegistry::new();
    // A tree: type i > 0 extends type (i - 1) / 2.
    let group = (0..63u32)
        .map(|i| {
            let supertype = (i > 0).then(|| CanonId(registry::LOCAL_BASE + (i - 1) / 2));
            SubType::new(false, supertype, CompositeType::Struct(Box::new([])))
        })
        .collect();
    let root = registry.intern_group(group).expect("it names no other type");
    let first = root.id.0;
    let mut heap = GcHeap::default();
    for a in first..first + 63 {
        for b in first..first + 63 {
            assert_eq!(
                heap.is_subtype(&registry, a, b),
                registry.is_subtype(CanonId(a), CanonId(b)),
                "{a} {b}"
            );
        }
    }
}
