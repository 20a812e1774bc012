"""Points, what is left out, wins, vetoes, grades and ranks, worked by hand."""

from fractions import Fraction

import pytest
from programs import make_organization, make_value
from villages import V1, reference_of, scheme

from guben.reference import OrganizationResult
from guben.snapshot.tables import ReportedValue


def part(name: str, points: str, rest: str, indent: str = "  ") -> str:
    return f"{indent}{name}: {{title: {{zh: 部, en: Part}}, points: {points}, {rest}}}\n"


def amounts(**amounts_of: str) -> tuple[ReportedValue, ...]:
    """Return the reported `amount` of organizations; `never` is not applicable."""
    return tuple(
        make_value(key, "amount", not_applicable=True)
        if amount == "never"
        else make_value(key, "amount", int(Fraction(amount) * 10_000), scale=4)
        for key, amount in amounts_of.items()
    )


def result(text: str, amount: str | None = None, yes: bool | None = None) -> OrganizationResult:
    values = amounts(v1=amount) if amount else ()
    if yes is not None:
        values += (make_value("v1", "yes", int(yes)),)
    return reference_of(text, values=values).result("v1")


def points(scoring: str, amount: str) -> Fraction | None:
    return result(scheme(parts=part("only", "10", scoring)), amount).points["only"]


@pytest.mark.parametrize(("amount", "expected"), [("4", 0), ("4.0001", 10)])
def test_pass_gives_all_or_nothing(amount: str, expected: int):
    assert points("pass: amount > 4", amount) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("1", "0"), ("2", "0"), ("3", "3.33"), ("4", "6.67"), ("5", "10"), ("6", "10")],
)
def test_linear_gives_points_in_proportion_and_none_outside(amount: str, expected: str):
    assert points("linear: {value: amount, from: 2, to: 5}", amount) == Fraction(expected)


@pytest.mark.parametrize(("amount", "expected"), [("1", "10"), ("3.5", "5"), ("9", "0")])
def test_linear_may_run_downward(amount: str, expected: str):
    assert points("linear: {value: amount, from: 5, to: 2}", amount) == Fraction(expected)


@pytest.mark.parametrize(("amount", "expected"), [("9", 10), ("5", 7), ("4", 2)])
def test_the_first_band_that_holds_gives_its_points(amount: str, expected: int):
    bands = "bands: [{points: 10, if: amount >= 9}, {points: 7, if: amount >= 5}, {points: 2}]"

    assert points(bands, amount) == expected


def test_bands_that_do_not_hold_give_none():
    assert points("bands: [{points: 10, if: amount >= 9}]", "8") == 0


LINES = (
    "start: full, floor: 1, cap: 9, lines: [{minus: 2, each: amount}, {plus: 3, if: amount < 1}, "
    "{zero: true, if: amount = 3}]"
)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("2", "6"), ("0.5", "9"), ("-2", "9"), ("7", "1"), ("3", "0"), ("1.3333", "7.33")],
)
def test_lines_add_and_take_away_between_floor_and_cap(amount: str, expected: str):
    assert points(LINES, amount) == Fraction(expected)


def test_lines_may_start_from_nothing():
    assert points("start: zero, lines: [{plus: 2, each: amount}]", "3") == 6


@pytest.mark.parametrize(("amount", "expected"), [("-3", "0"), ("3.335", "3.34"), ("12", "10")])
def test_computed_points_are_rounded_and_kept_between_nothing_and_the_printed_points(
    amount: str, expected: str
):
    assert points("computed: amount", amount) == Fraction(expected)


THREE = (
    "  group:\n    title: {zh: 组, en: Group}\n    points: 10\n    won: points >= 80%\n    parts:\n"
    + part("asked", "7", "POLICYpass: amount > 0", "      ")
    + part("known", "3", "bands: [{points: 1}]", "      ")
    + part("rest", "5", "computed: 4, won: points >= 80%")
)


def test_missing_gives_no_points_unless_the_policy_says_otherwise():
    found = result(scheme(parts=THREE.replace("POLICY", ""), total="15"))

    assert found.points == {"group.asked": 0, "group.known": 1, "group": 1, "rest": 4, "": 5}
    assert found.missing == {"group.asked"}
    assert found.won == {"group": False, "rest": True}


