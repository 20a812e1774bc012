"""Entering workplaces, changing them from a day on, and planning what is formed in those without an organization."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.org.enums import Cover
from guben_web.org.models import Workplace
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal
from guben_web.words.pinyin import initials_of
from guben_web.workplaces.models import Plan

_CODE_TAKEN = Text("统一社会信用代码{code}已属于“{name}”。", "The unit credit code {code} belongs to {name}.")
_HAS_OWN = Text(
    "所选党组织已有单独组建的单位“{name}”，请选联合组建或挂靠组建。",
    "The organization is {name}'s own already; choose joint or attached.",
)
_FUTURE = Text("日期{day}还没有到。", "The day {day} has not come.")
_EARLY = Text(
    "系统里已有{since}起的情况，日期不能更早。",
    "The register has what is so since {since}; take no earlier day.",
)


class WorkplaceIsRefused(Refusal):
    """Something forbids it; the form says it at the field."""

    code = "workplaces.workplace-is-refused"
    message = Text("不能这样登记：{reasons}", "That cannot be entered: {reasons}")


@dataclass(frozen=True, slots=True)
class Described:
    """What a workplace is like."""

    name: str
    credit_code: str | None
    kind: str
    organization_id: int | None
    cover: str
    place_id: int | None
    population: int | None
    households: int | None
    staff: int | None
    members: int | None


def find_problems(*, described: Described, held: Workplace | None, day: date, today: date) -> dict[str, Text]:
    """Return what forbids it, by the name of the field; two queries."""
    problems: dict[str, Text] = {}
    others = Workplace.objects.filter(valid_to=None)
    if held is not None:
        others = others.exclude(key=held.key)
    taken = others.filter(credit_code=described.credit_code).first() if described.credit_code else None
    if taken is not None:
        problems["credit_code"] = _CODE_TAKEN.filled(code=taken.credit_code, name=taken.name)
    if described.organization_id is not None and described.cover == Cover.OWN:
        own = others.filter(organization_id=described.organization_id, cover=Cover.OWN).first()
        if own is not None:
            problems["cover"] = _HAS_OWN.filled(name=own.name or own.organization)
    if day > today:
        problems["day"] = _FUTURE.filled(day=day.isoformat())
    elif held is not None and held.valid_from is not None and day < held.valid_from:
        problems["day"] = _EARLY.filled(since=held.valid_from.isoformat())
    return problems


@transaction.atomic
def add_workplace(*, described: Described, day: date | None, by: Account, now: datetime) -> Workplace:
    """Enter a workplace; `day` is since when, None where nobody knows.

    Raises WorkplaceIsRefused.
    """
    today = timezone.localdate(now)
    _need_none(find_problems(described=described, held=None, day=day or today, today=today))
    row = Workplace(valid_from=day, origin="hand")
    _describe(row, described)
    row.save(force_insert=True)
    audit.record("workplace.added", by=by, subject=row, at=now)
    return row


@transaction.atomic
def change_workplace(
    *, workplace: Workplace, described: Described, day: date, by: Account, now: datetime
) -> None:
    """Let a workplace be otherwise from a day on; what was before is kept. Nothing said, nothing stored.

    Raises WorkplaceIsRefused.
    """
    held = Workplace.objects.select_for_update().get(key=workplace.key, valid_to=None)
    _need_none(find_problems(described=described, held=held, day=day, today=timezone.localdate(now)))
    before = _state(held)
    row = held if held.valid_from == day else held.next_from(day, origin="hand")
    _describe(row, described)
    changed = sorted(name for name, value in _state(row).items() if value != before[name])
    if not changed:
        return
    if row is not held:
        held.valid_to = day
        held.save(update_fields=["valid_to"])
    row.save()
    audit.record("workplace.changed", by=by, subject=row, at=now, detail={"fields": changed})


@transaction.atomic
def end_workplace(*, workplace: Workplace, day: date, by: Account, now: datetime) -> None:
    """Let a workplace be no more from a day on, because it closed or moved away.

    Raises WorkplaceIsRefused.
    """
    held = Workplace.objects.select_for_update().get(key=workplace.key, valid_to=None)
    if day > timezone.localdate(now):
        _need_none({"day": _FUTURE.filled(day=day.isoformat())})
    if held.valid_from is not None and day <= held.valid_from:
        _need_none({"day": _EARLY.filled(since=held.valid_from.isoformat())})
    held.valid_to = day
    held.save(update_fields=["valid_to"])
    Plan.objects.filter(workplace_key=held.key).delete()
    audit.record("workplace.ended", by=by, subject=held, at=now, detail={"day": day.isoformat()})


@transaction.atomic
def plan_cover(*, workplace: Workplace, facts: Mapping[str, object], by: Account, now: datetime) -> None:
    """Keep what is to be formed in a workplace and how far it has come."""
    Plan.objects.update_or_create(workplace_key=workplace.key, defaults={**facts, "by": by, "at": now})
    detail = {"cover": str(facts["cover"]), "state": str(facts["state"])}
    audit.record("workplace.planned", by=by, subject=workplace, at=now, detail=detail)


@transaction.atomic
def record_download(*, rows: int, by: Account, now: datetime) -> None:
    """Record that a list of workplaces was taken out."""
    audit.record("workplace.exported", by=by, at=now, detail={"rows": rows})


# What an import stores; whoever calls holds the transaction and records the act.


def store_plans(*, changed: Ready, new: Ready) -> None:
    """Store what is planned in workplaces."""
    changed.update(("cover", "state", "due_date", "note", "by", "at"))
    new.insert()


def remove_plans(keys: Iterable[int]) -> None:
    """Remove plans that an undone import had added."""
    bulk.delete_rows(Plan, keys)


def _need_none(problems: Mapping[str, Text]) -> None:
    if problems:
        words = list(problems.values())
        raise WorkplaceIsRefused(
            reasons=Text("".join(each.zh for each in words), " ".join(each.en for each in words))
        )


def _describe(row: Workplace, described: Described) -> None:
    for name in Described.__slots__:
        setattr(row, name, getattr(described, name))
    row.name_initials = initials_of(described.name)[:200]


def _state(row: Workplace) -> dict[str, object]:
    return {name: getattr(row, name) for name in Described.__slots__}
