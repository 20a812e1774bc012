"""What a person sees while something takes its time: a line that says what is being done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from guben.diagnostics import Language, Text


class Waiting(Protocol):
    """Says what is being done, and how far it has come."""

    def step(self, words: Text) -> None:
        """Say what is being done now."""

    def progress(self, words: Text, done: int, of: int) -> None:
        """Say how far it has come."""


@dataclass(slots=True)
class _Plain:
    """For output that is not a terminal: each step once, on a line."""

    language: Language
    said: str = ""

    def step(self, words: Text) -> None:
        line = words.say(self.language)
        if line != self.said:
            print(line, file=sys.stderr, flush=True)
            self.said = line

    def progress(self, words: Text, done: int, of: int) -> None:
        self.step(words)


@contextmanager
def waiting(language: Language) -> Iterator[Waiting]:
    """Yield something to tell the steps to; on a terminal it shows a bar that goes away at the end."""
    if not sys.stderr.isatty():
        yield _Plain(language)
        return
    # Drawing takes long to import, and only terminals are drawn on.
    from guben.cli.bars import Bars  # noqa: PLC0415

    with Bars(language) as bars:
        yield bars
