//! 128-bit products: functions that make one of four products of 32-bit halves.
//!
//! # Problem
//! Wasm multiplies 64 bits by 64 bits and drops the upper half. So the run-time libraries of compilers have a function (`__multi3`)
//! for the product of two 128-bit numbers, which each curve, big number and hash with such products calls: it cuts its operands into
//! halves, adds four products with their carries, and stores two words. Some modules have a function for the upper half alone.
//!
//! # Idea
//! What a function computes is written down as a graph, in a form in which equal sums look equal: a sum is the sorted list of its
//! terms; shifting up by 32 goes to the terms of a sum, where a lower half is as good as the whole; `or` of a multiple of 2^32 and a
//! number below 2^32 is a sum; and the two halves of a number, in their places, are that number. If the words that are stored are then those of
//! the product, the function is replaced by one wide multiplication and the same stores. Names, the order of operands and sums, and the
//! locals between do not matter.
//!
//! # What the upper word may look like
//! With `l`, `p`, `q`, `h` for the products `a0 b0`, `a1 b0`, `a0 b1`, `a1 b1` of halves, the product of the lower words is
//! `l + (p + q) 2^32 + h 2^64`. Its lower word is `l + up(p) + up(q)`, or just `a b`. Its upper word is `h` and
//! - `high(t) + high(u)`, where `t = p + high(l)` and `u = q + low(t)`; neither sum can wrap, as a product of halves is at most
//!   `(2^32 - 1)^2` (LLVM's run-time library);
//! - `high(p) + high(q) + high(high(l) + low(p) + low(q))`, which cannot wrap either;
//! - `high(m) + up(m < p) + (low word < l)`, where `m = p + q` may wrap, and so may the lower word (Rust's run-time library).
//!
//! To that come, in a product of 128-bit numbers, the products of each lower word with the other upper word.
//!
//! # Why it may be done
//! Such a function reads nothing but its parameters, so its stores may as well come last; they keep their order, addresses and
//! positions, and trap as before.
//!
//! # Cost
//! Functions are told apart by their size, then their type. What is left has at most [`MAX_OPS`] operations and [`MAX_NODES`] nodes.

use super::function::Lowerer;
use crate::base::{Mutant, SourceOp, WasmOffset};
use crate::ir::{Op, OpCode};
use crate::settings::Optimization;
use crate::types::ValType;

/// Operations of a function that may be a product.
const MIN_OPS: usize = 16;
const MAX_OPS: usize = 48;
const MAX_NODES: usize = 160;
/// Terms of a sum.
const MAX_TERMS: usize = 8;

const HALF: u64 = 0xffff_ffff;

/// The number of a node.
type Id = u8;

/// A value of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Node {
    Param(u16),
    Const(u64),
    /// In ascending order.
    Product(Id, Id),
    Sum(Terms),
    /// The lower half.
    Low(Id),
    /// The upper half, shifted down.
    High(Id),
    /// The lower half, shifted up.
    Up(Id),
    /// 1 if the first is less than the second.
    Less(Id, Id),
}

/// The terms of a sum in ascending order, none of which is a sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Terms {
    len: u8,
    ids: [Id; MAX_TERMS],
}

impl Terms {
    fn slice(&self) -> &[Id] {
        &self.ids[..usize::from(self.len)]
    }
}

/// All values of a function; equal ones are one node. What has no room is no idiom.
#[derive(Default)]
struct Graph {
    nodes: Vec<Node>,
}

impl Graph {
    fn add(&mut self, node: Node) -> Option<Id> {
        let at = self.nodes.iter().position(|&other| other == node).or_else(|| {
            self.nodes.push(node);
            (self.nodes.len() <= MAX_NODES).then_some(self.nodes.len() - 1)
        })?;
        Id::try_from(at).ok()
    }

    fn node(&self, id: Id) -> Node {
        self.nodes[usize::from(id)]
    }

    /// What is added up in a value.
    fn terms(&self, id: Id) -> Terms {
        match self.node(id) {
            Node::Sum(terms) => terms,
            _ => Terms { len: 1, ids: [id, 0, 0, 0, 0, 0, 0, 0] },
        }
    }

    fn product(&mut self, b: Id, c: Id) -> Option<Id> {
        self.add(Node::Product(b.min(c), b.max(c)))
    }

