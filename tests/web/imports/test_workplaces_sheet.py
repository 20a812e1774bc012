"""The sheet of workplaces, and the national collection sheet, whose rows speak of an organization and its workplace."""

from datetime import date

import pytest
from web.builders import NOW, make_account
from web.counties import bring_in, read
from web.imports.registers import (
    CODE,
    TODAY,
    edit,
    everything,
    make_register,
    rows_of,
    write_book,
)
from web.imports.test_posts_sheet import refusals, write

from guben_web.imports import actions
from guben_web.imports.enums import Kind
from guben_web.org.models import Workplace
from guben_web.workplaces.models import Plan

pytestmark = pytest.mark.django_db
HEADINGS = ["单位名称", "统一社会信用代码", "单位性质类别", "所建党组织", "组建方式", "所在乡镇", "职工数"]
NATIONAL = [
    *(
        "党组织名称",
        "党组织书记",
        "联系人",
        "联系电话",
        "组织类别",
        "党组织所在单位情况",
        "单位名称",
        "单位性质类别",
    ),
    *("法人单位统一社会信用代码", "单位建立党组织情况", "上级党组织", "层级", "领域"),
]
OTHER_CODE = "91110000600037341L"


@pytest.fixture
def register():
    return make_register()


def open_rows():
    rows = Workplace.objects.filter(valid_to=None).exclude(name="").order_by("name_initials")
    return [(each.name, each.kind, each.cover, each.staff) for each in rows]


def test_workplaces_are_matched_by_code_and_by_name_and_change_from_the_day_on(tmp_path, register):
    account, _, _ = register
    before = everything()
    rows = [
        HEADINGS,
        ["云岭纺织有限公司", CODE.lower(), "", "", "", "T1", 90],
        ["云岭茶厂", "", "", "B1", "", "", 25],
        ["新茶社", OTHER_CODE, "民办非企业单位", "", "", "T2", ""],
    ]

    batch = bring_in(write(tmp_path / "units.xlsx", 单位=rows), account, as_of=TODAY)

    assert batch.counts == {"WORKPLACE.CHANGED": 2, "WORKPLACE.CREATED": 1}
    assert open_rows() == [
        ("新茶社", "social_organization", "OWN", None),
        ("云岭茶厂", "nonpublic_enterprise", "JOINT", 25),
        ("云岭纺织有限公司", "nonpublic_enterprise", "OWN", 90),
    ]
    assert Workplace.objects.get(name="云岭纺织厂").valid_to == TODAY
    actions.undo(batch=batch, by=account, now=NOW)
    assert everything() == before


def test_a_code_that_is_wrong_or_somebody_elses_and_a_second_own_workplace_are_refused(tmp_path, register):
    account, _, _ = register
    rows = [
        HEADINGS,
        ["甲厂", "9135", "企业", "", "", "T1", ""],
        ["乙厂", OTHER_CODE, "企业", "", "", "T1", ""],
        ["丙厂", OTHER_CODE, "企业", "", "", "T1", ""],
        ["丁厂", "", "企业", "V1", "单独", "", ""],
        ["戊厂", "", "企业", "", "", "", ""],
        ["己厂", "", "", "", "", "T1", ""],
    ]

    batch = read(write(tmp_path / "units.xlsx", 单位=rows), account, as_of=TODAY)

    assert refusals(batch) == [
        ("甲厂", ["credit-code"]),
        ("丙厂", ["credit-code-taken"]),
        ("丁厂", ["others-own"]),
        ("戊厂", ["nowhere"]),
        ("己厂", ["kind"]),
    ]


def test_a_township_enters_workplaces_where_it_keeps_organizations(tmp_path, register):
    _, tree, _ = register
    township = make_account("township", organization_id=tree["T1"].pk)
    rows = [HEADINGS, ["甲厂", "", "企业", "", "", "T1", ""], ["乙厂", "", "企业", "", "", "T2", ""]]

    batch = read(write(tmp_path / "units.xlsx", 单位=rows), township, as_of=TODAY)

    assert batch.counts == {"WORKPLACE.CREATED": 1, "WORKPLACE.REFUSED": 1}


