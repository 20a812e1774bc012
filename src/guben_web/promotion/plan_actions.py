"""What is done with plans: written, handed in, approved or returned, carried out, fulfilled.

Whoever writes, approves, returns or says that it is fulfilled names the revision of the plan that she saw, 0 where there was none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.promotion.enums import GOING_ON, PLAN_TRANSITIONS, PlanState, PlanStep, RoundState
from guben_web.promotion.models import Path, Plan, ProgressNote, Round, Undertaking
from guben_web.promotion.refusals import (
    PlanHasChanged,
    PlanHasMovedOn,
    PlanIsIncomplete,
    RoundHasMovedOn,
)

_LINES = Text("至少一条措施", "at least one undertaking")
_DEADLINE = Text("完成期限", "a deadline")
_RESPONSIBLE = Text("责任人", "the person responsible")
_NOT_WRITTEN = Text("还没有写", "not written yet")


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a plan: a member by key, the name and the kind of post as they are now."""

    key: UUID
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of a plan; with the part of the scheme that it is about and the points lost there, if it is about one."""

    text: str
    part: str = ""
    part_title: Text | None = None
    lost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes into a plan."""

    wishes: Sequence[Wish]
    deadline: date | None
    responsible: Responsible | None


@transaction.atomic
def save_plan(*, path: Path, draft: Draft, revision: int, is_proxy: bool, by: Account, now: datetime) -> Plan:
    """Keep what was written, as a draft.

    Raises RoundHasMovedOn, PlanHasMovedOn and PlanHasChanged.
    """
    plan = _written(path, draft, revision, is_proxy, by, now)
    facts = {"organization_id": path.organization_id, "rows": len(draft.wishes), "proxy": is_proxy}
    audit.record("promotion.plan_saved", by=by, subject=plan, at=now, detail=facts)
    return plan


@transaction.atomic
def submit_plan(
    *, path: Path, draft: Draft, revision: int, is_proxy: bool, by: Account, now: datetime
) -> Plan:
    """Keep what was written and hand it in.

    Raises RoundHasMovedOn, PlanHasMovedOn, PlanHasChanged and PlanIsIncomplete.
    """
    lacking = [
        words
        for words, held in (
            (_LINES, draft.wishes),
            (_DEADLINE, draft.deadline),
            (_RESPONSIBLE, draft.responsible),
        )
        if not held
    ]
    if lacking:
        said = Text("、".join(each.zh for each in lacking), ", ".join(each.en for each in lacking))
        raise PlanIsIncomplete(what=said)
    plan = _written(path, draft, revision, is_proxy, by, now)
    _move(plan, PlanStep.SUBMIT)
    facts = {"organization_id": path.organization_id, "rows": len(draft.wishes), "proxy": is_proxy}
    audit.record("promotion.plan_submitted", by=by, subject=plan, at=now, detail=facts)
    return plan


@transaction.atomic
def withdraw_plan(*, path: Path, by: Account, now: datetime) -> None:
    """Take a plan back that was handed in.

    Raises RoundHasMovedOn and PlanHasMovedOn.
    """
    plan = _step(path, PlanStep.WITHDRAW)
    facts = {"organization_id": path.organization_id}
    audit.record("promotion.plan_withdrawn", by=by, subject=plan, at=now, detail=facts)


@transaction.atomic
def approve_plan(*, path: Path, revision: int, by: Account, now: datetime) -> None:
    """Let a plan be carried out.

    Raises RoundHasMovedOn, PlanHasMovedOn and PlanHasChanged.
    """
    _decided(path, PlanStep.APPROVE, revision, "", "promotion.plan_approved", by, now)


@transaction.atomic
def return_plan(*, path: Path, revision: int, reason: str, by: Account, now: datetime) -> None:
    """Return a plan to whoever wrote it, with a reason.

    Raises RoundHasMovedOn, PlanHasMovedOn and PlanHasChanged.
    """
    _decided(path, PlanStep.RETURN, revision, reason, "promotion.plan_returned", by, now)


