"""The sessions in which this process answers what would be if: opened when first asked for, a few kept."""

from collections import OrderedDict
from threading import Lock

from guben_web.engine.texts import CoreRefusal
from guben_web.engine.whatif import Session
from guben_web.results.folders import open_folder, refuse_altered
from guben_web.results.models import Evaluation

_MOST_KEPT = 3
_kept: OrderedDict[tuple[int, str, str], Session] = OrderedDict()
_lock = Lock()


def session_of(evaluation: Evaluation) -> Session:
    """Return the session of a computed evaluation. Raises ArchiveIsAltered if its folder is not what was written."""
    key = (evaluation.pk, evaluation.folder, evaluation.result_digest)
    with _lock:
        session = _kept.get(key)
        if session is None:
            folder = open_folder(evaluation)
            try:
                session = _kept[key] = Session(folder)
            except CoreRefusal as refusal:
                raise refuse_altered(refusal) from None
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            # Whoever is still asking of it holds it; the engine goes with the last of them.
            _kept.popitem(last=False)
    return session
