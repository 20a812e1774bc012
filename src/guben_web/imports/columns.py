"""What the headings of a workbook were taken for, and how that is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from guben_web.engine.texts import Text
from guben_web.engine.workbooks import ReadColumn
from guben_web.imports.models import Batch, ColumnMeaning
from guben_web.imports.tables.catalogue import TABLES

# What a heading stands for that nobody has decided about, in the list to choose from.
UNDECIDED = "?"


class Known(Enum):
    """How it is known what a heading means, with the colour of its signal."""

    OPEN = (Text("没有认出，暂不读取", "not recognised, not read"), "amber")
    REMEMBERED = (Text("按以前的决定", "as decided before"), "green")
    UNDERSTOOD = (Text("认出", "recognised"), "green")

    def __init__(self, words: Text, colour: str) -> None:
        self.words = words
        self.colour = colour


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A heading with its place, what it was taken for, and how that is known."""

    field: str
    sheet: str
    letter: str
    heading: str
    chosen: str
    title: Text | None
    known: Known
    meanings: list[tuple[str, Text]]

    @property
    def is_open(self) -> bool:
        """True if somebody should say what it means, or that it does not matter."""
        return self.known is Known.OPEN


def column_as_data(column: ReadColumn) -> dict[str, object]:
    """Return a heading as a batch keeps it."""
    return {
        "of": column.of,
        "sheet": column.sheet,
        "letter": column.letter,
        "heading": column.heading,
        "mark": column.mark,
        "name": column.name,
        "title": {"zh": column.title.zh, "en": column.title.en} if column.title else None,
        "is_measure": column.is_measure,
    }


def shown_columns(batch: Batch) -> list[ShownColumn]:
    """Return the headings of a batch, those that need a decision first; one query."""
    meanings, decided = possible_meanings(), decisions()
    shown = [_shown(each, meanings[each["of"]], decided) for each in batch.columns]
    return sorted(shown, key=lambda each: not each.is_open)


def decisions() -> dict[tuple[str, str], str]:
    """Return what was decided about headings, by kind of sheet and mark."""
    rows = ColumnMeaning.objects.values_list("sheet_kind", "mark", "meaning")
    return {(kind, mark): meaning for kind, mark, meaning in rows}


def possible_meanings() -> dict[str, list[tuple[str, Text]]]:
    """Return what a heading may mean, by kind of sheet."""
    return {each.sheet_kind: list(each.meanings()) for each in TABLES.values()}


def chosen_for(column: Mapping[str, Any], decided: Mapping[tuple[str, str], str]) -> str:
    """Return what a heading was taken for: a name, nothing where it was decided not to read it, or UNDECIDED."""
    name: str = column["name"]
    return name or ("" if decided.get((column["of"], column["mark"])) == "" else UNDECIDED)


def _shown(
    column: Mapping[str, Any], meanings: list[tuple[str, Text]], decided: Mapping[tuple[str, str], str]
) -> ShownColumn:
    chosen, title = chosen_for(column, decided), column["title"]
    known = Known.UNDERSTOOD
    if chosen == UNDECIDED:
        known = Known.OPEN
    elif decided.get((column["of"], column["mark"])) == chosen:
        known = Known.REMEMBERED
    return ShownColumn(
        field=f"{column['of']}:{column['mark']}",
        sheet=column["sheet"],
        letter=column["letter"],
        heading=column["heading"],
        chosen=chosen,
        title=Text(title["zh"], title["en"]) if title else None,
        known=known,
        meanings=meanings,
    )
