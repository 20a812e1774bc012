"""A trace as a tree of sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from guben.diagnostics import Language, Text


@dataclass(frozen=True, slots=True)
class Figure:
    """A part or a measure and its figure, apart: what it is called, how much it is, and whether it was won.

    `is_short` says that a part has less than its printed points, `is_measured` that it is the value of a measure,
    `is_sensitive` that this measure is about a single person, or made of one that is.
    """

    mark: str
    title: Text
    value: Text
    note: Text | None = None
    is_short: bool = False
    is_measured: bool = False
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A sentence and what it rests on.

    `figure` has the same apart, for pages that set figures in a column; its `mark` is the path of the part or the
    name of the measure. `sources` are the ids of the records that the sentence names, as the snapshot has them.
    `is_rank` marks a sentence that says which place an organization has among others; `among` is of how many people
    one counts or averages some, for sentences about people. `is_sensitive` says that what is below names organizations
    by what is about a single person there.
    """

    words: Text
    below: tuple["Branch", ...] = ()
    figure: Figure | None = None
    sources: tuple[str, ...] = ()
    is_rank: bool = False
    among: int | None = None
    is_sensitive: bool = False

    def walk(self) -> Iterator["Branch"]:
        """Yield this branch and all below it."""
        yield self
        for branch in self.below:
            yield from branch.walk()


def print_tree(branch: Branch, language: Language) -> str:
    """Return a tree as lines, the root first."""
    return "\n".join([branch.words.say(language), *_lines(branch.below, language, "")])


def _lines(branches: tuple[Branch, ...], language: Language, indent: str) -> Iterator[str]:
    for branch in branches:
        is_last = branch is branches[-1]
        yield indent + ("└─ " if is_last else "├─ ") + branch.words.say(language)
        yield from _lines(branch.below, language, indent + ("   " if is_last else "│  "))
