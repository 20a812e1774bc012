"""What the tables of a workbook share while its rows are compared with the register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from guben_web.engine.texts import Finding, Text
from guben_web.engine.workbooks import PrivatePerson, ReadColumn, Reading, TableRow
from guben_web.imports.holdings import Holdings
from guben_web.imports.lines import Reason, reason
from guben_web.imports.models import Line
from guben_web.imports.persons import Persons
from guben_web.imports.register import Register
from guben_web.workplaces.credit_codes import read_credit_code

_WRONG_CODE = Text(
    "统一社会信用代码不对：应为18位，最后一位是校验码。",
    "The unit credit code is wrong: it has 18 characters, of which the last is a check.",
)
_CODE_TAKEN = Text(
    "这个统一社会信用代码已属于“{name}”。", "This unit credit code belongs to '{name}' already."
)


@dataclass
class Comparison:
    """A workbook beside the register, and what its tables have settled so far, in their order.

    `allowed` are the keys of the organizations that may be changed; None for all of them.
    """

    reading: Reading
    private: Sequence[PrivatePerson]
    register: Register
    as_of: date
    period: str
    allowed: frozenset[str] | None
    # From the keys of the records to those of the register, for organizations that are or will be in it.
    keys: dict[str, str] = field(default_factory=dict)
    # Those that are in the register or will be after this.
    usable: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    # The workplaces that rows of their own sheet are about, by source of the row.
    workplace_rows: dict[str, str] = field(default_factory=dict)

    @cached_property
    def errors(self) -> dict[tuple[str, int], list[Finding]]:
        """The errors about rows, by sheet and row."""
        found: defaultdict[tuple[str, int], list[Finding]] = defaultdict(list)
        headers = header_rows(self.reading.columns)
        for finding in self.reading.every_finding:
            place = place_of(finding, headers)
            if finding.is_error and place is not None:
                found[place].append(finding)
        return dict(found)

    @cached_property
    def private_rows(self) -> dict[str, PrivatePerson]:
        """What tells who somebody is, by source of the row."""
        return {each.source: each for each in self.private}

    @cached_property
    def persons(self) -> Persons:
        """The members whom rows of other tables may be about: those allowed, and those of this workbook."""
        return Persons(self.register, self.allowed)

    @cached_property
    def holdings(self) -> Holdings:
        """The posts that rows may be about: those of the register, and those of this workbook."""
        return Holdings(self.register)

    @cached_property
    def names(self) -> dict[str, str]:
        """What organizations are called by the keys of the register, as the workbook calls them where it lists them."""
        known = {key: each.version.name for key, each in self.register.organizations.items()}
        organizations = self.reading.records.organizations
        return known | {self.keys[each.key]: each.name for each in organizations if each.key in self.keys}

    @cached_property
    def credit_codes(self) -> dict[str, tuple[str, str]]:
        """Key and name of the workplace that each unit credit code belongs to, rows settled so far included."""
        return {
            each.credit_code: (each.key, each.name)
            for each in self.register.workplaces.values()
            if each.credit_code
        }

    def rows_of(self, kind: str) -> list[TableRow]:
        """Return the rows of one of the register's own sheets."""
        return self.reading.tables.get(kind, [])

    def columns_of(self, kind: str) -> set[str]:
        """Return the columns that the sheet of a kind has."""
        return {each.name for each in self.reading.columns if each.of == kind}

    def errors_of(self, line: Line) -> list[Reason]:
        """Return what was found wrong about the row of a line."""
        found = self.errors.get((line.sheet, line.row), ())
        return [reason(each.code.number, each.message) for each in found]

    def organization(self, key: str | None) -> str | None:
        """Return the register's key of an organization that a row names; None where it is not there or was refused."""
        if key is None:
            return None
        known = self.keys.get(key, key if key in self.register.organizations else None)
        is_listed = key in self.keys
        return known if known is not None and (not is_listed or known in self.usable) else None

    def may_change(self, key: str | None) -> bool:
        """Return whether whoever imports may change an organization, or what belongs to it."""
        if self.allowed is None:
            return True
        return key is not None and (key in self.allowed or key in self.new)

    def take_credit_code(self, written: str, key: str, name: str) -> tuple[str | None, list[Reason]]:
        """Return a unit credit code as it is kept, and why it cannot be a workplace's."""
        code = read_credit_code(written)
        if code is None:
            return None, [reason("credit-code", _WRONG_CODE)]
        holder, called = self.credit_codes.setdefault(code, (key, name))
        if holder != key:
            return None, [reason("credit-code-taken", _CODE_TAKEN.filled(name=called or code))]
        return code, []


def header_rows(columns: Iterable[ReadColumn]) -> dict[str, int]:
    """Return the last row of the header of each sheet."""
    return {each.sheet: each.row for each in columns}


def place_of(finding: Finding, headers: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the sheet and row that a finding is about; None for the header, a sheet or the file."""
    row, sheet = getattr(finding.place, "row", None), getattr(finding.place, "sheet", "")
    return (sheet, row) if row is not None and row > headers.get(sheet, row) else None
