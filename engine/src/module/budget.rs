//! What validating a module may cost: work in proportion to its bytes.
//!
//! # Problem
//! The validator is linear in operand types, and each comparison of two types walks up a hierarchy of up to 63. A byte of a
//! branch table that carries a thousand references so costs 63,000 steps, and 64 KiB of it twenty seconds. The validator has no limit
//! for that.
//!
//! # Idea
//! A function is charged for what its operators take and leave, before it is validated: by the types of calls and labels, which is all
//! that lets a byte cost more than a constant. One unit is about a nanosecond. Types alone tell whether any operator
//! can be so expensive. Those of programs cannot, and then nothing is counted and no body is looked at.
//!
//! # Why comparisons are bounded by types
//! What is compared with an expected type is below it, or the module is invalid there; so the walk is no longer than the longest
//! chain of subtypes below that type in the module: its *height*. An operand that is taken and left again has the expected type
//! from then on, and equal types are compared in one step; only a branch table compares the same operands once for each target.
//!
//! # Memory
//! Calls that leave a thousand operands each, and nobody takes them, would fill the validator's stack. Its height is followed as well:
//! from above, since operators that take only what was written one by one are not looked at, and exactly again where a block ends.
//!
//! Must not know: how to validate. A body that cannot be read is charged up to there, and the validator says what is wrong.

use std::collections::HashMap;

use anyhow::Result;
use thiserror::Error;
use wasmparser::{BlockType, Catch as Clause, FunctionBody, Operator};

use super::convert::TypeSpace;
use crate::types::{CanonId, CompositeType, FieldType, HeapType, StorageType, ValType};

/// Units that any module may cost, and how many more for each byte.
const FREE: u64 = 4 << 20;
const PER_BYTE: u64 = 1024;

/// Units for taking an operand or leaving one, for comparing it with a target of a branch table, and for a step up the hierarchy.
const TAKE: u64 = 1;
const TARGET: u64 = 6;
const STEP: u64 = 5;

/// Units for each of these, if it is a v128: it takes an operation of its own where others are moved many at once.
const VECTOR: u64 = 32;

/// Operands that may stand on the stack in any module, and how many more for each byte.
const FREE_HEIGHT: u64 = 512 << 10;
const HEIGHT_PER_BYTE: u64 = 32;

/// Results of a call that come to no more than that.
const MOST_RESULTS: u64 = 2 * HEIGHT_PER_BYTE;

/// Fields of a struct that `struct.new`, which has three bytes at least, may take in unreachable code.
const MOST_FIELDS: usize = 3 * PER_BYTE as usize;

/// The values of a type, one side of a signature.
#[derive(Clone, Copy, Default)]
struct Values {
    /// Units for taking them.
    taken: u64,
    /// Units for leaving them.
    left: u64,
    /// Units for comparing them with one target of a branch table.
    target: u64,
    count: u64,
}

#[derive(Clone, Copy, Default)]
struct Signature {
    params: Values,
    results: Values,
}

/// See the module's header.
pub(super) struct Budget {
    /// Units that are left.
    left: u64,
    most: u64,
    bytes: usize,
    /// Per type; empty if no operator can be expensive. A struct or an array has its fields as parameters.
    types: Option<Vec<Signature>>,
}

/// The module is refused for what it costs. It may be valid, so that tools must tell this from the other refusals.
#[derive(Debug, Error)]
#[error(
    "function {function} costs too much to validate: up to offset {at:#x} operators of the module {why}, which is the \
     limit for a module of {bytes} bytes"
)]
pub struct CostsTooMuch {
    function: u32,
    at: u64,
    why: String,
    bytes: usize,
}

