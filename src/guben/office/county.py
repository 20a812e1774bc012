"""A county's workbook becomes records: organizations, people, posts, workplaces and reported values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from guben.diagnostics import CellPlace, FilePlace, Finding, Text, gather
from guben.model.scheme import Measure
from guben.office import findings
from guben.office.cells import column_of_cells, is_missing
from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    REGISTER_COLUMNS,
    SheetColumn,
)
from guben.office.gaps import report_gaps
from guben.office.headings import HEADER_ROWS, HeadingReader, Layout, wanted_columns
from guben.office.host_columns import HOST_COLUMNS
from guben.office.members import PrivatePerson, read_members
from guben.office.organizations import Tree, read_organizations
from guben.office.reported import read_reported_values
from guben.office.sheets import find_sheets, hidden_sheet, is_explanation, unread_sheets
from guben.office.standing import StandingOrganization, StandingOrganizations
from guben.office.table_sheets import TableRow, TableSheet, find_tables, read_table, take_clear_marks
from guben.office.workbook import Workbook, open_workbook
from guben.snapshot.records import Records

_IN_IDENTITY = frozenset({"birth_date", "sex"})
_STEPS = 4
# "organizations", "members", or the kind of a table of a register.
SheetKind = str
# For each kind of sheet: what headings mean, by their marks.
Decided = Mapping[SheetKind, Mapping[str, str]]

Progress = Callable[[Text, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says; if any finding is an error, the records are incomplete and nothing may be evaluated.

    `findings` has one for each problem, `every_finding` one for each cell. `columns` are all headings of the sheets that
    are read. `tables` are the rows of a register's own sheets by their kind, and under "hosts" what the sheet of
    organizations says for a register only; `cleared` has the columns whose cells shall be empty, by source of the row.
    """

    records: Records
    findings: tuple[Finding, ...]
    every_finding: tuple[Finding, ...] = ()
    columns: tuple["ReadColumn", ...] = ()
    tables: Mapping[str, list[TableRow]] = field(default_factory=dict)
    cleared: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A heading of a sheet and the column it was taken for; `name` is empty for one that was not read.

    `mark` is what to decide about under `decided`, `of` the kind of sheet, `row` the last row of the header.
    """

    of: "SheetKind"
    sheet: str
    row: int
    letter: str
    heading: str
    mark: str
    name: str
    title: Text | None
    is_measure: bool


def read_county(
    path: Path,
    *,
    measures: Sequence[Measure],
    period: str,
    as_of: date,
    needed: Mapping[str, Sequence[Text]] | None = None,
    on_progress: Progress | None = None,
    private: list[PrivatePerson] | None = None,
    decided: Decided | None = None,
    standing: Sequence[StandingOrganization] = (),
    tables: Sequence[TableSheet] = (),
) -> Reading:
    """Return the records of a county's workbook with everything that is wrong or doubtful about it.

    Reported values are kept for `period`; days after `as_of` are refused. `needed` are the titles of what is computed
    from a column, by the column's name: where it holds nothing, they are named in a warning. Names, identity numbers
    and phones are dropped; a caller that may keep them hands in a list for them as `private`. `decided` says what
    headings mean. Superiors and members' organizations that the workbook does not list may be `standing` in a register;
    then a workbook may hold members only. `tables` are sheets of that register, which are read beside the records; then
    what else it keeps of organizations is read as well. Raises Refusal if the file as a whole cannot be read.
    """
    progress = on_progress or (lambda step, done, total: None)
    progress(Text("打开工作簿", "Opening the workbook"), 0, _STEPS)
    return _CountyReader(
        path, measures, period, as_of, needed or {}, progress, private, decided or {}, standing, tables
    ).read()


class _CountyReader:
    def __init__(
        self,
        path: Path,
        measures: Sequence[Measure],
        period: str,
        as_of: date,
        needed: Mapping[str, Sequence[Text]],
        progress: Progress,
        private: list[PrivatePerson] | None,
        decided: Decided,
        standing: Sequence[StandingOrganization],
        tables: Sequence[TableSheet],
    ) -> None:
        self.path, self.measures, self.period, self.as_of, self.needed = path, measures, period, as_of, needed
        self.progress, self.private, self.decided, self.standing = progress, private, decided, standing
        self.found: list[Finding] = []
        self.records = Records()
        self.columns: tuple[ReadColumn, ...] = ()
        self.rows: dict[str, list[TableRow]] = {}
        self.cleared: dict[str, frozenset[str]] = {}
        self.of_organizations = (*ORGANIZATION_COLUMNS, *(HOST_COLUMNS if tables else ()))
        of_members = MEMBER_COLUMNS if private is None else (*MEMBER_COLUMNS, *REGISTER_COLUMNS)
        self.organization_headings = HeadingReader(
            wanted_columns(self.of_organizations, measures), decided.get("organizations")
        )
        self.member_headings = HeadingReader(wanted_columns(of_members), decided.get("members"))
        workbook = open_workbook(path)
        self.readers = {
            each: HeadingReader(wanted_columns(each.columns), decided.get(each.kind)) for each in tables
        }
        self.tables = find_tables(workbook, self.readers, (self.organization_headings, self.member_headings))
        # What is a table of the register is no list of members, however much it looks like one.
        self.workbook = workbook.without(self.tables.values())

    def read(self) -> Reading:
        tree = self._read_records()
        if tree is not None:
            for table, name in self.tables.items():
                layout = self._layout(name, self.readers[table], table.columns)
                self.columns += _columns(table.kind, layout)
                if layout is not None and _has_required(layout, table.columns):
                    self._take_clear_marks(layout)
                    self.rows[table.kind] = read_table(
                        table.columns, layout, tree, self.as_of, self.cleared, self.found
                    )
        return Reading(
            self.records,
            tuple(gather(self.found)),
            tuple(self.found),
            self.columns,
            self.rows,
            self.cleared,
        )

    def _read_records(self) -> Tree | None:
        """Read organizations and members; None where without them nothing else can be understood."""
        workbook, found = self.workbook, self.found
        organization_headings, member_headings = self.organization_headings, self.member_headings
        sheets = find_sheets(workbook, organization_headings, member_headings)
        found.extend(unread_sheets(workbook, sheets, organization_headings, member_headings))
        self.progress(Text("读取组织", "Reading organizations"), 1, _STEPS)
        if sheets.organizations is None:
            return self._read_without_organizations(sheets.members)
        layout = self._layout(sheets.organizations, organization_headings, ORGANIZATION_COLUMNS)
        if layout is None or not {"name", "type", "level", "field"} <= layout.columns.keys():
            # The headings of both sheets are asked about at once.
            other = self._layout(sheets.members, member_headings, MEMBER_COLUMNS) if sheets.members else None
            self.columns = _columns("organizations", layout) + _columns("members", other)
            return None
        tree = self._read_organizations(layout)
        self.progress(Text("读取党员", "Reading members"), 3, _STEPS)
        hidden = hidden_sheet(workbook, member_headings, organization_headings, MEMBERS_SHEET)
        if sheets.members is not None:
            self._read_members(sheets.members, tree)
        elif hidden is not None:
            found.append(findings.SHEET_IS_HIDDEN.at(FilePlace(str(self.path)), sheet=hidden))
        else:
            found.append(_no_members_sheet(workbook, self.path, sheets.organizations))
        return tree

    def _read_without_organizations(self, members: str | None) -> Tree | None:
        place = FilePlace(str(self.path))
        hidden = hidden_sheet(
            self.workbook, self.organization_headings, self.member_headings, ORGANIZATIONS_SHEET
        )
        if hidden is not None:
            self.found.append(findings.SHEET_IS_HIDDEN.at(place, sheet=hidden))
            return None
        if not self.standing or (members is None and not self.tables):
            names, required = self.workbook.sheet_names, _required(ORGANIZATION_COLUMNS)
            self.found.append(findings.NO_ORGANIZATIONS_SHEET.at(place, sheets=names, needed=required))
            return None
        tree = Tree(standing=StandingOrganizations(self.standing))
        if members is not None:
            self.progress(Text("读取党员", "Reading members"), 3, _STEPS)
            self._read_members(members, tree)
        return tree

    def _read_organizations(self, layout: Layout) -> Tree:
        """Add organizations, workplaces and values to the records, and return the tree."""
        found, records = self.found, self.records
        if self.readers:
            self._take_clear_marks(layout)
        _report_measures_without_column(layout, self.measures, found)
        _report_empty_columns(layout, ORGANIZATION_COLUMNS, self.needed, found)
        if not layout.data_rows:
            found.append(findings.NO_ORGANIZATIONS.at(CellPlace(layout.sheet.name)))
        tree = read_organizations(layout, found, StandingOrganizations(self.standing))
        records.organizations, records.workplaces = tree.organizations, tree.workplaces
        if self.readers:
            self.rows["hosts"] = read_table(HOST_COLUMNS, layout, tree, self.as_of, self.cleared, found)

        self.progress(Text("读取填报的数据", "Reading reported values"), 2, _STEPS)
        values = read_reported_values(layout, tree.keys, self.measures, self.period, self.as_of, found)
        report_gaps(layout, tree, self.measures, found)
        order = {each.key: number for number, each in enumerate(tree.organizations)}
        records.values = sorted(values, key=lambda value: order[value.organization])
        self.columns = _columns("organizations", layout)
        return tree

    def _read_members(self, name: str, tree: Tree) -> None:
        """Add the people and posts of the members sheet to the records."""
        layout = self._layout(name, self.member_headings, MEMBER_COLUMNS)
        if layout is not None and "organization" in layout.columns:
            if not layout.data_rows:
                self.found.append(findings.NO_MEMBERS.at(CellPlace(name)))
            if self.private is not None:
                self._take_clear_marks(layout)
            _report_empty_columns(layout, MEMBER_COLUMNS, self.needed, self.found)
            people = read_members(layout, tree, self.as_of, self.found, self.private)
            self.records.people, self.records.posts = people.people, people.posts
        self.columns += _columns("members", layout)

    def _take_clear_marks(self, layout: Layout) -> None:
        self.cleared |= take_clear_marks(layout)

    def _layout(self, name: str, headings: HeadingReader, columns: Sequence[SheetColumn]) -> Layout | None:
        layout = headings.layout(self.workbook.sheet(name))
        if layout is None:
            place = CellPlace(name)
            needed = _required(columns)
            self.found.append(findings.NO_HEADER_ROW.at(place, rows=HEADER_ROWS, needed=needed))
            return None
        self.found.extend(layout.findings)
        return layout


def _has_required(layout: Layout, columns: Sequence[SheetColumn]) -> bool:
    return {each.name for each in columns if each.is_required} <= layout.columns.keys()


def _columns(of: SheetKind, layout: Layout | None) -> tuple[ReadColumn, ...]:
    if layout is None:
        return ()
    return tuple(
        ReadColumn(
            of,
            layout.sheet.name,
            layout.header_row + 1,
            each.letter,
            each.words,
            each.mark,
            each.wanted.name if each.wanted else "",
            each.wanted.title if each.wanted else None,
            each.wanted.is_measure if each.wanted else False,
        )
        for each in layout.seen
    )


def _required(columns: Sequence[SheetColumn]) -> tuple[Text, ...]:
    return tuple(column.title for column in columns if column.is_required)


def _report_measures_without_column(
    layout: Layout, measures: Sequence[Measure], found: list[Finding]
) -> None:
    absent = tuple(measure.title for measure in measures if measure.name not in layout.measures)
    if absent:
        place = CellPlace(layout.sheet.name, layout.header_row + 1)
        found.append(findings.MEASURES_WITHOUT_COLUMN.at(place, titles=absent))


def _report_empty_columns(
    layout: Layout,
    columns: Sequence[SheetColumn],
    needed: Mapping[str, Sequence[Text]],
    found: list[Finding],
) -> None:
    """Report what cannot be computed because its column is absent or has nothing in it."""
    for column in columns:
        # The identity number stands in for both.
        sources = (column.name, "identity_number") if column.name in _IN_IDENTITY else (column.name,)
        if column.name in needed and layout.data_rows and all(_is_empty(layout, each) for each in sources):
            place = CellPlace(layout.sheet.name, layout.header_row + 1)
            titles = tuple(needed[column.name])
            found.append(findings.COLUMN_IS_EMPTY.at(place, title=column.title, titles=titles))


def _is_empty(layout: Layout, name: str) -> bool:
    heading = layout.columns.get(name)
    return heading is None or all(is_missing(cell) for cell in column_of_cells(layout, heading).cells)


def _no_members_sheet(workbook: Workbook, path: Path, organizations_name: str) -> Finding:
    """A workbook with organizations only is allowed; one with other sheets probably has its members there."""
    others = [
        name
        for name in workbook.sheet_names
        if name != organizations_name and not is_explanation(name) and workbook.sheet(name).rows
    ]
    if not others:
        return findings.ONLY_ORGANIZATIONS.at(FilePlace(str(path)))
    needed = _required(MEMBER_COLUMNS)
    return findings.NO_MEMBERS_SHEET.at(FilePlace(str(path)), sheets=workbook.sheet_names, needed=needed)
