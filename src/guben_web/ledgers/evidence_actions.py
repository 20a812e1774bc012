"""Putting files of evidence beside entries, taking them away, giving them out."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.ledgers import evidence as files
from guben_web.ledgers.access import Reader
from guben_web.ledgers.models import Entry, Evidence
from guben_web.shared.refusals import Refusal

_MOST_FILES = 20


class FileIsNotTaken(Refusal):
    """It is not what evidence may be."""

    code = "ledgers.file-is-not-taken"
    message = Text(
        "“{name}”的内容不是PDF、照片（JPEG、PNG）、Word（docx）或Excel（xlsx）文件，或者带有宏。",
        "'{name}' is no PDF, picture (JPEG, PNG), Word (docx) or Excel (xlsx) file by its content, or it has macros.",
    )


class FileIsTooLarge(Refusal):
    """It is larger than this installation takes."""

    code = "ledgers.file-is-too-large"
    message = Text(
        "“{name}”有{size}MB，最大可以放{most}MB。", "'{name}' has {size} MB; at most {most} MB are taken."
    )


class TooManyFiles(Refusal):
    """There are as many as there may be."""

    code = "ledgers.too-many-files"
    message = Text("一条记录最多放{most}个文件。", "An entry has at most {most} files.")


class TakesNoFiles(Refusal):
    """The ledger has no evidence."""

    code = "ledgers.takes-no-files"
    message = Text("“{ledger}”不放附件。", "'{ledger}' takes no files.")


@transaction.atomic
def add_evidence(*, entry: Entry, name: str, content: bytes, by: Reader, now: datetime) -> Evidence:
    """Put a file beside an entry.

    Raises TakesNoFiles, FileIsNotTaken, FileIsTooLarge and TooManyFiles.
    """
    if not entry.definition.type.takes_evidence:
        raise TakesNoFiles(ledger=entry.definition.type.title)
    most = settings.LARGEST_EVIDENCE
    if len(content) > most:
        raise FileIsTooLarge(name=name, size=-(-len(content) // 2**20), most=most // 2**20)
    kind = files.find_kind(content)
    if kind is None:
        raise FileIsNotTaken(name=name)
    Entry.objects.select_for_update().get(pk=entry.pk)
    if Evidence.objects.filter(entry=entry, removed_at=None).count() >= _MOST_FILES:
        raise TooManyFiles(most=_MOST_FILES)
    stored_as = secrets.token_hex(24)
    files.keep(stored_as, content)
    row = Evidence.objects.create(
        entry=entry,
        name=files.shown_name(name, kind),
        kind=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_as=stored_as,
        added_at=now,
        added_by=by.account,
    )
    audit.record("entry.evidence_added", by=by.account, subject=entry, at=now, detail={"sha256": row.sha256})
    return row


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Reader, now: datetime) -> None:
    """Take a file away. Its content is deleted; that it was there, and its digest, stay on record."""
    transaction.on_commit(lambda: files.forget(evidence.stored_as))
    evidence.removed_at = now
    evidence.save(update_fields=["removed_at"])
    audit.record(
        "entry.evidence_removed",
        by=by.account,
        subject=evidence.entry,
        at=now,
        detail={"sha256": evidence.sha256},
    )


@transaction.atomic
def record_download(*, evidence: Evidence, by: Account, now: datetime) -> bytes | None:
    """Record that a file was taken, and return its content; None where it is gone."""
    content = files.read(evidence.stored_as)
    if content is not None:
        audit.record(
            "entry.evidence_taken", by=by, subject=evidence.entry, at=now, detail={"sha256": evidence.sha256}
        )
    return content