/// What is known of the module when its functions begin.
pub(super) struct Space<'a> {
    /// Types of functions and of tags.
    pub(super) funcs: &'a [u32],
    pub(super) tags: &'a [u32],
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Budget {
        let most = FREE + PER_BYTE * bytes as u64;
        Budget { left: most, most, bytes, types: None }
    }

    /// The module's types are known.
    pub(super) fn set_types(&mut self, types: &TypeSpace<'_>) {
        let mut heights: HashMap<CanonId, u64> = HashMap::new();
        for entry in &types.held {
            let depth = entry.depth();
            for (at, id) in entry.display().enumerate().take(depth) {
                let height = heights.entry(id).or_default();
                *height = (*height).max((depth - at) as u64);
            }
        }
        let mut expensive = false;
        let signatures = types.held.iter().map(|entry| {
            let signature = match &entry.sub.composite {
                CompositeType::Func(ty) => Signature {
                    params: values(ty.params.iter().copied(), &heights),
                    results: values(ty.results.iter().copied(), &heights),
                },
                CompositeType::Struct(fields) => {
                    expensive |= fields.len() > MOST_FIELDS;
                    let params = values(fields.iter().map(unpacked), &heights);
                    return Signature { params, ..Signature::default() };
                }
                CompositeType::Array(field) => {
                    let params = values([unpacked(field)].into_iter(), &heights);
                    return Signature { params, ..Signature::default() };
                }
            };
            expensive |= signature.params.target.max(signature.results.target) > PER_BYTE
                || signature.results.count > MOST_RESULTS;
            signature
        });
        let signatures = signatures.collect();
        self.types = expensive.then_some(signatures);
    }

    /// Pays for validating a function.
    ///
    /// # Errors
    /// If there is not enough left.
    #[inline]
    pub(super) fn pay(&mut self, space: &Space<'_>, index: u32, body: &FunctionBody<'_>) -> Result<()> {
        let Some(types) = &self.types else { return Ok(()) };
        let most_height = FREE_HEIGHT + HEIGHT_PER_BYTE * self.bytes as u64;
        let mut meter = Meter {
            types,
            space,
            labels: Vec::new(),
            left: self.left,
            height: 0,
            most_height,
            at: body.range().start,
        };
        // A body that cannot be read fails in the validator.
        let why = match meter.function(index, body).unwrap_or(Paid::Yes) {
            Paid::Yes => None,
            Paid::TooMuch => {
                Some(format!("take and leave more operands than {} checks of types allow", self.most))
            }
            Paid::TooHigh => Some(format!("leave more than {most_height} operands on the stack")),
        };
        if let Some(why) = why {
            return Err(CostsTooMuch { function: index, at: meter.at, why, bytes: self.bytes }.into());
        }
        self.left = meter.left;
        Ok(())
    }
}

fn unpacked(field: &FieldType) -> ValType {
    match field.storage {
        StorageType::Val(ty) => ty,
        _ => ValType::I32,
    }
}

fn values(types: impl Iterator<Item = ValType>, heights: &HashMap<CanonId, u64>) -> Values {
    let mut sum = Values::default();
    for ty in types {
        let take = if ty == ValType::V128 { VECTOR } else { TAKE };
        let steps = match ty {
            ValType::Ref(ty) => match ty.heap {
                HeapType::ConcreteFunc(id) | HeapType::ConcreteStruct(id) | HeapType::ConcreteArray(id) => {
                    STEP * heights.get(&id).copied().unwrap_or(0)
                }
                _ => 0,
            },
            _ => 0,
        };
        sum.taken += take + steps;
        sum.left += take;
        sum.target += take.max(TARGET) + steps;
        sum.count += 1;
    }
    sum
}

/// Whether there was enough.
enum Paid {
    Yes,
    TooMuch,
    TooHigh,
}

/// A block that is open.
#[derive(Clone, Copy)]
struct Label {
    /// What a branch to it carries.
    carried: Values,
    /// What its second arm would cost.
    other_arm: u64,
    /// Operands below those that the block takes, how many it takes, and how many it leaves.
    below: u64,
    taken: u64,
    left: u64,
}

/// Reads one function and counts.
struct Meter<'a> {
    types: &'a [Signature],
    space: &'a Space<'a>,
    labels: Vec<Label>,
    left: u64,
    /// Operands on the stack, at most.
    height: u64,
    most_height: u64,
    /// Offset of the current operator.
    at: u64,
}

