"""Rows of the sheet of organizations against the register."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from guben_web.engine import snapshots
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import TableRow
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.lines import (
    NEWER,
    OUTSIDE,
    TOO_LONG,
    Changes,
    Reason,
    differences,
    line_of,
    reason,
    refused,
    row_of,
    settled,
)
from guben_web.imports.models import Line
from guben_web.imports.register import KnownOrganization
from guben_web.imports.tables.organizations.hosts import Hosts

_LONGEST = {"key": 400, "code": 64, "name": 200}
_LARGEST = 2**63 - 1
# Findings that say already that another row has the same code or name.
_SAYS_TWICE = frozenset({"E550", "E551"})

_TWICE = Text(
    "与第{row}行指的是同一个党组织，看不出哪一行写对了，都没有写入。",
    "Row {row} is about the same organization; it cannot be told which of them is right, so none is applied.",
)
_ANOTHER_HAS_THE_NAME = Text(
    "代码{code}在系统里是“{held}”，同一上级下另有一个“{name}”：看不出是改名，还是代码填错了。",
    "{code} is the code of '{held}', and there is another '{name}' below the same superior: "
    "it cannot be told whether this is a new name or a wrong code.",
)
_SUPERIOR_REFUSED = Text("它的上级没有写入。", "Its superior is not applied.")
_DISSOLVED = Text(
    "这个党组织已经撤销或并入别的组织。", "This organization was dissolved or merged into another."
)
_TOO_LARGE = Text("有一个数太大，存不下。", "A number is too large to be stored.")
_NO_RECORD = Text(
    "系统里没有这个记录号；新增的组织请把记录号留空。",
    "There is no such record; leave the column empty for organizations that are new.",
)


@dataclass(frozen=True, slots=True)
class _Match:
    """What a row is about: its superior's key, the organization of the register, its key.

    `namesake` is another organization of the register that has the name which the row gives this one.
    """

    parent: str | None
    known: KnownOrganization | None
    key: str
    namesake: KnownOrganization | None


@dataclass(slots=True)
class OrganizationRows:
    """The rows of the sheet: what each is matched with, and the rows about each organization."""

    comparison: Comparison
    more: dict[str, TableRow] = field(default_factory=dict)
    matches: dict[str, _Match] = field(default_factory=dict)
    rows_about: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def lines(self) -> Iterator[Line]:
        """Yield a line for each row."""
        comparison, records = self.comparison, self.comparison.reading.records
        self.more = {each.source: each for each in comparison.rows_of("hosts")}
        values: defaultdict[str, list[snapshots.ReportedValue]] = defaultdict(list)
        for value in records.values:
            values[value.organization].append(value)
        self._match()
        hosts = Hosts(comparison, {each.organization: each for each in records.workplaces})
        for record in records.organizations:
            line = line_of(Kind.ORGANIZATION, record.source, record.name)
            match, more = self.matches[record.source], self.more.get(record.source)
            line.subject = match.key
            unclear = list(self._unclear(line, record, match))
            # An organization of the register takes members though its row is refused, unless the row may mean another.
            if match.known and not unclear:
                comparison.usable.add(match.key)
            changes = self._changes(record, match)
            of_host, wrong = hosts.changes_of(record, more, match.known, match.key)
            changes |= of_host
            changes |= _value_changes(values[record.key], match.known)
            line.base_revision = match.known.organization.revision if match.known else 0
            found = comparison.errors_of(line)
            is_said = any(each["code"] in _SAYS_TWICE for each in found)
            reasons = found + [each for each in unclear if not (is_said and each["code"] == "twice")] + wrong
            reasons += self._reasons(line, record, match, changes)
            if more is not None and more.values.get("record") and match.known is None:
                reasons.append(reason("record", _NO_RECORD))
            if reasons:
                yield refused(line, reasons)
                continue
            comparison.usable.add(match.key)
            if match.known is None:
                comparison.new.add(match.key)
            yield settled(line, changes, is_new=match.known is None)

    def _match(self) -> None:
        """Find the organization that each row is about, before anything is decided about any row."""
        comparison, register = self.comparison, self.comparison.register
        by_code, by_place = register.by_code, register.by_place
        organizations = comparison.reading.records.organizations
        listed = {each.key for each in organizations}
        named = {each.parent for each in organizations if each.parent}
        named |= {each.organization for each in comparison.reading.records.people}
        for key in (named & register.organizations.keys()) - listed:
            # Not in the workbook, so nothing about it is in doubt.
            comparison.keys[key] = key
            comparison.usable.add(key)
        for record in organizations:
            parent = comparison.keys.get(record.parent) if record.parent else None
            more = self.more.get(record.source)
            kept = more.values.get("record") if more is not None else None
            known = (
                register.organizations.get(kept)
                if kept
                else (by_code.get(record.code) if record.code else None)
                or register.organizations.get(record.key)
                or by_place.get((parent, record.name))
            )
            key = known.organization.key if known else record.key
            namesake = None
            if known is not None and known.version.name != record.name:
                namesake = by_place.get((parent or register.parent_key(known.version), record.name))
            comparison.keys[record.key] = key
            self.matches[record.source] = _Match(parent, known, key, namesake)
            self.rows_about[key].append(row_of(record.source)[1])

    def _unclear(self, line: Line, record: snapshots.Organization, match: _Match) -> Iterator[Reason]:
        others = [row for row in self.rows_about[match.key] if row != line.row]
        if others:
            yield reason("twice", _TWICE.filled(row=others[0]))
        if match.known is not None and match.namesake is not None:
            held, code = match.known.version.name, match.known.organization.code or match.key
            words = _ANOTHER_HAS_THE_NAME.filled(code=code, held=held, name=record.name)
            yield reason("another-has-the-name", words)

    def _changes(self, record: snapshots.Organization, match: _Match) -> Changes:
        held: dict[str, object] = {}
        if match.known is not None:
            version = match.known.version
            held = {name: getattr(version, name) for name in ("name", "type", "level", "field")}
            held |= {
                "code": match.known.organization.code,
                "parent": self.comparison.register.parent_key(version),
            }
        said = {
            "name": record.name,
            "code": record.code,
            "type": record.type or None,
            "level": record.level or None,
            "field": record.field or None,
            "parent": match.parent,
        }
        return differences(held, said)

    def _reasons(
        self, line: Line, record: snapshots.Organization, match: _Match, changes: Changes
    ) -> Iterator[Reason]:
        comparison, known, parent = self.comparison, match.known, match.parent
        if known is None and {record.key, record.code} & comparison.register.dissolved:
            yield reason("dissolved", _DISSOLVED)
        if record.parent and (parent is None or parent not in comparison.usable):
            yield reason("superior", _SUPERIOR_REFUSED)
        if changes and not comparison.may_change(line.subject if known else parent):
            yield reason("outside", OUTSIDE)
        for name, words in (("key", record.key), ("code", record.code or ""), ("name", record.name)):
            if len(words) > _LONGEST[name]:
                yield reason("too-long", TOO_LONG.filled(words=words[:20]))
                break
        if any(value is not None and abs(value) > _LARGEST for value in _numbers(changes)):
            yield reason("too-large", _TOO_LARGE)
        since = known.version.valid_from if known is not None else None
        if since is not None and changes and since > comparison.as_of:
            yield reason("newer", NEWER.filled(day=since.isoformat()))


def _value_changes(records: list[snapshots.ReportedValue], known: KnownOrganization | None) -> Changes:
    changes: Changes = {}
    for record in records:
        after = [record.number, record.scale, record.choice, record.is_not_applicable]
        before = known.values.get(record.measure) if known else None
        if before is None or before[:4] != after:
            changes[f"value.{record.measure}"] = [before, [*after, record.source]]
    return changes


def _numbers(changes: Changes) -> Iterator[int | None]:
    for name, (_, after) in changes.items():
        if name.startswith("value."):
            yield after[0]
