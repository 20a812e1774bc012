"""What a scheme says is about a single person is withheld of everybody, worked by hand.

A violation and a pay are of one person, the income is the village's. Points are 5 for the income and 5 for the pay:
V1 income 10, pay 4000, no violation: 10, good. V2 income 20, pay 2000, a violation: 5, and poor.
V3 income 5, pay 3000, no violation: 5, fair. Nobody knows how many are in a team, and it does not matter.
Of the township T, one village of three has a violation, and their average income is 35 / 3.
"""

from core.evaluation.archives import evaluated, published, rows_of
from core.snapshot.test_snapshots import alter
from programs import make_organization, make_value, program_of

from guben.evaluation import verify
from guben.evaluation.verifying import Basis
from guben.plan.sensitive import sensitive_measures
from guben.snapshot.records import Records

VILLAGE = """\
scheme: test/below
version: "2024"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 10
measures:
  income: {type: count, title: {zh: 收入, en: Income}, report: {period: year}}
  pay: {type: count, title: {zh: 书记报酬, en: Pay of the secretary}, sensitive: true, department: finance}
  violation: {type: yes_no, title: {zh: 违纪, en: Violation}, sensitive: true, department: discipline}
  rise: {type: percent, bounds: -100%..1000%, title: {zh: 报酬增长, en: Rise}, derive: GROWTH(pay)}
  venue: {type: count, title: {zh: 经费, en: Funds}, sensitive: false, derive: income * 2}
parts:
  earned: {title: {zh: 收入, en: Income}, points: 5, pass: venue >= 10}
  paid: {title: {zh: 报酬, en: Pay}, points: 5, pass: pay > 3000}
vetoes:
  - {if: violation, grade: poor}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 10}
  fair: {title: {zh: 中, en: Fair}, when: total >= 5}
  poor: {title: {zh: 差, en: Poor}}
"""
TOWNSHIP = """\
scheme: test/main
version: "2024"
title: {zh: 乡镇办法, en: Rules of townships}
for: {level: township}
total: 10
children: test/below
measures:
  violations: {type: count, title: {zh: 违纪村, en: Villages}, derive: COUNT(children WHERE violation)}
  income: {type: count, title: {zh: 平均收入, en: Average income}, derive: AVERAGE(children.income)}
  own: {type: yes_no, title: {zh: 违纪, en: Violation}, derive: violations > 0}
parts:
  clean: {title: {zh: 廉洁, en: Clean}, points: 10, pass: NOT own}
grades:
  any: {title: {zh: 全部, en: All}}
"""
_VILLAGES = {"v1": (10, 4000, 0), "v2": (20, 2000, 1), "v3": (5, 3000, 0)}


def records() -> Records:
    return Records(
        organizations=[
            make_organization("t", "township"),
            *(make_organization(key, "village", "t") for key in _VILLAGES),
        ],
        values=[
            value
            for key, (income, pay, violation) in _VILLAGES.items()
            for value in (
                make_value(key, "income", income),
                make_value(key, "pay", pay),
                make_value(key, "violation", violation),
                make_value(key, "previous.pay", 2000),
            )
        ],
    )


def village_archive(folder):
    return published(
        evaluated(folder / "whole", VILLAGE.replace("test/below", "test/main"), records()), folder / "public"
    )


def test_a_sensitive_figure_is_withheld_of_everybody_and_so_is_what_is_made_of_it(tmp_path):
    measures = village_archive(tmp_path) / "measures.parquet"

    kept = rows_of(
        measures, "pay", "violation", "rise", "withheld:pay", "withheld:violation", "withheld:rise"
    )
    assert kept == [(None, None, None, True, True, True)] * 3
    assert rows_of(measures, "withheld:previous.pay") == [(True,)] * 3


def test_an_ordinary_figure_is_published_also_where_the_scheme_says_that_it_is_one(tmp_path):
    assert rows_of(village_archive(tmp_path) / "measures.parquet", "venue") == [(20,), (40,), (10,)]


def test_what_follows_from_it_is_taken_as_stated_and_all_else_computed(tmp_path):
    public = village_archive(tmp_path)

    verified = verify(public, basis=Basis.MEASURES)

    # The points for the pay and the veto of three villages.
    assert verified.findings == ()
    assert (verified.taken.points, verified.taken.others) == (3, 3)
    alter(
        public / "results.parquet", "UPDATE t SET \"points:earned\" = 0, total = 5 WHERE organization = 'v1'"
    )
    assert {each.code.number for each in verify(public, basis=Basis.MEASURES).findings} == {"E624"}


def test_of_organizations_below_what_is_made_of_it_is_withheld_and_nothing_else(tmp_path):
    whole = evaluated(tmp_path / "whole", TOWNSHIP, records(), below=VILLAGE)
    public = published(whole, tmp_path / "public")

    flags = rows_of(public / "measures.parquet", "violations", "withheld:violations", "withheld:own")

    assert flags == [(None, True, True)]
    # 35 over three villages.
    assert rows_of(public / "measures.parquet", "income", "over:income") == [(35, 3)]
    assert verify(public, basis=Basis.MEASURES).findings == ()


def test_measures_are_sensitive_with_what_they_are_made_of():
    township = program_of({"main": TOWNSHIP, "below": VILLAGE}, "main")

    assert sensitive_measures(township.children) == {"pay", "violation", "previous.pay", "rise"}
    assert sensitive_measures(township) == {"violations", "own"}
