"""How moves are drawn, listed over the years, and compared before and after; expected numbers worked by hand."""

from decimal import Decimal

import pytest
from promotion.ways import ADVANCED, BACKWARD, MIDDLE, give, number_of, opened
from web.builders import NOW
from web.counties import bring_in
from web.scored import AS_OF, DITING, SCHEME, evaluate, write_scored_county

from guben_web.engine.texts import Text
from guben_web.org.access import Scope
from guben_web.promotion.comparing import compare
from guben_web.promotion.enums import Outcome
from guben_web.promotion.flows import flow_of
from guben_web.promotion.grades import Order, order_of_scheme
from guben_web.promotion.years import lines_of, moves_between, years_of
from guben_web.results import actions as results

WHOLE = Scope(is_whole=True)
ORDER = Order(tuple(map(lambda each: Text(each, each), ("先进", "中间", "后进"))))


def test_bands_are_as_thick_as_their_share_and_stand_in_their_bars():
    flow = flow_of({(1, 0): 2, (1, 1): 1, (2, 2): 1}, ORDER)

    # 240 points for 4: 120 + 60 for the middle, 60 for the last; 14 between bars, the first at 22.
    assert [(bar.x, bar.y, bar.height, bar.words.zh, bar.number, bar.sign) for bar in flow.bars] == [
        (150, 22, 180, "中间", 3, "middle"),
        (150, 216, 60, "后进", 1, "bottom"),
        (476, 22, 120, "先进", 2, "top"),
        (476, 156, 60, "中间", 1, "middle"),
        (476, 230, 60, "后进", 1, "bottom"),
    ]
    assert [(band.said.zh, band.tone) for band in flow.bands] == [
        ("中间 → 先进：2", "up"),
        ("中间 → 中间：1", "stayed"),
        ("后进 → 后进：1", "stayed"),
    ]
    assert flow.bands[0].curve == "M164 22C320 22 320 22 476 22V142C320 142 320 142 164 142Z"
    assert flow.bands[1].curve == "M164 142C320 142 320 156 476 156V216C320 216 320 202 164 202Z"


def test_where_nobody_has_both_grades_nothing_is_drawn():
    assert flow_of({}, ORDER) is None


def test_grades_are_found_by_title_in_either_script_and_language():
    order = order_of_scheme(SCHEME)

    assert [order.find_place(words) for words in (" 先 进 ", "先進", "middle", "较好")] == [
        ADVANCED,
        ADVANCED,
        MIDDLE,
        None,
    ]


@pytest.mark.django_db
def test_the_lists_of_the_years_and_the_moves_between_them(tmp_path):
    opened(tmp_path)
    give("2023", V1="中间", V2="中间")
    give("2022", V1="较差")

    years = years_of(SCHEME, order_of_scheme(SCHEME), WHOLE, NOW.date())

    assert [(each.period, each.source.zh, each.counts(order_of_scheme(SCHEME))) for each in years] == [
        ("2022", "导入", [0, 0, 0, 1]),
        ("2023", "导入", [0, 2, 0, 0]),
        ("2024", "导入", [0, 1, 1, 0]),
        ("2025", "已下发", [0, 1, 1, 0]),
    ]
    assert [dict(each.outcomes) for each in moves_between(years)] == [
        {Outcome.UNGRADED: 1, Outcome.NEW: 1},
        {Outcome.FELL: 1, Outcome.STAYED: 1},
        {Outcome.UP: 1, Outcome.FELL: 1},
    ]
    lines = {each.name: each for each in lines_of(years, NOW.date())}
    assert [each[1] if each else "" for each in lines["荻汀村党支部"].years] == [
        None,
        MIDDLE,
        BACKWARD,
        MIDDLE,
    ]
    assert [each[1] if each else "" for each in lines["菱渚村党支部"].years] == [
        "",
        MIDDLE,
        MIDDLE,
        BACKWARD,
    ]
    assert lines["荻汀村党支部"].latest == MIDDLE


@pytest.mark.django_db
def test_a_scope_has_its_own_organizations_over_the_years(tmp_path):
    opened(tmp_path)

    years = years_of(SCHEME, order_of_scheme(SCHEME), Scope(False, frozenset({number_of("T2")})), NOW.date())

    assert [set(each.places) for each in years] == [{number_of("V2")}, {number_of("V2")}]


@pytest.mark.django_db
def test_before_and_after_are_averages_of_those_that_are_in_both(tmp_path):
    _, department, before = opened(tmp_path)
    # V1 now has an income of 4,500 yuan: 10 points more.
    better = [*DITING[:3], 4500, *DITING[4:]]
    bring_in(
        write_scored_county(tmp_path / "later.xlsx", diting=better),
        department,
        as_of=AS_OF.replace(year=2026, month=1, day=31),
        period="2026",
    )
    after = evaluate(department, period="2026", as_of=AS_OF.replace(year=2026, month=1, day=31))
    results.show_to_units(evaluation=after, by=department, now=NOW)

    found = compare(before, after, WHOLE, NOW.date())

    # Total (85 + 30) / 2 = 57.5 and (95 + 30) / 2 = 62.5; strength (10 + 10) / 2 = 10 and (20 + 10) / 2 = 15.
    parts = {each.title.zh: each.pair for each in found.parts if each.depth == 0}
    assert (parts["总分"].before, parts["总分"].after, parts["总分"].difference) == (
        Decimal("57.5"),
        Decimal("62.5"),
        Decimal(5),
    )
    strength = next(pair for title, pair in parts.items() if "实力" in title)
    assert (strength.before, strength.after, strength.number) == (Decimal(10), Decimal(15), 2)
    assert (found.number, found.only_before, found.only_after, found.apart) == (2, 0, 0, ())
    assert [(each.name, each.number, each.pairs[0].difference) for each in found.townships] == [
        ("篁川镇党委", 1, Decimal(10)),
        ("鹭屏乡党委", 1, Decimal(0)),
    ]


@pytest.mark.django_db
def test_a_unit_compares_its_own_only(tmp_path):
    _, _, before = opened(tmp_path)
    scope = Scope(False, frozenset({number_of("V1")}))

    found = compare(before, before, scope, NOW.date())

    assert (found.number, [each.name for each in found.townships]) == (1, ["篁川镇党委"])
