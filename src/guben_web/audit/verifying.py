"""Reading the chain again from its beginning, to find whatever was altered."""

from dataclasses import dataclass

from guben_web.audit.models import Entry, Seal
from guben_web.audit.sealing import BEFORE_THE_FIRST, LOOK_BACK, entry_digest, seal_digest
from guben_web.engine.texts import Text

_SOUND = Text(
    "审计记录完好：{entries}条已封存，{open}条待封存，最后一个封印是第{number}号，摘要{digest}。",
    "The record is sound: {entries} entries sealed, {open} not sealed yet; the last seal is number {number}, digest {digest}.",
)
_EMPTY = Text("还没有封印，{open}条记录待封存。", "There is no seal yet; {open} entries wait for one.")
_ALTERED = Text(
    "第{entry}条审计记录（{at}）在封存之后被改动。",
    "Entry {entry} of the record ({at}) was altered after it was sealed.",
)
_MISSING = Text(
    "第{entry}条审计记录在封存之后被删除。", "Entry {entry} of the record was taken out after it was sealed."
)
_PUT_IN = Text(
    "第{entry}条审计记录没有封印，是后来插入的。",
    "Entry {entry} of the record has no seal: it was put in later.",
)
_BROKEN = Text("第{number}号封印被改动或者缺失。", "Seal number {number} was altered or is missing.")
_UNKNOWN = Text(
    "记下的摘要{known}不在封印链中：链尾被截去或者整条链被重写。",
    "The digest {known} that was noted is not in the chain: its end was cut off, or all of it was written anew.",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the record is as it was written, in words."""

    is_sound: bool
    words: Text


def verify_record(*, known: str | None = None) -> Verdict:
    """Return whether all seals hold, naming the first entry or seal that does not.

    `known` is the digest of a seal that was noted earlier, elsewhere; nothing else shows that the end was cut off.
    """
    number, previous, sealed, is_known = 0, BEFORE_THE_FIRST, 0, known is None
    last_id = 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=100):
        number += 1
        intact = seal_digest(seal.number, seal.previous_digest, seal.entries) == seal.digest
        if not (intact and (seal.number, seal.previous_digest) == (number, previous)):
            return Verdict(False, _BROKEN.filled(number=number))
        wrong = _first_wrong(seal)
        if wrong is not None:
            return Verdict(False, wrong)
        previous, sealed, last_id = seal.digest, sealed + len(seal.entries), max(last_id, seal.last_entry_id)
        is_known = is_known or seal.digest == known
    if not is_known:
        return Verdict(False, _UNKNOWN.filled(known=known))
    waiting = Entry.objects.count() - sealed
    if (
        Entry.objects.filter(id__lte=last_id).count() != sealed
        and (put_in := _first_put_in(last_id)) is not None
    ):
        return Verdict(False, _PUT_IN.filled(entry=put_in))
    if number == 0:
        return Verdict(True, _EMPTY.filled(open=waiting))
    return Verdict(True, _SOUND.filled(entries=sealed, open=waiting, number=number, digest=previous))


def _first_wrong(seal: Seal) -> Text | None:
    entries = Entry.objects.in_bulk([each for each, _ in seal.entries])
    for each, digest in seal.entries:
        entry = entries.get(each)
        if entry is None:
            return _MISSING.filled(entry=each)
        if entry_digest(entry) != digest:
            return _ALTERED.filled(entry=each, at=f"{entry.at:%Y-%m-%d %H:%M}")
    return None


def _first_put_in(last_id: int) -> int | None:
    """Return the first entry below the last sealed one that has no seal and is too old to wait for one.

    PostgreSQL gives out numbers before transactions end, so a young one may just be late.
    """
    newest = Seal.objects.order_by("-number")[0]
    sealed = {each for seal in Seal.objects.iterator(chunk_size=100) for each, _ in seal.entries}
    rows = Entry.objects.filter(id__lte=last_id, at__lt=newest.sealed_at - LOOK_BACK).order_by("id")
    return next((each for each in rows.values_list("id", flat=True).iterator() if each not in sealed), None)
