"""Villages of one township that are judged in every way a scheme can ask for; the points are worked by hand.

V1 has an income of 4,000 yuan a head, V2 of 6,000, V3 of 5,000. What V1 is given (`MARKS`) comes to
work 18 × 40 % + 15.5 × 60 % = 16.5, own 8, above 7, duty 20 − 2 = 18, income 10 (neither of the bands that are judged),
sections 4 and 9, two (6 + 8) / 2 = 7, three 5.
"""

from pathlib import Path

from appraisals.lives import computed, fresh, number_of
from web.builders import NOW, make_account
from web.counties import COUNTY, TOWNSHIP, VILLAGE, bring_in, write_county
from web.scored import AS_OF

from guben_web.accounts.models import Account
from guben_web.appraisals import actions
from guben_web.appraisals.marks import Given, give
from guben_web.appraisals.models import Appraisal
from guben_web.ledgers.models import ReportedValue

_INCOMES = {"V1": 4000, "V2": 6000, "V3": 5000}
SCHEME = """
scheme: test/judged
version: "1"
title: {zh: 年度评议, en: Yearly review}
for: {level: village}
total: 120
measures:
  income: {type: yuan, bounds: 0..1000000, title: {zh: 收入, en: Income}, report: {period: year}}
parts:
  work: {title: {zh: 实绩, en: Work}, points: 20, raters: {self: 40%, superior: 60%}}
  own: {title: {zh: 自查, en: Own look}, points: 10, judged: self}
  above: {title: {zh: 思路, en: Approach}, points: 10, judged: superior}
  duty:
    title: {zh: 履职, en: Duty}
    points: 20
    lines: [{minus: 0..5, judged: superior, title: {zh: 材料, en: Papers}}]
  income:
    title: {zh: 收入, en: Income}
    points: 25
    bands:
      - {points: 20..25, if: income >= 5500, within: {judged: superior}}
      - {points: 15..20, if: income >= 4500, within: {judged: superior}}
      - {points: 10}
  sections: {title: {zh: 科室, en: Sections}, points: 15, judged: {split: {self: 5, superior: 10}}}
  two: {title: {zh: 两方, en: Two}, points: 10, raters: {self: 50%, county: 50%}}
  three: {title: {zh: 三方, en: Three}, points: 10, raters: {self: 20%, superior: 30%, county: 50%}}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 60}
  fair: {title: {zh: 一般, en: Fair}}
"""
MARKS = {
    "self": {"work.self": "18", "own.self": "8", "sections.self": "4", "two.self": "6", "three.self": "5"},
    "superior": {
        "work.superior": "15.5",
        "above.superior": "7",
        "duty.superior": "2",
        "income.superior": "22",
        "sections.superior": "9",
        "three.superior": "5",
    },
    "county": {"two.county": "8", "three.county": "5"},
}
# Where they differ from the organization's own.
REASONS = {"work.superior": "台账不全。", "two.county": "走访核实。"}


def judged(folder: Path, *, digits: int = 2) -> Appraisal:
    """Return the appraisal of these villages, its marks open for the first time."""
    department = make_account("department")
    villages = [
        [key, f"{name}村党支部", *VILLAGE[2:]]
        for key, name in zip(_INCOMES, ("荻汀", "菱渚", "鹭洲"), strict=True)
    ]
    county = write_county(folder / "county.xlsx", organizations=(COUNTY, TOWNSHIP, *villages), members=())
    bring_in(county, department, as_of=AS_OF)
    for key, income in _INCOMES.items():
        ReportedValue.objects.create(
            organization_id=number_of(key),
            measure="income",
            period="2025",
            number=income * 10_000,
            scale=4,
            source="test",
        )
    scheme = folder / "judged.yaml"
    scheme.write_text(SCHEME.replace("total: 120", f"total: 120\ndigits: {digits}"), encoding="utf-8")
    row = actions.open_appraisal(scheme=str(scheme), period="2025", as_of=AS_OF, by=department, now=NOW)
    actions.open_marks(appraisal=row, by=department, now=NOW)
    return fresh(row)


def reopened(folder: Path) -> Appraisal:
    """Return it with the marks of V1 and a trial run, its marks open again."""
    row = judged(folder)
    for judge, marks in MARKS.items():
        give_all(row, judge_of(judge), marks, REASONS)
    return tried_again(row)


def tried_again(appraisal: Appraisal) -> Appraisal:
    """Have a trial run made, and open the marks after it."""
    computed(actions.run_trial(appraisal=appraisal, by=appraisal.opened_by, now=NOW))
    actions.open_marks(appraisal=fresh(appraisal), by=appraisal.opened_by, now=NOW)
    return fresh(appraisal)


def judge_of(judge: str, key: str = "V1") -> Account:
    """Make an account that stands for a judge."""
    match judge:
        case "self":
            return make_account("secretary", organization_id=number_of(key))
        case "superior":
            return make_account("township", organization_id=number_of("T1"))
        case _:
            return make_account("scoring_department", organization_id=number_of("C1"))


def give_all(
    appraisal: Appraisal,
    by: Account,
    marks: dict[str, str],
    reasons: dict[str, str] | None = None,
    *,
    key: str = "V1",
) -> int:
    """Give a village marks, with reasons by measure."""
    given = [
        Given(number_of(key), measure, words, (reasons or {}).get(measure, ""))
        for measure, words in marks.items()
    ]
    return give(appraisal=appraisal, marks=given, by=by, now=NOW, today=NOW.date())
