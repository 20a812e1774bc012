"""What is done with a batch: bring it in, read it, decide about it, undo it."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ManyToOneRel

from guben_web.accounts.models import Account, Role
from guben_web.audit import actions as audit
from guben_web.engine.texts import Finding, Text, finding_as_data
from guben_web.engine.workbooks import ReadColumn
from guben_web.imports import access, files
from guben_web.imports.applying import Prepared, ReadyRows, SubjectIsGone, prepare
from guben_web.imports.columns import column_as_data
from guben_web.imports.comparing import blocks_all
from guben_web.imports.enums import TRANSITIONS, Kind, Outcome, State
from guben_web.imports.models import Batch, ColumnMeaning, Gate, Line
from guben_web.imports.undoing import Reversed, Standing, reverse
from guben_web.jobs import actions as jobs
from guben_web.jobs.models import Run
from guben_web.ledgers import actions as ledgers
from guben_web.org import actions as org
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people import actions as people
from guben_web.people.models import Member
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal

READ, MARK, APPLY, UNDO = "imports.read", "imports.mark", "imports.apply", "imports.undo"
_LINES_AT_ONCE = 2000
_MOST_KEPT = 20


class BatchHasMovedOn(Refusal):
    """The batch is in a state in which this cannot be done."""

    code = "imports.batch-has-moved-on"
    message = Text(
        "这一批现在是“{state}”，不能这样办理。",
        "This import is in the state '{state}'; that cannot be done now.",
    )
    hint = Text("请返回查看它现在怎样。", "Go back to see how it stands.")


class BatchIsBusy(Refusal):
    """A background run is working on the batch."""

    code = "imports.batch-is-busy"
    message = Text("后台正在处理这一批。", "This import is being worked on in the background.")
    hint = Text("请等它完成。", "Wait until that is done.")


class DataHasChanged(Refusal):
    """The register is not what the dry run compared with."""

    code = "imports.data-has-changed"
    message = Text(
        "核对之后，系统里的数据又有变动，没有写入任何内容。",
        "The data have changed since this was compared with them; nothing was stored.",
    )
    hint = Text(
        "请点“重新核对”，看过新的结果再写入。", "Compare it again, look at the result, then apply it."
    )


class LaterChangesStand(Refusal):
    """What the batch left was changed afterwards."""

    code = "imports.later-changes-stand"
    message = Text(
        "写入之后又有变动，共{count}处，不能撤销这一批。",
        "Later changes stand on this import, {count} in all; it cannot be undone.",
    )
    hint = Text("请先撤销后来的导入。", "Undo the later imports first.")

    @property
    def details(self) -> dict[str, object]:
        """The keys of the first organizations and members that stand; the page names those its reader may see."""
        return {"organizations": self.facts["organizations"], "members": self.facts["members"]}


class ResultsStand(Refusal):
    """Evaluations or other records rest on organizations that the batch brought."""

    code = "imports.results-stand"
    message = Text(
        "这一批新增的{count}个组织已有考核结果等记录，不能撤销这一批。",
        "Results or other records rest on {count} organizations that this import brought; it cannot be undone.",
    )
    hint = Text(
        "请先收回并作废用到它们的考核，再撤销。",
        "Take back and discard the evaluations that use them first.",
    )


class RightsHaveChanged(Refusal):
    """Whoever brought the workbook in may no longer change what it changes."""

    code = "imports.rights-have-changed"
    message = Text(
        "上传人现在无权改动这一批里的组织，没有写入任何内容。",
        "Whoever uploaded this may no longer change the organizations in it; nothing was stored.",
    )
    hint = Text("请由现在负责这些组织的人重新上传。", "Let whoever looks after them now upload the workbook.")


@transaction.atomic
def upload(*, file_name: str, content: bytes, period: str, as_of: date, by: Account, now: datetime) -> Batch:
    """Keep a workbook and have it read in the background."""
    batch = Batch.objects.create(
        file_name=file_name[-200:],
        file_digest=hashlib.sha256(content).hexdigest(),
        period=period,
        as_of=as_of,
        uploaded_by=by,
        uploaded_at=now,
    )
    files.keep(batch, content)
    _start(batch, READ, by, now)
    audit.record("import.uploaded", by=by, subject=batch, at=now, detail={"sha256": batch.file_digest})
    return batch


@transaction.atomic
def read_again(*, batch: Batch, by: Account, now: datetime) -> None:
    """Read and compare a workbook anew.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    batch = _locked(batch)
    if batch.state != State.UPLOADED:
        _move(batch, State.UPLOADED)
    _start(batch, READ, by, now)
    audit.record("import.reading_asked", by=by, subject=batch, at=now)


