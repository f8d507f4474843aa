//! One script, directive by directive.
//!
//! # Invariant: nothing disappears
//! [`State::total`] is set before the first directive runs, and each directive adds exactly one to the
//! tally.  When the thread that runs a script dies or hangs, whoever watches it (`trial`) finds the
//! difference and the position of the directive that was running.
//!
//! # What counts as refused
//! `assert_malformed` and `assert_invalid` hold if the text does not parse, does not resolve, or wx
//! refuses the bytes.  The message is not compared: the suite's wording is the reference interpreter's,
//! and a module with two faults may honestly be refused for either.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread::{Scope, ScopedJoinHandle};

use wast::core::WastArgCore;
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::token::{Id, Span};
use wast::{QuoteWat, Wast, WastArg, WastDirective, WastExecute, WastInvoke, WastRet, WastThread};

use crate::machine::{Machine, Stop};
use crate::suite::Mode;
use crate::tally::{Failure, Tally};
use crate::value::{self, Value};
use crate::wording;

/// What a watcher can see of a running script.
#[derive(Debug, Default)]
pub struct State {
    /// How many directives the script has; 0 until it has been parsed.
    pub total: usize,
    /// The directives that are done.
    pub tally: Tally,
    /// Line and column of the directive that runs now.
    pub position: (usize, usize),
    /// The kind of the directive that runs now.
    pub kind: &'static str,
}

/// How one directive ended.
enum Verdict {
    Held,
    SetUp,
}

/// Runs the script `text`, keeping `state` up to date.
pub fn run(text: &str, mode: &Mode, state: &Mutex<State>) {
    let record_whole = |message: String| {
        lock(state).tally.add(&Tally::whole_file(message));
    };
    let mut lexer = Lexer::new(text);
    // Some scripts test names with unusual characters in them; they are the point, not an attack.
    lexer.allow_confusing_unicode(true);
    let buffer = match ParseBuffer::new_with_lexer(lexer) {
        Ok(buffer) => buffer,
        Err(error) => return record_whole(format!("cannot be read: {}", one_line(&error, text))),
    };
    let wast = match parser::parse::<Wast<'_>>(&buffer) {
        Ok(wast) => wast,
        Err(error) => return record_whole(format!("cannot be parsed: {}", one_line(&error, text))),
    };
    let machine = match Machine::new(mode) {
        Ok(machine) => machine,
        Err(error) => return record_whole(format!("the engine cannot be set up: {error:#}")),
    };
    lock(state).total = count(&wast.directives);
    let lines = Lines::new(text);
    std::thread::scope(|scope| {
        Runner::new(machine, &lines, state, scope).run(wast.directives);
    });
}

fn lock(state: &Mutex<State>) -> std::sync::MutexGuard<'_, State> {
    // Nothing panics while it holds the lock, and counts are valid at every moment.
    state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The number of directives, those of threads included.
