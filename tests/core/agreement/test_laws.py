"""What must hold of every scheme, whatever it says and whatever the records are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from generated_schemes import populations, programs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programs import AS_OF, PERIOD, make_organization, make_value, program_of, tables_of

from guben.plan import Program
from guben.plan.peers import compares_peers
from guben.reference import OrganizationResult, Reference
from guben.snapshot.records import Records
from guben.snapshot.tables import TABLES

_GENERATED = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
TITLE = "title: {zh: 名, en: Title}"


def results_of(program: Program, records: Records) -> list[OrganizationResult]:
    return Reference(program, tables_of(records), as_of=AS_OF, period=PERIOD).all_results()


@_GENERATED
@given(st.data())
def test_points_lie_between_nothing_and_what_is_printed(data: st.DataObject):
    _, program = data.draw(programs(with_children=False))

    results = results_of(program, data.draw(populations(program)))

    for step in program.parts:
        points = [each.points[step.path] for each in results]
        low, high = min(step.printed, 0), max(step.printed, 0)
        assert all(low <= each <= high for each in points if each is not None), step.path


@_GENERATED
@given(st.data())
def test_the_order_of_rows_does_not_matter(data: st.DataObject):
    _, program = data.draw(programs(with_children=False))
    records = data.draw(populations(program))
    shuffled = Records(
        **{table.name: data.draw(st.permutations(getattr(records, table.name))) for table in TABLES}
    )

    assert results_of(program, shuffled) == results_of(program, records)


@_GENERATED
@given(st.data())
def test_others_do_not_matter_where_nobody_is_compared(data: st.DataObject):
    _, program = data.draw(programs(with_children=False))
    records = data.draw(populations(program))
    if compares_peers(program):
        return
    for result in results_of(program, records):
        own = [each for each in records.organizations if each.in_village == result.organization]
        alone = replace_organizations(records, own)

        assert results_of(program, alone) == [replace(result, rank=None if result.rank is None else 1)]


def replace_organizations(records: Records, organizations: Sequence[object]) -> Records:
    return Records(
        **{
            table.name: list(organizations) if table.name == "organizations" else getattr(records, table.name)
            for table in TABLES
        }
    )


# Quotas, over totals that are often equal.

_SCHEME = f"""\
scheme: test/quotas
version: "1"
{TITLE}
for: {{level: village}}
total: 10
measures:
  score: {{type: points, digits: 0, bounds: 0..10, {TITLE}, exam: yearly}}
  bad: {{type: yes_no, {TITLE}, department: discipline}}
parts:
  score: {{{TITLE}, points: 10, missing: exclude, computed: score}}
vetoes:
  - {{if: bad, grade: poor}}
quotas:
  - {{QUOTA}}
grades:
  good: {{{TITLE}, when: total >= 8}}
  fair: {{{TITLE}, when: total >= 5}}
  weak: {{{TITLE}, when: total >= 2}}
  poor: {{{TITLE}}}
