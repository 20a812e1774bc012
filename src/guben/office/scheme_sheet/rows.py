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
    NOTE_COLUMN,
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
    notes_in,
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
            for path, part, note in _parts(below, ""):
                found[key].append({"$part": path, **_cells(_without_sheets(part), PARTS), "$note": note})
                for list_key, list_layout in _OF_PARTS.items():
                    found[list_key] += [{"$part": path, **row} for row in _listed(part, list_layout)]
        elif layout is None:
            settings.entries[key] = below
            settings.notes[key] = _note([scheme.notes.get(key, "")], below)
            continue
        else:
            layouts[key] = layout
            found[key] = list(_rows(below, layout))
        if key in scheme.notes and found[key]:
            # A note on a section has no row of its own.
            found[key][0]["$note"] = "\n".join(filter(None, (scheme.notes[key], found[key][0]["$note"])))
    found[SETTINGS.key] = _settings(settings)
    return [_table(layouts[key], rows) for key, rows in found.items()]


def _own_sheet(key: str, below: Tree) -> Layout | None:
    if is_list_of_groups(below):
        return unforeseen(key, Shape.LISTED)
    is_setting = SETTINGS.goes_inside(key) or not is_group_of_groups(below)
    return None if is_setting else unforeseen(key, Shape.NAMED)


def _rows(below: Tree, layout: Layout) -> Iterator[dict[str, str]]:
    if isinstance(below, Items):
        for place, each in enumerate(below.items):
            if isinstance(each, Group):
                yield {**_cells(each, layout), "$note": _note([below.notes.get(place, "")], each)}
    for name, group in named_groups(below):
        assert isinstance(below, Group)
        yield {"$name": name, **_cells(group, layout), "$note": _note([below.notes.get(name, "")], group)}


def _note(own: list[str], below: Tree, without: frozenset[str] = frozenset()) -> str:
    """Return the notes on a row and inside it as one."""
    return "\n".join(each for each in (*own, *notes_in(below, without)) if each)


def _parts(below: Tree, above: str) -> Iterator[tuple[str, Group, str]]:
    """Yield the parts by path, with what is noted on each apart from those below it and its lines."""
    for name, part in named_groups(below):
        assert isinstance(below, Group)
        path = f"{above}.{name}" if above else name
        yield path, part, _note([below.notes.get(name, "")], part, frozenset({"parts", *_OF_PARTS}))
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
    rows = [{"$key": key, "$value": cells.get(key, "")} for key in keys]
    for key, note in settings.notes.items():
        # What is noted on a title stands beside its first language.
        row = next(row for row in rows if str(row["$key"]).partition(".")[0] == key)
        row["$note"] = note
    return rows


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
        return Table(layout, (LABEL_COLUMN, *names, VALUE_COLUMN, NOTE_COLUMN), tuple(rows))
    known = [each.key for each in layout.columns]
    keys = [key for row in rows for key in row if not key.startswith("$")]
    others = [layout.column(key) for key in dict.fromkeys(keys) if key not in known]
    return Table(layout, (*names, *layout.columns, *others, NOTE_COLUMN), tuple(rows))
