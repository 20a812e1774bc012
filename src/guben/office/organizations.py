"""The organizations sheet: its rows become the tree, with keys, paths and the organizations above each."""

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from guben.diagnostics import CellPlace, Finding
from guben.model import vocabulary
from guben.office import findings
from guben.office.cells import (
    choice_reader,
    column_of_cells,
    count_reader,
    is_missing,
    read_words,
    report_merged_numbers,
)
from guben.office.columns import ORGANIZATION_COLUMNS, CellKind
from guben.office.discretion import without_names_for_superiors
from guben.office.headings import Layout
from guben.office.names import NameBook, Named
from guben.office.standing import StandingOrganizations
from guben.snapshot.tables import LEVEL_COLUMNS, Organization, Workplace

_MAY_NEST = frozenset({"branch", "group"})


@dataclass(slots=True)
class _Row:
    """A row of the sheet on its way to an organization."""

    position: int
    code: str | None
    name: str
    parent_words: str | None
    type: str | None
    level: str | None
    field: str | None
    population: int | None
    households: int | None
    parent: "_Row | None" = None
    # The key of a superior that is not on the sheet.
    parent_outside: str | None = None
    children: list["_Row"] = dataclasses.field(default_factory=list)
    key: str = ""


@dataclass(slots=True)
class Tree:
    """What the organizations sheet says. `keys` are those of the data rows, None where a row has no place."""

    organizations: list[Organization] = dataclasses.field(default_factory=list)
    workplaces: list[Workplace] = dataclasses.field(default_factory=list)
    keys: list[str | None] = dataclasses.field(default_factory=list)
    names: NameBook = dataclasses.field(default_factory=lambda: NameBook(()))
    labels: list[str] = dataclasses.field(default_factory=list)
    standing: StandingOrganizations = dataclasses.field(default_factory=StandingOrganizations)

    def find_key(self, words: str, place: CellPlace, found: list[Finding]) -> str | None:
        """Return the key of the organization that a cell means, on the sheet or standing; None with a finding."""
        positions = self.names.find(words)
        if len(positions) == 1:
            doubt = self.names.doubt(words, positions[0], place)
            found.extend([doubt] if doubt else [])
            return self.keys[positions[0]]
        outside = self.standing.find(words) if not positions else ()
        if len(outside) == 1:
            return outside[0].key
        candidates = [self.labels[each] for each in positions] or (
            self.standing.candidates(words) if outside else []
        )
        found.append(self.names.report(words, place, candidates))
        return None


def read_organizations(
    layout: Layout, found: list[Finding], standing: StandingOrganizations | None = None
) -> Tree:
    """Return the tree of organizations, in tree order; whatever is wrong is added to `found`.

    A superior that is not on the sheet may be one of those `standing` in a register.
    """
    doubts: list[Finding] = []
    tree = _TreeReader(layout, doubts, standing or StandingOrganizations()).read()
    found.extend(without_names_for_superiors(doubts))
    return tree


