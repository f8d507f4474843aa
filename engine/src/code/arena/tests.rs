//! The list of free ranges against its invariants, and code written by hand that faults.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;
use crate::sys::signal::{Fault, ensure_alternate_stack};

unsafe fn never(_: &Fault) -> Option<usize> {
    None
}

fn arena() -> Arc<Arena> {
    // SAFETY: the resolver resolves nothing.
    unsafe { Arena::new(never, ArenaOptions::default()) }.unwrap()
}

#[test]
fn the_smallest_range_that_fits_is_taken_and_neighbours_join() {
    let arena = arena();
    let all = arena.free_bytes();
    assert_eq!(all, arena.len());
    let [a, b, c] = [100, 1, 3000].map(|bytes| arena.alloc(bytes, 16).unwrap());
    assert_eq!([a.offset, b.offset, c.offset], [0, 128, 160]);
    assert_eq!([a.len, b.len, c.len], [128, 32, 3008]);
    let d = arena.alloc(1, 4096).unwrap();
    assert_eq!((d.offset, d.exec as usize % 4096), (4096, 0));
    assert_eq!(arena.alloc(usize::MAX, 16).unwrap_err(), ArenaError::NoRoom(usize::MAX));
    assert_eq!(arena.alloc(all, 16).unwrap_err().to_string(), format!("no room for {all} bytes of code"));
    // SAFETY: nobody runs these blocks.
    unsafe {
        let (exec, len) = (a.exec, a.len);
        a.write.write_bytes(1, a.len);
        arena.free(a);
        assert!(std::slice::from_raw_parts(exec, len).iter().all(|byte| *byte == 0xCC));
        assert_eq!(arena.alloc(112, 16).unwrap().offset, 0);
        arena.free(arena.block(0, 128));
        arena.free(c);
        arena.free(b);
        arena.free(d);
    }
    assert_eq!(arena.free_bytes(), all);
    assert_eq!(arena.lock().ranges.len(), 1);
}

/// With a list of what is left between functions, allocation would take the longer the more functions there are.
#[test]
fn functions_leave_nothing_between_them() {
    let mut list = FreeList::new(1 << 24);
    for i in 0..10_000 {
        assert!(list.take(1 + i * 7 % 1000, 32).is_some());
    }
    assert_eq!(list.ranges.len(), 1);
}

impl Arena {
    fn block(&self, offset: usize, len: usize) -> Block {
        let (exec, write) = (self.exec().wrapping_add(offset), self.memory.write().wrapping_add(offset));
        Block { offset, len, exec, write }
    }
}

#[test]
fn whole_pieces_are_given_back() {
    let arena = arena();
    let blocks: Vec<Block> = (0..40).map(|_| arena.alloc(PIECE / 10, 16).unwrap()).collect();
    for block in blocks {
        // SAFETY: nobody runs these blocks.
        unsafe { arena.free(block) };
    }
    // SAFETY: the arena can be read as a whole.
    let byte = |at: usize| unsafe { arena.exec().add(at).read_volatile() };
    for piece in 0..4 {
        assert_eq!([byte(piece * PIECE), byte((piece + 1) * PIECE - 1)], [0, 0], "piece {piece}");
    }
}

#[test]
fn blocks_never_overlap_and_offsets_repeat() {
    /// Offsets in the order of allocation, of calls that a simple generator of numbers decides.
    fn run() -> Vec<usize> {
        let mut list = FreeList::new(1 << 20);
        let (mut live, mut offsets, mut seed) = (BTreeSet::new(), Vec::new(), 1_u64);
        for _ in 0..5000 {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let random = (seed >> 33) as usize;
            if random % 5 < 3 {
                let Some((offset, len)) = list.take(random % 3000, 1 << (random % 8)) else { continue };
                offsets.push(offset);
                assert!(live.insert((offset, len)));
            } else if let Some(block) = live.iter().nth(random % live.len().max(1)).copied() {
                live.remove(&block);
                list.put(block.0, block.1);
            }
            assert!(
                list.by_len.iter().map(|&(len, offset)| (offset, len)).collect::<BTreeMap<_, _>>()
                    == list.ranges
            );
            let free = list.ranges.iter().map(|(offset, len)| (*offset, *len, true));
            let mut all: Vec<_> = live.iter().map(|(o, l)| (*o, *l, false)).chain(free).collect();
            all.sort_unstable();
            assert_eq!(list.by_len.len(), list.ranges.len());
            assert_eq!(all.iter().map(|range| range.1).sum::<usize>(), 1 << 20);
            assert!(all.windows(2).all(|w| w[0].0 + w[0].1 == w[1].0 && !(w[0].2 && w[1].2)));
        }
        offsets
    }
    assert_eq!(run(), run());
}

