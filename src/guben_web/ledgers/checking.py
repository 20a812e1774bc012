"""What keeps an entry from being stored: everything at once, by the name of the field it stands at."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guben_web.engine.ledgers import CheckedLedger, LedgerType, Time, fields_of_rule
from guben_web.engine.texts import Text
from guben_web.ledgers.periods import period_of
from guben_web.ledgers.values import as_frozen, whole_day

# Where problems stand that belong to no single field.
WHOLE = "__all__"
DAY, UNTIL = "day", "until"
_REQUIRED = Text("请填写。", "This has to be filled in.")
_FUTURE = Text("日期还没有到。", "The day has not come yet.")
_EARLY = Text("日期太早。", "The day is too early.")
_ORDER = Text("不能早于开始日期。", "It cannot be before the first day.")
_CLOSED = Text(
    "{period}已结清，要登记或修改请先重新打开。",
    "{period} is closed; open it again before entering or changing anything.",
)
_SENTENCE = Text("{words}。", "{words}.")
_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as somebody wants it: of which organization, when, and its fields, those that are filled in.

    `state` is that which it is in; empty for a new one, which is in the first.
    """

    organization_id: int
    day: date
    until: date | None
    fields: Mapping[str, Any]
    state: str = field(default="", compare=False)


@dataclass(slots=True)
class Problems:
    """What is wrong with one draft."""

    by_field: dict[str, list[Text]] = field(default_factory=lambda: defaultdict(list))

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def all(self) -> list[Text]:
        """Return every problem in the order found."""
        return [each for words in self.by_field.values() for each in words]


@dataclass(frozen=True, slots=True)
class Stand:
    """Against what drafts are checked: the day, and the periods that organizations have closed, by code."""

    today: date
    closed: Collection[tuple[int, str]]


def problems_of(
    checked: CheckedLedger,
    drafts: Sequence[Draft],
    stand: Stand,
    *,
    before: Sequence[Draft | None] | None = None,
) -> list[Problems]:
    """Return what is wrong with each draft; `before` are the entries that they change."""
    ledger = checked.type
    assert ledger is not None
    olds = before if before is not None else [None] * len(drafts)
    broken = checked.broken(
        [as_frozen(ledger, each.fields, state=_state(ledger, each), until=each.until) for each in drafts],
        as_of=whole_day(stand.today),
        days=[whole_day(each.day) for each in drafts],
    )
    rules = [checked.rule_in_words(number) for number in range(len(ledger.rules))]
    found = []
    for draft, old, breaks in zip(drafts, olds, broken, strict=True):
        problems = Problems()
        _check_days(ledger, draft, old, stand, problems)
        for name, each in ledger.fields.items():
            if each.is_required and draft.fields.get(name) in (None, "", []):
                problems.by_field[name].append(_REQUIRED)
        for words in breaks:
            names = fields_of_rule(ledger, rules.index(words))
            problems.by_field[names[0] if names else WHOLE].append(_SENTENCE.filled(words=words))
        found.append(problems)
    return found


def _state(ledger: LedgerType, draft: Draft) -> str:
    return draft.state if draft.state in ledger.states else next(iter(ledger.states))


def _check_days(
    ledger: LedgerType, draft: Draft, old: Draft | None, stand: Stand, problems: Problems
) -> None:
    if draft.day > stand.today:
        problems.by_field[DAY].append(_FUTURE)
    if draft.day < _FIRST_DAY:
        problems.by_field[DAY].append(_EARLY)
    if draft.until is not None and draft.until < draft.day:
        problems.by_field[UNTIL].append(_ORDER)
    for name, day in touched_days(ledger, draft, old):
        period = period_of(ledger.closing, day)
        if (draft.organization_id, period.code) in stand.closed:
            problems.by_field[name].append(_CLOSED.filled(period=period.title))


def touched_days(ledger: LedgerType, draft: Draft, old: Draft | None) -> list[tuple[str, date]]:
    """Return the days whose periods have to be open.

    Of an entry of a day it is that day, before and after, whatever is changed. Of a span they are its first and
    last day where they are said or altered: what lasts may change after a period was closed in which it began.
    """
    days = [(DAY, draft.day)] if ledger.time is Time.DAY or old is None or old.day != draft.day else []
    if old is not None and (old.day != draft.day):
        days.append((DAY, old.day))
    if ledger.time is Time.SPAN and old is not None and old.until != draft.until:
        days += [(UNTIL, each) for each in (old.until, draft.until) if each is not None]
    return list(dict.fromkeys(days))
