"""The sheets of a scheme back into the text of its file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from guben.diagnostics import CellPlace, FilePlace, Finding, Refusal, Text, both, has_errors, suggestion
from guben.diagnostics.gathering import gather
from guben.office.scheme_sheet import findings as codes
from guben.office.scheme_sheet.cells import cell_content, cell_words
from guben.office.scheme_sheet.layout import (
    GRADES,
    LAYOUTS,
    NOTE_COLUMN,
    PARTS,
    PRINTED_SHEET,
    SETTINGS,
    Layout,
    Shape,
    unforeseen,
)
from guben.office.scheme_sheet.text import SchemeText, scheme_text
from guben.office.scheme_sheet.trees import Group, Items, Tree, Word
from guben.office.workbook import Sheet, Workbook, column_letters, open_workbook
from guben.reading.findings import UNKNOWN_KEY

_KEY = re.compile(r"\$?[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")
_HEADER_ROWS = 10
_FIRST = ("judges", "ledgers", "parameters", "measures", "parts")
_LAST = ("vetoes", "ceilings", "grades", "quotas", "floors", "tails", "cases")
_NEEDED = (SETTINGS, PARTS, GRADES)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The scheme that a workbook holds, as the text of its file, and what was found on the way: warnings only."""

    text: SchemeText
    findings: tuple[Finding, ...]

    def in_cells(self, findings: Iterable[Finding], path: Path) -> list[Finding]:
        """Return findings about the text, read as the file `path`, at the cells they speak of; one for a problem."""
        placed = self.text.in_cells(findings, str(path))
        return gather(_one_for_a_key(placed))


def read_scheme_workbook(path: Path) -> SheetReading:
    """Return the scheme in a workbook that `write_scheme_workbook` wrote and somebody may have edited.

    Raises Refusal with everything that stands in the way of reading it as a scheme.
    """
    workbook = open_workbook(path)
    reader = _Reader(workbook)
    scheme = reader.scheme(FilePlace(str(path)))
    if has_errors(reader.findings):
        raise Refusal(reader.findings)
    return SheetReading(scheme_text(scheme), tuple(reader.findings))


@dataclass(slots=True)
class _Row:
    """A row of a sheet: its name, if its sheet has names, and its content."""

    place: CellPlace
    name: str
    note: str = ""
    content: Group = field(default_factory=Group)


