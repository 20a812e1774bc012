"""Lines about workplaces as rows of the register."""

from typing import Any

from guben_web.imports.enums import Outcome
from guben_web.imports.lines import after_of, before_of
from guben_web.imports.models import Line
from guben_web.imports.register import Register
from guben_web.imports.standing import Standing, SubjectIsGone
from guben_web.imports.tables.organizations.facts import say_workplace
from guben_web.imports.tables.table import Storing
from guben_web.imports.tables.workplaces.states import PLAN_FIELDS, plan_state, say_plan, state_of
from guben_web.org import actions as org
from guben_web.org.enums import Cover
from guben_web.org.models import Workplace
from guben_web.shared.bulk import Ready
from guben_web.workplaces import actions as workplaces
from guben_web.workplaces.models import Plan


class Applying:
    """Workplaces to store. What they refer to is named by key until new organizations have ids."""

    def __init__(self, storing: Storing) -> None:
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.new: list[Workplace] = []
        self.changed: list[Workplace] = []
        self.references: list[tuple[Workplace, dict[str, Any]]] = []
        self.new_plans: list[Plan] = []
        self.changed_plans: list[Plan] = []
        self.lines: list[Line] = []
        self.rows: dict[str, Ready] = {}

    def add(self, line: Line) -> None:
        """Take a line up; raises SubjectIsGone."""
        register, after = self.storing.register, after_of(line)
        held = register.workplaces.get(line.subject)
        if (line.outcome == Outcome.CREATED) != (held is None):
            raise SubjectIsGone
        state = state_of(held, register) if held is not None else {}
        if not is_so(state, before_of(line)):
            raise SubjectIsGone
        if held is not None:
            self.touched.append(places_of(state))
        self.touched.append(places_of(state | after))
        self.lines.append(line)
        facts = {name: value for name, value in after.items() if name not in PLAN_FIELDS}
        if facts:
            row = self._row(line.subject, held)
            # Nobody covers it: the column holds something all the same.
            say_workplace(row, facts | ({"cover": facts["cover"] or Cover.OWN} if "cover" in facts else {}))
            self.references.append((row, facts))
        if after.keys() & set(PLAN_FIELDS):
            self._plan(line.subject, after)

    def _row(self, key: str, held: Workplace | None) -> Workplace:
        day = self.storing.batch.as_of
        if held is None:
            row = Workplace(key=key, origin=self.storing.origin)
        elif held.valid_from == day:
            # A second word about the same day corrects the first.
            self.changed.append(held)
            return held
        else:
            row = held.next_from(day, origin=self.storing.origin)
            held.valid_to = day
            self.changed.append(held)
        self.new.append(row)
        return row

    def _plan(self, key: str, after: dict[str, Any]) -> None:
        plan = self.storing.register.plans.get(key)
        if plan is None:
            plan = Plan(workplace_key=key)
            self.new_plans.append(plan)
        else:
            self.changed_plans.append(plan)
        say_plan(plan, after)
        plan.by_id, plan.at = self.storing.account_id or 0, self.storing.now

    def make_ready(self) -> None:
        """Make the rows ready for the database."""
        self.rows = {
            "new": Ready(self.new),
            "changed": Ready(self.changed),
            "new_plans": Ready(self.new_plans),
            "changed_plans": Ready(self.changed_plans),
        }

    def standing(self) -> Standing:
        """Return where workplaces are not as they were compared with."""
        return standing_since(self.storing.register, {line.subject: line for line in self.lines}, 0)

    def store(self) -> None:
        """Store the workplaces and what is planned in them."""
        for row, facts in self.references:
            refer(row, facts, self.storing.ids)
        org.store_workplaces(changed=self.rows["changed"], new=self.rows["new"])
        workplaces.store_plans(changed=self.rows["changed_plans"], new=self.rows["new_plans"])


def refer(row: Workplace, said: dict[str, Any], ids: dict[str, int]) -> None:
    """Set what a workplace refers to."""
    for name in ("organization", "place"):
        if name in said:
            setattr(row, f"{name}_id", ids[said[name]] if said[name] is not None else None)


def places_of(state: dict[str, Any]) -> frozenset[str]:
    """Return the organizations of which whoever may change one may change the workplace."""
    return frozenset(state[name] for name in ("organization", "place") if state.get(name))


def is_so(state: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Return whether a workplace is as expected; nothing and an empty text are the same."""
    return all((state.get(name) or None) == (value or None) for name, value in expected.items())


def standing_since(register: Register, lines: dict[str, Line], side: int) -> Standing:
    """Return the organizations of workplaces that are not as lines say on one side: 0 before, 1 after."""
    if not lines:
        return Standing()
    rows = {each.key: each for each in Workplace.objects.filter(valid_to=None)}
    plans = {each.workplace_key: each for each in Plan.objects.all()}
    standing: list[str] = []
    for key, line in lines.items():
        row = rows.get(key)
        state = (state_of(row, register) if row is not None else {}) | plan_state(plans.get(key))
        expected = {name: change[side] for name, change in line.changes.items()}
        if line.outcome == Outcome.CREATED:
            # All that is known of it came with the line: before there was nothing.
            expected = dict.fromkeys(state) | expected
        if not is_so(state, expected):
            standing += sorted(places_of(state | {name: value for name, value in expected.items() if value}))[
                :1
            ]
    return Standing(standing)
