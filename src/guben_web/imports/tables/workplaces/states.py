"""What a workbook can change of a workplace, as lines keep it: facts, what it refers to, and its plan."""

from typing import Any

from guben_web.imports.days import to_date, to_number
from guben_web.imports.register import Register
from guben_web.org.models import Workplace
from guben_web.workplaces.models import Plan
from guben_web.workplaces.sheets import FACTS, PLAN

PLAN_FIELDS = tuple(f"plan_{name}" for name in PLAN)


def state_of(workplace: Workplace, register: Register) -> dict[str, Any]:
    """Return a workplace as lines keep it."""
    facts = {name: getattr(workplace, name) for name in FACTS}
    facts["cover"] = workplace.cover if workplace.organization_id is not None else None
    facts |= {
        name: register.keys_by_id[number] if number is not None else None
        for name, number in (("organization", workplace.organization_id), ("place", workplace.place_id))
    }
    return facts | plan_state(register.plans.get(workplace.key))


def plan_state(plan: Plan | None) -> dict[str, Any]:
    """Return what is planned, under the names of the columns."""
    if plan is None:
        return dict.fromkeys(PLAN_FIELDS)
    held = {name: getattr(plan, name) for name in PLAN} | {"due_date": to_number(plan.due_date)}
    return {f"plan_{name}": value for name, value in held.items()}


def say_plan(plan: Plan, said: dict[str, Any]) -> None:
    """Set what was said of a plan."""
    for name in PLAN:
        if f"plan_{name}" in said:
            value = said[f"plan_{name}"]
            if name == "due_date":
                value = to_date(value)
            setattr(plan, name, (value or "") if name == "note" else value)