@transaction.atomic
def decide_columns(
    *, batch: Batch, meanings: Mapping[tuple[str, str], str], by: Account, now: datetime
) -> None:
    """Remember what headings mean, by kind of sheet and mark, and read the workbook anew.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    for (sheet_kind, mark), meaning in meanings.items():
        ColumnMeaning.objects.update_or_create(
            sheet_kind=sheet_kind,
            fingerprint=hashlib.sha256(mark.encode()).hexdigest(),
            defaults={"mark": mark[:200], "meaning": meaning, "decided_by": by, "decided_at": now},
        )
    words = {f"{kind}:{mark}": meaning for (kind, mark), meaning in meanings.items()}
    audit.record("import.columns_decided", by=by, subject=batch, at=now, detail={"meanings": words})
    read_again(batch=batch, by=by, now=now)


@transaction.atomic
def start_marking(*, batch: Batch, by: Account, now: datetime) -> None:
    """Have the cells of a workbook marked that something was found about, in the background.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    batch = _locked(batch)
    if batch.state not in (State.READ, State.WAITING):
        raise BatchHasMovedOn(state=State(batch.state).label)
    _start(batch, MARK, by, now)
    audit.record("import.marking_asked", by=by, subject=batch, at=now)


@transaction.atomic
def discard(*, batch: Batch, by: Account, now: datetime) -> None:
    """Let a batch be; its workbook is removed.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    batch = _locked(batch)
    _need_idle(batch)
    batch.decided_by, batch.decided_at = by, now
    _let_go(batch)
    _move(batch, State.DISCARDED, "decided_by", "decided_at", "has_file", "has_marked_file")
    audit.record("import.discarded", by=by, subject=batch, at=now)


@transaction.atomic
def start_applying(*, batch: Batch, by: Account, now: datetime) -> None:
    """Have a batch applied in the background; nothing happens where the same person has asked for that already.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    batch = _locked(batch)
    if _is_asked_already(batch, APPLY, State.APPLIED, by):
        return
    _need_move(batch, State.APPLIED)
    _start(batch, APPLY, by, now)
    audit.record("import.applying_asked", by=by, subject=batch, at=now)


