"""Work in the background: the index of a ledger whose definition has changed."""

from collections.abc import Mapping

from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles
from guben_web.ledgers import entry_actions
from guben_web.packs.actions import INDEX
from guben_web.packs.models import Ledger

_TITLE = Text("重建台账的筛选索引", "Making the index of a ledger anew")


@handles(INDEX, _TITLE)
def index(progress: Progress, *, ledger: int) -> Mapping[str, object]:
    """Let the index of a ledger say what its definition in force asks for."""
    progress(_TITLE)
    return {
        "entries": entry_actions.index_ledger(
            ledger=Ledger.objects.select_related("definition").get(pk=ledger)
        )
    }
