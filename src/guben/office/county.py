"""A county's workbook becomes records: organizations, people, posts, workplaces and reported values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from guben.diagnostics import CellPlace, FilePlace, Finding, Text, gather
from guben.model.scheme import Measure
from guben.office import findings
from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    SheetColumn,
)
from guben.office.headings import HEADER_ROWS, HeadingReader, Layout, wanted_columns
from guben.office.members import PrivatePerson, read_members
from guben.office.organizations import read_organizations
from guben.office.reported import read_reported_values
from guben.office.wording import folded
from guben.office.workbook import Workbook, open_workbook
from guben.snapshot.records import Records

Progress = Callable[[Text, int, int], None]
SheetKind = Literal["organizations", "members"]
# For each kind of sheet: what headings mean, by their marks.
Decided = Mapping[SheetKind, Mapping[str, str]]

_ORGANIZATION_ALIASES = (
    *(
        "党组织",
        "组织信息",
        "组织表",
        "组织名单",
        "党组织信息",
        "党组织名单",
        "党组织名册",
        "组织名册",
        "组织情况",
    ),
    *("基层党组织", "组织花名册", "organization"),
)
_MEMBER_ALIASES = (
    *(
        "党员名册",
        "党员信息",
        "花名册",
        "党员花名册",
        "党员名单",
        "名册",
        "党员表",
        "党员情况",
        "党员基本信息",
        "党员信息表",
    ),
    "member",
)
_EXPLANATIONS = ("说明", "须知", "封面", "目录", "instruction", "readme", "cover")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says; if any finding is an error, the records are incomplete and nothing may be evaluated.

    `findings` has one for each problem, `every_finding` one for each cell. `columns` are all headings of both sheets.
    """

    records: Records
    findings: tuple[Finding, ...]
    every_finding: tuple[Finding, ...] = ()
    columns: tuple["ReadColumn", ...] = ()


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
    on_progress: Progress | None = None,
    private: list[PrivatePerson] | None = None,
    decided: Decided | None = None,
) -> Reading:
    """Return the records of a county's workbook with everything that is wrong or doubtful about it.

    Reported values are kept for `period`; days after `as_of` are refused. Names, identity numbers and phones are
    dropped; a caller that may keep them hands in a list for them as `private`. `decided` says what headings mean.
    Raises Refusal if the file as a whole cannot be read.
    """
    decided = decided or {}
    progress = on_progress or (lambda step, done, total: None)
    progress(Text("打开工作簿", "Opening the workbook"), 0, 4)
    workbook = open_workbook(path)
    found: list[Finding] = []
    records = Records()
    organization_headings = HeadingReader(
        wanted_columns(ORGANIZATION_COLUMNS, measures), decided.get("organizations")
    )
    member_headings = HeadingReader(wanted_columns(MEMBER_COLUMNS), decided.get("members"))
    organizations_name, members_name = _find_sheets(workbook, organization_headings, member_headings)

    progress(Text("读取组织", "Reading organizations"), 1, 4)
    if organizations_name is None:
        place = FilePlace(str(path))
        needed = _required(ORGANIZATION_COLUMNS)
        found.append(findings.NO_ORGANIZATIONS_SHEET.at(place, sheets=workbook.sheet_names, needed=needed))
        return Reading(records, tuple(found), tuple(found))
    layout = _layout(workbook, organizations_name, organization_headings, ORGANIZATION_COLUMNS, found)
    if layout is None or not {"name", "type", "level", "field"} <= layout.columns.keys():
        return Reading(records, tuple(gather(found)), tuple(found), _columns("organizations", layout))
    _report_measures_without_column(layout, measures, found)
    if not layout.data_rows:
        found.append(findings.NO_ORGANIZATIONS.at(CellPlace(organizations_name)))
    tree = read_organizations(layout, found)
    records.organizations, records.workplaces = tree.organizations, tree.workplaces

    progress(Text("读取填报的数据", "Reading reported values"), 2, 4)
    values = read_reported_values(layout, tree.keys, measures, period, as_of, found)
    order = {each.key: number for number, each in enumerate(tree.organizations)}
    records.values = sorted(values, key=lambda value: order[value.organization])

    columns = _columns("organizations", layout)
    progress(Text("读取党员", "Reading members"), 3, 4)
    if members_name is None:
        found.append(_no_members_sheet(workbook, path, organizations_name))
    else:
        members = _layout(workbook, members_name, member_headings, MEMBER_COLUMNS, found)
        columns += _columns("members", members)
        if members is not None and "organization" in members.columns:
            if not members.data_rows:
                found.append(findings.NO_MEMBERS.at(CellPlace(members_name)))
            people = read_members(members, tree, as_of, found, private)
            records.people, records.posts = people.people, people.posts
    progress(Text("读取完毕", "Done"), 4, 4)
    return Reading(records, tuple(gather(found)), tuple(found), columns)


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


