"""Which cell of which form a reported value was taken over from, as it was at a moment."""

from dataclasses import dataclass
from datetime import datetime

from guben_web.reporting.enums import Act
from guben_web.reporting.figures import Value, from_data
from guben_web.reporting.models import Cell, CellChange, SheetAct


@dataclass(frozen=True, slots=True)
class AcceptedCell:
    """A cell, the change that gave it its value, and when its form was accepted."""

    cell: Cell
    change: CellChange
    accepted_at: datetime


def find_accepted_cell(
    *, organization: str, measure: str, period: str, value: Value, until: datetime
) -> AcceptedCell | None:
    """Return the cell that gave an organization, by key, this value of a measure, accepted last before a moment."""
    cells = Cell.objects.filter(
        sheet__collection__period=period, organization__key=organization, measure=measure
    ).select_related("sheet__collection")
    found: list[AcceptedCell] = []
    for cell in cells:
        acts = SheetAct.objects.filter(sheet=cell.sheet_id, act=Act.ACCEPT, at__lte=until).order_by("-id")
        accepted = acts.first()
        if accepted is None:
            continue
        changes = CellChange.objects.filter(cell=cell, at__lte=accepted.at).select_related("by")
        changes = changes.order_by("-id")
        last = changes.first()
        if last is None or from_data(last.after) != value:
            continue
        # A note or a return said nothing about the value.
        giver = next((each for each in changes if each.before != each.after), last)
        found.append(AcceptedCell(cell, giver, accepted.at))
    return max(found, key=lambda each: each.accepted_at, default=None)
