"""The schemes of the Foundation Year in the product: who is on the list of the weak comes with a plan to make, and the
five improvements stand before and after over two periods.

V1: 85 % satisfied (10 × 25 ÷ 30 = 8.33), income 50,000 (10); senior secondary (10), trusted by 85 % (10); both members of 45
or under have a technique (10), one admitted in 2024 (10); 50 m² (4), 96,000 ÷ 800 = 120 yuan (6), pay in arrears (0);
three of four rights (9), regular life (8). 18.33 + 20 + 20 + 10 + 17 = 85.33. In 2026 it has 100 m² and full pay: 95.33.

V2: 59.99 % satisfied (0), income 20,000 (6.67); no secretary known (0), trusted by 70 % (5); no technique (0), nobody
admitted (0); no venue (0), 70,000 ÷ 700 = 100 yuan (5), full pay (6); all rights (12), no regular life (0).
6.67 + 5 + 0 + 11 + 12 = 34.67. In 2026 75 % are satisfied (5) and life is regular (8): 47.67.

By the grading V1 has 5 + 10 + 12.5 + 7.5 + 10 + 15 + 12.5 = 72.5, ordinary; V2 10 + 13.33 + 10 = 33.33, poor, and it is on the
list, because less than 60 % are satisfied.
"""

from datetime import date
from pathlib import Path as Folder

import pytest
from promotion.ways import number_of, terms
from web.builders import NOW, make_account
from web.counties import (
    COUNTY,
    MEMBER_HEADINGS,
    ORGANIZATION_HEADINGS,
    TOWNSHIP,
    TOWNSHIP_2,
    VILLAGE,
    VILLAGE_2,
    bring_in,
    write_county,
)
from web.scored import AS_OF, MEMBERS_MORE, SECOND, SECRETARY, evaluate

from guben_web.accounts.models import Account
from guben_web.promotion import round_actions
from guben_web.promotion.enums import Asked
from guben_web.promotion.models import Round
from guben_web.promotion.sources import Source, called
from guben_web.results import actions as results
from guben_web.results.models import Evaluation, Result

pytestmark = pytest.mark.django_db
GRADING, IMPROVEMENTS = "foundation-year/grading", "foundation-year/improvements"
LATER = date(2026, 1, 31)
HEADINGS = [
    *("群众信任率", "四项权利落实数", "群众满意率", "可支配集体资金", "村集体经济年收入"),
    *("组织生活正常", "组织活动场所面积", "村干部报酬足额发放", "班子成员严重违纪违法"),
]
DITING = ["85%", 3, "85%", 96000, 50000, "是", 50, "否", "否"]
LINGZHU = ["70%", 4, "59.99%", 70000, 20000, "否", 0, "是", "否"]
DITING_LATER = [*DITING[:6], 100, "是", "否"]
LINGZHU_LATER = ["70%", 4, "75%", 70000, 20000, "是", 0, "是", "否"]
NEW_MEMBER = ["郭松年", "", "", "1990-01-01", "V1", "2024-07-01", "", "", "大专", 1]


def brought(folder: Folder, department: Account, diting: list, lingzhu: list, **more) -> None:
    """Bring the county in with the figures of a period."""
    path = write_county(
        folder / "county.xlsx",
        headings=[*ORGANIZATION_HEADINGS, *HEADINGS],
        organizations=[
            *([*row, *[""] * len(HEADINGS)] for row in (COUNTY, TOWNSHIP, TOWNSHIP_2)),
            [*VILLAGE, *diting],
            [*VILLAGE_2, *lingzhu],
        ],
        member_headings=[*MEMBER_HEADINGS, *MEMBERS_MORE],
        members=[SECRETARY, NEW_MEMBER, SECOND],
    )
    bring_in(path, department, **more)


def shown(department: Account, **more) -> Evaluation:
    """Evaluate, and show the units what came of it."""
    evaluation = evaluate(department, **more)
    results.show_to_units(evaluation=evaluation, by=department, now=NOW)
    evaluation.refresh_from_db()
    return evaluation