    fn sum(&mut self, summands: &[Id]) -> Option<Id> {
        let mut ids: Vec<Id> = summands.iter().flat_map(|&id| self.terms(id).slice().to_vec()).collect();
        for _ in 0..MAX_TERMS {
            let Some((low, up, whole)) = self.halves(&ids) else { break };
            ids.remove(low.max(up));
            ids.remove(low.min(up));
            ids.extend_from_slice(self.terms(whole).slice());
            if ids.len() > MAX_TERMS {
                return None;
            }
        }
        if let [id] = ids[..] {
            return Some(id);
        }
        ids.sort_unstable();
        let mut terms = Terms { len: u8::try_from(ids.len()).ok()?, ..Terms::default() };
        terms.ids.get_mut(..ids.len())?.copy_from_slice(&ids);
        self.add(Node::Sum(terms))
    }

    /// Where the two halves of a number stand in a sum, each in its place, and the number.
    fn halves(&self, ids: &[Id]) -> Option<(usize, usize, Id)> {
        ids.iter().enumerate().find_map(|(low, &id)| {
            let Node::Low(whole) = self.node(id) else { return None };
            let is_upper =
                |&id: &Id| matches!(self.node(id), Node::Up(high) if self.node(high) == Node::High(whole));
            Some((low, ids.iter().position(is_upper)?, whole))
        })
    }

    fn low(&mut self, id: Id) -> Option<Id> {
        if self.is_half(id) { Some(id) } else { self.add(Node::Low(id)) }
    }

    fn high(&mut self, id: Id) -> Option<Id> {
        self.add(Node::High(id))
    }

    fn up(&mut self, id: Id) -> Option<Id> {
        match self.node(id) {
            Node::Low(whole) => self.up(whole),
            Node::Sum(terms) => {
                let mut sum = self.up(terms.ids[0])?;
                for &term in &terms.slice()[1..] {
                    let up = self.up(term)?;
                    sum = self.sum(&[sum, up])?;
                }
                Some(sum)
            }
            _ => self.add(Node::Up(id)),
        }
    }

    /// An `or`, if no bit can be set in both.
    fn or(&mut self, b: Id, c: Id) -> Option<Id> {
        let is_up = |id: Id| self.terms(id).slice().iter().all(|&id| matches!(self.node(id), Node::Up(_)));
        let apart = is_up(b) && self.is_half(c) || is_up(c) && self.is_half(b);
        if apart { self.sum(&[b, c]) } else { None }
    }

    /// Whether a value is known to be below 2^32.
    fn is_half(&self, id: Id) -> bool {
        match self.node(id) {
            Node::Low(_) | Node::High(_) | Node::Less(..) => true,
            Node::Const(value) => value <= HALF,
            _ => false,
        }
    }

    /// The result of an operation with these operands, if it is one of those that products are made with.
    fn value(&mut self, op: &Op, b: Id, c: Option<Id>) -> Option<Id> {
        use OpCode::*;
        let amount = match c.map(|c| self.node(c)) {
            None => Some(op.imm),
            Some(Node::Const(value)) => Some(value),
            Some(_) => None,
        };
        match op.code() {
            Copy => Some(b),
            I64Mul => self.product(b, c?),
            I64Add => self.sum(&[b, c?]),
            I64Or => self.or(b, c?),
            I64LtU => self.add(Node::Less(b, c?)),
            I64GtU => self.add(Node::Less(c?, b)),
            I64ShlImm | I64Shl if amount? % 64 == 32 => self.up(b),
            I64ShrUImm | I64ShrU if amount? % 64 == 32 => self.high(b),
            I64AndImm | I64And if amount? == HALF => self.low(b),
            // An i32 stands zero-extended in its slot.
            I32WrapI64 => self.low(b),
            _ => None,
        }
    }
}

/// Two numbers of 64 bits whose product is looked for, and what their halves make.
struct Factors {
    a: Id,
    b: Id,
    /// `l`, `p`, `q`, `h` of the module's header.
    parts: [Id; 4],
}

impl Factors {
    fn new(g: &mut Graph, a: Id, b: Id) -> Option<Factors> {
        let (a0, a1, b0, b1) = (g.low(a)?, g.high(a)?, g.low(b)?, g.high(b)?);
        let parts = [g.product(a0, b0)?, g.product(a1, b0)?, g.product(a0, b1)?, g.product(a1, b1)?];
        Some(Factors { a, b, parts })
    }

    /// What the lower word of the product may look like.
    fn low_words(&self, g: &mut Graph) -> Option<[Id; 2]> {
        let [l, p, q, _] = self.parts;
        let (p, q) = (g.up(p)?, g.up(q)?);
        Some([g.sum(&[l, p, q])?, g.product(self.a, self.b)?])
    }

