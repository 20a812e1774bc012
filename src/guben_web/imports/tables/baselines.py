"""The table of earlier grades, given outside the product."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from guben_web.baselines import actions as baselines
from guben_web.baselines.models import Baseline
from guben_web.baselines.sheets import GRADES, grades_sheet
from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import TableRow
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.lines import after_of, reason
from guben_web.imports.models import Line
from guben_web.imports.tables.records import Found, RecordTable
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.ledgers.periods import PERIOD
from guben_web.shared.bulk import Ready

_NO_PERIOD = Text(
    "“{words}”不是年度：以年份开头，如2024。",
    "'{words}' is no period: it begins with its year, such as 2024.",
)


class Baselines(RecordTable[Baseline]):
    """Earlier grades, known by organization, period and appraisal."""

    kind = Kind.BASELINE
    sheet = GRADES
    texts: ClassVar[Mapping[str, int]] = {"grade": 20, "appraisal": 60}
    may_be_empty = frozenset({"points"})

    def find(self, row: TableRow, comparison: Comparison) -> Found:
        """Return the grade that a row is about."""
        organization = comparison.organization(row.values.get("organization"))
        period = (row.values.get("period") or comparison.period).removesuffix("度").removesuffix("年")
        appraisal = row.values.get("appraisal") or ""
        points = row.values.get("points")
        held = comparison.register.baselines.get((organization or "", period, appraisal))
        is_period = PERIOD.match(period) is not None and len(period) <= 16
        return Found(
            f"{organization}|{period}|{appraisal}",
            comparison.names.get(organization or "", ""),
            organization,
            self.state(held) if held is not None else None,
            {"grade": row.values.get("grade"), "points": str(points) if points is not None else None},
            {"organization": organization, "period": period, "appraisal": appraisal},
            [] if is_period else [reason("period", _NO_PERIOD.filled(words=period[:20]))],
        )

    def read(self, storing: Storing) -> dict[str, Baseline]:
        """Return the earlier grades by organization, period and appraisal."""
        keys = storing.register.keys_by_id
        return {
            f"{keys[each.organization_id]}|{each.period}|{each.appraisal}": each
            for each in Baseline.objects.all()
        }

    def state(self, row: Baseline) -> dict[str, Any]:
        """Return what can be changed of an earlier grade."""
        return {"grade": row.grade, "points": str(row.points) if row.points is not None else None}

    def owner(self, row: Baseline, storing: Storing) -> str:
        """Return the organization that was given the grade."""
        return storing.register.keys_by_id[row.organization_id]

    def make(self, line: Line, storing: Storing) -> Baseline:
        """Return a new grade."""
        after = after_of(line)
        return Baseline(
            period=after["period"],
            appraisal=after["appraisal"],
            source=f"{storing.origin}!{line.sheet}!{line.row}",
        )

    def say(self, row: Baseline, said: Mapping[str, Any]) -> None:
        """Set what was said of an earlier grade."""
        if "grade" in said:
            row.grade = said["grade"]
        if "points" in said:
            row.points = Decimal(said["points"]) if said["points"] is not None else None

    def fill(self, row: Baseline, line: Line, storing: Storing) -> None:
        """Give a new grade the id of its organization."""
        row.organization_id = storing.ids[after_of(line)["organization"]]

    def keep(self, *, changed: Ready, new: Ready) -> None:
        """Store earlier grades."""
        baselines.store_baselines(changed=changed, new=new)

    def remove(self, rows: Sequence[Baseline]) -> None:
        """Remove earlier grades."""
        baselines.remove_baselines([each.pk for each in rows])

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct."""
        return grades_sheet(taking.scope, taking.day, taking.references, language=taking.language)