fn count(directives: &[WastDirective<'_>]) -> usize {
    directives
        .iter()
        .map(|directive| match directive {
            WastDirective::Thread(thread) => 1 + count(&thread.directives),
            _ => 1,
        })
        .sum()
}

fn one_line(error: &wast::Error, text: &str) -> String {
    let (line, column) = error.span().linecol_in(text);
    format!("{}:{}: {}", line + 1, column + 1, error.message())
}

/// Where each line starts: a script has tens of thousands of directives, too many to count newlines for.
struct Lines(Vec<usize>);

impl Lines {
    fn new(text: &str) -> Lines {
        Lines(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// Line and column, from 1.
    fn position(&self, span: Span) -> (usize, usize) {
        let line = self.0.partition_point(|start| *start <= span.offset());
        (line, span.offset() - self.0[line - 1] + 1)
    }
}

struct Runner<'scope, 'env> {
    machine: Machine,
    /// Made for the first directive about components.
    #[cfg(feature = "component")]
    components: Option<crate::component::Components>,
    lines: &'env Lines,
    state: &'env Mutex<State>,
    scope: &'scope Scope<'scope, 'env>,
    threads: HashMap<String, ScopedJoinHandle<'scope, ()>>,
}

impl<'scope, 'env> Runner<'scope, 'env> {
    fn new(
        machine: Machine,
        lines: &'env Lines,
        state: &'env Mutex<State>,
        scope: &'scope Scope<'scope, 'env>,
    ) -> Self {
        Runner {
            machine,
            #[cfg(feature = "component")]
            components: None,
            lines,
            state,
            scope,
            threads: HashMap::new(),
        }
    }

    fn run(mut self, directives: Vec<WastDirective<'env>>) {
        for directive in directives {
            let position = self.lines.position(directive.span());
            let kind = kind(&directive);
            {
                let mut state = lock(self.state);
                state.position = position;
                state.kind = kind;
            }
            let label = label(&directive);
            // A panic is this directive's failure; what follows still has a say, for an engine that
            // panics must not hide what else is wrong.
            let verdict = catch_unwind(AssertUnwindSafe(|| self.directive(directive)))
                .unwrap_or_else(|panic| Err(format!("panicked: {}", panic_text(panic.as_ref()))));
            let mut state = lock(self.state);
            match verdict {
                Ok(Verdict::Held) => state.tally.passed += 1,
                Ok(Verdict::SetUp) => state.tally.setup += 1,
                Err(message) => {
                    let (line, column) = position;
                    state.tally.failed += 1;
                    state.tally.failures.push(Failure {
                        line,
                        column,
                        directive: format!("{kind}{label}"),
                        message,
                    });
                }
            }
        }
    }

    fn directive(&mut self, directive: WastDirective<'env>) -> Result<Verdict, String> {
        #[cfg(feature = "component")]
        {
            let components = match &mut self.components {
                Some(components) => components,
                none => none.insert(self.machine.components().map_err(show)?),
            };
            if components.takes(&directive) {
                let is_assertion = components.directive(directive)?;
                return Ok(if is_assertion { Verdict::Held } else { Verdict::SetUp });
            }
        }
        match directive {
            WastDirective::Module(mut module) => {
                let name = module.name();
                self.machine.forget_current();
                let bytes = encode(&mut module)?;
                self.machine.instantiate(name.map(|id| id.name()), &bytes).map_err(show)?;
                Ok(Verdict::SetUp)
            }
            WastDirective::ModuleDefinition(mut module) => {
                let name = module.name();
                let bytes = encode(&mut module)?;
                self.machine.define(name.map(|id| id.name()), &bytes).map_err(show)?;
                Ok(Verdict::SetUp)
            }
            WastDirective::ModuleInstance { instance, module, .. } => {
                self.machine.instantiate_definition(text(instance), text(module)).map_err(show)?;
                Ok(Verdict::SetUp)
            }
            WastDirective::Register { name, module, .. } => {
                self.machine.register(name, text(module)).map_err(show)?;
                Ok(Verdict::SetUp)
            }
            WastDirective::Invoke(invoke) => {
                self.invoke(&invoke).map_err(show)?;
                Ok(Verdict::SetUp)
            }
            WastDirective::Thread(thread) => self.start_thread(thread),
            WastDirective::Wait { thread, .. } => {
                let handle = self.threads.remove(thread.name());
                let handle = handle.ok_or_else(|| format!("no thread named ${}", thread.name()))?;
                handle.join().map_err(|panic| format!("thread panicked: {}", panic_text(panic.as_ref())))?;
                Ok(Verdict::SetUp)
            }
            assertion => self.assertion(assertion).map(|()| Verdict::Held),
        }
    }

    fn assertion(&mut self, directive: WastDirective<'env>) -> Result<(), String> {
        match directive {
            WastDirective::AssertReturn { exec, results, .. } => {
                let actual = self
                    .execute(exec)
                    .map_err(|stop| format!("got      {stop}\nexpected {}", show_expected_all(&results)))?;
                compare(&actual, &results)
            }
            WastDirective::AssertTrap { exec, message, .. } => {
                let outcome = self.execute(exec);
                expect_trap(outcome, message)
            }
            WastDirective::AssertExhaustion { call, message, .. } => {
                let outcome = self.invoke(&call);
                expect_trap(outcome, message)
            }
            WastDirective::AssertException { exec, .. } => match self.execute(exec) {
                Err(Stop::Exception) => Ok(()),
                other => Err(format!("got      {}\nexpected an uncaught exception", show_outcome(&other))),
            },
            WastDirective::AssertSuspension { exec, message, .. } => match self.execute(exec) {
                Err(stop) if stop.to_string().contains(message) => Ok(()),
                other => Err(format!("got      {}\nexpected suspension: {message}", show_outcome(&other))),
            },
            WastDirective::AssertUnlinkable { module, message, .. } => {
                let bytes = encode(&mut QuoteWat::Wat(module))?;
                match self.machine.try_instantiate(&bytes) {
                    Err(Stop::Link(actual)) if wording::link_error_matches(&actual, message) => Ok(()),
                    Err(Stop::Trap(_)) if message.ends_with("does not fit") => Ok(()),
                    other => Err(format!(
                        "got      {}\nexpected link error: {message}",
                        show_outcome(&other.map(|()| Vec::new()))
                    )),
                }
            }
            WastDirective::AssertMalformed { mut module, message, .. }
            | WastDirective::AssertMalformedCustom { mut module, message, .. }
            | WastDirective::AssertInvalid { mut module, message, .. }
            | WastDirective::AssertInvalidCustom { mut module, message, .. } => {
                let Ok(bytes) = module.encode() else { return Ok(()) };
                match self.machine.validate(&bytes) {
                    Err(Stop::Invalid(_)) => Ok(()),
                    Err(other) => Err(format!("got      {other}\nexpected refusal: {message}")),
                    Ok(()) => Err(format!("got      a valid module\nexpected refusal: {message}")),
                }
            }
            other => Err(format!("the runner does not know `{}`", kind(&other))),
        }
    }

    fn start_thread(&mut self, thread: WastThread<'env>) -> Result<Verdict, String> {
        let machine = self.machine.for_thread(text(thread.shared_module)).map_err(show)?;
        let (lines, state, scope) = (self.lines, self.state, self.scope);
        let directives = thread.directives;
        let handle = scope.spawn(move || {
            Runner::new(machine, lines, state, scope).run(directives);
        });
        self.threads.insert(thread.name.name().to_string(), handle);
        Ok(Verdict::SetUp)
    }

    fn execute(&mut self, exec: WastExecute<'_>) -> Result<Vec<Value>, Stop> {
        match exec {
            WastExecute::Invoke(invoke) => self.invoke(&invoke),
            WastExecute::Wat(module) => {
                let bytes = encode(&mut QuoteWat::Wat(module)).map_err(Stop::Other)?;
                self.machine.try_instantiate(&bytes).map(|()| Vec::new())
            }
            WastExecute::Get { module, global, .. } => {
                self.machine.global(text(module), global).map(|value| vec![value])
            }
        }
    }

    fn invoke(&mut self, invoke: &WastInvoke<'_>) -> Result<Vec<Value>, Stop> {
        let args = invoke
            .args
            .iter()
            .map(|arg| match arg {
                WastArg::Core(arg) => value::argument(arg).map_err(Stop::Other),
                _ => Err(Stop::Other("an argument of the component model".to_string())),
            })
            .collect::<Result<Vec<_>, _>>()?;
        self.machine.invoke(text(invoke.module), invoke.name, &args)
    }
}

fn encode(module: &mut QuoteWat<'_>) -> Result<Vec<u8>, String> {
    module.encode().map_err(|error| format!("the module's text is refused: {}", error.message()))
}

fn text<'a>(id: Option<Id<'a>>) -> Option<&'a str> {
    id.map(|id| id.name())
}

fn show(stop: Stop) -> String {
    stop.to_string()
}

fn compare(actual: &[Value], expected: &[WastRet<'_>]) -> Result<(), String> {
    let same = actual.len() == expected.len()
        && actual.iter().zip(expected).all(|(actual, expected)| match expected {
            WastRet::Core(expected) => value::matches(actual, expected),
            _ => false,
        });
    if same {
        return Ok(());
    }
    Err(format!("got      {}\nexpected {}", show_all(actual), show_expected_all(expected)))
}

fn expect_trap(outcome: Result<Vec<Value>, Stop>, message: &str) -> Result<(), String> {
    match outcome {
        Err(Stop::Trap(trap)) if wording::trap_matches(&trap, message) => Ok(()),
        other => Err(format!("got      {}\nexpected trap: {message}", show_outcome(&other))),
    }
}

fn show_outcome(outcome: &Result<Vec<Value>, Stop>) -> String {
    match outcome {
        Ok(values) => show_all(values),
        Err(stop) => stop.to_string(),
    }
}

fn show_all(values: &[Value]) -> String {
    if values.is_empty() {
        return "no values".to_string();
    }
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}

fn show_expected_all(expected: &[WastRet<'_>]) -> String {
    if expected.is_empty() {
        return "no values".to_string();
    }
    let show = |expected: &WastRet<'_>| match expected {
        WastRet::Core(expected) => value::show_expected(expected),
        _ => "a value of the component model".to_string(),
    };
    expected.iter().map(show).collect::<Vec<_>>().join(", ")
}

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("with a value that is not text").to_string()
}

/// The word that opens the directive.
fn kind(directive: &WastDirective<'_>) -> &'static str {
    match directive {
        WastDirective::Module(_) => "module",
        WastDirective::ModuleDefinition(_) => "module definition",
        WastDirective::ModuleInstance { .. } => "module instance",
        WastDirective::AssertMalformed { .. } => "assert_malformed",
        WastDirective::AssertInvalid { .. } => "assert_invalid",
        WastDirective::AssertInvalidCustom { .. } => "assert_invalid_custom",
        WastDirective::AssertMalformedCustom { .. } => "assert_malformed_custom",
        WastDirective::Register { .. } => "register",
        WastDirective::Invoke(_) => "invoke",
        WastDirective::AssertTrap { .. } => "assert_trap",
        WastDirective::AssertReturn { .. } => "assert_return",
        WastDirective::AssertExhaustion { .. } => "assert_exhaustion",
        WastDirective::AssertUnlinkable { .. } => "assert_unlinkable",
        WastDirective::AssertException { .. } => "assert_exception",
        WastDirective::AssertSuspension { .. } => "assert_suspension",
        WastDirective::Thread(_) => "thread",
        WastDirective::Wait { .. } => "wait",
    }
}

/// What the directive is about: the call with its arguments, or a name.
fn label(directive: &WastDirective<'_>) -> String {
    match directive {
        WastDirective::Invoke(call) | WastDirective::AssertExhaustion { call, .. } => call_label(call),
        WastDirective::AssertTrap { exec, .. }
        | WastDirective::AssertReturn { exec, .. }
        | WastDirective::AssertException { exec, .. }
        | WastDirective::AssertSuspension { exec, .. } => match exec {
            WastExecute::Invoke(call) => call_label(call),
            WastExecute::Wat(_) => " (module)".to_string(),
            WastExecute::Get { global, .. } => format!(" (get \"{global}\")"),
        },
        WastDirective::Register { name, .. } => format!(" \"{name}\""),
        _ => String::new(),
    }
}

fn call_label(call: &WastInvoke<'_>) -> String {
    let show = |arg: &WastArg<'_>| match arg {
        WastArg::Core(WastArgCore::RefNull(_)) => " ref.null".to_string(),
        WastArg::Core(arg) => match value::argument(arg) {
            Ok(value) => format!(" ({value})"),
            Err(_) => " (?)".to_string(),
        },
        _ => " (?)".to_string(),
    };
    let args: String = call.args.iter().map(show).collect();
    format!(" (invoke \"{}\"{args})", call.name.escape_debug())
}
