"""The members sheet: people under keys that say nothing about who they are, and the posts they hold."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guben.diagnostics import CellPlace, Code, Finding
from guben.model import vocabulary
from guben.office import findings
from guben.office.cells import (
    ColumnOfCells,
    Read,
    choice_reader,
    column_of_cells,
    count_reader,
    day_reader,
    doubtful,
    is_missing,
    read_words,
    report_merged_numbers,
)
from guben.office.columns import MEMBER_COLUMNS, REGISTER_COLUMNS, CellKind, SheetColumn
from guben.office.days import EARLIEST_DAY, WrittenDay, whole_day
from guben.office.discretion import without_personal_words
from guben.office.headings import Layout
from guben.office.identity import Identity, IdentityProblem, read_identity_number
from guben.office.organizations import Tree
from guben.office.posts import WrittenPosts, read_posts
from guben.office.wording import shown
from guben.snapshot.tables import Person, Post

_IDENTITY_CODES: dict[IdentityProblem, Code] = {
    IdentityProblem.CUT: findings.IDENTITY_CUT,
    IdentityProblem.OLD: findings.IDENTITY_OLD,
    IdentityProblem.LENGTH: findings.IDENTITY_LENGTH,
    IdentityProblem.IMPOSSIBLE_DAY: findings.IDENTITY_DAY,
    IdentityProblem.CHECK_DIGIT: findings.IDENTITY_CHECK_DIGIT,
}
_FILLED_DOWN = frozenset({CellKind.CHOICE, CellKind.WORDS})


@dataclass(frozen=True, slots=True)
class PrivatePerson:
    """What tells who the person of a row is. It is in no record and no finding.

    `source` is the row, `person` the key in the records; None for a row that names no known organization.
    """

    person: str | None
    source: str
    name: str | None = field(repr=False)
    identity_number: str | None = field(repr=False)
    phone: str | None = field(repr=False)
    # The register's own key of the person, as it was exported.
    record: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    floating: str | None = field(default=None, repr=False)
    floating_since: int | None = field(default=None, repr=False)
    floating_place: str | None = field(default=None, repr=False)
    hardship: str | None = field(default=None, repr=False)
    hardship_since: int | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class People:
    """What the members sheet says."""

    people: list[Person]
    posts: list[Post]


def read_members(
    layout: Layout,
    tree: Tree,
    as_of: date,
    found: list[Finding],
    private: list[PrivatePerson] | None = None,
) -> People:
    """Return the people and posts in the order of the tree; whatever is wrong is added to `found`.

    No name, identity number or phone number comes out, neither in the rows nor in a finding: they are dropped, unless
    the caller hands in a list for them; findings then show what stands where a day or a choice belongs.
    """
    doubts: list[Finding] = []
    people = _MemberReader(layout, tree, as_of, doubts).read(private)
    found.extend(without_personal_words(layout, doubts, may_be_told=private is not None))
    return people


class _MemberReader:
    def __init__(self, layout: Layout, tree: Tree, as_of: date, found: list[Finding]) -> None:
        self.layout = layout
        self.tree = tree
        self.as_of = as_of
        self.found = found
        self.count = len(layout.data_rows)

    def read(self, private: list[PrivatePerson] | None) -> People:
        columns = {
            column.name: self._values(column)
            for column in MEMBER_COLUMNS
            if column.kind is not CellKind.IGNORED
        }
        identities: list[Identity | None] = columns["identity_number"]
        self._report_identities_twice(identities)
        births = self._birth_dates(columns["birth_date"], identities)
        sexes = self._sexes(columns["sex"], identities)
        self._report_months("joined_date", columns["joined_date"])
        self._report_months("full_date", columns["full_date"])
        self._report_months("post_start", columns["post_start"])
        self._report_ages(births, columns["joined_date"])
        organizations = [
            self._organization(position, words) for position, words in enumerate(columns["organization"])
        ]
        paths = {each.key: each.path for each in self.tree.organizations}
        # Those of organizations that are not on the sheet stand last, by the key of their organization.
        order = sorted(
            (paths.get(organization, f"~{organization}"), position)
            for position, organization in enumerate(organizations)
            if organization
        )
        people: list[Person] = []
        keys: dict[int, str] = {}
        for number, (_, position) in enumerate(order, start=1):
            keys[position] = f"p{number:07d}"
            joined, full = columns["joined_date"][position], columns["full_date"][position]
            birth = births[position]
            people.append(
                Person(
                    key=keys[position],
                    organization=organizations[position] or "",
                    birth_date=birth.day if birth else None,
                    sex=sexes[position],
                    ethnicity=columns["ethnicity"][position],
                    education=columns["education"][position],
                    occupation=columns["occupation"][position],
                    joined_date=joined.day if joined else None,
                    full_date=full.day if full else None,
                    status=columns["status"][position] or "full",
                    techniques=columns["techniques"][position],
                    source=self._source(position),
                )
            )
        if private is not None:
            private.extend(self._private(keys, identities))
        return People(people, self._posts(order, organizations, keys, columns["post"], columns["post_start"]))

    def _private(self, keys: dict[int, str], identities: list[Identity | None]) -> Iterator[PrivatePerson]:
        # Doubts about these columns are nobody's business but the caller's: the findings stay as they are.
        names, phones = (
            column_of_cells(self.layout, heading).read(read_words, []) if heading else [None] * self.count
            for heading in (self.layout.columns.get(name) for name in ("name", "phone"))
        )
        register = {
            column.name: self._values(column)
            for column in REGISTER_COLUMNS
            if column.name in self.layout.columns
        }
        for position, identity in enumerate(identities):
            number = identity.number if identity else None
            said = {name: _plain(values[position]) for name, values in register.items()}
            yield PrivatePerson(
                keys.get(position), self._source(position), names[position], number, phones[position], **said
            )

    def _values(self, column: SheetColumn) -> list[Any]:
        heading = self.layout.columns.get(column.name)
        if heading is None:
            return [None] * self.count
        cells = column_of_cells(
            self.layout, heading, fills_down=column.kind in _FILLED_DOWN and column.name != "post"
        )
        if column.is_required:
            for position, cell in enumerate(cells.cells):
                if is_missing(cell):
                    self.found.append(findings.CELL_IS_EMPTY.at(cells.place(position), title=column.title))
        match column.kind:
            case CellKind.DAY:
                return cells.read(day_reader(self.as_of), self.found)
            case CellKind.COUNT:
                report_merged_numbers(self.layout, [heading], self.found)
                return cells.read(count_reader(heading), self.found)
            case CellKind.IDENTITY_NUMBER:
                return cells.read(identity_reader(self.as_of), self.found)
            case CellKind.CHOICE if column.name == "post":
                return self._read_posts(cells)
            case CellKind.CHOICE if column.choices is not None:
                return cells.read(choice_reader(column.choices), self.found)
        return cells.read(read_words, self.found)

    def _read_posts(self, cells: ColumnOfCells) -> list[WrittenPosts | None]:
        allowed = tuple(choice.title for choice in vocabulary.POST)

        def read_cell(cell: object) -> Read[WrittenPosts]:
            written = read_posts(str(cell))
            if written.unclear:
                unclear = shown("、".join(written.unclear))
                return doubtful(findings.POST_NOT_UNDERSTOOD, value=unclear, allowed=allowed)
            if written.unknown:
                doubt = doubtful(
                    findings.POST_NOT_KNOWN, value=shown("、".join(written.unknown)), allowed=allowed
                ).doubt
                return Read(written, doubt)
            return Read(written)

        return cells.read(read_cell, self.found)

    def _place(self, position: int, column: str) -> CellPlace:
        heading = self.layout.columns.get(column)
        return CellPlace(self.layout.sheet.name, self._number(position), heading.words if heading else None)

    def _number(self, position: int) -> int:
        return self.layout.data_rows[position] + 1

    def _source(self, position: int) -> str:
        return f"{self.layout.sheet.name}!{self._number(position)}"

    def _report_identities_twice(self, identities: list[Identity | None]) -> None:
        """Report every row of a number that several have: any of them may be the one that was mistyped."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for position, identity in enumerate(identities):
            if identity is not None:
                rows[identity.number].append(position)
        twice = sorted((position, same) for same in rows.values() if len(same) > 1 for position in same)
        for position, same in twice:
            other = same[0] if same[0] != position else same[1]
            place = self._place(position, "identity_number")
            self.found.append(findings.IDENTITY_TWICE.at(place, row=self._number(other)))

    def _birth_dates(
        self, written: list[WrittenDay | None], identities: list[Identity | None]
    ) -> list[WrittenDay | None]:
        """Return the birth dates; the identity number fills what is empty and gives the day where it was left out.

        Excel turns 1985年6月 into the first of June by itself: the first of the month agrees with any day in it.
        """
        births: list[WrittenDay | None] = []
        for position, (birth, identity) in enumerate(zip(written, identities, strict=True)):
            if identity is None:
                if birth is not None and birth.is_whole_month:
                    self._report_month(position, "birth_date", birth)
                births.append(birth)
                continue
            if birth is not None and birth.day != identity.birth_date:
                is_first_of_month = birth.day % 100 == 1 and birth.day // 100 == identity.birth_date // 100
                if not is_first_of_month:
                    self.found.append(findings.IDENTITY_BIRTH_DATE.at(self._place(position, "birth_date")))
            births.append(WrittenDay(identity.birth_date))
        return births

    def _sexes(self, written: list[str | None], identities: list[Identity | None]) -> list[str | None]:
        sexes: list[str | None] = []
        for position, (sex, identity) in enumerate(zip(written, identities, strict=True)):
            if sex is not None and identity is not None and sex != identity.sex:
                self.found.append(findings.IDENTITY_SEX.at(self._place(position, "sex")))
            sexes.append(sex or (identity.sex if identity else None))
        return sexes

    def _report_months(self, column: str, days: list[WrittenDay | None]) -> None:
        for position, day in enumerate(days):
            if day is not None and day.is_whole_month:
                self._report_month(position, column, day)

    def _report_month(self, position: int, column: str, day: WrittenDay) -> None:
        words = f"{day.day // 10_000}.{day.day // 100 % 100:02d}"
        self.found.append(findings.NO_DAY_OF_MONTH.at(self._place(position, column), value=words))

    def _report_ages(self, births: list[WrittenDay | None], joined: list[WrittenDay | None]) -> None:
        for position, (birth, joining) in enumerate(zip(births, joined, strict=True)):
            if birth is None or joining is None:
                continue
            # Months are compared where a day was left out.
            unit = 100 if birth.is_whole_month or joining.is_whole_month else 1
            if birth.day // unit > joining.day // unit:
                self.found.append(findings.BORN_AFTER_JOINING.at(self._place(position, "joined_date")))
            elif joining.day // unit - birth.day // unit < 180_000 // unit:
                self.found.append(findings.JOINED_TOO_YOUNG.at(self._place(position, "joined_date")))

    def _organization(self, position: int, words: str | None) -> str | None:
        if words is None:
            return None
        return self.tree.find_key(words, self._place(position, "organization"), self.found)

    def _posts(
        self,
        order: list[tuple[str, int]],
        organizations: list[str | None],
        keys: dict[int, str],
        written: list[WrittenPosts | None],
        starts: list[WrittenDay | None],
    ) -> list[Post]:
        rank = vocabulary.POST.rank
        held = sorted(
            (path, rank(post), position, post)
            for path, position in order
            for cell in [written[position]]
            if cell is not None
            for post in cell.posts
        )
        names = {each.key: each.name for each in self.tree.standing.organizations}
        names |= {each.key: each.name for each in self.tree.organizations}
        secretaries: dict[str, int] = {}
        rows: list[Post] = []
        for number, (_, _, position, post) in enumerate(held, start=1):
            organization, start = organizations[position] or "", starts[position]
            if post == "secretary" and secretaries.setdefault(organization, position) != position:
                first = self._number(secretaries[organization])
                place = self._place(position, "post")
                self.found.append(findings.SECOND_SECRETARY.at(place, name=names[organization], row=first))
            rows.append(
                Post(
                    key=f"t{number:07d}",
                    organization=organization,
                    person=keys[position],
                    post=post,
                    in_team=post in vocabulary.TEAM_POSTS,
                    start_date=start.day if start else None,
                    end_date=None,
                    source=self._source(position),
                )
            )
        return rows


def _plain(value: Any) -> Any:
    return value.day if isinstance(value, WrittenDay) else value


def identity_reader(as_of: date) -> Callable[[object], Read[Identity]]:
    """Return what reads a cell as an identity number of somebody born from 1900 to `as_of`."""
    last = whole_day(as_of)

    def read_identity(cell: object) -> Read[Identity]:
        read = read_identity_number(cell)
        if not isinstance(read, Identity):
            return doubtful(_IDENTITY_CODES[read])
        if not EARLIEST_DAY <= read.birth_date <= last:
            return doubtful(findings.IDENTITY_BIRTH_OUTSIDE, as_of=as_of.isoformat())
        return Read(read)

    return read_identity