class _TreeReader:
    def __init__(self, layout: Layout, found: list[Finding], standing: StandingOrganizations) -> None:
        self.layout = layout
        self.found = found
        self.standing = standing
        self.names = NameBook(())

    def read(self) -> Tree:
        rows = self._rows()
        self.names = NameBook([Named(row.position, row.code, row.name) for row in rows])
        self._report_codes_twice(rows)
        by_position = {row.position: row for row in rows}
        self._forget_townships(rows)
        # A first pass by names alone, so that names with the superior's name before them can be understood.
        first = {row.position: self._parents(row) for row in rows}
        self.names.add_full_names(
            {child: above[0] for child, above in first.items() if len(above) == 1 and above[0] != child}
        )
        self._find_parents(rows, by_position)
        labels = {row.position: _label(row) for row in rows}
        self._cut_circles(rows)
        for row in rows:
            if row.parent is not None:
                row.parent.children.append(row)
        self._give_keys(rows)
        self._check_levels(rows)
        tree = self._tree(rows)
        tree.labels = [labels.get(position, "") for position in range(len(self.layout.data_rows))]
        return tree

    def _place(self, row: _Row, column: str) -> CellPlace:
        heading = self.layout.columns.get(column)
        return CellPlace(self.layout.sheet.name, self._number(row), heading.words if heading else None)

    def _number(self, row: _Row) -> int:
        return self.layout.data_rows[row.position] + 1

    def _rows(self) -> list[_Row]:
        columns = {column.name: self._column(column.name) for column in ORGANIZATION_COLUMNS}
        counts = [
            self.layout.columns[each.name]
            for each in ORGANIZATION_COLUMNS
            if each.kind is CellKind.COUNT and each.name in self.layout.columns
        ]
        report_merged_numbers(self.layout, counts, self.found)
        return [
            _Row(position, code, name, parent, type_, level, field_, population, households)
            for position, (code, name, parent, type_, level, field_, population, households) in enumerate(
                zip(*(columns[column.name] for column in ORGANIZATION_COLUMNS), strict=True)
            )
            if name is not None
        ]

    def _column(self, name: str) -> list[Any]:
        heading = self.layout.columns.get(name)
        if heading is None:
            return [None] * len(self.layout.data_rows)
        column = next(each for each in ORGANIZATION_COLUMNS if each.name == name)
        cells = column_of_cells(
            self.layout, heading, fills_down=column.kind is CellKind.CHOICE or name == "parent"
        )
        if column.is_required:
            for position, cell in enumerate(cells.cells):
                if is_missing(cell):
                    self.found.append(findings.CELL_IS_EMPTY.at(cells.place(position), title=column.title))
        if column.kind is CellKind.COUNT:
            counts = cells.read(count_reader(heading), self.found)
            for position, number in enumerate(counts):
                if number == 0:
                    self.found.append(findings.NOBODY_THERE.at(cells.place(position), title=column.title))
            return counts
        if column.kind is CellKind.CHOICE and column.choices is not None:
            return cells.read(choice_reader(column.choices), self.found)
        return cells.read(read_words, self.found)

    def _report_codes_twice(self, rows: list[_Row]) -> None:
        """Report every row of a code that several have: any of them may be the one that was mistyped."""
        by_code: defaultdict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            if row.code is not None:
                by_code[row.code].append(row)
        for row in rows:
            others = [each for each in by_code.get(row.code or "", ()) if each is not row]
            if others:
                place = self._place(row, "code")
                self.found.append(findings.CODE_TWICE.at(place, code=row.code, row=self._number(others[0])))

    def _forget_townships(self, rows: list[_Row]) -> None:
        """Where 乡镇 stands for the superior, a township names itself, and a list of villages may have no townships."""
        heading = self.layout.columns.get("parent")
        if heading is None or not heading.is_last_resort:
            return
        found = {row.position: self._parents(row) for row in rows}
        is_used = any(above not in ((), (position,)) for position, above in found.items())
        for row in rows:
            if not is_used or found[row.position] == (row.position,):
                row.parent_words = None

    def _parents(self, row: _Row) -> tuple[int, ...]:
        above = self.names.find(row.parent_words) if row.parent_words else ()
        # Where 城关村 may be the village's general branch or this branch of it, nobody means the branch itself.
        return tuple(each for each in above if each != row.position) if len(above) > 1 else above

    def _find_parents(self, rows: list[_Row], by_position: dict[int, _Row]) -> None:
        unclear: list[tuple[_Row, str, tuple[int, ...]]] = []
        for row in rows:
            above = self._parents(row)
            if len(above) == 1:
                row.parent = by_position[above[0]]
                doubt = self.names.doubt(str(row.parent_words), above[0], self._place(row, "parent"))
                # A column of townships names the places; that their committees are meant goes without saying.
                is_of_places = self.layout.columns["parent"].is_last_resort
                self.found.extend([doubt] if doubt and not is_of_places else [])
            elif row.parent_words:
                unclear.append((row, row.parent_words, above))
        for row, words, above in unclear:
            outside = self.standing.find(words) if not above else ()
            if len(outside) == 1 and outside[0].code != row.code:
                row.parent_outside = outside[0].key
                continue
            candidates = [_label(by_position[each]) for each in above] or (
                self.standing.candidates(words) if len(outside) > 1 else []
            )
            place = self._place(row, "parent")
            self.found.append(self.names.report(words, place, candidates, but=row.position))

    def _cut_circles(self, rows: list[_Row]) -> None:
        settled: set[int] = set()
        for row in rows:
            walked: list[_Row] = []
            on_the_way: set[int] = set()
            each: _Row | None = row
            while each is not None and each.position not in settled and each.position not in on_the_way:
                on_the_way.add(each.position)
                walked.append(each)
                each = each.parent
            if each is not None and each.position in on_the_way:
                start = next(index for index, step in enumerate(walked) if step is each)
                chain = " → ".join(step.name for step in [*walked[start:], each])
                self.found.append(findings.CIRCLE.at(self._place(each, "parent"), chain=chain))
                each.parent = None
            settled |= on_the_way

    def _give_keys(self, rows: list[_Row]) -> None:
        names: defaultdict[str, int] = defaultdict(int)
        for row in rows:
            names[row.name] += 1
        taken: dict[str, _Row] = {}
        for row in _from_the_top(rows):
            name = row.name if names[row.name] == 1 or row.parent is None else f"{row.parent.key}/{row.name}"
            row.key = row.code or name
        # Two rows of one name under one superior are one organization written twice, whatever their codes.
        first: dict[tuple[int | None, str], _Row] = {}
        for row in rows:
            same = (row.parent.position if row.parent else None, row.name)
            if first.setdefault(same, row) is not row:
                self.found.append(
                    findings.NAME_TWICE.at(
                        self._place(row, "name"), name=row.name, row=self._number(first[same])
                    )
                )
            elif taken.setdefault(row.key, row) is not row and not (row.code and taken[row.key].code):
                self.found.append(
                    findings.CODE_TWICE.at(
                        self._place(row, "name"), code=row.key, row=self._number(taken[row.key])
                    )
                )

    def _check_levels(self, rows: list[_Row]) -> None:
        rank = vocabulary.LEVEL.rank
        for row in rows:
            if row.parent is None or row.level is None or row.parent.level is None:
                continue
            nests = row.level == row.parent.level and row.level in _MAY_NEST
            if rank(row.level) >= rank(row.parent.level) and not nests:
                self.found.append(
                    findings.LEVEL_NOT_BELOW.at(
                        self._place(row, "level"),
                        name=row.name,
                        level=vocabulary.LEVEL[row.level].title,
                        parent=row.parent.name,
                        parent_level=vocabulary.LEVEL[row.parent.level].title,
                    )
                )

    def _tree(self, rows: list[_Row]) -> Tree:
        tree = Tree(keys=[None] * len(self.layout.data_rows), names=self.names, standing=self.standing)
        tops = [row for row in rows if row.parent is None]
        widest = max([len(tops), *(len(row.children) for row in rows)], default=0)
        width = max(4, len(str(widest)))
        waiting: list[tuple[_Row, str, dict[str, str]]] = [
            (row, path, {}) for row, path in reversed(_numbered(tops, "", width))
        ]
        while waiting:
            row, path, above = waiting.pop()
            within = {**above, f"in_{row.level}": row.key}
            tree.keys[row.position] = row.key
            organization = self._organization(row, path, within)
            tree.organizations.append(organization)
            if row.population is not None or row.households is not None:
                tree.workplaces.append(_workplace(organization, row.population, row.households))
            waiting.extend(
                (child, below, within)
                for child, below in reversed(_numbered(row.children, f"{path}/", width))
            )
        return tree

    def _organization(self, row: _Row, path: str, within: dict[str, str]) -> Organization:
        province, prefecture, county, township, village = (within.get(level) for level in LEVEL_COLUMNS)
        return Organization(
            key=row.key,
            code=row.code,
            name=row.name,
            type=row.type or "",
            field=row.field or "",
            level=row.level or "",
            parent=row.parent.key if row.parent else row.parent_outside,
            path=path,
            in_province=province,
            in_prefecture=prefecture,
            in_county=county,
            in_township=township,
            in_village=village,
            valid_from=None,
            valid_to=None,
            source=f"{self.layout.sheet.name}!{self._number(row)}",
        )


