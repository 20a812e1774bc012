"""What the workbench shows of imports: workbooks with rows that would not be stored."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind
from guben_web.engine.texts import Text
from guben_web.imports import access
from guben_web.imports.enums import Kind as About
from guben_web.imports.enums import Outcome, State

_REFUSED = Text("有行不能写入的导入", "Imports with rows that are not stored")
_TO_CORRECT = Text("改好再传，或者照写", "correct them, or apply as it is")


def of_imports(account: Account, day: date) -> Iterator[Item]:
    """Yield the undecided imports with refused rows; one query beside that of the scope."""
    rows = access.visible_batches(account).filter(state__in=(State.READ, State.WAITING)).order_by()
    number = sum(
        state == State.READ or any(counts.get(f"{about}.{Outcome.REFUSED}", 0) for about in About)
        for state, counts in rows.values_list("state", "counts")
    )
    if number:
        yield Item(Kind.WAITING, _REFUSED, reverse("imports:list"), _TO_CORRECT, "amber", number)
