//! `wasi:cli`: arguments, environment, exit, and the standard streams.

use super::types::{DynInputStream, DynOutputStream, Input, Output, TerminalInput, TerminalOutput};
use super::{Context, functions};
use crate::ctx::WasiCtx;
use crate::descriptor::Node;
use crate::exit::I32Exit;
use anyhow::Result;
use std::io::IsTerminal as _;
use wx_component::{Linker, Resource, ResourceType};

/// Whether a standard stream is a terminal.
fn is_terminal(cx: &WasiCtx, fd: u32) -> bool {
    cx.table.any(fd).is_ok_and(|entry| matches!(&entry.node, Node::File(file) if file.file.is_terminal()))
}

fn terminal_output(cx: &mut WasiCtx, fd: u32) -> Result<Option<Resource<TerminalOutput>>> {
    let is_terminal = is_terminal(cx, fd);
    Ok(is_terminal.then(|| cx.resources.push(TerminalOutput)).transpose()?)
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut environment = linker.instance("wasi:cli/environment@0.2.6")?;
    functions! { environment, context;
        "get-environment" |cx| -> Vec<(String, String)> {
            let pairs = cx.env.iter().filter_map(|entry| entry.split_once('='));
            Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
        }
        "get-arguments" |cx| -> Vec<String> { Ok(cx.args.clone()) }
        "initial-cwd" |cx| -> Option<String> { Ok(None) }
    }

    let mut exit = linker.instance("wasi:cli/exit@0.2.6")?;
    exit.func_wrap("exit", |_, (status,): (Result<(), ()>,)| -> Result<()> {
        Err(I32Exit(i32::from(status.is_err())).into())
    })?;
    exit.func_wrap("exit-with-code", |_, (code,): (u8,)| -> Result<()> {
        Err(I32Exit(i32::from(code)).into())
    })?;

    let mut stdin = linker.instance("wasi:cli/stdin@0.2.6")?;
    functions! { stdin, context;
        "get-stdin" |cx| -> Resource<DynInputStream> { Ok(cx.resources.push(DynInputStream(Input::Standard(0)))?) }
    }
    let mut stdout = linker.instance("wasi:cli/stdout@0.2.6")?;
    functions! { stdout, context;
        "get-stdout" |cx| -> Resource<DynOutputStream> { Ok(cx.resources.push(DynOutputStream(Output::Standard(1)))?) }
    }
    let mut stderr = linker.instance("wasi:cli/stderr@0.2.6")?;
    functions! { stderr, context;
        "get-stderr" |cx| -> Resource<DynOutputStream> { Ok(cx.resources.push(DynOutputStream(Output::Standard(2)))?) }
    }
    terminals(linker, context)
}

fn terminals<T: 'static>(linker: &mut Linker<T>, context: impl Context<T>) -> Result<()> {
    let mut input = linker.instance("wasi:cli/terminal-input@0.2.6")?;
    input.resource("terminal-input", ResourceType::host::<TerminalInput>(), move |mut store, rep| {
        context(store.data_mut()).resources.delete(Resource::<TerminalInput>::new_own(rep))?;
        Ok(())
    })?;
    let mut output = linker.instance("wasi:cli/terminal-output@0.2.6")?;
    output.resource("terminal-output", ResourceType::host::<TerminalOutput>(), move |mut store, rep| {
        context(store.data_mut()).resources.delete(Resource::<TerminalOutput>::new_own(rep))?;
        Ok(())
    })?;
    let mut stdin = linker.instance("wasi:cli/terminal-stdin@0.2.6")?;
    functions! { stdin, context;
        "get-terminal-stdin" |cx| -> Option<Resource<TerminalInput>> {
            Ok(is_terminal(cx, 0).then(|| cx.resources.push(TerminalInput)).transpose()?)
        }
    }
    let mut stdout = linker.instance("wasi:cli/terminal-stdout@0.2.6")?;
    functions! { stdout, context;
        "get-terminal-stdout" |cx| -> Option<Resource<TerminalOutput>> { terminal_output(cx, 1) }
    }
    let mut stderr = linker.instance("wasi:cli/terminal-stderr@0.2.6")?;
    functions! { stderr, context;
        "get-terminal-stderr" |cx| -> Option<Resource<TerminalOutput>> { terminal_output(cx, 2) }
    }
    Ok(())
}