impl Meter<'_> {
    /// `None` if something is not as it must be in a valid module.
    fn function(&mut self, index: u32, body: &FunctionBody<'_>) -> Option<Paid> {
        let own = self.of_function(index)?;
        self.labels.push(Label {
            carried: own.results,
            other_arm: 0,
            below: 0,
            taken: 0,
            left: own.results.count,
        });
        if !self.take(own.params.left + own.results.taken) {
            return Some(Paid::TooMuch);
        }
        let mut reader = body.get_operators_reader().ok()?;
        while !self.labels.is_empty() {
            self.at = reader.original_position();
            let operator = reader.read().ok()?;
            let units = self.operator(&operator)?;
            if !self.take(units) {
                return Some(Paid::TooMuch);
            }
            if self.height > self.most_height {
                return Some(Paid::TooHigh);
            }
        }
        Some(Paid::Yes)
    }

    fn take(&mut self, units: u64) -> bool {
        match self.left.checked_sub(units) {
            Some(left) => self.left = left,
            None => return false,
        }
        true
    }

    fn of_type(&self, index: u32) -> Option<Signature> {
        self.types.get(index as usize).copied()
    }

    fn of_function(&self, index: u32) -> Option<Signature> {
        self.of_type(*self.space.funcs.get(index as usize)?)
    }

    fn of_tag(&self, index: u32) -> Option<Signature> {
        self.of_type(*self.space.tags.get(index as usize)?)
    }

    fn label(&self, depth: u32) -> Option<Values> {
        let at = self.labels.len().checked_sub(1 + depth as usize)?;
        Some(self.labels[at].carried)
    }

    /// Opens a block: what it takes at its begin and at its end, and leaves again.
    fn open(&mut self, ty: BlockType, is_loop: bool) -> Option<u64> {
        let signature = match ty {
            BlockType::FuncType(index) => self.of_type(index)?,
            _ => Signature::default(),
        };
        let Signature { params, results } = signature;
        let below = self.height.saturating_sub(params.count);
        self.height = below + params.count;
        self.labels.push(Label {
            carried: if is_loop { params } else { results },
            other_arm: results.taken + params.left,
            below,
            taken: params.count,
            left: results.count,
        });
        // Most of these types are equal, which is the quick case.
        Some((params.taken + params.left + results.taken + results.left) * 3 / 4)
    }

    fn call(&mut self, signature: Signature) -> u64 {
        self.height = self.height.saturating_sub(signature.params.count) + signature.results.count;
        signature.params.taken + signature.results.left
    }

    /// Units for an operator.
    fn operator(&mut self, operator: &Operator<'_>) -> Option<u64> {
        use Operator::*;
        Some(match operator {
            Block { blockty } | If { blockty } => self.open(*blockty, false)?,
            Loop { blockty } => self.open(*blockty, true)?,
            TryTable { try_table } => {
                let mut units = 0;
                for catch in &try_table.catches {
                    let (tag, label) = match *catch {
                        Clause::One { tag, label } | Clause::OneRef { tag, label } => (Some(tag), label),
                        Clause::All { label } | Clause::AllRef { label } => (None, label),
                    };
                    let payload = tag.map_or(Some(0), |tag| Some(self.of_tag(tag)?.params.left))?;
                    units += 2 * payload + self.label(label)?.target;
                }
                units + self.open(try_table.ty, false)?
            }
            Else => {
                let label = self.labels.last()?;
                self.height = label.below + label.taken;
                label.other_arm
            }
            End => {
                let label = self.labels.pop()?;
                self.height = label.below + label.left;
                0
            }
            Br { relative_depth } => self.label(*relative_depth)?.taken,
            BrIf { relative_depth }
            | BrOnNull { relative_depth }
            | BrOnNonNull { relative_depth }
            | BrOnCast { relative_depth, .. }
            | BrOnCastFail { relative_depth, .. }
            | BrOnCastDescEq { relative_depth, .. }
            | BrOnCastDescEqFail { relative_depth, .. } => {
                let carried = self.label(*relative_depth)?;
                carried.taken + carried.left
            }
            BrTable { targets } => {
                let mut units = self.label(targets.default())?.taken;
                for target in targets.targets() {
                    units += self.label(target.ok()?)?.target;
                }
                units
            }
            Return => self.labels.first()?.carried.taken,
            Call { function_index } | ReturnCall { function_index } => {
                self.call(self.of_function(*function_index)?)
            }
            CallIndirect { type_index, .. }
            | ReturnCallIndirect { type_index, .. }
            | CallRef { type_index }
            | ReturnCallRef { type_index } => self.call(self.of_type(*type_index)?),
            Throw { tag_index } => self.of_tag(*tag_index)?.params.taken,
            StructNew { struct_type_index } | StructNewDesc { struct_type_index } => {
                let fields = self.of_type(*struct_type_index)?.params;
                self.height = self.height.saturating_sub(fields.count);
                fields.taken
            }
            // Where `array.new_fixed` is reached, each element was left by something; elsewhere the validator stops at the first.
            _ => 0,
        })
    }
}
