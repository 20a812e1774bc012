"""What few people voted is withheld, worked by hand: fewer than three valid votes are few.

Votes on the team (excellent, fair, poor) and for trust (approve, disapprove), and the share of trust that follows:
V1 1, 1, 0 and 2, 0: 100 %. Both are of two.
V2 1, 0, 4 and nothing counted: 50 %, which an office imported. One excellent among five is nobody's.
V3 0, 0, 0 and 4, 1: 80 %. Nobody voted on the team.
V4 nothing counted of either, and no share.
Of the year before, when all had 60 %, nobody knows how many voted.
"""

import pytest
from core.evaluation.archives import evaluated, published, rows_of
from programs import PERIOD, make_organization, make_value

from guben.evaluation import verify
from guben.evaluation.verifying import Basis
from guben.snapshot.records import Records
from guben.snapshot.tables import Tally

SCHEME = """\
scheme: test/main
version: "2024"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 20
missing: exclude
measures:
  trust: {type: percent, title: {zh: 信任率, en: Trust}, ballot: residents/trust}
  rise: {type: percent, bounds: -100%..100%, title: {zh: 提升, en: Rise}, derive: trust - previous(trust)}
  liked: {type: percent, title: {zh: 优秀率, en: Liked}, derive: "VOTES(review/team, excellent)"}
parts:
  team:
    title: {zh: 班子测评, en: The team}
    points: 10
    ballot: {of: review/team, weights: {excellent: 100%, fair: 60%, poor: 0%}}
  trusted: {title: {zh: 得到信任, en: Trusted}, points: 10, linear: {value: trust, from: 0%, to: 100%}}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 5}
  poor: {title: {zh: 差, en: Poor}}
"""
_TEAM = {"v1": (1, 1, 0), "v2": (1, 0, 4), "v3": (0, 0, 0)}
_TRUST = {"v1": (2, 0), "v3": (4, 1)}
_SHARES = {"v1": 100, "v2": 50, "v3": 80}
_VILLAGES = ("v1", "v2", "v3", "v4")


def tallies(
    ballot: str, question: str, options: tuple[str, ...], votes: dict[str, tuple[int, ...]]
) -> list[Tally]:
    return [
        Tally(key, ballot, question, option, number, PERIOD, "test")
        for key, numbers in votes.items()
        for option, number in zip(options, numbers, strict=True)
    ]


def records() -> Records:
    return Records(
        organizations=[make_organization(key, "village") for key in _VILLAGES],
        values=[
            *(make_value(key, "trust", share * 10**6, scale=8) for key, share in _SHARES.items()),
            *(make_value(key, "previous.trust", 60 * 10**6, scale=8) for key in _VILLAGES),
        ],
        tallies=[
            *tallies("review", "team", ("excellent", "fair", "poor"), _TEAM),
            *tallies("residents", "trust", ("approve", "disapprove"), _TRUST),
        ],
    )


@pytest.fixture
def public(tmp_path):
    return published(evaluated(tmp_path / "whole", SCHEME, records()), tmp_path / "public")


def test_what_few_voted_is_withheld_and_few_votes_among_many_are_not(public):
    shares = rows_of(public / "measures.parquet", "liked", "over:liked", "withheld:liked")

    assert shares == [(None, None, True), (1, 5, False), (None, 0, False), (None, None, False)]


def test_what_points_ask_of_few_votes_is_withheld_too(public):
    # The votes times their weights, a tenth each: 4 × 0 and 1 × 1 of V2.
    asked = rows_of(public / "measures.parquet", "records:1", "records:2", "withheld:records:2")

    assert asked == [(None, None, True), (10, 5, False), (0, 0, False), (None, None, False)]
    assert [points for (points,) in rows_of(public / "results.parquet", "points:team")] == [8, 2, None, None]


def test_a_share_that_was_counted_from_few_is_withheld_and_one_that_was_brought_is_not(public):
    assert rows_of(public / "measures.parquet", "trust", "withheld:trust") == [
        (None, True),
        (50_000_000, False),
        (80_000_000, False),
        (None, False),
    ]


def test_of_the_votes_of_the_period_before_nobody_knows_how_many_they_were(public):
    flags = rows_of(public / "measures.parquet", "withheld:previous.trust", "withheld:rise")

    assert set(flags) == {(True, True)}


def test_it_verifies_and_says_what_it_took(public):
    verified = verify(public, basis=Basis.MEASURES)

    # Of V1 the share of excellent ones, what points ask of it twice, and the trust; before and rise of all four.
    assert verified.findings == ()
    assert (verified.taken.withheld, verified.taken.points) == (12, 2)
