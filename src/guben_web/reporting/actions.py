"""Collections: designed, published, closed; and who returns the figures of departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import townships_above
from guben_web.reporting.designing import Proposal, propose
from guben_web.reporting.enums import Stage
from guben_web.reporting.figures import title_of
from guben_web.reporting.models import Cell, Collection, Department, Question, Sheet
from guben_web.reporting.periods import period_before
from guben_web.reporting.queries import is_of_field
from guben_web.reporting.refused import (
    CollectionIsNot,
    DepartmentHasNobody,
    LevelsDiffer,
    NeedsJustification,
    NobodyIsAsked,
)


@dataclass(frozen=True, slots=True)
class Design:
    """What a collection is to be."""

    title: str
    schemes: tuple[str, ...]
    period: str
    deadline: date
    jump_percent: int
    sample_size: int
    answer_days: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A measure that is to be asked for: how long an answer takes, and why it is asked where it is held already."""

    measure: str
    minutes: int
    justification: str = ""


@transaction.atomic
def save_collection(
    *, collection: Collection | None, design: Design, wishes: Sequence[Wish], by: Account, now: datetime
) -> Collection:
    """Keep a collection as a draft, with what it asks.

    Raises LevelsDiffer, and CollectionIsNot for one that is published.
    """
    if collection is not None:
        collection = _locked(collection)
        _need_stage(collection, Stage.DRAFT)
    row = collection or Collection(made_by=by, made_at=now)
    proposal = propose(design.schemes, design.period, timezone.localdate(now), but=row.pk)
    if len(proposal.levels) > 1:
        raise LevelsDiffer
    row.title, row.period, row.deadline = design.title, design.period, design.deadline
    row.schemes, row.level = list(design.schemes), proposal.levels[0] if proposal.levels else ""
    row.previous_period = period_before(design.period)
    row.jump_percent, row.sample_size = design.jump_percent, design.sample_size
    row.answer_days = design.answer_days
    row.save()
    row.questions.all().delete()
    Question.objects.bulk_create(_questions(row, proposal, wishes))
    audit.record("reporting.collection_saved", by=by, subject=row, at=now, detail={"period": row.period})
    return row


@transaction.atomic
def publish_collection(*, collection: Collection, by: Account, now: datetime) -> None:
    """Send a collection out: every organization asked gets its form, every department its return sheet.

    Raises NeedsJustification for what is held already without a reason, DepartmentHasNobody, and NobodyIsAsked.
    """
    collection, day = _locked(collection), timezone.localdate(now)
    _need_stage(collection, Stage.DRAFT)
    questions = list(collection.questions.all())
    proposal = propose(collection.schemes, collection.period, day, but=collection.pk)
    held = {each.asked.measure.name for each in proposal.proposed if each.held}
    unjustified = [
        each.measure for each in questions if each.measure in held and not each.justification.strip()
    ]
    if unjustified:
        raise NeedsJustification(titles=[title_of(name) for name in unjustified])
    codes = list(dict.fromkeys(each.department for each in questions if each.department))
    known = set(Department.objects.values_list("code", flat=True))
    if set(codes) - known:
        raise DepartmentHasNobody(codes=[code for code in codes if code not in known])
    versions = OrganizationVersion.objects.filter(holding_on(day), level=collection.level)
    organizations = list(versions.order_by("organization__key"))
    about = {
        each.organization_id
        for each in organizations
        for asked in questions
        if is_of_field(asked, each.field)
    }
    if not about:
        raise NobodyIsAsked
    sheets = _sheets(collection, questions, organizations, day)
    Sheet.objects.bulk_create(sheets, batch_size=1000)
    for code in codes:
        _add_return(collection, code, [each for each in questions if each.department == code], organizations)
    collection.stage, collection.organizations = Stage.PUBLISHED, len(about)
    collection.published_by, collection.published_at = by, now
    collection.save()
    detail = {"period": collection.period, "organizations": len(about)}
    audit.record("reporting.collection_published", by=by, subject=collection, at=now, detail=detail)


@transaction.atomic
def close_collection(*, collection: Collection, by: Account, now: datetime) -> None:
    """End a collection: nothing is filled in any more; what was not accepted stays out."""
    collection = _locked(collection)
    _need_stage(collection, Stage.PUBLISHED)
    collection.stage, collection.closed_by, collection.closed_at = Stage.CLOSED, by, now
    collection.save()
    audit.record("reporting.collection_closed", by=by, subject=collection, at=now)


@transaction.atomic
def remove_draft(*, collection: Collection, by: Account, now: datetime) -> None:
    """Remove a collection that was never published."""
    collection = _locked(collection)
    _need_stage(collection, Stage.DRAFT)
    audit.record("reporting.collection_removed", by=by, subject=collection, at=now)
    collection.delete()


@transaction.atomic
def name_department(*, code: str, name: str, account: Account, by: Account, now: datetime) -> None:
    """Name who returns the figures of a department."""
    row, _ = Department.objects.update_or_create(code=code, defaults={"name": name, "account": account})
    detail = {"account": account.display_name}
    audit.record("reporting.department_named", by=by, subject=row, at=now, detail=detail)


@transaction.atomic
def record_download(*, collection: Collection, rows: int, by: Account, now: datetime) -> None:
    """Record that a workbook of forms was taken out."""
    audit.record("reporting.exported", by=by, subject=collection, at=now, detail={"rows": rows})


def _questions(collection: Collection, proposal: Proposal, wishes: Sequence[Wish]) -> list[Question]:
    wished = {each.measure: each for each in wishes}
    return [
        Question(
            collection=collection,
            position=position,
            measure=each.asked.measure.name,
            scheme=each.asked.scheme,
            fields=list(each.fields),
            department=each.asked.department,
            minutes=wished[each.asked.measure.name].minutes,
            times_a_year=each.asked.times_a_year,
            justification=wished[each.asked.measure.name].justification,
        )
        for position, each in enumerate(proposal.proposed)
        if each.asked.measure.name in wished
    ]


def _sheets(
    collection: Collection,
    questions: Sequence[Question],
    organizations: Sequence[OrganizationVersion],
    day: date,
) -> list[Sheet]:
    """Return the forms of organizations; one that only departments are asked about has none to hand in."""
    townships = townships_above(day)
    sheets = []
    for each in organizations:
        asked = sum(not one.department and is_of_field(one, each.field) for one in questions)
        if asked:
            sheets.append(
                Sheet(
                    collection=collection,
                    organization_id=each.organization_id,
                    field=each.field,
                    township_id=townships.get(each.organization_id),
                    asked=asked,
                )
            )
    return sheets


def _add_return(
    collection: Collection,
    code: str,
    questions: Sequence[Question],
    organizations: Sequence[OrganizationVersion],
) -> None:
    """Add the return sheet of a department, with an empty cell for all that it is asked."""
    keys = [
        (each.organization_id, one.measure)
        for each in organizations
        for one in questions
        if is_of_field(one, each.field)
    ]
    sheet = Sheet(collection=collection, department=code, asked=len(keys))
    sheet.save()
    Cell.objects.bulk_create(
        (
            Cell(sheet=sheet, organization_id=organization, measure=measure, revision=0)
            for organization, measure in keys
        ),
        batch_size=1000,
    )


def _locked(collection: Collection) -> Collection:
    return Collection.objects.select_for_update().get(pk=collection.pk)


def _need_stage(collection: Collection, stage: Stage) -> None:
    if collection.stage != stage:
        raise CollectionIsNot(title=collection.title, stage=str(Stage(collection.stage).label))