def _numbered(siblings: list[_Row], before: str, width: int) -> list[tuple[_Row, str]]:
    """Return siblings with their paths; their order is that of their keys, not that of the rows."""
    ordered = sorted(siblings, key=lambda row: (row.key, row.position))
    return [(row, f"{before}{number:0{width}d}") for number, row in enumerate(ordered, start=1)]


def _from_the_top(rows: list[_Row]) -> list[_Row]:
    """Return the rows, each after its superior."""
    ordered: list[_Row] = [row for row in rows if row.parent is None]
    for row in ordered:
        ordered.extend(row.children)
    return ordered


def _workplace(organization: Organization, population: int | None, households: int | None) -> Workplace:
    kind = workplace_kind(organization.field, organization.level)
    key = f"w:{organization.key}"
    return Workplace(key, organization.key, kind, population, households, None, organization.source)


def workplace_kind(field: str, level: str) -> str:
    """Return the kind of the workplace that an organization of a field and level usually has."""
    return "village" if (field, level) == ("rural", "village") else field


def _label(row: _Row) -> str:
    """The organization as a candidate: its superior, its name, its code."""
    above = f"{row.parent.name} / " if row.parent else ""
    return above + _with_code(row)


def _with_code(row: _Row) -> str:
    return f"{row.name}（{row.code}）" if row.code else row.name