def opened(folder: Folder) -> Round:
    """Open a round whose baseline is the grading of 2025 and that asks plans of the last grade."""
    department = make_account("department")
    brought(folder, department, DITING, LINGZHU, as_of=AS_OF)
    evaluation = shown(department, scheme=GRADING)
    source = Source("evaluation", called(evaluation), "2025", evaluation=evaluation)
    asked = terms(scheme=GRADING, period="2026", asks=Asked.BOTTOM)
    round_ = round_actions.prepare_round(terms=asked, source=source, by=department, now=NOW)
    round_actions.open_round(round_=round_, by=department, now=NOW)
    return Round.objects.get(pk=round_.pk)


def test_those_on_the_list_of_the_weak_come_into_promotion_with_a_plan_to_make(tmp_path, sign_in):
    round_ = opened(tmp_path)
    here = f"/promotion/{round_.pk}"

    rows = {each.name: (each.total, each.tails) for each in Result.objects.all()}
    paths = {each.name: (each.tails, each.must_plan) for each in round_.paths.all()}
    missing = sign_in("department").get(f"{here}?plan=tail").content.decode()

    assert rows == {"荻汀村党支部": (7250, []), "菱渚村党支部": (3333, ["weak"])}
    assert paths == {"荻汀村党支部": ([], False), "菱渚村党支部": ([["软弱涣散", "Weak and lax"]], True)}
    assert "倒排名单上有1个组织没有上报方案。" in missing
    assert [name in missing.partition('id="paths"')[2] for name in rows] == [False, True]

    written = sign_in(account=make_account("secretary", organization_id=number_of("V2")))
    village = f"{here}/organizations/{number_of('V2')}"
    offered = written.get(f"{village}/plan").content.decode()
    # What it lost is offered most first: 15 for residents and for the venue, and so on.
    assert "改进“群众评价”" in offered
    written.post(
        f"{village}/plan",
        {"line-0": "每月开放一次议事会。", "deadline": "2026-10-31", "act": "save", "revision": "0"},
    )
    seen = sign_in("department").get(f"{here}?plan=DRAFT").content.decode()
    assert "软弱涣散" in seen.partition('id="paths"')[2]


def test_the_five_improvements_stand_before_and_after_over_two_periods(tmp_path, sign_in):
    department = make_account("department")
    brought(tmp_path, department, DITING, LINGZHU, as_of=AS_OF)
    before = shown(department, scheme=IMPROVEMENTS)
    brought(tmp_path, department, DITING_LATER, LINGZHU_LATER, as_of=LATER, period="2026")
    after = shown(department, scheme=IMPROVEMENTS, period="2026", as_of=LATER)

    page = sign_in("department").get("/promotion/before-and-after")

    totals = [
        list(Result.objects.filter(evaluation=each).order_by("name").values_list("name", "total"))
        for each in (before, after)
    ]
    assert totals == [
        [("荻汀村党支部", 8533), ("菱渚村党支部", 3467)],
        [("荻汀村党支部", 9533), ("菱渚村党支部", 4767)],
    ]
    found = page.context["comparison"]
    assert [
        (each.title.zh, str(each.pair.before), str(each.pair.after), str(each.pair.difference))
        for each in found.parts
        if each.depth == 0
    ] == [
        ("总分", "60.00", "71.50", "11.50"),
        ("提升组织战斗力", "12.50", "15.00", "2.50"),  # (18.33 + 6.67) ÷ 2, (18.33 + 11.67) ÷ 2
        ("提升书记素质", "12.50", "12.50", "0.00"),
        ("提升党员活力", "10.00", "10.00", "0.00"),
        ("提升基本保障", "10.50", "15.50", "5.00"),  # (10 + 11) ÷ 2, (20 + 11) ÷ 2
        ("提升制度化水平", "14.50", "18.50", "4.00"),  # (17 + 12) ÷ 2, (17 + 20) ÷ 2
    ]
    text = page.content.decode()
    assert all(each in text for each in ("提升基本保障", "15.50", "+5.00"))
