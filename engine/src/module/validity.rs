//! Which function bodies are valid, and the proof of it that lowering asks for.
//!
//! # Problem
//! Validating is most of what loading a large module costs, and a program calls a few of its functions: CPython with its libraries
//! has 89,051, of which a short script calls 2,268. But lowering trusts what it reads, so no body may reach it that was not validated.
//!
//! # Idea
//! A body is validated with the module ([`LoadOptions::lazy_validation`](super::LoadOptions) is off), or when it is first asked for.
//! Who wants to read the operators of one has to ask for a [`ValidBody`], and only this file makes any: there is no other way to
//! lowering, whoever asks for code first, be it the interpreter, a stub of machine code, the compiler, or a tool.
//!
//! # Why the verdict is the same at any time
//! It depends on the bytes and on the validator's tables of the sections before the code, and neither changes. So threads
//! that ask at once come to the same, an invalid body gives the same error to everyone who asks, and what is remembered saves
//! time and nothing else. For an invalid body one byte is remembered and not its message: a module can have millions of them.
//!
//! Must not know: who asks, and what an invalid function means for a running program.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};

use thiserror::Error;
use wasmparser::{
    BinaryReader, FuncToValidate, FuncValidatorAllocations, FunctionBody, ValidatorResources, WasmFeatures,
    WasmModuleResources,
};

use crate::base::Mutant;

/// A function whose body is invalid.
///
/// It is the error of loading its module, or, with [`Config::lazy_validation`](crate::Config::lazy_validation), of a call that needs
/// the function: `error.downcast_ref::<InvalidFunction>()` finds it in either, and it reads the same.
#[derive(Clone, Debug, Error)]
#[error("function {func_index} is invalid: {error}")]
pub struct InvalidFunction {
    func_index: u32,
    error: wasmparser::Error,
}

impl InvalidFunction {
    /// Index of the function in its module, imports first.
    pub fn func_index(&self) -> u32 {
        self.func_index
    }

    /// Offset in the module's binary, in bytes, of what is wrong.
    pub fn module_offset(&self) -> usize {
        // The input is in memory, so its offsets fit.
        self.error.offset() as usize
    }

    /// What is wrong, without the offset.
    pub fn message(&self) -> &str {
        self.error.message()
    }
}

/// The body of a function that was found valid.
pub struct ValidBody<'a> {
    func_index: u32,
    body: FunctionBody<'a>,
}

impl<'a> ValidBody<'a> {
    /// Index of the function in its module, imports first.
    pub fn func_index(&self) -> u32 {
        self.func_index
    }

    /// Its locals and operators.
    pub fn body(&self) -> &FunctionBody<'a> {
        &self.body
    }
}

/// Validates bodies of one module, in any order and on any thread.
pub(super) struct BodyValidator {
    resources: ValidatorResources,
    features: WasmFeatures,
}

impl BodyValidator {
    /// From what the validator gives for any function of the module.
    pub(super) fn new(func: FuncToValidate<ValidatorResources>) -> BodyValidator {
        BodyValidator { resources: func.resources, features: func.features }
    }

    /// Validates the body of a function.
    ///
    /// # Errors
    /// If it is invalid.
    pub(super) fn validate(
        &self,
        allocations: &mut FuncValidatorAllocations,
        func_index: u32,
        body: &FunctionBody<'_>,
    ) -> Result<(), InvalidFunction> {
        let Some(ty) = self.resources.type_index_of_function(func_index) else {
            unreachable!("the code section has as many bodies as there are functions")
        };
        let resources = self.resources.clone();
        let func = FuncToValidate { resources, index: func_index, ty, features: self.features };
        let mut validator = func.into_validator(std::mem::take(allocations));
        let result = validator.validate(body);
        *allocations = validator.into_allocations();
        result.map_err(|error| InvalidFunction { func_index, error })
    }
}

/// What is known of a body.
mod verdict {
    /// Nobody asked yet.
    pub(super) const OPEN: u8 = 0;
    pub(super) const VALID: u8 = 1;
    pub(super) const INVALID: u8 = 2;
}

/// Which bodies of a module are valid.
#[derive(Default)]
pub(super) struct Validity(Option<Lazy>);

/// Of a module whose bodies are validated when they are first asked for.
struct Lazy {
    validator: BodyValidator,
    /// See `verdict`, per defined function.
    verdicts: Box<[AtomicU8]>,
}

impl Validity {
    /// Of so many bodies, none of which was validated.
    pub(super) fn open(validator: BodyValidator, bodies: usize) -> Validity {
        let verdicts = std::iter::repeat_with(|| AtomicU8::new(verdict::OPEN)).take(bodies).collect();
        Validity(Some(Lazy { validator, verdicts }))
    }

    /// Proves that a body of the module is valid: it is validated now if nobody asked for it before.
    pub(super) fn prove<'a>(
        &self,
        defined: usize,
        func_index: u32,
        body: FunctionBody<'a>,
    ) -> Result<ValidBody<'a>, InvalidFunction> {
        if let Some(lazy) = &self.0 {
            lazy.check(defined, func_index, &body)?;
        }
        Ok(ValidBody { func_index, body })
    }

    /// Whether somebody asked for a body and it was invalid.
    pub(super) fn is_known_invalid(&self, defined: usize) -> bool {
        let known = self.0.as_ref().map(|lazy| lazy.verdicts[defined].load(Ordering::Relaxed));
        known == Some(verdict::INVALID)
    }
}

thread_local! {
    /// The validator's buffers of the last function that this thread validated.
    static ALLOCATIONS: RefCell<FuncValidatorAllocations> = RefCell::default();
}

impl Lazy {
    fn check(&self, defined: usize, func_index: u32, body: &FunctionBody<'_>) -> Result<(), InvalidFunction> {
        let known = &self.verdicts[defined];
        if known.load(Ordering::Relaxed) == verdict::VALID || Mutant::BodiesNotValidated.is_on() {
            return Ok(());
        }
        // Only a thread that is ending has no buffers any more.
        let mut allocations = ALLOCATIONS.try_with(RefCell::take).unwrap_or_default();
        let result = self.validator.validate(&mut allocations, func_index, body);
        let _ = ALLOCATIONS.try_with(|kept| kept.replace(allocations));
        let found = if result.is_ok() { verdict::VALID } else { verdict::INVALID };
        known.store(found, Ordering::Relaxed);
        result
    }
}

/// The body in a range of a module's bytes. What a feature that is off would allow to encode is malformed.
pub(super) fn body_at(bytes: &[u8], range: Range<usize>, features: WasmFeatures) -> FunctionBody<'_> {
    let start = range.start as u64;
    FunctionBody::new(BinaryReader::new_features(&bytes[range], start, features))
}
