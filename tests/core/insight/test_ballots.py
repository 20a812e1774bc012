"""The ballots that schemes ask for, and how a share of votes is kept."""

import pytest

from guben.evaluation import check_scheme
from guben.insight.ballots import asked_ballots, share_as_kept


def test_shares_by_ballot_become_questions_with_two_sides():
    (ballot,) = asked_ballots(check_scheme("pioneer-project/village").needed())

    assert (ballot.name, ballot.scheme, ballot.level, ballot.fields) == (
        "residents",
        "pioneer-project/village",
        "village",
        ("rural",),
    )
    asked = [(each.name, each.measure, [code for code, _ in each.options]) for each in ballot.questions]
    assert asked == [
        ("trust", "trust", ["approve", "disapprove"]),
        ("satisfaction", "satisfaction", ["approve", "disapprove"]),
    ]
    assert ballot.questions[0].title.zh == "群众对书记和班子的信任率"


def test_parts_by_votes_become_questions_with_the_options_that_have_weights(tmp_path):
    (ballot,) = asked_ballots(check_scheme(write_poll(tmp_path)).needed())

    (question,) = ballot.questions
    assert (ballot.name, question.name, question.measure, question.title.zh) == ("review", "team", "", "测评")
    # The second part counts an option that the first does not.
    assert [(code, title.zh, title.en) for code, title in question.options] == [
        ("excellent", "优秀", "Excellent"),
        ("good", "好", "Good"),
        ("poor", "差", "Poor"),
        # Called as the scheme writes it.
        ("unknown", "unknown", "unknown"),
    ]


@pytest.mark.parametrize(
    ("part", "of", "kept"),
    [
        (17, 20, 85_000_000),
        (2, 3, 66_666_666),
        # 84.9999…: under 85 %, and it stays under.
        (8_499, 9_999, 84_998_499),
        (0, 7, 0),
        (7, 7, 100_000_000),
    ],
)
def test_a_share_is_kept_rounded_down(part, of, kept):
    assert share_as_kept(part, of, 8) == kept


def write_poll(folder):
    """Write a scheme with a part by votes, and return its path."""
    path = folder / "review.yaml"
    path.write_text(
        """scheme: county/review
version: "1"
title: {zh: 测评, en: Review}
for: {level: village}
period: year
total: 30
parts:
  review:
    title: {zh: 测评, en: Review}
    points: 20
    rewards: outcome
    ballot: {of: review/team, weights: {excellent: 100%, good: 80%, poor: 0%}}
  known:
    title: {zh: 知晓, en: Known}
    points: 10
    rewards: outcome
    ballot: {of: review/team, weights: {good: 100%, unknown: 0%}}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 10}
  poor: {title: {zh: 差, en: Poor}}
""",
        encoding="utf-8",
    )
    return str(path)
