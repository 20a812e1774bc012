"""Pages whose commands run as they are printed: ```console blocks with `$ ` before each command."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
LEFT_OUT = "…"


@dataclass
class Step:
    """A command of a tour and the lines that are printed after it."""

    command: str
    printed: list[str] = field(default_factory=list)


def steps_of(readme: Path) -> Iterator[Step]:
    for block in re.findall(r"^```console\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.M | re.S):
        step: Step | None = None
        for line in block.splitlines():
            if line.startswith("$ "):
                if step:
                    yield step
                step = Step(line.removeprefix("$ "))
            else:
                assert step is not None, f"the block begins with output: {line}"
                step.printed.append(line)
        if step:
            yield step


def outputs_of(steps: list[Step], folder: Path, notes: Path) -> list[str]:
    """Run the commands in one shell, so that an exported variable stays, and return what each has printed.

    What is said on standard error is progress, which a terminal shows and takes away again.
    """
    files = [notes / f"{number:03d}" for number in range(len(steps))]
    script = "\n".join(f"{{ {step.command}\n}} > {file}" for step, file in zip(steps, files, strict=True))
    environment = {name: value for name, value in os.environ.items() if name != "GUBEN_LANG"}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    # The tour runs in a folder of its own, where a relative path to the sources means nothing.
    sources = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(each for each in sources if each)
    subprocess.run(["sh", "-c", script], cwd=folder, env=environment, check=False)
    return [file.read_text(encoding="utf-8") for file in files]


def as_pattern(printed: list[str]) -> str:
    """Return the pattern for printed lines: a line of … stands for any lines, … inside a line for any words."""
    lines = [
        r"(?:.*\n)*?" if line == LEFT_OUT else "[^\n]*".join(map(re.escape, line.split(LEFT_OUT))) + r"\n"
        for line in printed
    ]
    return "".join(lines)
