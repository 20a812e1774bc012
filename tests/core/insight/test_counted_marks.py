"""Which part shows what became of a mark, and from which other marks its points follow."""

import pytest
from programs import program_of

from guben.evaluation import check_scheme
from guben.insight.marks import CountedMark, counted_marks

GRADED = "tests/core/schemes/valid/valid/schemes/everything-graded.yaml"
HEAD = """
scheme: test/{name}
version: "1"
title: {{zh: 办法, en: Rules}}
for: {{level: {level}}}
total: {total}
raters: {{self: 40%, superior: 60%}}
{more}
parts:
{parts}
grades: {{only: {{title: {{zh: 全部, en: All}}}}}}
"""
TITLE = "title: {zh: 项, en: Part}"


def scheme(parts: str, *, total: int, more: str = "", name: str = "main", level: str = "village") -> str:
    """Return the text of a scheme with these parts."""
    return HEAD.format(name=name, level=level, total=total, more=more, parts=parts)


def counted(parts: str, *, total: int, more: str = "") -> dict[str, CountedMark]:
    """Return how the marks of such a scheme count."""
    return counted_marks(program_of({"main": scheme(parts, total=total, more=more)}, "main"))


@pytest.fixture(scope="module")
def graded() -> dict[str, CountedMark]:
    return counted_marks(check_scheme(GRADED).needed())


def test_marks_of_several_judges_are_given_together_and_the_points_follow_from_all(graded):
    both = frozenset({"work.peers", "work.superior"})

    assert graded["work.peers"] == CountedMark("work", True, both, both, False)
    assert graded["work.superior"] == graded["work.peers"]


def test_a_judgement_split_by_judges_has_a_part_for_each(graded):
    own = frozenset({"sections.rural"})

    assert graded["sections.rural"] == CountedMark("sections.rural", True, own, own, False)


def test_deductions_are_no_points_of_their_part_which_follow_from_the_deductions_of_all(graded):
    everything = frozenset({"team.county", "team.self", "team.superior"})

    assert graded["team.county"] == CountedMark("team", False, frozenset({"team.county"}), everything, False)
    assert graded["team.self"].together == frozenset({"team.self", "team.superior"})


def test_bands_of_one_judge_share_a_mark_and_what_was_in_the_period_before_followed_from_marks_too(graded):
    own = frozenset({"income.township"})

    # One of the bands asks for the grade of the period before.
    assert graded["income.township"] == CountedMark("income", True, own, own, True)


def test_a_mark_that_one_formula_uses_counts_in_its_part_and_is_no_points_of_it(graded):
    own = frozenset({"view"})

    assert graded["view"] == CountedMark("rural", False, own, own, False)


def test_a_mark_that_two_parts_use_counts_in_none_of_its_own():
    found = counted(
        f"  a: {{{TITLE}, points: 5, pass: view > 2}}\n  b: {{{TITLE}, points: 5, pass: twice > 6}}",
        total=10,
        more="measures:\n"
        f"  view: {{type: points, bounds: 0..5, {TITLE}, judged: county}}\n"
        f"  twice: {{type: points, bounds: 0..10, {TITLE}, derive: view * 2}}",
    )

    assert found["view"].part is None


def test_points_follow_from_marks_in_derived_measures_and_in_what_says_for_whom_a_part_is():
    found = counted(
        f"  a: {{{TITLE}, points: 5, judged: self, applies: twice > 6}}",
        total=5,
        more="measures:\n"
        f"  view: {{type: points, bounds: 0..5, {TITLE}, judged: county}}\n"
        f"  twice: {{type: points, bounds: 0..10, {TITLE}, derive: view * 2}}",
    )

    assert found["a.self"].rests_on == frozenset({"a.self", "view"})


def test_a_place_among_others_follows_from_the_marks_of_others():
    found = counted(
        f"  a: {{{TITLE}, points: 5, rank: {{value: view, order: descending, within: all, ties: best}}}}",
        total=5,
        more=f"measures:\n  view: {{type: points, bounds: 0..5, {TITLE}, judged: self}}",
    )

    assert (found["view"].part, found["view"].rests_on_others) == ("a", True)


def test_what_is_counted_of_children_follows_from_their_marks_if_their_scheme_asks_for_any():
    child = scheme(
        f"  a: {{{TITLE}, points: 5, judged: self}}",
        total=5,
        name="below",
        more=f"measures:\n  income: {{type: yuan, {TITLE}, report: {{period: year}}}}",
    )
    main = scheme(
        f"  b: {{{TITLE}, points: 5, judged: self, applies: COUNT(children WHERE total > 3) > 1}}",
        total=5,
        level="township",
        more="children: test/below",
    )

    found = counted_marks(program_of({"main": main, "below": child}, "main"))

    assert found["b.self"].rests_on_others
    assert found.keys() == {"b.self"}
