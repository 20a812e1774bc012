"""The small county's appraisal in each stage; its points are worked by hand in `web.scored`."""

from datetime import date, timedelta
from pathlib import Path

from web.builders import NOW, make_account
from web.counties import bring_in, finish_runs, no_progress
from web.scored import AS_OF, SCHEME, write_scored_county

from guben_web.accounts.models import Account
from guben_web.appraisals import actions
from guben_web.appraisals.actions import Decided, Meeting
from guben_web.appraisals.enums import Body, Objector, Stage
from guben_web.appraisals.models import Appraisal, Objection
from guben_web.org.models import Organization
from guben_web.results import tasks
from guben_web.results.models import Evaluation

MEETING = Meeting(Body.DEPARTMENT_MEETING, date(2026, 3, 1), "部务〔2026〕3号", "同意试算结果。")
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)
AFTER = NOW + timedelta(days=5)
# The places of the grades of the scheme.
ADVANCED, MIDDLE, BACKWARD = range(3)

# Its one part has 20 points: the organization itself gives 40 %, its superior 60 %.
MARKED = """
scheme: test/marked
version: "1"
title: {zh: 年度评议, en: Yearly review}
for: {level: village}
total: 20
raters: {self: 40%, superior: 60%}
parts:
  work: {title: {zh: 工作实绩, en: Work}, points: 20, judged: raters}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 15}
  fair: {title: {zh: 一般, en: Fair}}
"""


def opened(folder: Path) -> tuple[Appraisal, Account]:
    """Bring the county in and open an appraisal."""
    department = make_account("department")
    bring_in(write_scored_county(folder / "county.xlsx"), department, as_of=AS_OF)
    appraisal = actions.open_appraisal(scheme=SCHEME, period="2025", as_of=AS_OF, by=department, now=NOW)
    return appraisal, department


def computed(evaluation: Evaluation) -> None:
    """Do in the background what was asked for."""
    finish_runs()
    tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh")


def tried(folder: Path) -> tuple[Appraisal, Account]:
    """Compute the first trial run."""
    appraisal, department = opened(folder)
    computed(actions.run_trial(appraisal=appraisal, by=department, now=NOW))
    return fresh(appraisal), department


def decided(folder: Path, *grades: tuple[str, int, str]) -> tuple[Appraisal, Account]:
    """Let a meeting decide; `grades` are those it set otherwise, by the key of the organization, each with its reason."""
    appraisal, department = tried(folder)
    set_ = [Decided(number_of(key), grade, reason) for key, grade, reason in grades]
    actions.decide(appraisal=appraisal, meeting=MEETING, grades=set_, by=department, now=NOW)
    return fresh(appraisal), department


def on_notice(folder: Path, *grades: tuple[str, int, str]) -> tuple[Appraisal, Account]:
    """Put the results on notice."""
    appraisal, department = decided(folder, *grades)
    contact = "县委组织部组织科 0000-0000000"
    actions.publish(appraisal=appraisal, first=FIRST, last=LAST, contact=contact, by=department, now=NOW)
    return fresh(appraisal), department


def final(folder: Path, *grades: tuple[str, int, str]) -> tuple[Appraisal, Account]:
    """Seal the results after the notice."""
    appraisal, department = on_notice(folder, *grades)
    actions.finish(appraisal=appraisal, by=department, now=AFTER)
    return fresh(appraisal), department


def objected(
    appraisal: Appraisal, by: Account, *, key: str = "V1", path: str = "strength.income"
) -> Objection:
    """Enter an objection of the organization itself."""
    return actions.object_to(
        appraisal=appraisal,
        organization_id=number_of(key),
        path=path,
        objector=Objector.UNIT,
        text="人均纯收入应为4500元，见农经站报表。",
        by=by,
        now=NOW,
    )


def number_of(key: str) -> int:
    """Return the number of an organization."""
    return Organization.objects.get(key=key).pk


def fresh(appraisal: Appraisal) -> Appraisal:
    """Return the appraisal as it is stored."""
    return Appraisal.objects.select_related("evaluation", "candidate").get(pk=appraisal.pk)


def stage_of(appraisal: Appraisal) -> Stage:
    """Return the stage that is stored."""
    return Stage(Appraisal.objects.values_list("stage", flat=True).get(pk=appraisal.pk))
