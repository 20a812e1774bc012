"""The sheets of posts and terms: who is meant, what is refused, and what stands in the way of an undo."""

from datetime import date

import pytest
import xlsxwriter
from web.builders import NOW, make_account
from web.counties import bring_in, read
from web.imports.registers import TODAY, edit, everything, make_person, make_register, write_book

from guben_web.imports import actions
from guben_web.imports.enums import Kind
from guben_web.people.models import Member, Post
from guben_web.teams.models import Tenure, Term

pytestmark = pytest.mark.django_db
HEADINGS = ["姓名", "党组织", "职务", "任职日期", "免职日期", "去向"]


@pytest.fixture
def register():
    return make_register()


def write(path, **sheets):
    """Write a workbook of sheets, each with its rows, the headings first."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def refusals(batch):
    lines = batch.lines.filter(attempt=batch.attempt, outcome="REFUSED").order_by("id")
    return [(line.label, [each["code"] for each in line.reasons]) for line in lines]


def test_a_sheet_of_posts_is_no_list_of_members(tmp_path, register):
    account, _, _ = register
    rows = [HEADINGS, ["郭松年", "V1", "副书记", "2025-03-01", "", ""]]

    batch = bring_in(write(tmp_path / "posts.xlsx", 任职=rows), account, as_of=TODAY)

    assert batch.counts == {"POST.CREATED": 1}
    post = Post.objects.get(post="deputy_secretary")
    assert (post.member.name, post.organization.key, post.in_team) == ("郭松年", "V1", True)


def test_a_filled_day_ends_a_post_and_another_takes_it_in_the_same_workbook(tmp_path, register):
    account, _, _ = register
    before = everything()
    rows = [
        HEADINGS,
        ["曾荷生", "V1", "书记", "2021-01-15", "2026-02-01", "届满"],
        ["郭松年", "V1", "支部书记", "2026-02-01", "", ""],
    ]
    path = write(tmp_path / "posts.xlsx", 任职=rows)

    batch = bring_in(path, account, as_of=TODAY)

    held = Post.objects.filter(organization__key="V1", post="secretary").order_by("id")
    assert [(each.member.name, each.end_date) for each in held] == [
        ("曾荷生", date(2026, 2, 1)),
        ("郭松年", None),
    ]
    assert Tenure.objects.get(post=held[0]).outcome == "TERM_OVER"
    assert read(path, account, as_of=TODAY).counts == {"POST.UNCHANGED": 2}
    actions.undo(batch=batch, by=account, now=NOW)
    assert everything() == before


def test_a_second_secretary_is_refused(tmp_path, register):
    account, _, _ = register
    rows = [HEADINGS, ["郭松年", "V1", "书记", "2026-02-01", "", ""]]

    batch = read(write(tmp_path / "posts.xlsx", 任职=rows), account, as_of=TODAY)

    assert refusals(batch) == [("郭松年", ["second-secretary"])]
    assert batch.lines.get().reasons[0]["zh"] == "这个组织就会有2名书记；离任的请填免职日期。"


def test_who_cannot_be_told_is_refused_with_what_would_help(tmp_path, register):
    account, tree, _ = register
    make_person(tree["V2"], "曾荷生")
    rows = [
        HEADINGS,
        ["曾荷生", "V3", "组织委员", "2025-03-01", "", ""],
        ["无此人", "V3", "宣传委员", "2025-03-01", "", ""],
        ["郭松年", "V3", "纪检委员", "2025-03-01", "2025-02-01", ""],
    ]

    batch = read(write(tmp_path / "posts.xlsx", 任职=rows), account, as_of=TODAY)

    assert refusals(batch) == [("曾荷生", ["several"]), ("无此人", ["nobody"]), ("郭松年", ["order"])]


def test_a_township_enters_posts_only_in_its_range_and_of_its_own_people(tmp_path, register):
    _, tree, _ = register
    make_person(tree["T2"], "外来人")
    township = make_account("township", organization_id=tree["T1"].pk)
    rows = [
        HEADINGS,
        ["郭松年", "V3", "组织委员", "2025-03-01", "", ""],
        ["郭松年", "T2", "组织委员", "2025-03-01", "", ""],
        ["外来人", "V3", "宣传委员", "2025-03-01", "", ""],
    ]

    batch = read(write(tmp_path / "posts.xlsx", 任职=rows), township, as_of=TODAY)

    assert batch.counts == {"POST.CREATED": 1, "POST.REFUSED": 2}
    assert refusals(batch) == [("郭松年", ["E552"]), ("外来人", ["nobody"])]


def test_where_posts_have_a_sheet_the_column_of_the_members_ends_none(tmp_path, register):
    account, _, _ = register
    members = [["姓名", "所在党组织", "出生日期", "党内职务"], ["曾荷生", "V1", "1985-06-12", ""]]
    posts = [HEADINGS, ["曾荷生", "V1", "书记", "2021-01-15", "", ""]]

    batch = read(write(tmp_path / "both.xlsx", 党员=members, 任职=posts), account, as_of=TODAY)

    assert batch.counts == {"MEMBER.UNCHANGED": 1, "POST.UNCHANGED": 1}


def test_a_new_person_is_brought_in_with_post_and_term_and_all_of_it_goes_again(tmp_path, register):
    account, _, _ = register
    before = everything()
    path = write(
        tmp_path / "new.xlsx",
        组织=[
            ["组织代码", "党组织名称", "上级党组织", "组织类别", "层级", "领域", "人口数"],
            ["V9", "蓼湾村党支部", "T1", "党支部", "村", "农村", 300],
        ],
        单位=[["单位名称", "单位类别", "所建党组织", "组建方式"], ["蓼湾茶厂", "非公企业", "V9", "联合"]],
        党员=[["姓名", "所在党组织", "出生日期"], ["方竹", "V9", "1990-05-06"]],
        任职=[HEADINGS, ["方竹", "V9", "书记", "2024-03-01", "", ""]],
        换届=[["党组织", "选举日期", "应换届日期"], ["V9", "2024-03-01", "2029-03-01"]],
        年度等次=[["组织", "年度", "等次"], ["V9", "2024年度", "中间"]],
    )

    batch = bring_in(path, account, as_of=TODAY)

    assert batch.counts == {f"{kind}.CREATED": 1 for kind in Kind}
    assert Term.objects.get(organization__key="V9").how == "ELECTION"
    assert set(read(path, account, as_of=TODAY).counts) == {f"{kind}.UNCHANGED" for kind in Kind}
    actions.undo(batch=batch, by=account, now=NOW)
    assert everything() == before


@pytest.mark.parametrize("model", [Tenure, Term, Member])
def test_what_was_changed_by_hand_since_the_comparison_is_not_overwritten(tmp_path, register, model):
    account, _, _ = register
    path = write_book(tmp_path / "book.xlsx")
    edit(path, "任职", 0, 任职说明="连任")
    edit(path, "换届", 0, 委员名额=5)
    batch = read(path, account, as_of=TODAY)
    if model is Member:
        Member.objects.filter(name="曾荷生").update(revision=7)
    else:
        model.objects.update(**({"note": "留任"} if model is Tenure else {"seats": 4}))

    with pytest.raises(actions.DataHasChanged):
        actions.apply(batch=batch, by=account, now=NOW)


def test_a_post_counts_among_the_changes_of_its_member_once(tmp_path, register):
    account, _, _ = register
    path = write_book(tmp_path / "book.xlsx")
    edit(path, "任职", 0, 任职说明="连任")
    edit(path, "党员", 0, 学历="本科")
    member = Member.objects.get(name="曾荷生")

    bring_in(path, account, as_of=TODAY)

    assert Member.objects.get(pk=member.pk).revision == member.revision + 1


def test_what_shall_be_empty_is_emptied_and_what_cannot_be_is_refused(tmp_path, register):
    account, _, _ = register
    before = everything()
    path = write_book(tmp_path / "book.xlsx")
    edit(path, "党员", 0, 家庭住址="清空", 联系电话="clear", 学历="清空")
    edit(path, "党员", 1, 姓名="清空")
    edit(path, "任职", 0, 任期至="清空")
    edit(path, "单位", 1, 职工数="清空")

    batch = bring_in(path, account, as_of=TODAY)

    lin = Member.objects.get(name="曾荷生")
    assert (lin.address, lin.phone, lin.phone_index, lin.education) == ("", "", None, None)
    assert Tenure.objects.get(post__post="secretary").until is None
    assert refusals(batch) == [("", ["not-empty"])]
    actions.undo(batch=batch, by=account, now=NOW)
    assert everything() == before
