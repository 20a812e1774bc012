"""Lines about workplaces read backwards."""

from typing import Any

from guben_web.imports.enums import Outcome
from guben_web.imports.lines import after_of, before_of
from guben_web.imports.models import Line
from guben_web.imports.standing import Standing
from guben_web.imports.tables.organizations.facts import say_workplace
from guben_web.imports.tables.table import Storing
from guben_web.imports.tables.workplaces.applying import places_of, refer, standing_since
from guben_web.imports.tables.workplaces.states import PLAN_FIELDS, say_plan
from guben_web.org import actions as org
from guben_web.org.enums import Cover
from guben_web.org.models import Workplace
from guben_web.shared.bulk import Ready
from guben_web.workplaces import actions as workplaces
from guben_web.workplaces.models import Plan


class Undoing:
    """Workplaces to restore and to remove."""

    def __init__(self, storing: Storing) -> None:
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.changed: list[Workplace] = []
        self.removed: list[Workplace] = []
        self.changed_plans: list[Plan] = []
        self.removed_plans: list[Plan] = []
        self.lines: dict[str, Line] = {}
        self.gone: list[str] = []
        self.rows: dict[str, Ready] = {}
        ended = Workplace.objects.filter(valid_to=storing.batch.as_of)
        self.earlier = {each.key: each for each in ended}

    def add(self, line: Line) -> None:
        """Take a line up."""
        register, before = self.storing.register, before_of(line)
        row = register.workplaces.get(line.subject)
        if row is None:
            self.gone += sorted(places_of(before | {k: v for k, v in after_of(line).items() if v}))[:1]
            return
        self.lines[line.subject] = line
        plan = register.plans.get(line.subject)
        if plan is not None and line.changes.keys() & set(PLAN_FIELDS):
            if before.get("plan_cover", plan.cover) is None:
                self.removed_plans.append(plan)
            else:
                say_plan(plan, before)
                self.changed_plans.append(plan)
        facts = {name: value for name, value in before.items() if name not in PLAN_FIELDS}
        if line.outcome == Outcome.CREATED:
            self.removed.append(row)
        elif facts:
            self._restore(row, facts)

    def _restore(self, row: Workplace, before: dict[str, Any]) -> None:
        earlier = self.earlier.get(row.key)
        if row.origin == self.storing.origin and earlier is not None:
            self.removed.append(row)
            earlier.valid_to = None
            self.changed.append(earlier)
            return
        say_workplace(row, before | ({"cover": before["cover"] or Cover.OWN} if "cover" in before else {}))
        refer(row, before, self.storing.ids)
        self.changed.append(row)

    def make_ready(self) -> None:
        """Make the rows ready for the database."""
        self.rows = {"changed": Ready(self.changed), "plans": Ready(self.changed_plans)}

    def standing(self) -> Standing:
        """Return where workplaces are not as the batch left them."""
        later = standing_since(self.storing.register, self.lines, 1)
        return Standing([*self.gone, *later.organizations])

    def store(self) -> None:
        """Restore the workplaces, and remove those that the batch had added."""
        nothing = Ready(())
        workplaces.remove_plans([each.pk for each in self.removed_plans])
        workplaces.store_plans(changed=self.rows["plans"], new=nothing)
        org.remove_workplaces(self.removed)
        org.store_workplaces(changed=self.rows["changed"], new=nothing)
