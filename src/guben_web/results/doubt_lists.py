"""The doubts about an evaluation, looked for once and kept in this process; and the draw of an inspection."""

from collections import OrderedDict
from collections.abc import Iterable
from hashlib import sha256
from threading import Lock

from guben_web.engine.doubts import Doubt, doubts_of
from guben_web.engine.texts import CoreRefusal
from guben_web.results.enums import State
from guben_web.results.folders import open_folder, refuse_altered
from guben_web.results.models import Evaluation

_MOST_KEPT = 8
_kept: OrderedDict[tuple[str, str], tuple[Doubt, ...]] = OrderedDict()
_lock = Lock()


def find_previous(evaluation: Evaluation) -> Evaluation | None:
    """Return the latest evaluation by the same scheme for an earlier day; one query."""
    states = (State.TRIAL, State.SHOWN)
    rows = Evaluation.objects.filter(scheme=evaluation.scheme, as_of__lt=evaluation.as_of, state__in=states)
    return rows.order_by("-as_of", "-pk").first()


def doubts_about(evaluation: Evaluation, previous: Evaluation | None) -> tuple[Doubt, ...]:
    """Return the doubts, by organization. Raises ArchiveIsAltered if a folder is not what was written."""
    key = (evaluation.folder, previous.folder if previous else "")
    with _lock:
        if key not in _kept:
            folder, before = open_folder(evaluation), open_folder(previous) if previous else None
            try:
                _kept[key] = tuple(doubts_of(folder, before))
            except CoreRefusal as refusal:
                raise refuse_altered(refusal) from None
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return _kept[key]


def drawn_order(keys: Iterable[str], seed: str) -> list[str]:
    """Return keys in the order in which a seed draws them; whoever knows the seed gets the same."""
    return sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest())