def test_an_excluded_part_leaves_the_rest_to_be_worth_as_much_as_all():
    found = result(scheme(parts=THREE.replace("POLICY", "missing: exclude, "), total="15"))

    assert found.points == {
        "group.asked": None,
        "group.known": 1,
        "group": Fraction("3.33"),
        "rest": 4,
        "": Fraction("7.33"),
    }
    assert found.missing == {"group.asked"}


def test_not_applicable_leaves_a_part_out_whatever_the_policy():
    found = result(scheme(parts=THREE.replace("POLICY", "missing: error, "), total="15"), "never")

    assert found.points["group"] == Fraction("3.33")
    assert found.missing == frozenset()


def test_missing_under_the_policy_error_has_no_points_and_is_named():
    found = result(scheme(parts=THREE.replace("POLICY", "missing: error, "), total="15"))

    assert found.points["group.asked"] is None
    assert found.missing == {"group.asked"}


GRADES = (
    "  best: {title: {zh: 甲, en: Best}, when: COUNT(WON) = 1}\n"
    "  good: {title: {zh: 乙, en: Good}, when: total >= 5}\n"
    "  poor: {title: {zh: 丙, en: Poor}, when: only >= 2}\n"
    "  last: {title: {zh: 丁, en: Last}}\n"
)
GRADED = part("only", "10", "missing: exclude, won: points >= 80%, computed: amount")


@pytest.mark.parametrize(("amount", "grade"), [("8", "best"), ("7.99", "good"), ("2", "poor"), ("1", "last")])
def test_the_first_grade_whose_condition_holds_is_earned(amount: str, grade: str):
    found = result(scheme(parts=GRADED, grades=GRADES), amount)

    assert (found.earned_grade, found.grade, found.veto) == (grade, grade, None)


def test_if_all_parts_are_left_out_there_is_no_total_no_win_no_grade_and_no_rank():
    found = result(scheme(parts=GRADED, grades=GRADES), "never")

    assert found.points == {"only": None, "": None}
    assert (found.won, found.earned_grade, found.grade, found.rank) == ({"only": False}, None, None, None)


VETOES = "vetoes:\n  - {if: amount > 6, grade: good}\n  - {if: yes, grade: poor}\n  - {if: amount > 7, grade: poor}\n"


@pytest.mark.parametrize(
    ("amount", "yes", "expected"),
    [
        ("8", None, (3, "best", "poor")),
        ("8", True, (2, "best", "poor")),
        ("7", False, (1, "good", "good")),
        ("1", True, (2, "last", "last")),
        ("1", None, (None, "last", "last")),
    ],
)
def test_vetoes_lower_the_grade_and_the_first_of_the_lowest_is_named(
    amount: str, yes: bool | None, expected: tuple[int | None, str, str]
):
    found = result(scheme(parts=GRADED, grades=GRADES, vetoes=VETOES), amount, yes)

    assert (found.veto, found.earned_grade, found.grade) == expected


def test_rank_counts_those_with_more_points_and_leaves_out_those_without_a_total():
    villages = (V1, *(make_organization(key, "village", "t1") for key in ("v2", "v3", "v4", "v5")))
    town = make_organization("t1", "township")
    values = amounts(v1="5", v2="7", v3="5", v4="1", v5="never")

    results = reference_of(scheme(parts=GRADED), organizations=(town, *villages), values=values).all_results()

    assert [(each.organization, each.rank) for each in results] == [
        ("v1", 2),
        ("v2", 1),
        ("v3", 2),
        ("v4", 4),
        ("v5", None),
    ]


def test_only_organizations_of_the_level_and_the_fields_are_in_scope():
    text = scheme().replace("{level: village}", "{level: village, fields: [community]}")
    organizations = (
        V1,
        make_organization("v2", "village", "t1", field="community"),
        make_organization("b1", "branch", "t1", "v2", field="community"),
    )

    assert reference_of(text, organizations=organizations).organizations() == ["v2"]
