"""Reading packs from the disk, and choosing which ledgers the county keeps."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.jobs import actions as jobs
from guben_web.packs.enums import USUAL_PACK
from guben_web.packs.models import Definition, Ledger, Pack, Refused
from guben_web.packs.reading import ReadLedger, ReadPacks, read_folders

# The job that makes the index of a ledger anew when its definition has changed; the app above has it.
INDEX = "ledgers.index"


def read_packs(*, own: Path | None, by: Account | None, now: datetime) -> list[str]:
    """Take the ledgers of the product's packs and of those in the folder `own`; return the names of those that are new or changed.

    A file that is wrong is refused with its findings, and what was in force stays. A ledger whose file is gone stays
    as it is, because its entries do.
    """
    found = read_folders(own)
    with transaction.atomic():
        changed = _take(found, now)
        Refused.objects.all().delete()
        Refused.objects.bulk_create(
            Refused(name=name, findings=findings, at=now) for name, findings in found.refused.items()
        )
        if changed or by is not None:
            detail = {"ledgers": changed, "refused": sorted(found.refused)}
            audit.record("packs.read", by=by, at=now, detail=detail)
    return changed


@transaction.atomic
def keep_ledger(*, ledger: Ledger, is_kept: bool, by: Account, now: datetime) -> None:
    """Let the county keep a ledger, or no longer; its entries stay in either case."""
    ledger = Ledger.objects.select_for_update().get(pk=ledger.pk)
    if ledger.is_kept == is_kept:
        return
    ledger.is_kept = is_kept
    ledger.save(update_fields=["is_kept"])
    act = "ledger.switched_on" if is_kept else "ledger.switched_off"
    audit.record(act, by=by, subject=ledger, at=now)


@transaction.atomic
def keep_pack(*, pack: Pack, is_kept: bool, by: Account, now: datetime) -> None:
    """Let the county keep all ledgers of a pack, or none."""
    changed = Ledger.objects.filter(pack=pack, is_kept=not is_kept).update(is_kept=is_kept)
    if changed:
        act = "pack.switched_on" if is_kept else "pack.switched_off"
        audit.record(act, by=by, subject=pack, at=now)


def _take(found: ReadPacks, now: datetime) -> list[str]:
    packs = {name: _pack(name, *title) for name, title in found.titles.items()}
    held = {ledger.name: ledger for ledger in Ledger.objects.select_related("definition")}
    changed = []
    for name, read in sorted(found.ledgers.items()):
        ledger = held.get(name)
        if ledger is not None and ledger.definition.digest == read.digest:
            continue
        definition = _definition(name, read, now)
        if ledger is None:
            pack = packs[name.partition("/")[0]]
            is_kept = pack.name == USUAL_PACK
            Ledger.objects.create(pack=pack, name=name, definition=definition, is_kept=is_kept)
        else:
            ledger.definition = definition
            ledger.save(update_fields=["definition"])
            jobs.enqueue(INDEX, by=None, now=now, ledger=ledger.pk)
        changed.append(name)
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