def test_a_workplace_that_found_an_organization_is_said_so_and_its_plan_is_carried_on(tmp_path, register):
    account, _, _ = register
    before = everything()
    path = write_book(tmp_path / "book.xlsx", kinds=[Kind.WORKPLACE])
    row = next(number for number, each in enumerate(rows_by_name(path)) if each == "云岭纺织厂")
    edit(path, "单位", row, 所建党组织="V3", 组建方式="单独组建", 组建进展="正在筹建", 组建说明="三月完成")

    batch = bring_in(path, account, as_of=TODAY)

    mill = Workplace.objects.get(credit_code=CODE, valid_to=None)
    assert (mill.organization.key, mill.cover, mill.place.key) == ("V3", "OWN", "T1")
    plan = Plan.objects.get()
    assert (plan.state, plan.note, plan.due_date) == ("PREPARING", "三月完成", date(2027, 1, 1))
    actions.undo(batch=batch, by=account, now=NOW)
    after = everything()
    # Who entered the plan last, and when, is the import.
    assert {name for name in after if after[name] != before[name]} <= {"Plan"}


def rows_by_name(path):
    return [each["单位名称"] for each in rows_of(path, "单位")]


def test_a_workplace_changed_by_hand_since_stands_in_the_way_of_the_undo(tmp_path, register):
    account, _, _ = register
    rows = [HEADINGS, ["云岭纺织厂", CODE, "", "", "", "", 90]]
    batch = bring_in(write(tmp_path / "units.xlsx", 单位=rows), account, as_of=TODAY)
    Workplace.objects.filter(credit_code=CODE, valid_to=None).update(staff=91)

    with pytest.raises(actions.LaterChangesStand) as refusal:
        actions.undo(batch=batch, by=account, now=NOW)

    assert refusal.value.details == {"organizations": ["T1"], "members": []}


def test_the_national_collection_sheet_brings_an_organization_with_its_workplace(tmp_path, register):
    account, _, _ = register
    before = everything()
    rows = [
        NATIONAL,
        ["云岭茶业支部", "曾荷生", "张三", "0578-1234567", "党支部", "法人单位", "云岭茶业公司", "非公有制企业", OTHER_CODE, "建立党支部", "T1", "支部", "非公有制企业"],
        ["V2党支部", "", "", "", "党支部", "", "V2村", "建制村", "", "建立党支部", "T1", "村", "农村"],
    ]  # fmt: skip

    batch = bring_in(write(tmp_path / "national.xlsx", 党组织信息采集表=rows), account, as_of=TODAY)

    assert batch.counts == {"ORGANIZATION.CREATED": 1, "ORGANIZATION.CHANGED": 1}
    assert [each["name"] for each in batch.columns if not each["name"]] == []
    made = Workplace.objects.get(credit_code=OTHER_CODE)
    assert (made.organization.key, made.name, made.kind, made.cover) == (
        "云岭茶业支部",
        "云岭茶业公司",
        "nonpublic_enterprise",
        "OWN",
    )
    assert Workplace.objects.get(organization__key="V2").kind == "village"
    actions.undo(batch=batch, by=account, now=NOW)
    assert everything() == before


def test_where_workplaces_have_their_sheet_the_organizations_say_nothing_of_them(tmp_path, register):
    account, _, _ = register
    path = write(
        tmp_path / "both.xlsx",
        组织=[
            ["组织代码", "党组织名称", "上级党组织", "组织类别", "层级", "领域", "人口数"],
            ["V1", "V1党支部", "T1", "党支部", "村", "农村", 999],
        ],
        单位=[["单位名称", "所建党组织", "单位类别", "人口数"], ["", "V1", "村", 850]],
    )

    bring_in(path, account, as_of=TODAY)

    assert Workplace.objects.get(organization__key="V1", valid_to=None).population == 850
