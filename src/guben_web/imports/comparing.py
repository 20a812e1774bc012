"""What a workbook would change: each row against the register, as lines that say created, changed, unchanged or refused.

Rules (docs/decisions/0033): an empty cell and an absent column say nothing; what is not in the workbook stays; posts are
the exception, an empty cell ends them where the workbook has the column; a row with an error is refused, the others
are not.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guben_web.engine import snapshots
from guben_web.engine.texts import Finding, Text
from guben_web.engine.workbooks import PrivatePerson, ReadColumn, Reading
from guben_web.imports.days import to_number
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.models import Line
from guben_web.imports.register import KnownOrganization, Register, member_state
from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt, encrypt, index_of

Changes = dict[str, list[Any]]
_SPACES = re.compile(r"\s+")
_LONGEST = {"key": 400, "code": 64, "name": 200}
_LONGEST_NAME = 60
_LONGEST_PLACE = 120
# What a membership holds.
_PLACE = frozenset({"organization", "status"})
_LARGEST = 2**63 - 1
# Findings that say already that another row has the same code or name.
_SAYS_TWICE = frozenset({"E550", "E551"})

_TWICE = Text(
    "与第{row}行指的是同一个，只写入那一行。", "It is the same as in row {row}; only that row is applied."
)
_ORGANIZATION_TWICE = Text(
    "与第{row}行指的是同一个党组织，看不出哪一行写对了，都没有写入。",
    "Row {row} is about the same organization; it cannot be told which of them is right, so none is applied.",
)
_ANOTHER_HAS_THE_NAME = Text(
    "代码{code}在系统里是“{held}”，同一上级下另有一个“{name}”：看不出是改名，还是代码填错了。",
    "{code} is the code of '{held}', and there is another '{name}' below the same superior: "
    "it cannot be told whether this is a new name or a wrong code.",
)
_SUPERIOR_REFUSED = Text("它的上级没有写入。", "Its superior is not applied.")
_ORGANIZATION_REFUSED = Text("所在党组织没有写入。", "The organization is not applied.")
_OUTSIDE = Text("不在您负责的范围内。", "It is outside your range.")
_NEWER = Text(
    "系统里已有{day}起的情况，不能用更早的情况覆盖。",
    "The register holds what is so since {day}; an earlier state cannot replace it.",
)
_DISSOLVED = Text(
    "这个党组织已经撤销或并入别的组织。", "This organization was dissolved or merged into another."
)
_TOO_LONG = Text("“{words}…”太长。", "'{words}…' is too long.")
_TOO_LARGE = Text("有一个数太大，存不下。", "A number is too large to be stored.")
_NO_RECORD = Text(
    "系统里没有这个记录号；新增的人请把记录号留空。",
    "There is no such record; leave the column empty for people who are new.",
)
_TAKEN = Text("这个公民身份号码是另一人的。", "The identity number is somebody else's.")
_CANNOT_TELL = Text(
    "没有身份证号，姓名和出生日期又与另一人相同，看不出是谁。",
    "There is no identity number, and name and birth date are those of somebody else too.",
)


def compare(
    reading: Reading,
    private: Sequence[PrivatePerson],
    register: Register,
    *,
    as_of: date,
    allowed: frozenset[str] | None,
) -> list[Line]:
    """Return one line for each row, in the order of the workbook, without batch.

    `allowed` are the keys of the organizations that may be changed; None for all of them.
    """
    return _Comparison(reading, private, register, as_of, allowed).lines()


def blocks_all(findings: Iterable[Finding], columns: Sequence[ReadColumn]) -> bool:
    """Return whether an error is about no single row, so that nothing of the workbook can be applied."""
    headers = _header_rows(columns)
    return any(each.is_error and _row_of(each, headers) is None for each in findings)


def _header_rows(columns: Sequence[ReadColumn]) -> dict[str, int]:
    return {each.sheet: each.row for each in columns}


def _row_of(finding: Finding, headers: Mapping[str, int]) -> tuple[str, int] | None:
    """Return the sheet and row that a finding is about; None for the header, a sheet or the file."""
    row, sheet = getattr(finding.place, "row", None), getattr(finding.place, "sheet", "")
    return (sheet, row) if row is not None and row > headers.get(sheet, row) else None


@dataclass(slots=True)
class _Comparison:
    reading: Reading
    private: Sequence[PrivatePerson]
    register: Register
    as_of: date
    allowed: frozenset[str] | None
    # From the keys of the records to those of the register, for organizations that are or will be in it.
    keys: dict[str, str] = field(default_factory=dict)
    # Those that are in the register or will be after this.
    usable: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)
    # The organizations sheet: what each row is matched with, and the rows about each organization.
    matches: dict[str, "_Match"] = field(default_factory=dict)
    rows_about: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, int] = field(default_factory=dict)

    def lines(self) -> list[Line]:
        errors: defaultdict[tuple[str, int], list[Finding]] = defaultdict(list)
        headers = _header_rows(self.reading.columns)
        for finding in self.reading.every_finding:
            place = _row_of(finding, headers)
            if finding.is_error and place is not None:
                errors[place].append(finding)
        organizations = list(self._organizations(errors))
        members = list(self._members(errors))
        lines = [*organizations, *members]
        seen = {(line.sheet, line.row) for line in lines}
        sheets = {each.sheet: each.of for each in self.reading.columns}
        names = {_row(each.source): _tidy_name(each) for each in self.private}
        for (sheet, row), found in errors.items():
            if (sheet, row) not in seen and sheet in sheets:
                kind = Kind.ORGANIZATION if sheets[sheet] == "organizations" else Kind.MEMBER
                line = Line(kind=kind, sheet=sheet, row=row, label=names.get((sheet, row), "")[:300])
                lines.append(_refused(line, *(_reason(each.code.number, each.message) for each in found)))
        order = {Kind.ORGANIZATION: 0, Kind.MEMBER: 1}
        return sorted(lines, key=lambda line: (order[Kind(line.kind)], line.row))

    # Organizations

    def _match_organizations(self) -> None:
        """Find the organization that each row is about, before anything is decided about any row."""
        by_code, by_place = self.register.by_code, self.register.by_place
        listed = {each.key for each in self.reading.records.organizations}
        named = {each.parent for each in self.reading.records.organizations if each.parent}
        named |= {each.organization for each in self.reading.records.people}
        for key in (named & self.register.organizations.keys()) - listed:
            # Not in the workbook, so nothing about it is in doubt.
            self.keys[key] = key
            self.usable.add(key)
        for record in self.reading.records.organizations:
            parent = self.keys.get(record.parent) if record.parent else None
            known = (
                (by_code.get(record.code) if record.code else None)
                or self.register.organizations.get(record.key)
                or by_place.get((parent, record.name))
            )
            key = known.organization.key if known else record.key
            namesake = None
            if known is not None and known.version.name != record.name:
                namesake = by_place.get((parent or self.register.parent_key(known.version), record.name))
            self.keys[record.key] = key
            self.matches[record.source] = _Match(parent, known, key, namesake)
            self.rows_about[key].append(_row(record.source)[1])

    def _organizations(self, errors: Mapping[tuple[str, int], list[Finding]]) -> Iterator[Line]:
        workplaces = {each.organization: each for each in self.reading.records.workplaces}
        values: defaultdict[str, list[snapshots.ReportedValue]] = defaultdict(list)
        for value in self.reading.records.values:
            values[value.organization].append(value)
        self._match_organizations()
        for record in self.reading.records.organizations:
            line = _line(Kind.ORGANIZATION, record.source, record.name)
            match = self.matches[record.source]
            parent, known, key = match.parent, match.known, match.key
            line.subject = key
            unclear = list(self._unclear(line, record, match))
            # An organization of the register takes members though its row is refused, unless the row may mean another.
            if known and not unclear:
                self.usable.add(key)
            changes = self._organization_changes(record, parent, known)
            changes |= _workplace_changes(workplaces.get(record.key), known)
            changes |= _value_changes(values[record.key], known)
            line.base_revision = known.organization.revision if known else 0
            found = errors.get((line.sheet, line.row), ())
            reasons = [_reason(each.code.number, each.message) for each in found]
            is_said = any(each.code.number in _SAYS_TWICE for each in found)
            reasons += [each for each in unclear if not (is_said and each["code"] == "twice")]
            reasons += self._organization_reasons(line, record, parent, known, changes)
            if reasons:
                yield _refused(line, *reasons)
                continue
            self.usable.add(key)
            if known is None:
                self.new.add(key)
            yield _settled(line, changes, is_new=known is None)

    def _unclear(
        self, line: Line, record: snapshots.Organization, match: "_Match"
    ) -> Iterator[dict[str, str]]:
        others = [row for row in self.rows_about[match.key] if row != line.row]
        if others:
            yield _reason("twice", _ORGANIZATION_TWICE.filled(row=others[0]))
        if match.known is not None and match.namesake is not None:
            held, code = match.known.version.name, match.known.organization.code or match.key
            yield _reason(
                "another-has-the-name", _ANOTHER_HAS_THE_NAME.filled(code=code, held=held, name=record.name)
            )

    def _organization_changes(
        self, record: snapshots.Organization, parent: str | None, known: KnownOrganization | None
    ) -> Changes:
        held: dict[str, Any] = {}
        if known is not None:
            held = {name: getattr(known.version, name) for name in ("name", "type", "level", "field")}
            held |= {"code": known.organization.code, "parent": self.register.parent_key(known.version)}
        said = {
            "name": record.name,
            "code": record.code,
            "type": record.type or None,
            "level": record.level or None,
            "field": record.field or None,
            "parent": parent,
        }
        return _differences(held, said)

    def _organization_reasons(
        self,
        line: Line,
        record: snapshots.Organization,
        parent: str | None,
        known: KnownOrganization | None,
        changes: Changes,
    ) -> Iterator[dict[str, str]]:
        if known is None and {record.key, record.code} & self.register.dissolved:
            yield _reason("dissolved", _DISSOLVED)
        if record.parent and (parent is None or parent not in self.usable):
            yield _reason("superior", _SUPERIOR_REFUSED)
        if changes and not self._may_change(line.subject if known else parent):
            yield _reason("outside", _OUTSIDE)
        for name, words in (("key", record.key), ("code", record.code or ""), ("name", record.name)):
            if len(words) > _LONGEST[name]:
                yield _reason("too-long", _TOO_LONG.filled(words=words[:20]))
                break
        if any(value is not None and abs(value) > _LARGEST for value in _numbers(changes)):
            yield _reason("too-large", _TOO_LARGE)
        if known is not None and changes:
            days = [known.version.valid_from, known.workplace.valid_from if known.workplace else None]
            newer = [day for day in days if day is not None and day > self.as_of]
            if newer:
                yield _reason("newer", _NEWER.filled(day=max(newer).isoformat()))

    def _may_change(self, key: str | None) -> bool:
        if self.allowed is None:
            return True
        return key is not None and (key in self.allowed or key in self.new)

    # Members

    def _members(self, errors: Mapping[tuple[str, int], list[Finding]]) -> Iterator[Line]:
        columns = {each.name for each in self.reading.columns if each.of == "members"}
        finder = _MemberFinder(self.register)
        private = {each.source: each for each in self.private}
        posts: defaultdict[str, list[snapshots.Post]] = defaultdict(list)
        for post in self.reading.records.posts:
            posts[post.person].append(post)
        for record in sorted(self.reading.records.people, key=lambda each: _row(each.source)[1]):
            who = private.get(record.source) or PrivatePerson(record.key, record.source, None, None, None)
            name = _tidy_name(who)
            line = _line(Kind.MEMBER, record.source, name)
            organization = self.keys.get(record.organization)
            index = index_of("identity", who.identity_number)
            known, is_clear = finder.find(who, index, organization, name, record)
            state = member_state(known) if known else {}
            subject = str(known.key if known else uuid.uuid4())
            changes = _differences(
                state,
                {
                    "name": name or None,
                    "identity_index": index,
                    "phone_index": index_of("phone", who.phone),
                    **{each: getattr(record, each) for each in _MEMBER_FIELDS},
                    "status": record.status if known is None or "status" in columns else None,
                    **_said_of(who),
                },
            )
            if "identity_index" in changes:
                changes["identity"] = [
                    state.get("identity"),
                    encrypt(who.identity_number or "", of=subject, field="identity"),
                ]
            if "phone_index" in changes:
                changes["phone"] = [state.get("phone"), encrypt(who.phone or "", of=subject, field="phone")]
            if who.address and not (known and _address_of(known) == who.address):
                changes["address"] = [state.get("address"), encrypt(who.address, of=subject, field="address")]
            here = self.register.keys_by_id[known.organization_id] if known else None
            if organization is not None and organization != here:
                changes["organization"] = [here, organization]
            if "post" in columns:
                changes |= self._post_changes(posts[record.key], known, organization or "")
            if known is not None:
                line.subject, line.base_revision = str(known.key), known.revision
            reasons = [
                _reason(each.code.number, each.message) for each in errors.get((line.sheet, line.row), ())
            ]
            reasons += self._member_reasons(line, organization, here, is_clear, name, changes)
            if who.record and known is None:
                reasons.append(_reason("record", _NO_RECORD))
            holder = finder.by_index.get(index) if index else None
            if holder is not None and known is not None and holder.pk != known.pk:
                reasons.append(_reason("identity", _TAKEN))
            if reasons:
                yield _refused(line, *reasons)
                continue
            line.subject = subject
            self.taken[line.subject] = line.row
            yield _settled(line, changes, is_new=known is None)

    def _member_reasons(
        self,
        line: Line,
        organization: str | None,
        here: str | None,
        is_clear: bool,
        name: str,
        changes: Changes,
    ) -> Iterator[dict[str, str]]:
        if not is_clear:
            yield _reason("cannot-tell", _CANNOT_TELL)
        if line.subject and line.subject in self.taken:
            yield _reason("twice", _TWICE.filled(row=self.taken[line.subject]))
        if organization is None or organization not in self.usable:
            yield _reason("organization", _ORGANIZATION_REFUSED)
        elif changes and not (self._may_change(organization) and (here is None or self._may_change(here))):
            yield _reason("outside", _OUTSIDE)
        belonging = self.register.memberships.get(line.subject)
        since = belonging.valid_from if belonging else None
        if since is not None and since > self.as_of and _PLACE & changes.keys():
            yield _reason("newer", _NEWER.filled(day=since.isoformat()))
        if len(name) > _LONGEST_NAME:
            yield _reason("too-long", _TOO_LONG.filled(words=name[:20]))

    def _post_changes(
        self, said: Sequence[snapshots.Post], known: Member | None, organization: str
    ) -> Changes:
        held = self.register.posts.get(str(known.key), {}) if known else {}
        changes: Changes = {}
        for post in said:
            after: dict[str, Any] = {"organization": organization, "start": post.start_date}
            before = None
            if post.post in held:
                row = held[post.post]
                before = {
                    "id": row.pk,
                    "organization": self.register.keys_by_id[row.organization_id],
                    "start": to_number(row.start_date),
                }
                after["start"] = after["start"] or before["start"]
                if (before["organization"], before["start"]) == (after["organization"], after["start"]):
                    continue
            changes[f"post.{post.post}"] = [before, after]
        kept = {post.post for post in said}
        for code, row in held.items():
            if code not in kept:
                where = self.register.keys_by_id[row.organization_id]
                before = {"id": row.pk, "organization": where, "start": to_number(row.start_date)}
                changes[f"post.{code}"] = [before, None]
        return changes


_MEMBER_FIELDS = (
    "birth_date",
    "sex",
    "ethnicity",
    "education",
    "occupation",
    "joined_date",
    "full_date",
    "techniques",
)


@dataclass(frozen=True, slots=True)
class _Match:
    """What a row of the organizations sheet is about: its superior's key, the organization of the register, its key.

    `namesake` is another organization of the register that has the name which the row gives this one.
    """

    parent: str | None
    known: KnownOrganization | None
    key: str
    namesake: KnownOrganization | None


class _MemberFinder:
    """Finds the member that a row is about: by identity number, else by organization, name and birth date."""

    def __init__(self, register: Register) -> None:
        self.by_index: dict[str, Member] = {}
        self.by_name: defaultdict[tuple[str, str, int | None], list[Member]] = defaultdict(list)
        self.nameless: defaultdict[tuple[str, int | None, int | None], list[Member]] = defaultdict(list)
        self.seen: set[tuple[str, str, int | None]] = set()
        self.by_record = register.members
        for member in register.members.values():
            if member.identity_index:
                self.by_index[member.identity_index] = member
            where, born = register.keys_by_id[member.organization_id], to_number(member.birth_date)
            if member.name:
                self.by_name[where, member.name, born].append(member)
            elif not member.identity_index:
                self.nameless[where, born, to_number(member.joined_date)].append(member)

    def find(
        self,
        who: PrivatePerson,
        index: str | None,
        organization: str | None,
        name: str,
        record: snapshots.Person,
    ) -> tuple[Member | None, bool]:
        """Return the member, or None for a new one; and False where it cannot be told."""
        if who.record:
            return self.by_record.get(who.record.strip().lower()), True
        if index is not None and index in self.by_index:
            return self.by_index[index], True
        if organization is None:
            return None, True
        if not name:
            # People without name and number are taken in order: who is who does not matter.
            waiting = (
                self.nameless[organization, record.birth_date, record.joined_date] if index is None else []
            )
            return (waiting.pop(0) if waiting else None), True
        place = (organization, name, record.birth_date)
        candidates = [each for each in self.by_name[place] if index is None or each.identity_index is None]
        is_repeated = index is None and place in self.seen
        self.seen.add(place)
        if len(candidates) > 1 or is_repeated:
            return None, False
        return (candidates[0] if candidates else None), True


def _said_of(who: PrivatePerson) -> dict[str, Any]:
    """Return what only a register keeps, as it keeps it; None for what is not said."""
    is_in_hardship = None if who.hardship is None else who.hardship == "yes"
    return {
        "floating": None if who.floating is None else who.floating.replace("none", ""),
        "floating_since": who.floating_since,
        "floating_place": (who.floating_place or "")[:_LONGEST_PLACE] or None,
        "is_in_hardship": is_in_hardship,
        "hardship_since": who.hardship_since,
    }


def _address_of(member: Member) -> str:
    return decrypt(member.address, of=member.key, field="address")


def _workplace_changes(record: snapshots.Workplace | None, known: KnownOrganization | None) -> Changes:
    if record is None:
        return {}
    names = ("kind", "population", "households")
    workplace = known.workplace if known else None
    held = {name: getattr(workplace, name) for name in names} if workplace else {}
    changes = _differences(held, {name: getattr(record, name) for name in names})
    return {f"workplace.{name}": change for name, change in changes.items()}


def _value_changes(records: Sequence[snapshots.ReportedValue], known: KnownOrganization | None) -> Changes:
    changes: Changes = {}
    for record in records:
        after = [record.number, record.scale, record.choice, record.is_not_applicable]
        before = known.values.get(record.measure) if known else None
        if before is None or before[:4] != after:
            changes[f"value.{record.measure}"] = [before, [*after, record.source]]
    return changes


def _differences(held: Mapping[str, Any], said: Mapping[str, Any]) -> Changes:
    """Return what was said and is not so; what was not said stays."""
    return {
        name: [held.get(name), value]
        for name, value in said.items()
        if value is not None and value != held.get(name)
    }


def _tidy_name(who: PrivatePerson) -> str:
    """The name without the spaces that offices put between two characters; in Latin letters they belong to it."""
    name = who.name or ""
    return name.strip() if name.isascii() else _SPACES.sub("", name)


def _numbers(changes: Changes) -> Iterator[int | None]:
    for name, (_, after) in changes.items():
        if name.startswith("value."):
            yield after[0]


def _line(kind: Kind, source: str, words: str) -> Line:
    sheet, row = _row(source)
    return Line(kind=kind, sheet=sheet[:64], row=row, label=words[:300])


def _row(source: str) -> tuple[str, int]:
    sheet, _, row = source.rpartition("!")
    return sheet, int(row)


def _settled(line: Line, changes: Changes, *, is_new: bool) -> Line:
    line.changes = changes
    line.outcome = Outcome.CREATED if is_new else Outcome.CHANGED if changes else Outcome.UNCHANGED
    return line


def _refused(line: Line, *reasons: dict[str, str]) -> Line:
    line.outcome, line.reasons = Outcome.REFUSED, list(reasons)
    return line


def _reason(code: str, words: Text) -> dict[str, str]:
    return {"code": code, "zh": words.zh, "en": words.en}
