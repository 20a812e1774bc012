"""The commands that the READMEs show, with what is printed after them."""

import re
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


def as_pattern(printed: list[str]) -> str:
    """Return the pattern for printed lines: a line of … stands for any lines, … inside a line for any words."""
    lines = [
        r"(?:.*\n)*?" if line == LEFT_OUT else "[^\n]*".join(map(re.escape, line.split(LEFT_OUT))) + r"\n"
        for line in printed
    ]
    return "".join(lines)