    /// Whether a value is the upper word of the product, and besides the sum of `others`.
    fn is_high_word(&self, g: &mut Graph, value: Id, others: &[Id]) -> Option<bool> {
        let [l, p, q, h] = self.parts;
        let (carry, low_p, low_q) = (g.high(l)?, g.low(p)?, g.low(q)?);
        let rest = g.sum(&[&[h], others].concat())?;
        let mut forms = Vec::new();
        let column = g.sum(&[carry, low_p, low_q])?;
        let highs = [rest, g.high(p)?, g.high(q)?, g.high(column)?];
        forms.push(g.sum(&highs)?);
        for (p, q) in [(p, q), (q, p)] {
            let t = g.sum(&[carry, p])?;
            let low_t = g.low(t)?;
            let u = g.sum(&[low_t, q])?;
            let highs = [rest, g.high(t)?, g.high(u)?];
            forms.push(g.sum(&highs)?);
            let middle = g.sum(&[p, q])?;
            let wrapped = g.add(Node::Less(middle, p))?;
            let (wrapped, middle) = (g.up(wrapped)?, g.high(middle)?);
            for word in self.low_words(g)? {
                let carry = g.add(Node::Less(word, l))?;
                forms.push(g.sum(&[rest, wrapped, middle, carry])?);
            }
        }
        Some(forms.contains(&value) || Mutant::AnyHighWordIsProduct.is_on())
    }
}

/// What a function computes: what it stores at its first parameter, or returns.
struct Meaning {
    graph: Graph,
    /// (operation, value).
    stores: Vec<(usize, Id)>,
    result: Option<Id>,
}

impl Meaning {
    /// Of operations that end with a return, if all they do is arithmetic with parameters and stores at the first.
    fn of(ops: &[Op], params: u16) -> Option<Meaning> {
        use OpCode::*;
        let mut meaning = Meaning { graph: Graph::default(), stores: Vec::new(), result: None };
        let mut slots: Vec<(u16, Id)> = Vec::new();
        for slot in 0..params {
            slots.push((slot, meaning.graph.add(Node::Param(slot))?));
        }
        let (last, body) = ops.split_last()?;
        let read = |slots: &[(u16, Id)], slot: u16| slots.iter().find(|v| v.0 == slot).map(|v| v.1);
        for (at, op) in body.iter().enumerate() {
            let value = match op.code() {
                I64Store | I64StorePlus => {
                    let (address, value) = (read(&slots, op.b())?, read(&slots, op.c())?);
                    if meaning.graph.node(address) != Node::Param(0) {
                        return None;
                    }
                    meaning.stores.push((at, value));
                    continue;
                }
                Const => meaning.graph.add(Node::Const(op.imm))?,
                I64Mul | I64Add | I64Or | I64LtU | I64GtU | I64Shl | I64ShrU | I64And => {
                    let (b, c) = (read(&slots, op.b())?, read(&slots, op.c())?);
                    meaning.graph.value(op, b, Some(c))?
                }
                Copy | I64ShlImm | I64ShrUImm | I64AndImm | I32WrapI64 => {
                    let b = read(&slots, op.b())?;
                    meaning.graph.value(op, b, None)?
                }
                _ => return None,
            };
            match slots.iter_mut().find(|v| v.0 == op.a) {
                Some(known) => known.1 = value,
                None => slots.push((op.a, value)),
            }
        }
        match last.code() {
            Return0 => {}
            Return1 => meaning.result = Some(read(&slots, last.b())?),
            _ => return None,
        }
        Some(meaning)
    }

    /// Of two stores of a product of 128 bits, whether the second one stores the upper word.
    fn is_stored_product(&mut self) -> Option<bool> {
        let [first, second] = self.stores[..] else { return None };
        let g = &mut self.graph;
        // Parameters are the first nodes: the address, then each number with its lower word first.
        let (a, a_high, b, b_high) = (1, 2, 3, 4);
        let factors = Factors::new(g, a, b)?;
        let cross = [g.product(a, b_high)?, g.product(a_high, b)?];
        let lows = factors.low_words(g)?;
        for (low, high, high_is_second) in [(first.1, second.1, true), (second.1, first.1, false)] {
            if lows.contains(&low) && factors.is_high_word(g, high, &cross)? {
                return Some(high_is_second);
            }
        }
        None
    }

