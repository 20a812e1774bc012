"""Members out to Excel, corrected there, and in again: nothing changes that nobody changed."""

from datetime import date

import openpyxl
import pytest
from web.builders import NOW, make_account
from web.counties import WOMAN, bring_in, read, write_county

from guben.synthesis import make_county, write_county_workbook
from guben_web.engine.schemes import collected_measures
from guben_web.imports import actions as imports
from guben_web.imports.models import Batch
from guben_web.org.models import Organization
from guben_web.people import actions
from guben_web.people.models import Member, Membership, Post
from guben_web.people.secrecy import decrypt

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def keeper():
    return make_account("department")


def taken_out(sign_in, keeper, folder, **more):
    """Return the prefilled workbook as a file."""
    said = {"reason": "核对党员信息", "kind": "prefilled", **more}
    response = sign_in(account=keeper).post("/organizations/members/export", said)
    path = folder / "members.xlsx"
    path.write_bytes(response.content)
    return path


def edit(path, name, **cells):
    """Change cells of somebody, by heading."""
    book = openpyxl.load_workbook(path)
    sheet = book["党员"]
    headings = {cell.value: cell.column for cell in sheet[2]}
    row = next(row[0].row for row in sheet.iter_rows(min_row=3) if row[headings["姓名"] - 1].value == name)
    for heading, value in cells.items():
        sheet.cell(row, headings[heading], value)
    book.save(path)
    return path


def counts(batch):
    return {name: number for name, number in batch.counts.items() if number}


@pytest.mark.parametrize("with_numbers", [False, True])
def test_brought_in_unchanged_it_changes_nothing(sign_in, keeper, tmp_path, with_numbers):
    made = make_county(seed=3, townships=2, villages=8, members=300)
    write_county_workbook(made, tmp_path / "county.xlsx", collected_measures())
    bring_in(tmp_path / "county.xlsx", keeper, as_of=made.as_of)
    more = {"with_numbers": "on"} if with_numbers else {}

    batch = read(taken_out(sign_in, keeper, tmp_path, **more), keeper, as_of=made.as_of)

    assert batch.state == "WAITING", batch.findings
    assert counts(batch) == {
        "ORGANIZATION.UNCHANGED": Organization.objects.count(),
        "MEMBER.UNCHANGED": Member.objects.count(),
    }


def test_without_numbers_no_number_leaves_and_with_them_they_do(sign_in, keeper, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), keeper)

    def words(**more):
        path = taken_out(sign_in, keeper, tmp_path, **more)
        return str([[c.value for c in row] for row in openpyxl.load_workbook(path)["党员"].iter_rows()])

    assert [WOMAN in words(), WOMAN in words(with_numbers="on")] == [False, True]


def test_what_is_corrected_in_excel_is_stored_with_day_and_history_and_can_be_undone(
    sign_in, keeper, tmp_path
):
    bring_in(write_county(tmp_path / "county.xlsx"), keeper)
    lin = Member.objects.get(name="曾荷生")
    facts = {"address": "荻汀村1组", "floating": "out", "floating_place": "杭州"}
    actions.change_member(member=lin, facts=facts, revision=1, by=keeper, now=NOW)
    path = taken_out(sign_in, keeper, tmp_path, with_numbers="on")
    edit(
        path,
        "曾荷生",
        家庭住址="菱渚村3组",
        流动党员="否",
        生活困难="是",
        困难起始日期="2026-01-05",
        所在党组织="V2",
        学历="大专",
    )

    batch = read(path, keeper, as_of=TODAY)
    line = batch.lines.get(attempt=batch.attempt, outcome="CHANGED")
    imports.apply(batch=batch, by=keeper, now=NOW)

    assert sorted(line.changes) == sorted(
        ["address", "education", "floating", "hardship_since", "is_in_hardship", "organization"]
    )
    lin.refresh_from_db()
    assert decrypt(lin.address, of=lin.key, field="address") == "菱渚村3组"
    assert (lin.floating, lin.is_in_hardship, lin.hardship_since) == ("", True, date(2026, 1, 5))
    assert (lin.organization.key, lin.education) == ("V2", "college")
    rows = Membership.objects.filter(member=lin).order_by("pk").values_list("organization__key", "valid_from")
    assert list(rows) == [("V1", None), ("V2", TODAY)]
    assert Post.objects.filter(member=lin, end_date=None).exists()

    imports.undo(batch=Batch.objects.get(pk=batch.pk), by=keeper, now=NOW)

    lin.refresh_from_db()
    assert (lin.floating, lin.is_in_hardship, lin.hardship_since, lin.organization.key) == (
        "out",
        False,
        None,
        "V1",
    )
    assert decrypt(lin.address, of=lin.key, field="address") == "荻汀村1组"


def test_a_record_that_is_not_there_and_a_number_of_somebody_else_are_refused(sign_in, keeper, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), keeper)
    path = taken_out(sign_in, keeper, tmp_path, with_numbers="on")
    edit(path, "林菱", 记录号="0b8f1c3e-0000-4000-8000-000000000000")
    edit(path, "曾荷生", 公民身份号码="")
    edit(path, "郭松年", 公民身份号码=WOMAN)

    batch = read(path, keeper, as_of=TODAY)

    refused = batch.lines.filter(attempt=batch.attempt, outcome="REFUSED").order_by("label")
    assert {line.label: [each["code"] for each in line.reasons] for line in refused} == {
        "林菱": ["record"],
        # The number is a woman's, born on another day.
        "郭松年": ["E545", "E546", "identity"],
    }


def test_a_row_without_a_record_is_somebody_new(sign_in, keeper, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), keeper)
    path = taken_out(sign_in, keeper, tmp_path)
    edit(path, "林菱", 记录号="", 姓名="方竹", 出生日期="1990-05-06")

    batch = read(path, keeper, as_of=TODAY)

    assert [each.label for each in batch.lines.filter(attempt=batch.attempt, outcome="CREATED")] == ["方竹"]


def test_drop_downs_offer_the_words_that_are_understood(sign_in, keeper, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), keeper)

    sheet = openpyxl.load_workbook(taken_out(sign_in, keeper, tmp_path))["党员"]

    offered = {str(each.sqref).split(":")[0][:1] for each in sheet.data_validations.dataValidation}
    chosen = {
        cell.column_letter
        for cell in sheet[2]
        if cell.value in ("性别", "民族", "学历", "人员类别", "流动党员")
    }
    assert chosen <= offered
