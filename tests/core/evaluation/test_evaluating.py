"""Evaluating a snapshot: what is written, that it depends on nothing else, and what is refused."""

import json
import random
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from core.counties import TOWNSHIP, VILLAGE, county, county_reading, county_snapshot, program

from guben.diagnostics import Refusal
from guben.evaluation import check_scheme, evaluate, open_results, verify
from guben.evaluation.folder import whole_or_nothing
from guben.reference import OrganizationResult, Reference
from guben.snapshot.records import Records
from guben.snapshot.rows import all_rows
from guben.snapshot.store import Snapshot, Source, write_snapshot
from guben.snapshot.tables import ReportedValue


def evaluated(folder: Path, name: str = VILLAGE, snapshot: Snapshot | None = None):
    folder.mkdir()
    return evaluate(program(name), snapshot or county_snapshot(folder / "snapshot"), folder, language="zh")


def wins(result: OrganizationResult) -> frozenset[str]:
    return frozenset(path for path, is_won in result.won.items() if is_won)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [found.code.number for found in refusal.value.findings]


def frozen(folder: Path, records: Records) -> Snapshot:
    return write_snapshot(records, folder, as_of=county().as_of, period="2024", source=Source("county.xlsx"))


@pytest.mark.parametrize("name", [VILLAGE, TOWNSHIP])
def test_the_engine_and_the_reference_agree_on_a_whole_county(tmp_path, name):
    evaluation = evaluated(tmp_path / "out", name)

    rows = all_rows(evaluation.result.snapshot())
    reference = Reference(program(name), rows, as_of=20241231, period="2024").all_results()

    by_engine = [
        (r.organization, r.points, r.missing, r.won, r.veto, r.earned_grade, r.grade, r.rank)
        for r in evaluation.rows
    ]
    by_reference = [
        (r.organization, r.points, r.missing, wins(r), r.veto, r.earned_grade, r.grade, r.rank)
        for r in reference
    ]
    assert len(by_engine) == {VILLAGE: 30, TOWNSHIP: 2}[name]
    assert by_engine == by_reference


def test_the_folder_holds_scheme_snapshot_measures_results_workbook_and_manifest(tmp_path):
    evaluation = evaluated(tmp_path / "out")

    written = {
        str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()
    }
    assert {name for name in written if not name.startswith("snapshot/")} == {
        "manifest.json",
        "measures.parquet",
        "results.parquet",
        "results.xlsx",
        "scheme/pioneer-project/schemes/village.yaml",
    }
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert manifest["results"] == {"rows": 30, "digest": evaluation.result.result_digest}
    assert manifest["snapshot"]["digest"] == evaluation.result.snapshot_digest
    assert open_results(tmp_path / "out") == evaluation.result


def test_points_are_written_as_exact_decimals(tmp_path):
    evaluation = evaluated(tmp_path / "out")

    with duckdb.connect() as connection:
        path = tmp_path / "out/results.parquet"
        types = dict(
            connection.execute(f"SELECT name, logical_type FROM parquet_schema('{path}')").fetchall()
        )
        rows = connection.execute(f"SELECT organization, total FROM '{path}' ORDER BY 1").fetchall()
    assert "Decimal" in types["total"]
    assert [(key, Fraction(total)) for key, total in rows] == [
        (r.organization, r.total) for r in evaluation.rows
    ]


def test_the_result_digest_does_not_depend_on_the_order_of_rows(tmp_path):
    straight = evaluated(tmp_path / "a")
    shuffled = Records()
    for each in fields(Records):
        rows = list(getattr(county_reading().records, each.name))
        random.Random(3).shuffle(rows)
        setattr(shuffled, each.name, rows)

    again = evaluated(tmp_path / "b", snapshot=frozen(tmp_path / "s", shuffled))

    assert again.result.result_digest == straight.result.result_digest
    assert again.result.measures_digest == straight.result.measures_digest


def test_one_changed_figure_changes_the_result_digest(tmp_path):
    straight = evaluated(tmp_path / "a")
    records = replace_values(lambda each: replace_number(each) if each.measure == "net_income" else each)

    again = evaluated(tmp_path / "b", snapshot=frozen(tmp_path / "s", records))

    assert again.result.result_digest != straight.result.result_digest


def replace_values(change) -> Records:
    records = county_reading().records
    return replace(records, values=[change(each) for each in records.values])


def replace_number(value: ReportedValue) -> ReportedValue:
    return value._replace(number=0)


def test_a_snapshot_with_a_value_out_of_bounds_is_refused(tmp_path):
    records = replace_values(lambda each: each._replace(number=10**15) if each.measure == "trust" else each)

    with pytest.raises(Refusal) as refusal:
        evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", records))

    assert set(codes(refusal)) == {"E612"}


def test_a_snapshot_with_a_value_of_another_scale_is_refused(tmp_path):
    records = replace_values(
        lambda each: each._replace(scale=each.scale + 1) if each.measure == "trust" else each
    )

    with pytest.raises(Refusal) as refusal:
        evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", records))

    assert set(codes(refusal)) == {"E612"}


def test_data_without_anybody_in_scope_are_refused(tmp_path):
    with pytest.raises(Refusal) as refusal:
        evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", Records()))

    assert codes(refusal) == ["E613"]