    /// Whether the result is the upper word of the product of the two parameters.
    fn is_high_word(&mut self) -> Option<bool> {
        let result = self.result.filter(|_| self.stores.is_empty())?;
        let factors = Factors::new(&mut self.graph, 0, 1)?;
        factors.is_high_word(&mut self.graph, result, &[])
    }
}

impl Lowerer<'_> {
    /// At the end of a function: if all it does is one wide product, one operation does it.
    #[inline]
    pub(super) fn find_product(&mut self) {
        // Without branches, so that no list of them names operations that are replaced.
        let may_be = (MIN_OPS..=MAX_OPS).contains(&self.ops.len()) && self.fixups.is_empty() && !self.wide;
        if may_be && self.may(Optimization::WideProducts) {
            self.find_product_by_type();
        }
    }

    #[inline(never)]
    fn find_product_by_type(&mut self) {
        use ValType::{I32, I64};
        let (params, results) = (&self.ty.params[..], &self.ty.results[..]);
        // What counts and meters stays in front.
        let counts = |op: &&Op| op.code() == OpCode::Count || op.code().is_meter();
        let start = self.ops.iter().take_while(counts).count();
        let found = if params == [I32, I64, I64, I64, I64] && results.is_empty() {
            self.replace_stored_product(start)
        } else if params == [I64, I64] && results == [I64] {
            self.replace_high_word(start)
        } else {
            None
        };
        if found.is_some() {
            self.rewrites.wide_products += 1;
        }
    }

    fn replace_stored_product(&mut self, start: usize) -> Option<()> {
        let mut meaning = Meaning::of(&self.ops[start..], 5)?;
        let high_is_second = meaning.is_stored_product()?;
        let t = self.scratch_after_locals()?;
        let stores: Vec<(Op, WasmOffset)> = meaning
            .stores
            .iter()
            .map(|&(at, _)| (self.ops[start + at], self.position_of(start + at)))
            .collect();
        self.take_back(start);
        self.emit(OpCode::I64Mul, t, 1, 4, 0);
        self.emit(OpCode::I64Mul, t + 1, 2, 3, 0);
        self.emit(OpCode::I64Add, t, t, t + 1, 0);
        self.emit(OpCode::Copy, t + 1, 1, 0, 0);
        self.emit(OpCode::Copy, t + 2, 3, 0, 0);
        self.append(Op::based(OpCode::I64MulWideU, t + 1, u32::from(t) + 1, 0));
        self.emit(OpCode::I64Add, t, t, t + 2, 0);
        let swapped = Mutant::ProductStoredInOrder.is_on() && !high_is_second;
        for (nth, (mut op, position)) in stores.into_iter().enumerate() {
            let is_high = (nth == 1) == (high_is_second || swapped);
            op.set_b(0);
            op.set_c(if is_high { t } else { t + 1 });
            self.position = position.get() as usize;
            self.mark_position();
            self.append(op);
        }
        self.emit(OpCode::Return0, 0, 0, 0, 0);
        Some(())
    }

    fn replace_high_word(&mut self, start: usize) -> Option<()> {
        let mut meaning = Meaning::of(&self.ops[start..], 2)?;
        if !meaning.is_high_word()? {
            return None;
        }
        let t = self.scratch_after_locals()?;
        self.take_back(start);
        self.emit(OpCode::Copy, t, 0, 0, 0);
        self.emit(OpCode::Copy, t + 1, 1, 0, 0);
        self.append(Op::based(OpCode::I64MulWideU, t, t.into(), 0));
        self.emit(OpCode::Return1, 0, t + 1, 0, 0);
        Some(())
    }

    /// Three slots for operands.
    fn scratch_after_locals(&mut self) -> Option<u16> {
        let first = self.locals.end().max(self.ty.param_slots());
        let slot = u16::try_from(first).ok().filter(|slot| *slot < u16::MAX - 3)?;
        self.touch(first + 3);
        Some(slot)
    }

    /// The wasm position of an operation that can trap.
    fn position_of(&self, op: usize) -> WasmOffset {
        let op = SourceOp::at(op);
        let after = self.offsets.partition_point(|o| o.0 <= op);
        self.offsets[after - 1].1
    }

    /// Takes back all operations from this one on.
    fn take_back(&mut self, start: usize) {
        let kept = self.offsets.partition_point(|o| o.0 < SourceOp::at(start));
        self.offsets.truncate(kept);
        self.ops.truncate(start);
        self.relist(start);
        self.last = None;
    }
}