/// `mov rax, [rdi]; ret`
const LOAD: &[u8] = &[0x48, 0x8B, 0x07, 0xC3];
/// `mov eax, 7; add rsp, 8; ret`: drops the pushed address and returns to the caller of `LOAD`.
const SEVEN: &[u8] = &[0xB8, 7, 0, 0, 0, 0x48, 0x83, 0xC4, 8, 0xC3];
/// `pop rax; ret`: returns the pushed address.
const WHERE: &[u8] = &[0x58, 0xC3];

/// Where `LOAD` and its stubs lie in each of these arenas.
const STUB: usize = 64;

/// Resolves faults of the first instruction of code on a page's start to what lies behind it on that page.
unsafe fn to_stub(fault: &Fault) -> Option<usize> {
    let known = fault.pc.is_multiple_of(MAX_ALIGN) && fault.address < 4096 && fault.sp != 0;
    known.then_some(fault.pc + STUB)
}

/// Writes `LOAD` and a stub, and returns the block.
fn emit(arena: &Arena, stub: &[u8]) -> Block {
    let block = arena.alloc(STUB + stub.len(), MAX_ALIGN).unwrap();
    // SAFETY: the block is ours and large enough.
    unsafe {
        block.write.copy_from_nonoverlapping(LOAD.as_ptr(), LOAD.len());
        block.write.add(STUB).copy_from_nonoverlapping(stub.as_ptr(), stub.len());
    }
    block
}

fn call(block: &Block, address: *const u64) -> u64 {
    ensure_alternate_stack().unwrap();
    // SAFETY: `emit` wrote a function of this type there.
    let load = unsafe { std::mem::transmute::<*const u8, extern "C" fn(*const u64) -> u64>(block.exec) };
    load(address)
}

#[test]
fn a_fault_in_the_arena_goes_where_the_resolver_says() {
    // SAFETY: the stubs can be called from `LOAD`.
    let arena = unsafe { Arena::new(to_stub, ArenaOptions::default()) }.unwrap();
    let (seven, place) = (emit(&arena, SEVEN), emit(&arena, WHERE));
    let value = 99;
    let bad = std::ptr::without_provenance(8);
    for _ in 0..100 {
        assert_eq!(call(&seven, &raw const value), 99);
        assert_eq!(call(&seven, bad), 7);
        assert_eq!(call(&place, bad), place.exec as u64 + 1, "the pushed address lies behind the first byte");
    }
}

#[test]
fn arenas_come_and_go_while_others_fault() {
    let (stop, faults) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                // SAFETY: as in the test above.
                let arena = unsafe { Arena::new(to_stub, ArenaOptions::default()) }.unwrap();
                let seven = emit(&arena, SEVEN);
                while !stop.load(Ordering::Relaxed) {
                    assert_eq!(call(&seven, std::ptr::null()), 7);
                    faults.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let churn: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..300 {
                        // SAFETY: as above.
                        let arena = unsafe { Arena::new(to_stub, ArenaOptions::default()) }.unwrap();
                        let seven = emit(&arena, SEVEN);
                        assert_eq!(call(&seven, std::ptr::null()), 7);
                        // Other ranges with another resolver take and leave slots around it.
                        for start in 1..20_usize {
                            // SAFETY: no code is there.
                            let range = unsafe { register(start * 64..start * 64 + 64, never) };
                            drop(range.unwrap());
                        }
                        drop(arena);
                    }
                })
            })
            .collect();
        churn.into_iter().for_each(|thread| thread.join().unwrap());
        stop.store(true, Ordering::Relaxed);
    });
    assert!(faults.load(Ordering::Relaxed) > 0);
}