def test_a_part_that_allows_no_missing_figure_names_every_organization_that_lacks_one(tmp_path):
    words = (
        Path(check_scheme_file()).read_text(encoding="utf-8").replace("missing: no_points", "missing: error")
    )
    (tmp_path / "village.yaml").write_text(words, encoding="utf-8")
    strict = check_scheme(str(tmp_path / "village.yaml")).needed()
    records = county_reading().records
    villages = [each for each in records.organizations if each.level == "village" and each.field == "rural"]
    lacking = {villages[0].key, villages[1].key}
    kept = [
        each for each in records.values if each.measure != "satisfaction" or each.organization not in lacking
    ]
    have = {each.organization for each in kept if each.measure == "satisfaction"}
    expected = sorted(each.name for each in villages if each.key not in have)

    (tmp_path / "out").mkdir()
    with pytest.raises(Refusal) as refusal:
        evaluate(
            strict, frozen(tmp_path / "s", replace(records, values=kept)), tmp_path / "out", language="zh"
        )

    assert set(codes(refusal)) == {"E611"}
    assert sorted(str(found.facts["organization"]) for found in refusal.value.findings) == expected


def check_scheme_file() -> str:
    return str(
        Path(check_scheme.__code__.co_filename).parents[1] / "packs/pioneer-project/schemes/village.yaml"
    )


def test_a_block_that_fails_leaves_no_folder_and_keeps_the_earlier_one(tmp_path):
    target = tmp_path / "out"
    with whole_or_nothing(target, replace=False) as folder:
        (folder / "manifest.json").write_text("first")

    with pytest.raises(KeyboardInterrupt), whole_or_nothing(target, replace=True) as folder:
        (folder / "manifest.json").write_text("second")
        raise KeyboardInterrupt

    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (target / "manifest.json").read_text() == "first"


def test_a_folder_is_replaced_only_when_asked_and_only_if_it_is_ours(tmp_path):
    ours, other = tmp_path / "ours", tmp_path / "other"
    for folder, name in ((ours, "manifest.json"), (other, "letter.docx")):
        folder.mkdir()
        (folder / name).write_text("x")

    with pytest.raises(Refusal) as unasked, whole_or_nothing(ours, replace=False):
        pass
    with pytest.raises(Refusal) as foreign, whole_or_nothing(other, replace=True):
        pass

    assert (codes(unasked), codes(foreign)) == (["E614"], ["E615"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "letter.docx",
        "manifest.json",
        "other",
        "ours",
    ]


def test_no_name_identity_number_or_phone_of_a_member_is_anywhere_in_the_folder(tmp_path):
    evaluation = evaluated(tmp_path / "out")
    secrets = {
        each
        for member in county().members
        for each in (member.name, member.identity_number, member.phone)
        if each
    }

    with duckdb.connect() as connection:
        text = ""
        for path in (tmp_path / "out").rglob("*.parquet"):
            connection.execute(f"COPY (SELECT * FROM '{path}') TO '{tmp_path}/dump.csv' (FORMAT csv)")
            text += (tmp_path / "dump.csv").read_text(encoding="utf-8")
    for path in [*(tmp_path / "out").rglob("*.json"), *(tmp_path / "out").rglob("*.yaml")]:
        text += path.read_text(encoding="utf-8")

    # A name of two characters may be part of a place's name, so only longer ones prove anything.
    assert [each for each in secrets if len(each) > 2 and each in text] == []
    assert verify(evaluation.result.folder).findings == ()


@pytest.mark.parametrize("measure", ["trust", "net_income", "rights_kept", "serious_violation"])
def test_what_is_not_applicable_is_evaluated_whatever_its_kind(tmp_path, measure):
    def change(value: ReportedValue) -> ReportedValue:
        return (
            value._replace(number=None, scale=0, is_not_applicable=True)
            if value.measure == measure
            else value
        )

    evaluation = evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", replace_values(change)))

    reported = {each.organization for each in county_reading().records.values if each.measure == measure}
    assert {row.organization for row in evaluation.rows if measure in row.not_applicable} == reported
    assert verify(tmp_path / "out").findings == ()


@pytest.mark.parametrize("day", [20250101, 18700101])
def test_a_member_born_after_the_cut_off_date_or_long_before_is_refused(tmp_path, day):
    records = county_reading().records
    people = [each._replace(birth_date=day) if each.key == "p0000003" else each for each in records.people]

    with pytest.raises(Refusal) as refusal:
        evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", replace(records, people=people)))

    assert codes(refusal) == ["E617"]


def test_bad_days_of_many_members_are_said_in_one_sentence(tmp_path):
    records = county_reading().records
    people = [each._replace(birth_date=20250101) for each in records.people]

    with pytest.raises(Refusal) as refusal:
        evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", replace(records, people=people)))

    assert [each.facts["number"] for each in refusal.value.findings] == [len(people)]


def test_what_somebody_puts_in_the_folder_meanwhile_is_not_lost(tmp_path):
    target = tmp_path / "out"

    with pytest.raises(Refusal) as refusal, whole_or_nothing(target, replace=False) as folder:
        (folder / "manifest.json").write_text("ours")
        target.mkdir()
        (target / "notes.txt").write_text("mine")

    assert codes(refusal) == ["E614"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["notes.txt", "out"]


def test_results_cannot_take_the_place_of_the_folder_one_is_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Refusal) as refusal, whole_or_nothing(Path(), replace=False):
        pass

    assert codes(refusal) == ["E619"]


def test_members_of_an_organization_that_handed_none_in_are_missing_and_not_nobody(tmp_path):
    records = county_reading().records
    village = next(
        each.key for each in records.organizations if each.level == "village" and each.field == "rural"
    )
    below = {each.key for each in records.organizations if each.in_village == village}
    people = [each for each in records.people if each.organization not in below]
    posts = [each for each in records.posts if each.organization not in below]

    changed = replace(records, people=people, posts=posts)
    evaluation = evaluated(tmp_path / "out", snapshot=frozen(tmp_path / "s", changed))

    row = next(each for each in evaluation.rows if each.organization == village)
    assert {"core.age", "quality.education", "quality.techniques"} <= row.missing
    assert (row.points["core.age"], row.points["quality"]) == (0, 0)
