"""Organizations out to Excel and in again: unchanged it changes nothing, corrected it changes what was corrected."""

import openpyxl
import pytest
from web.builders import make_account
from web.counties import bring_in, read, write_county

from guben_web.imports.models import Line
from guben_web.org.models import Organization, OrganizationVersion, Workplace

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))


def taken_out(client, tmp_path):
    path = tmp_path / "organizations.xlsx"
    path.write_bytes(client.get("/organizations/organizations.xlsx").content)
    return path


def lines(batch):
    return {line.subject: (line.outcome, line.changes) for line in Line.objects.filter(batch=batch)}


@pytest.mark.parametrize("role", ["department", "township"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_brought_in_unchanged_it_changes_nothing(sign_in, tmp_path, county, role, language):
    township = Organization.objects.get(key="T1")
    account = make_account(role, organization_id=township.pk)
    client = sign_in(account=account)
    client.cookies["guben_language"] = language

    batch = read(taken_out(client, tmp_path), account)

    everybody = ["C1", "T1", "T2", "V1", "V2"] if role == "department" else ["T1", "V1"]
    assert lines(batch) == {key: ("UNCHANGED", {}) for key in everybody}


def test_what_was_corrected_changes_and_the_same_file_again_changes_nothing(sign_in, tmp_path, county):
    account = make_account("department")
    path = taken_out(sign_in(account=account), tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["组织"]
    row = next(row for row in sheet.iter_rows(min_row=3) if row[0].value == "V1")
    headings = [cell.value for cell in sheet[2]]
    row[1].value, row[headings.index("户数")].value = "荻汀社区党支部", 215
    book.save(path)

    bring_in(path, account)
    again = read(path, account)

    assert OrganizationVersion.objects.get(organization__key="V1", valid_to=None).name == "荻汀社区党支部"
    assert Workplace.objects.get(organization__key="V1", valid_to=None).households == 215
    assert {outcome for outcome, _ in lines(again).values()} == {"UNCHANGED"}


def test_drop_downs_offer_the_words_of_the_lists(sign_in, tmp_path, county):
    book = openpyxl.load_workbook(taken_out(sign_in("department"), tmp_path))

    rules = {str(each.sqref)[0]: each.formula1 for each in book["组织"].data_validations.dataValidation}
    # Type, level, field; the kind of the workplace and how it is covered.
    assert sorted(rules) == ["D", "E", "F", "J", "K"]
    assert rules["D"] == "'选项'!$A$1:$A$4"
    assert [row[0].value for row in book["选项"]["A1:A4"]] == ["党委", "党总支", "党支部", "党小组"]
