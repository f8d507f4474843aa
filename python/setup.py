"""Puts the shared library into the package.

Where it comes from: the file that the environment variable WX_LIBRARY names; else cargo builds it, if this folder lies in a checkout of wx
and WX_BUILD is not 0, which takes some minutes. Without either the package has no library, and looks for one when it is imported.
"""

import os
import shutil
import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
NAME = "libwx.so.0"


def library() -> "Path | None":
    given = os.environ.get("WX_LIBRARY")
    if given:
        path = Path(given)
        if not path.is_file():
            raise SystemExit(f"WX_LIBRARY names {given}, which is no file")
        return path
    root = HERE.parent
    if os.environ.get("WX_BUILD", "1") == "0" or not (root / "capi" / "Cargo.toml").is_file() or not shutil.which("cargo"):
        return None
    subprocess.run(["cargo", "build", "--release", "--package", "wx-capi"], cwd=root, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", root / "target"))
    return target / "release" / "libwx_capi.so"


class Build(build_py):
    def run(self) -> None:
        super().run()
        found = library()
        if found:
            package = Path(self.build_lib) / "wx_runtime"
            package.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, package / NAME)


class Platform(Distribution):
    """A package with a library is for one kind of machine."""

    def has_ext_modules(self) -> bool:
        return True


setup(cmdclass={"build_py": Build}, distclass=Platform)
