"""What the workbench shows of ledgers: entries that are due, and ledgers that wait to be closed."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader
from guben_web.ledgers.closings import open_counts
from guben_web.ledgers.due import DUE_SOON_DAYS, due_entries
from guben_web.packs.models import Ledger

_DUE = Text("{ledger}：到期要办的记录", "{ledger}: entries that are due")
_OPEN = Text("上一期还没有结清的台账", "Ledgers open for the last period")
_TO_CLOSE = Text("待结清", "to be closed")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield what is due in ledgers, and how many of them are open for the last period."""
    reader = Reader(account, day)
    if reader.writing.is_empty:
        return
    ledgers = list(Ledger.objects.kept())
    for each in due_entries(ledgers, day + timedelta(days=DUE_SOON_DAYS), reader):
        word, colour = time_left(each.first, day)
        page = reverse("ledgers:list", args=[each.ledger.name])
        what = _DUE.filled(ledger=each.ledger.title)
        yield Item(Kind.DUE, what, f"{page}?due=1", word, colour, each.number, each.first)
    open_ = sum(1 for number in open_counts(ledgers, reader).values() if number)
    if open_:
        yield Item(Kind.WAITING, _OPEN, reverse("ledgers:index"), _TO_CLOSE, "amber", open_)