@transaction.atomic
def start_undoing(*, batch: Batch, by: Account, now: datetime) -> None:
    """Have a batch undone in the background; nothing happens where the same person has asked for that already.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    batch = _locked(batch)
    if _is_asked_already(batch, UNDO, State.UNDONE, by):
        return
    _need_move(batch, State.UNDONE)
    _start(batch, UNDO, by, now)
    audit.record("import.undoing_asked", by=by, subject=batch, at=now)


def need_possible(*, batch: Batch, state: State) -> None:
    """Return if the batch can be taken to a state now, for the page that asks whether to go on.

    Raises BatchHasMovedOn and BatchIsBusy.
    """
    _need_idle(batch)
    _need_move(batch, state)


@transaction.atomic
def record_download(*, batch: Batch, by: Account, now: datetime) -> None:
    """Record that the workbook with marked cells was taken: it holds identity numbers."""
    audit.record("import.findings_downloaded", by=by, subject=batch, at=now)


# What the background does.


@transaction.atomic
def begin_reading(*, batch: Batch) -> Batch | None:
    """Return the batch to read under a new attempt; None where it is read already. Leftovers are removed."""
    batch = _locked(batch)
    if batch.state != State.UPLOADED:
        return None
    batch.attempt += 1
    batch.gate_number = _gate_number()
    batch.has_marked_file = False
    batch.save(update_fields=["attempt", "gate_number", "has_marked_file"])
    return batch


def store_lines(*, batch: Batch, lines: Sequence[Line]) -> None:
    """Store the lines of an attempt, some at a time, so that others can write in between."""
    batch.lines.exclude(attempt=batch.attempt)._raw_delete(using="default")
    waiting = iter(lines)
    while some := list(islice(waiting, _LINES_AT_ONCE)):
        for line in some:
            line.batch, line.attempt = batch, batch.attempt
        with transaction.atomic():
            Ready(some).insert()


@transaction.atomic
def finish_reading(
    *,
    batch: Batch,
    lines: Sequence[Line],
    columns: Sequence[ReadColumn],
    findings: Sequence[Finding],
) -> None:
    """Show what was read: it waits for a decision, or cannot be applied where a finding is about no row.

    Nothing happens where another attempt has begun meanwhile.
    """
    attempt = batch.attempt
    batch = _locked(batch)
    if batch.attempt != attempt or batch.state != State.UPLOADED:
        return
    batch.columns = [column_as_data(each) for each in columns]
    batch.findings = [finding_as_data(each) for each in findings]
    counts = Counter(f"{line.kind}.{line.outcome}" for line in lines)
    batch.counts = dict(counts)
    is_whole = bool(columns) and not blocks_all(findings, columns)
    _move(
        batch,
        State.WAITING if is_whole else State.READ,
        "columns",
        "findings",
        "counts",
    )


@transaction.atomic
def finish_marking(*, batch: Batch) -> None:
    """Offer the workbook with marked cells, unless the batch was decided upon meanwhile."""
    batch = _locked(batch)
    if batch.has_file:
        batch.has_marked_file = True
        batch.save(update_fields=["has_marked_file"])
    else:
        transaction.on_commit(lambda: files.forget(batch))


def apply(*, batch: Batch, by: Account, now: datetime) -> None:
    """Store what a batch says, in one short transaction; nothing happens where that was done.

    Raises BatchHasMovedOn, DataHasChanged and RightsHaveChanged.
    """
    batch.refresh_from_db()
    if batch.state == State.APPLIED:
        return
    _need_rights(batch)
    batch.decided_by, batch.decided_at = by, now
    lines = batch.lines.filter(attempt=batch.attempt, outcome__in=(Outcome.CREATED, Outcome.CHANGED))
    try:
        prepared = prepare(batch, lines.iterator(), now=now)
    except SubjectIsGone:
        raise DataHasChanged from None
    _apply(batch, prepared, prepared.ready(), by, now)


def _need_rights(batch: Batch) -> None:
    """Raise RightsHaveChanged if the batch changes what whoever uploaded it may not change now."""
    try:
        allowed = access.allowed_keys(batch.uploaded_by, batch.as_of)
    except PermissionDenied:
        raise RightsHaveChanged from None
    if allowed is None:
        return
    touched: set[str | None] = set()
    new: set[str | None] = set()
    members: list[str] = []
    for line in batch.lines.filter(attempt=batch.attempt, outcome__in=(Outcome.CREATED, Outcome.CHANGED)):
        is_new = line.outcome == Outcome.CREATED
        if line.kind == Kind.ORGANIZATION:
            (new if is_new else touched).add(line.subject)
        elif not is_new:
            members.append(line.subject)
        touched |= {line.changes[name][1] for name in ("parent", "organization") if name in line.changes}
    touched |= set(
        Organization.objects.filter(members__in=Member.objects.filter(pk__in=members)).values_list(
            "key", flat=True
        )
    )
    if touched - new - allowed - {None}:
        raise RightsHaveChanged


@transaction.atomic
def _apply(batch: Batch, prepared: Prepared, rows: ReadyRows, by: Account, now: datetime) -> None:
    gate = _gate()
    current = _locked(batch)
    _need_move(current, State.APPLIED)
    if (gate.number, current.attempt) != (current.gate_number, batch.attempt):
        raise DataHasChanged
    if _changed_since(prepared):
        raise DataHasChanged
    if Organization.objects.filter(key__in=[each.key for each in prepared.new_organizations]).exists():
        raise DataHasChanged
    org.change_organizations(prepared.changed_organizations)
    prepared.fill(org.add_organizations(prepared.new_organizations))
    org.store_versions(changed=rows.changed_versions, new=rows.new_versions)
    org.store_workplaces(changed=rows.changed_workplaces, new=rows.new_workplaces)
    ledgers.store_values(changed=rows.changed_values, new=rows.new_values)
    people.store_members(changed=rows.changed_members, new=rows.new_members, history=rows.history)
    people.store_memberships(changed=rows.changed_memberships, new=rows.new_memberships)
    people.store_posts(changed=rows.changed_posts, new=rows.new_posts)
    gate.number += 1
    gate.save(update_fields=["number"])
    current.decided_by, current.decided_at = by, now
    _let_go(current)
    _move(current, State.APPLIED, "decided_by", "decided_at", "has_file", "has_marked_file")
    audit.record("import.applied", by=by, subject=current, at=now, detail=dict(current.counts))


def undo(*, batch: Batch, by: Account, now: datetime) -> None:
    """Restore what was before a batch, in one short transaction; nothing happens where that was done.

    Raises BatchHasMovedOn and LaterChangesStand.
    """
    batch.refresh_from_db()
    if batch.state == State.UNDONE:
        return
    restored = reverse(batch, account_id=by.pk, now=now)
    _undo(batch, restored, restored.ready(), by, now)


@transaction.atomic
def _undo(batch: Batch, restored: Reversed, rows: ReadyRows, by: Account, now: datetime) -> None:
    gate = _gate()
    current = _locked(batch)
    _need_move(current, State.UNDONE)
    standing = restored.standing or _changed_since(restored)
    if standing:
        raise _later_changes(standing)
    people.remove_posts(restored.removed_posts)
    people.store_posts(changed=rows.changed_posts, new=rows.new_posts)
    people.remove_memberships(restored.removed_memberships)
    people.store_memberships(changed=rows.changed_memberships, new=rows.new_memberships)
    people.store_members(changed=rows.changed_members, new=rows.new_members, history=rows.history)
    people.remove_members(restored.removed_members)
    ledgers.remove_values(restored.removed_values)
    ledgers.store_values(changed=rows.changed_values, new=rows.new_values)
    org.remove_workplaces(restored.removed_workplaces)
    org.store_workplaces(changed=rows.changed_workplaces, new=rows.new_workplaces)
    org.remove_versions(restored.removed_versions)
    org.store_versions(changed=rows.changed_versions, new=rows.new_versions)
    org.change_organizations(restored.changed_organizations)
    _need_nothing_on(restored.removed_organizations)
    org.remove_organizations(restored.removed_organizations)
    gate.number += 1
    gate.save(update_fields=["number"])
    current.undone_at = now
    _move(current, State.UNDONE, "undone_at")
    audit.record("import.undone", by=by, subject=current, at=now, detail=dict(current.counts))


def _need_nothing_on(removed: Sequence[Organization]) -> None:
    """Raise LaterChangesStand if members, organizations, values or roles stand on organizations to be removed."""
    ids = {each.pk: each.key for each in removed}
    below = OrganizationVersion.objects.filter(parent_id__in=ids).exclude(organization_id__in=ids)
    standing = {
        *Member.objects.filter(organization_id__in=ids).values_list("organization_id", flat=True),
        *below.values_list("parent_id", flat=True),
        *Role.objects.filter(organization_id__in=ids).values_list("organization_id", flat=True),
    }
    if standing:
        keys = sorted(ids[each] for each in standing if each is not None)
        raise _later_changes(Standing(organizations=keys))
    resting = _resting_on(list(ids))
    if resting:
        raise ResultsStand(count=len(resting))


def _resting_on(ids: list[int]) -> set[int]:
    """Return which organizations records of any other kind rest on, those of applications above this one included."""
    resting: set[int] = set()
    for relation in Organization._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in (
            OrganizationVersion,
            Workplace,
        ):
            name, rows = relation.field.name, relation.related_model._base_manager
            held = rows.filter(**{f"{name}__in": ids}).values_list(f"{name}_id", flat=True)
            resting |= {each for each in held.distinct() if each is not None}
    return resting


def _later_changes(standing: Standing) -> LaterChangesStand:
    return LaterChangesStand(
        count=len(standing),
        organizations=standing.organizations[:_MOST_KEPT],
        members=standing.members[:_MOST_KEPT],
    )


def _changed_since(rows: Prepared | Reversed) -> Standing:
    """Return what is not as it was when the rows were made ready."""
    organizations = dict(Organization.objects.values_list("key", "revision"))
    members = dict(Member.objects.values_list("key", "revision")) if rows.member_revisions else {}
    return Standing(
        [key for key, number in rows.organization_revisions.items() if organizations.get(key) != number],
        [str(key) for key, number in rows.member_revisions.items() if members.get(key) != number],
    )


def _gate() -> Gate:
    Gate.objects.get_or_create(pk=1)
    return Gate.objects.select_for_update().get(pk=1)


def _gate_number() -> int:
    return Gate.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def _start(batch: Batch, job: str, by: Account, now: datetime) -> None:
    _need_idle(batch)
    batch.run = jobs.enqueue(job, by=by, now=now, batch_id=batch.pk, account_id=by.pk)
    batch.save(update_fields=["run"])


def _is_asked_already(batch: Batch, job: str, aim: State, by: Account) -> bool:
    """Return whether this person's run is on its way or has done it: a button was pressed twice."""
    run = batch.run
    if run is None or run.job != job or run.started_by_id != by.pk:
        return False
    return batch.state == aim or not run.is_over


def _need_idle(batch: Batch) -> None:
    run = Run.objects.get(pk=batch.run_id) if batch.run_id else None
    if run is not None and not run.is_over:
        raise BatchIsBusy


def _locked(batch: Batch) -> Batch:
    return Batch.objects.select_for_update().get(pk=batch.pk)


def _need_move(batch: Batch, state: State) -> None:
    if state not in TRANSITIONS[State(batch.state)]:
        raise BatchHasMovedOn(state=str(State(batch.state).label))


def _move(batch: Batch, state: State, *changed: str) -> None:
    _need_move(batch, state)
    batch.state = state
    batch.save(update_fields=["state", *changed])


def _let_go(batch: Batch) -> None:
    batch.has_file = batch.has_marked_file = False
    transaction.on_commit(lambda: files.forget(batch))
