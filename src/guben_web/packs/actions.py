"""Reading packs from the disk, and switching ledgers on and off."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.jobs import actions as jobs
from guben_web.packs.models import Definition, Ledger, Pack, Refused
from guben_web.packs.reading import ReadLedger, ReadPacks, read_folders
from guben_web.packs.switching import in_use, kept_demanding, schemes_counting, with_demanded
from guben_web.packs.taking import take_schemes
from guben_web.shared.refusals import Refusal

# The job that makes the index of a ledger anew when its definition has changed; the app above has it.
INDEX = "ledgers.index"


def read_packs(*, own: Path | None, by: Account | None, now: datetime) -> list[str]:
    """Take the ledgers of the product's packs, and the ledgers and schemes in the folder `own`; return the names of those that are new or changed.

    A file that is wrong is refused with its findings, and what was in force stays. A ledger whose file is gone stays
    as it is, because its entries do, and so does a scheme. Kept from the beginning is what schemes count, with what that demands.
    """
    found = read_folders(own)
    # Before the ledgers: those that a new scheme counts are kept from now on.
    schemes = take_schemes(own, found)
    with transaction.atomic():
        changed = _take(found, now)
        Refused.objects.all().delete()
        Refused.objects.bulk_create(
            Refused(name=name, findings=findings, at=now) for name, findings in found.refused.items()
        )
        if changed or schemes or by is not None:
            detail = {"ledgers": changed, "schemes": schemes, "refused": sorted(found.refused)}
            audit.record("packs.read", by=by, at=now, detail=detail)
    return [*changed, *schemes]


class LedgerIsCounted(Refusal):
    """A ledger is switched off that schemes count."""

    code = "packs.ledger-is-counted"
    message = Text(
        "“{ledger}”不能关闭：{schemes}要从它取数。",
        "{ledger} stays on, because it is counted by: {schemes}.",
    )


class LedgerIsDemanded(Refusal):
    """A ledger is switched off that entries of another one name."""

    code = "packs.ledger-is-demanded"
    message = Text(
        "“{ledger}”不能关闭：{ledgers}的每条记录都要引用它。",
        "{ledger} stays on, because every entry of these names one of it: {ledgers}.",
    )
    hint = Text("先关闭那些台账。", "Switch those off first.")


@transaction.atomic
def keep_ledger(*, ledger: Ledger, is_kept: bool, by: Account, now: datetime) -> None:
    """Let the county keep a ledger, with those it demands, or no longer; its entries stay in either case.

    Raises LedgerIsCounted and LedgerIsDemanded where it cannot go.
    """
    every = list(Ledger.objects.select_for_update(of=("self",)).select_related("definition"))
    held = {each.name: each for each in every}
    if is_kept:
        names = with_demanded([ledger.name], {each.name: each.type for each in every})
    else:
        names = [ledger.name]
        schemes, others = schemes_counting(ledger.name), kept_demanding(ledger.name, every)
        if schemes:
            raise LedgerIsCounted(ledger=ledger.title, schemes=list(schemes))
        if others:
            raise LedgerIsDemanded(ledger=ledger.title, ledgers=others)
    for each in (held[name] for name in names):
        if each.is_kept != is_kept:
            _switch(each, by, now, is_kept=is_kept)


def _switch(ledger: Ledger, by: Account | None, now: datetime, *, is_kept: bool) -> None:
    ledger.is_kept = is_kept
    ledger.save(update_fields=["is_kept"])
    act = "ledger.switched_on" if is_kept else "ledger.switched_off"
    audit.record(act, by=by, subject=ledger, at=now)


def _take(found: ReadPacks, now: datetime) -> list[str]:
    packs = {name: _pack(name, *title) for name, title in found.titles.items()}
    in_force = set(in_use({name: read.type for name, read in found.ledgers.items()}))
    held = {ledger.name: ledger for ledger in Ledger.objects.select_related("definition")}
    changed = []
    for name, read in sorted(found.ledgers.items()):
        ledger = held.get(name)
        if ledger is not None and ledger.definition.digest == read.digest:
            continue
        definition = _definition(name, read, now)
        if ledger is None:
            pack = packs[name.partition("/")[0]]
            Ledger.objects.create(pack=pack, name=name, definition=definition, is_kept=name in in_force)
        else:
            ledger.definition = definition
            ledger.save(update_fields=["definition"])
            jobs.enqueue(INDEX, by=None, now=now, ledger=ledger.pk)
        changed.append(name)
    # A scheme may have come to count a ledger that was off until now.
    for ledger in Ledger.objects.filter(name__in=in_force, is_kept=False):
        _switch(ledger, None, now, is_kept=True)
    return changed


def _pack(name: str, title_zh: str, title_en: str) -> Pack:
    titles = {"title_zh": title_zh, "title_en": title_en}
    pack, _ = Pack.objects.update_or_create(name=name, defaults=titles)
    return pack


def _definition(name: str, read: ReadLedger, now: datetime) -> Definition:
    definition, _ = Definition.objects.get_or_create(
        ledger=name,
        digest=read.digest,
        defaults={"version": read.type.version, "text": read.text, "since": now},
    )
    return definition
