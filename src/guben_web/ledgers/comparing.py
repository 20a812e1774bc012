"""The rows of a workbook beside what a ledger holds: what each of them would add or change, or why it is left out."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guben_web.engine.entry_books import EntrySheet
from guben_web.engine.ledgers import LedgerType, Reference
from guben_web.engine.texts import Finding, Text
from guben_web.ledgers.access import Reader
from guben_web.ledgers.checking import Draft, problems_of
from guben_web.ledgers.entry_actions import draft_of, stand_for, state_of
from guben_web.ledgers.enums import Outcome
from guben_web.ledgers.models import Entry
from guben_web.ledgers.references import Found, find_meant, split_several
from guben_web.ledgers.values import LONGEST_TEXT, carried_over
from guben_web.packs.models import Ledger

_NO_ORGANIZATION = Text("没有填写党组织。", "The organization is missing.")
_UNKNOWN = Text(
    "没有找到登记这本台账的党组织“{words}”，或者不在您的范围内。",
    "No organization '{words}' keeps this ledger within your reach.",
)
_SEVERAL = Text(
    "有几个党组织叫“{words}”，请填组织代码。", "Several organizations are called '{words}'; write the code."
)
_NO_DAY = Text("没有填写日期。", "The date is missing.")
_NO_SUCH = Text("没有{number}号记录，或者不由您登记。", "There is no entry {number} that you may change.")
_TWICE = Text("{number}号记录在第{row}行已经有了。", "Entry {number} stands in row {row} already.")
_LOCKED = Text(
    "{number}号记录处于“{state}”状态，不能修改。",
    "Entry {number} is in the state '{state}' and is not changed.",
)
_MOVED = Text(
    "{number}号记录属于另一个组织，不能改到这里。", "Entry {number} belongs to another organization."
)
_TOO_LONG = Text("“{title}”最多{most}字。", "'{title}' has at most {most} characters.")
_AT_FIELD = Text("{title}：{words}", "{title}: {words}")
_ENTRIES_AT_ONCE = 900


@dataclass(slots=True)
class Line:
    """A row of a workbook, what it comes to, and what is wrong or doubtful about it."""

    row: int
    outcome: Outcome = Outcome.REFUSED
    organization_id: int | None = None
    entry: Entry | None = None
    draft: Draft | None = None
    before: dict[str, Any] | None = None
    # What is wrong, for which it is left out, and what is only doubtful.
    reasons: list[Text] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)


class _Comparison:
    def __init__(self, ledger: Ledger, sheet: EntrySheet, reader: Reader) -> None:
        self.ledger, self.type, self.sheet, self.reader = ledger, ledger.type, sheet, reader
        self.lines = [Line(each.row) for each in sheet.rows]
        self.by_words: dict[str, set[int]] = {}
        self.own: set[int] = set()

    def find_organizations(self) -> None:
        """Say of which organization each row is."""
        rows = self.reader.keepers(self.ledger)
        named = ("organization_id", "name", "organization__code", "organization__key")
        for number, name, code, key in rows.values_list(*named):
            self.own.add(number)
            for words in {name, code, key} - {None}:
                self.by_words.setdefault(str(words), set()).add(number)
        # Where nothing is said it is the organization that she enters for, if it is one.
        own = self.reader.writing.tops & self.own or self.own
        own = set(own) if len(own) == 1 else set()
        for line, row in zip(self.lines, self.sheet.rows, strict=True):
            found = self.by_words.get(row.organization, set())
            if not row.organization and row.record is None:
                found = own
            if len(found) == 1:
                line.organization_id = next(iter(found))
            elif row.organization:
                line.reasons.append((_SEVERAL if found else _UNKNOWN).filled(words=row.organization))
            elif row.record is None:
                line.reasons.append(_NO_ORGANIZATION)

    def find_entries(self) -> None:
        """Say which entries the rows with a number are."""
        numbers = sorted({each.record for each in self.sheet.rows if each.record is not None})
        held: dict[int, Entry] = {}
        for place in range(0, len(numbers), _ENTRIES_AT_ONCE):
            rows = self.reader.entries(self.ledger).filter(pk__in=numbers[place : place + _ENTRIES_AT_ONCE])
            # The entries have few definitions between them; joined, each would bring one of its own.
            held |= {each.pk: each for each in rows.prefetch_related("definition", "ledger__definition")}
        first: dict[int, int] = {}
        for line, row in zip(self.lines, self.sheet.rows, strict=True):
            if row.record is None:
                continue
            entry = held.get(row.record)
            if entry is None or not self.reader.may_write(entry.organization_id):
                line.reasons.append(_NO_SUCH.filled(number=row.record))
                continue
            if first.setdefault(row.record, row.row) != row.row:
                line.reasons.append(_TWICE.filled(number=row.record, row=first[row.record]))
            if line.organization_id not in (None, entry.organization_id):
                line.reasons.append(_MOVED.filled(number=row.record))
            line.entry, line.organization_id = entry, entry.organization_id
            line.before = state_of(entry)

    def make_drafts(self) -> None:
        """Put together what each row says, with what its entry says where the workbook has no column for it."""
        meant = self._meant()
        for line, row in zip(self.lines, self.sheet.rows, strict=True):
            for each in row.findings:
                (line.reasons if each.is_error else line.remarks).append(_said(each))
            old = draft_of(line.entry) if line.entry else None
            fields = dict(old.fields) if old else {}
            for name in self.sheet.fields:
                fields.pop(name, None)
            fields |= row.values
            for name, words in row.words.items():
                fields[name] = self._referred(name, words, meant[name], line)
            self._check_lengths(fields, line)
            day = _day(row.day) or (old.day if old else None)
            until = _day(row.until) if self.sheet.has_until or old is None else old.until
            if day is None:
                line.reasons.append(_NO_DAY)
            elif line.organization_id is not None:
                kept = {name: value for name, value in fields.items() if value not in (None, "", [])}
                state = line.entry.state if line.entry else ""
                line.draft = Draft(line.organization_id, day, until, kept, state)

    def _meant(self) -> dict[str, dict[str, Found]]:
        meant = {}
        for name in self.sheet.fields:
            field = self.type.fields[name]
            if field.reference is None:
                continue
            several = field.reference is Reference.MEMBERS
            words = {
                each
                for row in self.sheet.rows
                if name in row.words
                for each in (split_several(row.words[name]) if several else [row.words[name]])
            }
            meant[name] = find_meant(field, words, self.reader) if words else {}
        return meant

    def _referred(self, name: str, words: str, meant: dict[str, Found], line: Line) -> Any:
        field = self.type.fields[name]
        several = field.reference is Reference.MEMBERS
        keys = []
        for each in split_several(words) if several else [words]:
            found = meant[each]
            if found.problem is not None:
                line.reasons.append(_AT_FIELD.filled(title=field.title, words=found.problem))
            else:
                keys.append(found.key)
        return list(dict.fromkeys(keys)) if several else next(iter(keys), None)

    def _check_lengths(self, fields: dict[str, Any], line: Line) -> None:
        for name, value in fields.items():
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                title = self.type.fields[name].title
                line.reasons.append(_TOO_LONG.filled(title=title, most=LONGEST_TEXT))

    def check(self, today: date) -> None:
        """Say what keeps rows from being stored."""
        sound = [each for each in self.lines if each.draft is not None]
        drafts = [each.draft for each in sound if each.draft is not None]
        stand = stand_for(self.ledger, {each.organization_id for each in drafts}, today)
        olds = [draft_of(each.entry) if each.entry else None for each in sound]
        found = problems_of(self.ledger.definition.checked, drafts, stand, before=olds)
        for line, draft, old, problems in zip(sound, drafts, olds, found, strict=True):
            if old == draft and not line.reasons:
                line.outcome = Outcome.UNCHANGED
                continue
            line.reasons += [
                _at(self.type, name, words) for name, all_ in problems.by_field.items() for words in all_
            ]
            if line.entry is not None:
                state = line.entry.definition.type.states[line.entry.state]
                if state.locked:
                    line.reasons.append(_LOCKED.filled(number=line.entry.pk, state=state.title))

    def decide(self) -> None:
        """Say what becomes of each row."""
        for line in self.lines:
            if line.outcome is not Outcome.UNCHANGED and not line.reasons and line.draft is not None:
                line.outcome = Outcome.CHANGED if line.entry else Outcome.CREATED
        there = self._contents()
        for line in self.lines:
            if line.outcome is Outcome.CREATED and line.draft is not None:
                content = _content(line.draft)
                if there[content] > 0:
                    there[content] -= 1
                    line.outcome = Outcome.UNCHANGED

    def _contents(self) -> Counter[str]:
        """Return how often each content is there already, so that a row brought in again adds nothing."""
        drafts = [each.draft for each in self.lines if each.outcome is Outcome.CREATED and each.draft]
        if not drafts:
            return Counter()
        days = [each.day for each in drafts]
        rows = self.reader.entries(self.ledger).filter(day__gte=min(days), day__lte=max(days))
        wanted = {each.organization_id for each in drafts}
        if len(wanted) < _ENTRIES_AT_ONCE:
            rows = rows.filter(organization_id__in=wanted)
        named = {each.entry.pk for each in self.lines if each.entry}
        return Counter(
            _content(
                Draft(
                    each.organization_id,
                    each.day,
                    each.until,
                    carried_over(each.definition.type, self.type, each.fields),
                )
            )
            for each in rows.select_related("definition").iterator()
            if each.pk not in named
        )


def compare(ledger: Ledger, sheet: EntrySheet, reader: Reader) -> list[Line]:
    """Return what becomes of each row of a workbook; a number of queries that does not depend on the rows."""
    comparison = _Comparison(ledger, sheet, reader)
    comparison.find_organizations()
    comparison.find_entries()
    comparison.make_drafts()
    comparison.check(reader.day)
    comparison.decide()
    return comparison.lines


def _said(finding: Finding) -> Text:
    column = getattr(finding.place, "column", None)
    return _AT_FIELD.filled(title=column, words=finding.message) if column else finding.message


def _at(ledger: LedgerType, name: str, words: Text) -> Text:
    field = ledger.fields.get(name)
    return _AT_FIELD.filled(title=field.title, words=words) if field else words


def _content(draft: Draft) -> str:
    said = [
        draft.organization_id,
        draft.day.isoformat(),
        draft.until and draft.until.isoformat(),
        draft.fields,
    ]
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def _day(number: int | None) -> date | None:
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None
