"""Counts and sheets as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.urls import reverse

from guben_web.engine.texts import Text
from guben_web.org.queries import names_of
from guben_web.tallies.arithmetic import (
    Block,
    Line,
    Numbers,
    Problem,
    blocks_of,
    head_lines,
    share_percent,
)
from guben_web.tallies.enums import COLOURS, State
from guben_web.tallies.models import Count, CountSheet, text_of
from guben_web.words.language import label

Step = dict[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in a list: what its organization is called, and how it stands in a colour with its word."""

    sheet: CountSheet
    name: str
    township: str
    colour: str


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a sheet on a page: what was typed, or what stands, and whether it is wrong or differs."""

    line: Line
    value: str
    is_wrong: bool = False
    is_differing: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a question, or those about the ballots as a whole; `share` is the approval that follows."""

    title: Text | None
    name: str
    fields: list[Field]
    share: Decimal | None = None


def listed(sheets: Iterable[CountSheet]) -> list[Listed]:
    """Return sheets as a list shows them; one query beside theirs."""
    rows = list(sheets)
    ids = {key for row in rows for key in (row.organization_id, row.township_id) if key is not None}
    names = names_of(ids)
    return [
        Listed(
            row,
            names.get(row.organization_id, "—"),
            names.get(row.township_id or 0, ""),
            COLOURS[State(row.state)],
        )
        for row in rows
    ]


def groups_of(
    count: Count,
    values: Mapping[str, Any],
    *,
    problems: Sequence[Problem] = (),
    differing: Iterable[str] = (),
    standing: Numbers | None = None,
) -> list[Group]:
    """Return the lines of a sheet in the order of the paper, with what was typed or what stands."""
    wrong = {key for each in problems for key in each.lines}
    differ = set(differing)

    def fields(lines: Iterable[Line]) -> list[Field]:
        return [
            Field(line, str(values.get(line.key, "")), line.key in wrong, line.key in differ)
            for line in lines
        ]

    groups = [Group(None, "ballots", fields(head_lines()))]
    for number, (block, question) in enumerate(zip(blocks_of(count), count.questions, strict=True), start=1):
        share = _shown(share_percent(question, standing)) if standing is not None else None
        groups.append(Group(block.title, f"question-{number}", fields(block.lines), share))
    return groups


def _shown(share: Decimal | None) -> Decimal | None:
    """Return a share as a page prints it: rounded down, so that what is under a line never looks as if it reached it."""
    return None if share is None else share.quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def paper_blocks(count: Count) -> list[Block]:
    """Return the questions as they are printed."""
    return blocks_of(count)


def questions_in_words(count: Count) -> list[Text]:
    """Return what the questions of a count are called."""
    return [text_of(each) for each in count.questions]


def trail_of(count: Count, *last: tuple[str, str]) -> list[Step]:
    """Return the steps down to a count, or to a page below it: pairs of name and address, the last without one."""
    steps = [{"name": str(label("测评计票", "Counts on paper")), "url": reverse("tallies:counts")}]
    steps.append({"name": count.title, "url": reverse("tallies:count", args=[count.pk]) if last else ""})
    return [*steps, *({"name": name, "url": url} for name, url in last)]