"""
_ORDER = ("good", "fair", "weak", "poor")
_villages = st.lists(st.tuples(st.integers(0, 10), st.booleans(), st.sampled_from(["t1", "t2"])), max_size=12)


def graded(quota: str, villages: Sequence[tuple[int, bool, str]]) -> list[tuple[OrganizationResult, str]]:
    """Return the result of each village with its township."""
    program = program_of({"quotas": _SCHEME.replace("QUOTA", quota)}, "quotas")
    records = Records()
    for number, (score, bad, township) in enumerate(villages):
        key = f"v{number:02d}"
        records.organizations.append(make_organization(key, "village", township))
        records.values.append(make_value(key, "score", score * 100, scale=2))
        records.values.append(make_value(key, "bad", int(bad)))
    townships = [township for _, _, township in villages]
    return list(zip(results_of(program, records), townships, strict=True))


def by_township(results: Sequence[tuple[OrganizationResult, str]]) -> Mapping[str, list[OrganizationResult]]:
    groups: dict[str, list[OrganizationResult]] = {}
    for result, township in results:
        groups.setdefault(township, []).append(result)
    return groups


def total(result: OrganizationResult) -> Fraction:
    points = result.points[""]
    assert points is not None
    return points


@given(villages=_villages, number=st.integers(0, 3))
def test_a_quota_that_keeps_equals_out_is_never_exceeded(villages, number):
    quota = f"grades: [good, fair], kind: at_most, number: {number}, within: township, ties: out"

    for group in by_township(graded(quota, villages)).values():
        assert sum(each.grade in ("good", "fair") for each in group) <= number


@given(villages=_villages, number=st.integers(0, 3))
def test_a_quota_that_lets_equals_in_is_exceeded_by_equals_of_the_last_only(villages, number):
    quota = f"grades: [good], kind: at_most, number: {number}, within: township, ties: in"

    for group in by_township(graded(quota, villages)).values():
        totals = sorted((total(each) for each in group if each.grade == "good"), reverse=True)
        assert len(totals) <= number or (number and set(totals[number - 1 :]) == {totals[number - 1]})


@given(villages=_villages, share=st.sampled_from([10, 30, 50, 100]))
def test_among_those_a_quota_may_part_nobody_is_graded_below_somebody_with_fewer_points(villages, share):
    quota = (
        f"grades: [good], kind: about, share: {share}%, rounding: half_up, of: eligible, "
        "within: township, ties: in, cut_off: yields"
    )

    for group in by_township(graded(quota, villages)).values():
        free = [each for each in group if each.veto is None]
        for one in free:
            for other in free:
                is_better = _ORDER.index(str(one.grade)) < _ORDER.index(str(other.grade))
                assert not is_better or total(one) >= total(other)


@given(villages=_villages, number=st.integers(0, 4))
def test_a_quota_on_the_last_grade_is_filled_where_there_are_enough(villages, number):
    quota = f"grades: [poor], kind: at_least, number: {number}, within: township, ties: in"

    for group in by_township(graded(quota, villages)).values():
        assert sum(each.grade == "poor" for each in group) >= min(number, len(group))


@given(villages=_villages)
def test_vetoed_organizations_are_never_lifted(villages):
    quota = "grades: [good], kind: at_least, number: 3, within: all, ties: in"

    assert [each.grade for each, _ in graded(quota, villages) if each.veto is not None] == [
        "poor" for _, bad, _ in villages if bad
    ]


_EXTRA = f"  extra: {{type: points, digits: 0, bounds: 0..10, {TITLE}, exam: other}}\n  bad:"


@given(
    villages=st.lists(st.tuples(st.integers(7, 9), st.integers(0, 3)), max_size=9), number=st.integers(0, 4)
)
def test_another_figure_parts_equals_and_only_equals_in_both_stay_out_together(villages, number):
    quota = f"grades: [good], kind: at_most, number: {number}, within: all, ties: out, then: extra descending"
    scheme = _SCHEME.replace("QUOTA", quota).replace("  bad:", _EXTRA, 1)
    records = Records()
    for place, (score, extra) in enumerate(villages):
        key = f"v{place:02d}"
        records.organizations.append(make_organization(key, "village", "t1"))
        records.values.append(make_value(key, "score", score * 100, scale=2))
        records.values.append(make_value(key, "extra", extra * 100, scale=2))
        records.values.append(make_value(key, "bad", 0))

    results = results_of(program_of({"quotas": scheme}, "quotas"), records)

    good = [pair for pair, each in zip(villages, results, strict=True) if each.grade == "good"]
    others = [pair for pair, each in zip(villages, results, strict=True) if each.grade != "good"]
    able = sorted((pair for pair in villages if pair[0] >= 8), reverse=True)
    assert len(good) <= number
    # Nobody outside is ahead of anybody inside, by the total and then by the other figure.
    assert all(inside > outside for inside in good for outside in others)
    # A place stays free only where two who are equal in both would have to share it.
    left = able[len(good) : number]
    assert not left or able[number - 1 : number + 1] == [left[0], left[0]]


# More of a good thing.

_GOOD = {
    "linear": "linear: {value: amount, from: 2, to: 9}",
    "bands": "bands: [{points: 8..10, if: amount >= 7, within: {linear: {value: amount, from: 7, to: 10}}}, "
    "{points: 5, if: amount >= 3}, {points: 1}]",
    "each": "lines: [{minus: 1.5, each: 'SHORTFALL(8, amount)'}, {plus: 1, each: amount, at_most: 3}]",
    "whole": "lines: [{minus: 1, per: 2, under: 9, value: amount, partial: whole}]",
    "ignore": "start: zero, lines: [{plus: 1, per: 2, over: 1, value: amount, partial: ignore}]",
    "proportional": "start: zero, lines: [{plus: 1, per: 3, over: 1, value: amount, partial: proportional}]",
    "group": "start: zero, lines: [{plus: 3, if: amount > 4, group: a}, {plus: 5, if: amount > 6, group: a}]",
    "rank": "rank: {value: amount, order: descending, within: all, ties: worst}",
    "places": "rank: {value: amount, order: descending, within: all, ties: best, places: [{first: 1, points: 10}, {first: 50%, points: 4}]}",
    "computed": "computed: amount * 2 - 3",
    "judged": "judged: county",
}


@given(
    scoring=st.sampled_from(sorted(_GOOD)),
    less=st.integers(0, 1000),
    more=st.integers(0, 1000),
    others=st.lists(st.integers(0, 1000), max_size=4),
)
def test_more_of_a_good_thing_never_lowers_the_points(scoring, less, more, others):
    less, more = sorted((less, more))
    program = program_of({"good": _GOOD_SCHEME.replace("SCORING", _GOOD[scoring])}, "good")
    name = "only.county" if scoring == "judged" else "amount"

    def points(amount: int) -> Fraction:
        records = Records()
        for number, each in enumerate([amount, *others]):
            records.organizations.append(make_organization(f"v{number}", "village"))
            scale = program.measure(name).measure.type.scale
            records.values.append(make_value(f"v{number}", name, each * 10 ** (scale - 2), scale=scale))
        return total(results_of(program, records)[0])

    assert points(less) <= points(more)


_GOOD_SCHEME = f"""\
scheme: test/good
version: "1"
{TITLE}
for: {{level: village}}
total: 10
measures:
  amount: {{type: number, bounds: 0..10, {TITLE}, report: {{period: year}}}}
parts:
  only: {{{TITLE}, points: 10, SCORING}}
grades:
  any: {{{TITLE}}}
"""