@transaction.atomic
def fulfil_plan(*, path: Path, revision: int, by: Account, now: datetime) -> None:
    """Say that everything in a plan was done.

    Raises RoundHasMovedOn, PlanHasMovedOn and PlanHasChanged.
    """
    _decided(path, PlanStep.FULFIL, revision, "", "promotion.plan_fulfilled", by, now)


@transaction.atomic
def note_progress(*, path: Path, on: date, text: str, by: Account, now: datetime) -> ProgressNote:
    """Add what was done on a day.

    Raises RoundHasMovedOn and PlanHasMovedOn.
    """
    plan = _step(path, PlanStep.NOTE)
    note = ProgressNote.objects.create(plan=plan, on=on, text=text, noted_by=by, noted_at=now)
    facts = {"organization_id": path.organization_id, "on": on.isoformat()}
    audit.record("promotion.progress_noted", by=by, subject=plan, at=now, detail=facts)
    return note


def need_possible(*, path: Path, step: PlanStep) -> None:
    """Return if a step can be taken with the plan of a path now; one that is not written yet can be saved and handed in.

    Raises RoundHasMovedOn and PlanHasMovedOn.
    """
    round_ = Round.objects.get(pk=path.round_id)
    if RoundState(round_.state) not in GOING_ON:
        raise RoundHasMovedOn(state=RoundState(round_.state).label)
    plan = Plan.objects.filter(path=path).first()
    if plan is None and step not in (PlanStep.SAVE, PlanStep.SUBMIT):
        raise PlanHasMovedOn(state=_NOT_WRITTEN)
    if plan is not None and PlanState(plan.state) not in PLAN_TRANSITIONS[step]:
        raise PlanHasMovedOn(state=PlanState(plan.state).label)


def _written(path: Path, draft: Draft, revision: int, is_proxy: bool, by: Account, now: datetime) -> Plan:
    """Store what was written in place of what was there before."""
    # Two who begin the same plan wait for each other here.
    path = Path.objects.select_for_update(of=("self",)).get(pk=path.pk)
    need_possible(path=path, step=PlanStep.SAVE)
    _need_unchanged(Plan.objects.filter(path=path).first(), revision)
    who = draft.responsible
    plan, _ = Plan.objects.update_or_create(
        path=path,
        defaults={
            "deadline": draft.deadline,
            "responsible_key": who.key if who else None,
            "responsible_name": who.name if who else "",
            "responsible_post": who.post if who else "",
            "revision": revision + 1,
            "is_proxy": is_proxy,
            "written_by": by,
            "written_at": now,
        },
    )
    plan.undertakings.all().delete()
    Undertaking.objects.bulk_create(
        Undertaking(
            plan=plan,
            text=each.text,
            part=each.part,
            part_title=[each.part_title.zh, each.part_title.en] if each.part_title else [],
            lost=each.lost,
        )
        for each in draft.wishes
    )
    return plan


def _decided(
    path: Path, step: PlanStep, revision: int, reason: str, act: str, by: Account, now: datetime
) -> None:
    plan = _step(path, step)
    _need_unchanged(plan, revision)
    plan.reason, plan.decided_by, plan.decided_at = reason, by, now
    plan.save(update_fields=["reason", "decided_by", "decided_at"])
    facts = {"organization_id": path.organization_id, "reason": reason}
    audit.record(act, by=by, subject=plan, at=now, detail=facts)


def _need_unchanged(plan: Plan | None, revision: int) -> None:
    if revision != (plan.revision if plan else 0):
        raise PlanHasChanged


def _step(path: Path, step: PlanStep) -> Plan:
    Path.objects.select_for_update(of=("self",)).get(pk=path.pk)
    need_possible(path=path, step=step)
    plan = Plan.objects.get(path=path)
    _move(plan, step)
    return plan


def _move(plan: Plan, step: PlanStep) -> None:
    plan.state = PLAN_TRANSITIONS[step][PlanState(plan.state)]
    plan.save(update_fields=["state"])