def _find_sheets(
    workbook: Workbook, organizations: HeadingReader, members: HeadingReader
) -> tuple[str | None, str | None]:
    """Return the names of both sheets: by their title, by another usual name, else by their headings."""
    names = workbook.sheet_names
    first = _by_name(workbook, organizations, ORGANIZATIONS_SHEET, _ORGANIZATION_ALIASES)
    second = _by_name(workbook, members, MEMBERS_SHEET, _MEMBER_ALIASES)
    rest = [name for name in names if name not in {first, second} and not _is_explanation(name)]
    if first is None:
        first = _by_headings(workbook, rest, organizations, members)
        rest = [name for name in rest if name != first]
    if second is None:
        second = _by_headings(workbook, rest, members, organizations)
    return first, second


def _by_name(workbook: Workbook, headings: HeadingReader, title: Text, aliases: Sequence[str]) -> str | None:
    titles = {folded(title.zh), folded(title.en)}
    for wanted in (titles, {folded(alias) for alias in aliases}):
        named = [name for name in workbook.sheet_names if folded(name) in wanted]
        if named:
            return (
                named[0]
                if len(named) == 1
                else max(named, key=lambda name: headings.score(workbook.sheet(name)))
            )
    return None


def _by_headings(
    workbook: Workbook, names: Sequence[str], wanted: HeadingReader, other: HeadingReader
) -> str | None:
    """Return the sheet with most wanted headings, at least three and more than those of the other kind of sheet."""
    scores = {name: wanted.score(workbook.sheet(name)) for name in names}
    fitting = [
        name for name in names if scores[name] >= 3 and scores[name] > other.score(workbook.sheet(name))
    ]
    return max(fitting, key=lambda name: scores[name], default=None)


def _is_explanation(name: str) -> bool:
    return any(word in folded(name) for word in _EXPLANATIONS)


def _layout(
    workbook: Workbook,
    name: str,
    headings: HeadingReader,
    columns: Sequence[SheetColumn],
    found: list[Finding],
) -> Layout | None:
    layout = headings.layout(workbook.sheet(name))
    if layout is None:
        place = CellPlace(name)
        found.append(findings.NO_HEADER_ROW.at(place, rows=HEADER_ROWS, needed=_required(columns)))
        return None
    found.extend(layout.findings)
    return layout


def _required(columns: Sequence[SheetColumn]) -> tuple[Text, ...]:
    return tuple(column.title for column in columns if column.is_required)


def _report_measures_without_column(
    layout: Layout, measures: Sequence[Measure], found: list[Finding]
) -> None:
    absent = tuple(measure.title for measure in measures if measure.name not in layout.measures)
    if absent:
        place = CellPlace(layout.sheet.name, layout.header_row + 1)
        found.append(findings.MEASURES_WITHOUT_COLUMN.at(place, titles=absent))


def _no_members_sheet(workbook: Workbook, path: Path, organizations_name: str) -> Finding:
    """A workbook with organizations only is allowed; one with other sheets probably has its members there."""
    others = [
        name
        for name in workbook.sheet_names
        if name != organizations_name and not _is_explanation(name) and workbook.sheet(name).rows
    ]
    if not others:
        return findings.ONLY_ORGANIZATIONS.at(FilePlace(str(path)))
    needed = _required(MEMBER_COLUMNS)
    return findings.NO_MEMBERS_SHEET.at(FilePlace(str(path)), sheets=workbook.sheet_names, needed=needed)
