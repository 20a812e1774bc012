"""A trace as a tree of sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from guben.diagnostics import Language, Text


@dataclass(frozen=True, slots=True)
class Branch:
    """A sentence and what it rests on."""

    words: Text
    below: tuple["Branch", ...] = ()


def print_tree(branch: Branch, language: Language) -> str:
    """Return a tree as lines, the root first."""
    return "\n".join([branch.words.say(language), *_lines(branch.below, language, "")])


def _lines(branches: tuple[Branch, ...], language: Language, indent: str) -> Iterator[str]:
    for branch in branches:
        is_last = branch is branches[-1]
        yield indent + ("└─ " if is_last else "├─ ") + branch.words.say(language)
        yield from _lines(branch.below, language, indent + ("   " if is_last else "│  "))
