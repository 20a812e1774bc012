"""A round of the small county: V1 was backward in 2024 and V2 in the middle; 2025 is computed, see `web.scored`.

By the evaluation of 2025 V1 is in the middle, one grade up, as the target said; V2 is backward, and fell.
"""

from datetime import date
from pathlib import Path as Folder

from web.builders import NOW, make_account
from web.scored import SCHEME, scored_county

from guben_web.accounts.models import Account
from guben_web.baselines.models import Baseline
from guben_web.engine.texts import both
from guben_web.org.models import Organization
from guben_web.promotion import plan_actions, round_actions
from guben_web.promotion.enums import Asked, PlanState
from guben_web.promotion.models import Path, Plan, Round
from guben_web.promotion.plan_actions import Draft, Responsible, Wish
from guben_web.promotion.round_actions import Terms
from guben_web.promotion.sources import Source
from guben_web.results.models import Evaluation

ADVANCED, MIDDLE, BACKWARD = range(3)
DUE, FINISH = date(2026, 3, 20), date(2026, 10, 31)
WHO = Responsible("7e0a5b9c-0000-4000-8000-000000000001", "曾荷生", "secretary")
DRAFT = Draft([Wish("三月底前补齐公开栏。", "rights.kept", both("四项权利"))], FINISH, WHO)


def number_of(key: str) -> int:
    """Return the number of an organization."""
    return Organization.objects.get(key=key).pk


def give(period: str = "2024", **grades: str) -> None:
    """Store earlier grades by the keys of organizations."""
    for key, grade in grades.items():
        Baseline.objects.create(
            organization_id=number_of(key), period=period, grade=grade, source=f"batch:1!年度等次!{key}"
        )


def terms(**more: object) -> Terms:
    """Return what a round is about."""
    facts = {
        "title": "2025年度晋位升级",
        "scheme": SCHEME,
        "period": "2025",
        "grades_up": 1,
        "asks": Asked.EVERYBODY,
        "plans_due": DUE,
        "finish_by": FINISH,
    }
    return Terms(**{**facts, **more})


def imported(period: str = "2024") -> Source:
    """Return the grades that were brought in as a baseline."""
    return Source(f"imported:{period}:", both(period), period)


def prepared(folder: Folder, **more: object) -> tuple[Round, Account, Evaluation]:
    """Bring the county in, evaluate it, and prepare a round from the grades of 2024."""
    evaluation = scored_county(folder)
    give(V1="后进", V2="中间")
    department = make_account("department")
    round_ = round_actions.prepare_round(terms=terms(**more), source=imported(), by=department, now=NOW)
    return round_, department, evaluation


def opened(folder: Folder, **more: object) -> tuple[Round, Account, Evaluation]:
    """Open it."""
    round_, department, evaluation = prepared(folder, **more)
    round_actions.open_round(round_=round_, by=department, now=NOW)
    return fresh(round_), department, evaluation


def assessed(folder: Folder, **more: object) -> tuple[Round, Account, Evaluation]:
    """Take the second grades from the evaluation of 2025."""
    round_, department, evaluation = opened(folder, **more)
    round_actions.assess(round_=round_, evaluation=evaluation, by=department, now=NOW)
    return fresh(round_), department, evaluation


def fresh(round_: Round) -> Round:
    """Return the round as it is stored."""
    return Round.objects.get(pk=round_.pk)


def path_of(round_: Round, key: str = "V1") -> Path:
    """Return the path of an organization as it is stored."""
    return Path.objects.select_related("round").get(round=round_, organization__key=key)


def revision_of(path: Path) -> int:
    """Return how often the plan of a path was written."""
    return Plan.objects.filter(path=path).values_list("revision", flat=True).first() or 0


def brought_to(state: PlanState, path: Path, by: Account) -> None:
    """Bring the plan of a path to a state."""
    way = {
        PlanState.DRAFT: (),
        PlanState.SUBMITTED: (),
        PlanState.RETURNED: (plan_actions.return_plan,),
        PlanState.APPROVED: (plan_actions.approve_plan,),
        PlanState.FULFILLED: (plan_actions.approve_plan, plan_actions.fulfil_plan),
    }
    write = plan_actions.save_plan if state is PlanState.DRAFT else plan_actions.submit_plan
    write(path=path, draft=DRAFT, revision=revision_of(path), is_proxy=False, by=by, now=NOW)
    for act in way[state]:
        more = {"reason": "期限太晚"} if act is plan_actions.return_plan else {}
        act(path=path, revision=revision_of(path), by=by, now=NOW, **more)
