"""What the database holds, frozen, evaluates to what the workbook evaluates to."""

from datetime import date

import pytest
from web.builders import NOW, make_account
from web.counties import bring_in, write_county

from guben.evaluation import check_scheme, evaluate
from guben.office.county import read_county
from guben.snapshot.store import Source, open_snapshot, write_snapshot
from guben.synthesis import make_county, write_county_workbook
from guben_web.org.models import OrganizationVersion
from guben_web.people.models import Member
from guben_web.snapshots.freezing import freeze_snapshot, records_on

pytestmark = pytest.mark.django_db
SCHEME = "pioneer-project/village"


@pytest.fixture(scope="module")
def county():
    return make_county(seed=11, townships=2, villages=12, members=450)


@pytest.fixture(scope="module")
def workbook(county, tmp_path_factory):
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    write_county_workbook(
        county, path, check_scheme("pioneer-project/township").needed().scheme.collected_measures()
    )
    return path


@pytest.mark.parametrize("scheme", [SCHEME, "pioneer-project/township"])
def test_workbook_imported_and_frozen_gives_the_result_of_the_workbook_itself(
    county, workbook, tmp_path, scheme
):
    program = check_scheme(scheme).needed()
    reading = read_county(
        workbook, measures=program.scheme.collected_measures(), period="2025", as_of=county.as_of
    )
    direct = write_snapshot(
        reading.records, tmp_path / "direct", as_of=county.as_of, period="2025", source=Source("county")
    )
    bring_in(workbook, make_account("department"), as_of=county.as_of)

    frozen = freeze_snapshot(as_of=county.as_of, period="2025", folder=tmp_path / "frozen")

    digests = []
    for number, snapshot in enumerate((direct, open_snapshot(frozen.folder))):
        folder = tmp_path / f"result{number}"
        folder.mkdir()
        result = evaluate(program, snapshot, folder, language="zh").result
        digests.append((result.rows, result.result_digest, result.measures_digest))
    assert digests[0] == digests[1]


def test_every_row_names_its_record_and_no_name_or_number_is_frozen(county, workbook):
    bring_in(workbook, make_account("department"), as_of=county.as_of)

    records = records_on(county.as_of, "2025")

    version = OrganizationVersion.objects.get(organization__key=records.organizations[0].key)
    assert records.organizations[0].source == f"organization:{version.organization_id}"
    assert {row.source.split(":")[0] for row in records.people} == {"member"}
    text = str([row._asdict() for row in records.people])
    assert [each.name for each in county.members if each.name in text or each.identity_number in text] == []


def test_freezing_takes_the_same_number_of_queries_for_small_and_large(
    county, workbook, tmp_path, django_assert_num_queries
):
    bring_in(write_county(tmp_path / "small.xlsx"), make_account("department"))
    with django_assert_num_queries(7):
        records_on(NOW.date(), "2025")
    bring_in(workbook, make_account("department"), as_of=county.as_of)
    with django_assert_num_queries(7):
        records_on(NOW.date(), "2025")


def test_who_joined_after_the_day_is_left_out_and_who_was_on_probation_is_so_again(tmp_path):
    members = [
        ["甲禾", "", "", "1970-01-01", "V1", "1990-07-01", "书记", ""],
        ["乙禾", "", "", "1985-01-01", "V1", "2021-07-01", "副书记", ""],
        ["丙禾", "", "", "1986-01-01", "V1", "2019-07-01", "", ""],
    ]
    bring_in(write_county(tmp_path / "county.xlsx", members=members), make_account("department"))
    Member.objects.filter(name="丙禾").update(full_date="2020-07-01")

    records = records_on(date(2020, 1, 1), "2025")

    frozen = [(row.joined_date, row.full_date, row.status) for row in records.people]
    assert sorted(frozen) == [(19900701, None, "full"), (20190701, None, "probationary")]
    assert [row.post for row in records.posts] == ["secretary"]


def test_an_evaluation_of_a_day_before_most_had_joined_is_computed(county, workbook, tmp_path):
    bring_in(workbook, make_account("department"), as_of=county.as_of)
    day = date(2005, 1, 1)

    snapshot = freeze_snapshot(as_of=day, period="2025", folder=tmp_path / "frozen")
    folder = tmp_path / "result"
    folder.mkdir()
    evaluation = evaluate(check_scheme(SCHEME).needed(), snapshot, folder, language="zh")

    assert len(evaluation.rows) == 12
    assert 0 < len(records_on(day, "2025").people) < len(county.members)
