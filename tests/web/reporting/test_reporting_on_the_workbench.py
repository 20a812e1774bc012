"""What of reporting stands on the workbench: to fill in, to answer, to approve, to accept."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from web.builders import make_account
from web.reporting.forms import (
    DEADLINE,
    INCOME,
    hand_in,
    make_county,
    publish,
    secretary_of,
    sheet_of,
    township_of,
)

from guben_web.reporting import desk, sheet_actions

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 21, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = NOW.date()


def said(items):
    return [(each.kind.name, each.what.zh, each.number, each.colour, each.word.zh) for each in items]


def test_each_finds_what_is_hers_to_do():
    county = make_county()
    department, township = make_account("department"), township_of(county["T1"])
    secretary = secretary_of(county["V1"])
    collection = publish(department)
    sheet = sheet_of(collection, county["V1"])

    at_first = said(desk.of_fillers(secretary, DAY))
    of_township = said(desk.of_fillers(township, DAY))
    hand_in(sheet, secretary)
    waits = said(desk.of_approvers(township, DAY))
    sheet_actions.return_cells(
        sheet=sheet, keys=[(county["V1"].pk, INCOME)], reason="请核对", by=township, now=NOW
    )
    returned = said(desk.of_fillers(secretary, DAY))
    hand_in(sheet, secretary, income="5100")
    sheet_actions.approve(sheet=sheet, by=township, now=NOW)
    approved = said(desk.of_department(department, DAY))

    assert (DEADLINE - DAY).days == 10
    assert at_first == [("DUE", "要填的表", 1, "amber", "还有10天")]
    assert of_township == [("DUE", "要填的表", 3, "amber", "还有10天")]
    assert waits == [("WAITING", "待审核的填报表", 1, "amber", "都没有标记")]
    assert returned == [("WAITING", "退回待改的表", 1, "red", "要修改或说明")]
    assert approved == [("WAITING", "等待采用的填报表", 1, "amber", "已审核")]
    assert said(desk.of_approvers(township_of(county["T2"]), DAY)) == []
