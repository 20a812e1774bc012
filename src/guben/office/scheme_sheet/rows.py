"""The content of a scheme as the rows of its sheets."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from guben.office.scheme_sheet.layout import (
    BANDS,
    BETWEEN,
    LABEL_COLUMN,
    LAYOUTS,
    LINES,
    PARTS,
    SETTINGS,
    VALUE_COLUMN,
    Column,
    Content,
    Layout,
    Shape,
    unforeseen,
)
from guben.office.scheme_sheet.text import flow_text
from guben.office.scheme_sheet.trees import (
    Group,
    Items,
    Tree,
    Word,
    is_group_of_groups,
    is_list_of_groups,
    named_groups,
)

LIST_SEPARATORS = re.compile(r"[、，,;；\n]")
_OF_PARTS = {each.key: each for each in (LINES, BANDS)}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet to be written: its columns, and the words of each row by the columns' keys."""

    layout: Layout
    columns: tuple[Column, ...]
    rows: tuple[dict[str, str], ...]


def tables_of(scheme: Group) -> list[Table]:
    """Return the sheets of a scheme in the order of the workbook, also those without rows."""
    found: dict[str, list[dict[str, str]]] = {each.key: [] for each in LAYOUTS}
    layouts = {each.key: each for each in LAYOUTS}
    settings = Group()
    for key, below in scheme.entries.items():
        layout = layouts.get(key) or _own_sheet(key, below)
        if key == PARTS.key:
            for path, part in _parts(below, ""):
                found[key].append({"$part": path, **_cells(_without_sheets(part), PARTS)})
                for list_key, list_layout in _OF_PARTS.items():
                    found[list_key] += [{"$part": path, **row} for row in _listed(part, list_layout)]
        elif layout is None:
            settings.entries[key] = below
        else:
            layouts[key] = layout
            found[key] = list(_rows(below, layout))
    found[SETTINGS.key] = _settings(settings)
    return [_table(layouts[key], rows) for key, rows in found.items()]


def _own_sheet(key: str, below: Tree) -> Layout | None:
    if is_list_of_groups(below):
        return unforeseen(key, Shape.LISTED)
    is_setting = SETTINGS.goes_inside(key) or not is_group_of_groups(below)
    return None if is_setting else unforeseen(key, Shape.NAMED)


def _rows(below: Tree, layout: Layout) -> Iterator[dict[str, str]]:
    if isinstance(below, Items):
        yield from (_cells(each, layout) for each in below.items if isinstance(each, Group))
    for name, group in named_groups(below):
        yield {"$name": name, **_cells(group, layout)}


def _parts(below: Tree, above: str) -> Iterator[tuple[str, Group]]:
    for name, part in named_groups(below):
        path = f"{above}.{name}" if above else name
        yield path, part
        if "parts" in part.entries:
            yield from _parts(part.entries["parts"], path)


def _without_sheets(part: Group) -> Group:
    elsewhere = {"parts", *(key for key in _OF_PARTS if is_list_of_groups(part.entries.get(key)))}
    return Group({key: below for key, below in part.entries.items() if key not in elsewhere})


def _listed(part: Group, layout: Layout) -> Iterator[dict[str, str]]:
    below = part.entries.get(layout.key)
    if isinstance(below, Items) and is_list_of_groups(below):
        yield from _rows(below, layout)


def _settings(settings: Group) -> list[dict[str, str]]:
    """Return a row for every key that a scheme can have, then for those it has besides."""
    cells = _cells(settings, SETTINGS)
    keys = dict.fromkeys([*(each.key for each in SETTINGS.columns), *cells])
    return [{"$key": key, "$value": cells.get(key, "")} for key in keys]


def _cells(group: Group, layout: Layout, above: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, below in group.entries.items():
        path = f"{above}{key}"
        if isinstance(below, Group) and layout.goes_inside(path):
            cells |= _cells(below, layout, f"{path}.")
        else:
            cells[path] = _cell(below, layout.column(path).content)
    return cells


def _cell(below: Tree, content: Content) -> str:
    if isinstance(below, Word):
        is_literal = content in (Content.WORDS, Content.NUMBER)
        return (
            below.text
            if is_literal or below.text[:1] not in tuple('[{"')
            else json.dumps(below.text, ensure_ascii=False)
        )
    if content is Content.LIST and isinstance(below, Items) and (joined := _joined(below)):
        return joined
    return flow_text(below)


def _joined(items: Items) -> str | None:
    """Return the words of a list with 、 between them, None where that could not be read back."""
    words = [each.text for each in items.items if isinstance(each, Word)]
    is_plain = all(each and each[0] not in '[{"' and not LIST_SEPARATORS.search(each) for each in words)
    return BETWEEN.join(words) if is_plain and words and len(words) == len(items.items) else None


def _table(layout: Layout, rows: list[dict[str, str]]) -> Table:
    """Return the sheet with the columns it always has, then those that some row has besides."""
    name = layout.name_column
    names = (name,) if name else ()
    if layout.shape is Shape.SETTINGS:
        return Table(layout, (LABEL_COLUMN, *names, VALUE_COLUMN), tuple(rows))
    known = [each.key for each in layout.columns]
    keys = [key for row in rows for key in row if not key.startswith("$")]
    others = [layout.column(key) for key in dict.fromkeys(keys) if key not in known]
    return Table(layout, (*names, *layout.columns, *others), tuple(rows))
