//! `wasi:random`: bytes of the host's generator. What may be insecure is not: there is one generator.

use anyhow::{Result, anyhow, bail};
use wx_component::Linker;

/// Most bytes of one call.
const MOST: u64 = 64 << 20;

fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|error| anyhow!("the host has no random bytes: {error}"))
}

fn bytes(len: u64) -> Result<Vec<u8>> {
    if len > MOST {
        bail!("{len} random bytes are more than {MOST}");
    }
    let mut bytes = vec![0; len as usize];
    fill(&mut bytes)?;
    Ok(bytes)
}

fn number() -> Result<u64> {
    let mut bytes = [0; 8];
    fill(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

pub(crate) fn add<T: 'static>(linker: &mut Linker<T>) -> Result<()> {
    let mut random = linker.instance("wasi:random/random@0.2.6")?;
    random.func_wrap("get-random-bytes", |_, (len,): (u64,)| Ok((bytes(len)?,)))?;
    random.func_wrap("get-random-u64", |_, (): ()| Ok((number()?,)))?;
    let mut insecure = linker.instance("wasi:random/insecure@0.2.6")?;
    insecure.func_wrap("get-insecure-random-bytes", |_, (len,): (u64,)| Ok((bytes(len)?,)))?;
    insecure.func_wrap("get-insecure-random-u64", |_, (): ()| Ok((number()?,)))?;
    let mut seed = linker.instance("wasi:random/insecure-seed@0.2.6")?;
    seed.func_wrap("insecure-seed", |_, (): ()| Ok(((number()?, number()?),)))
}
