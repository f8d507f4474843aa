//! `wx wast`: runs test scripts as the official suite is run.

use crate::args::WastArgs;
use anyhow::{Result, bail};
use wx_spectest::run::{Options, Source};

pub(crate) fn run(args: &WastArgs) -> Result<()> {
    let options = Options::new(Source::Files(args.files.clone()));
    let summary = wx_spectest::run(&options, &mut std::io::stdout().lock())?;
    if !summary.is_success() {
        bail!("{} of the scripts' assertions failed", summary.total.failed);
    }
    Ok(())
}