class _Reader:
    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.findings: list[Finding] = []

    def scheme(self, file: FilePlace) -> Group:
        """Return the whole scheme, as far as it could be read."""
        sheets = dict(self._sheets())
        there = list(self.workbook.sheet_names)
        for needed in _NEEDED:
            if needed.key not in {layout.key for layout in sheets.values()}:
                self.findings.append(codes.SHEET_NOT_FOUND.at(file, sheet=needed.title, there=there))
        rows = {layout: self._rows(self.workbook.sheet(name), layout) for name, layout in sheets.items()}
        scheme = Group()
        for layout, found in rows.items():
            if layout.shape is Shape.SETTINGS:
                scheme = _joined(self._once(found))
                self._complete_titles(scheme)
        settings = list(scheme.entries)
        parts = next((found for layout, found in rows.items() if layout.shape is Shape.PARTS), [])
        tree = self._parts(parts)
        for name, layout in sheets.items():
            found = rows[layout]
            # Without any part every line would be one more problem.
            if layout.shape is Shape.OF_PARTS and tree:
                self._into_parts(found, layout, tree)
            elif layout.shape is Shape.NAMED and found:
                scheme.put(layout.key, self._by_name(found, layout), CellPlace(name))
            elif layout.shape is Shape.LISTED and found:
                scheme.put(layout.key, _listed(found), CellPlace(name))
            elif layout.shape is Shape.PARTS and found:
                scheme.put(layout.key, _nested(tree), CellPlace(name))
        return _in_file_order(scheme, settings)

    def _sheets(self) -> Iterator[tuple[str, Layout]]:
        known = {
            title: each for each in LAYOUTS for title in (each.title.zh, each.title.en.casefold(), each.key)
        }
        printed = {PRINTED_SHEET.zh, PRINTED_SHEET.en.casefold()}
        taken: set[str] = set()
        # Hidden sheets count too: what a scheme says does not depend on who has looked at it.
        for name in (*self.workbook.sheet_names, *self.workbook.hidden_names):
            layout = known.get(name.strip().casefold())
            if layout is None and _KEY.fullmatch(name):
                layout = self._unforeseen(name)
            if layout is not None and layout.key not in taken:
                taken.add(layout.key)
                yield name, layout
            elif name.strip().casefold() not in printed and name in self.workbook.sheet_names:
                titles = Text(
                    "、".join(each.title.zh for each in LAYOUTS), ", ".join(each.title.en for each in LAYOUTS)
                )
                self.findings.append(codes.SHEET_NOT_READ.at(CellPlace(name), sheet=name, known=titles))

    def _unforeseen(self, name: str) -> Layout | None:
        keys = _key_row(self.workbook.sheet(name))
        if keys is None:
            return None
        has_names = "$name" in self.workbook.sheet(name).rows[keys]
        return unforeseen(name, Shape.NAMED if has_names else Shape.LISTED)

    def _rows(self, sheet: Sheet, layout: Layout) -> list[_Row]:
        header = _key_row(sheet)
        if header is None:
            if any(cell not in ("", None) for row in sheet.rows for cell in row) or layout in _NEEDED:
                example = layout.columns[0].key if layout.columns else "name"
                self.findings.append(codes.NO_KEYS.at(CellPlace(sheet.name), example=example))
            return []
        keys = [str(cell).strip() for cell in sheet.rows[header]]
        headings = _headings(sheet, header)
        self._check_columns(sheet, header, keys)
        found = []
        for index in range(header + 1, len(sheet.rows)):
            if row := self._row(sheet, layout, index, keys, headings):
                found.append(row)
        return found

    def _check_columns(self, sheet: Sheet, header: int, keys: list[str]) -> None:
        for index, key in enumerate(keys):
            place = CellPlace(sheet.name, header + 1, column_letters(index))
            if key and key in keys[:index]:
                self.findings.append(codes.COLUMN_TWICE.at(place, key=key))
            is_used = any(
                index < len(row) and row[index] not in ("", None) for row in sheet.rows[header + 1 :]
            )
            if not key and is_used:
                self.findings.append(codes.COLUMN_WITHOUT_KEY.at(place))

    def _row(
        self, sheet: Sheet, layout: Layout, index: int, keys: list[str], headings: list[str]
    ) -> _Row | None:
        cells: dict[str, tuple[str, CellPlace]] = {}
        for column, (key, value) in enumerate(zip(keys, sheet.rows[index], strict=False)):
            if not key or key == "$label" or key in cells:
                continue
            place = CellPlace(sheet.name, index + 1, headings[column])
            words = cell_words(value, (index, column) in sheet.percents, place)
            if isinstance(words, Finding):
                self.findings.append(words)
            elif words:
                cells[key] = (words, place)
        note = cells.pop(NOTE_COLUMN.key, ("", None))[0]
        name_column = layout.name_column
        if not cells or (layout.shape is Shape.SETTINGS and "$value" not in cells):
            return None
        if name_column is None:
            row = _Row(CellPlace(sheet.name, index + 1), "", note)
        elif name_column.key in cells:
            name, place = cells.pop(name_column.key)
            row = _Row(place, name, note)
        else:
            self._report_nameless(CellPlace(sheet.name, index + 1), layout)
            return None
        for key, (words, place) in cells.items():
            path = row.name if layout.shape is Shape.SETTINGS else key
            content = cell_content(words, layout.column(path), place)
            if isinstance(content, Finding):
                self.findings.append(content)
            elif not row.content.put(path, content, place):
                self.findings.append(codes.FILLED_TWICE.at(place, key=path))
        if layout.shape is not Shape.SETTINGS:
            self._complete_titles(row.content)
        return row

    def _report_nameless(self, place: CellPlace, layout: Layout) -> None:
        assert layout.name_column is not None
        advice = codes.NAME_LIKE if layout.shape is not Shape.OF_PARTS else both("")
        facts = {"column": layout.name_column.title, "advice": advice}
        self.findings.append(codes.ROW_WITHOUT_NAME.at(place, **facts))

    def _complete_titles(self, content: Group) -> None:
        """Let a text in one language stand for both, as long as nobody has translated it."""
        for below in content.entries.values():
            if not isinstance(below, Group) or len(below.entries) != 1:
                continue
            ((language, words),) = below.entries.items()
            other = {"zh": "en", "en": "zh"}.get(language)
            if other and isinstance(words, Word) and words.place:
                below.put(other, words, words.place)
                self.findings.append(codes.ONE_LANGUAGE.at(words.place))

    def _by_name(self, rows: Iterable[_Row], layout: Layout) -> Group:
        named = Group()
        for row in self._once(rows):
            _enter(named, row.name, row)
        return named

    def _once(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        """Yield the rows, and report a name that was there before."""
        seen: dict[str, int | None] = {}
        for row in rows:
            if row.name in seen:
                self.findings.append(codes.NAME_TWICE.at(row.place, name=row.name, row=seen[row.name]))
            else:
                seen[row.name] = row.place.row
                yield row

    def _parts(self, rows: Iterable[_Row]) -> dict[str, _Row]:
        """Return the rows of parts by path; what stands below no part is reported."""
        found = {row.name: row for row in self._once(rows)}
        for path, row in found.items():
            above = path.rpartition(".")[0]
            if above and above not in found:
                self._report_unknown_part(row.place, above, found)
        return found

    def _into_parts(self, rows: Iterable[_Row], layout: Layout, parts: dict[str, _Row]) -> None:
        lists: dict[str, Items] = {}
        for row in rows:
            part = parts.get(row.name)
            if part is None:
                self._report_unknown_part(row.place, row.name, parts)
                continue
            if row.name not in lists:
                lists[row.name] = Items()
                if not part.content.put(layout.key, lists[row.name], row.place):
                    self.findings.append(codes.FILLED_TWICE.at(part.place, key=layout.key))
            _append(lists[row.name], row)

    def _report_unknown_part(self, place: CellPlace, name: str, parts: Iterable[str]) -> None:
        advice = suggestion(name, parts, codes.KNOWN_PARTS)
        self.findings.append(codes.UNKNOWN_PART.at(place, name=name, advice=advice))


def _one_for_a_key(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with one for a column whose key is not known, instead of one for each row."""
    first: dict[object, Finding] = {}
    for finding in findings:
        is_column = finding.code is UNKNOWN_KEY and isinstance(finding.place, CellPlace)
        key = (finding.place.sheet, finding.facts["key"]) if is_column else (finding.place, finding.message)  # type: ignore[union-attr]
        there = first.setdefault(key, finding)
        if there is not finding and is_column:
            first[key] = replace(there, elsewhere=there.elsewhere + 1)
    return list(first.values())


def _key_row(sheet: Sheet) -> int | None:
    """Return the first row that holds nothing but keys."""
    for index, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        words = [str(cell).strip() for cell in row if cell not in ("", None)]
        if words and all(_KEY.fullmatch(each) for each in words):
            return index
    return None


def _headings(sheet: Sheet, header: int) -> list[str]:
    """Return what stands above each key; the key itself where nothing does."""
    above = sheet.rows[header - 1] if header else []
    keys = sheet.rows[header]
    words = [str(cell).strip() for cell in (*above, *[""] * (len(keys) - len(above)))]
    return [word or str(key).strip() for word, key in zip(words, keys, strict=False)]


def _joined(rows: Iterable[_Row]) -> Group:
    """Return the settings, each of which is a row, as one group in the order of the table."""
    scheme = Group()
    found = list(rows)
    for row in found:
        _merge(scheme, row.content)
        for line in row.note.splitlines():
            scheme.add_note(next(iter(row.content.entries)), line)
    return scheme


def _merge(into: Group, other: Group) -> None:
    for key, below in other.entries.items():
        there = into.entries.get(key)
        into.places.setdefault(key, other.places[key])
        if isinstance(there, Group) and isinstance(below, Group):
            _merge(there, below)
        else:
            into.entries.setdefault(key, below)


def _enter(into: Group, name: str, row: _Row) -> None:
    into.entries[name], into.places[name] = row.content, row.place
    if row.note:
        into.notes[name] = row.note


def _append(into: Items, row: _Row) -> None:
    if row.note:
        into.notes[len(into.items)] = row.note
    into.items.append(row.content)


def _listed(rows: Iterable[_Row]) -> Items:
    items = Items()
    for row in rows:
        _append(items, row)
    return items


def _nested(parts: dict[str, _Row]) -> Group:
    """Return the parts inside one another, in the order of their rows."""
    top = Group()
    for path, row in parts.items():
        above, _, name = path.rpartition(".")
        into: Tree | None = top
        if above:
            into = parts[above].content.entries.setdefault("parts", Group()) if above in parts else None
        if isinstance(into, Group):
            _enter(into, name, row)
    return top


def _in_file_order(scheme: Group, settings: list[str]) -> Group:
    """Return the scheme with its settings first and its sections in the order in which files have them."""
    others = [key for key in scheme.entries if key not in (*settings, *_FIRST, *_LAST)]
    keys = [key for key in (*settings, *_FIRST, *others, *_LAST) if key in scheme.entries]
    return Group({key: scheme.entries[key] for key in keys}, scheme.places, notes=scheme.notes)
