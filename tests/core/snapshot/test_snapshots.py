"""Freezing, opening and checking snapshots."""

import json
import random
from dataclasses import fields, replace
from pathlib import Path

import duckdb
import pytest
from core.counties import county, county_reading, county_snapshot

from guben.diagnostics import Refusal
from guben.snapshot.integrity import check_integrity
from guben.snapshot.records import Records
from guben.snapshot.rows import all_rows
from guben.snapshot.store import Source, open_snapshot, write_snapshot
from guben.snapshot.tables import TABLES


def alter(path: Path, change: str) -> None:
    """Run an UPDATE, INSERT or DELETE on `t`, which is the Parquet file."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{path}')")
        connection.execute(change)
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")


def findings(folder: Path) -> list[tuple[str, dict[str, object]]]:
    return [(found.code.number, found.facts) for found in check_integrity(open_snapshot(folder))]


def test_a_snapshot_opens_as_it_was_written_and_is_intact(tmp_path):
    written = county_snapshot(tmp_path / "s")

    opened = open_snapshot(tmp_path / "s")

    assert opened == written
    assert check_integrity(opened) == []


def test_the_digest_does_not_depend_on_the_order_of_rows(tmp_path):
    straight = county_snapshot(tmp_path / "a")
    shuffled = Records()
    for each in fields(Records):
        rows = list(getattr(county_reading().records, each.name))
        random.Random(1).shuffle(rows)
        setattr(shuffled, each.name, rows)

    again = write_snapshot(
        shuffled, tmp_path / "b", as_of=county().as_of, period="2024", source=Source("else")
    )

    assert again.digest == straight.digest
    assert again.files == straight.files


def test_the_digest_depends_on_the_cut_off_date_and_the_period(tmp_path):
    records, as_of = Records(), county().as_of

    digests = {
        write_snapshot(records, tmp_path / str(number), as_of=day, period=period, source=Source("x")).digest
        for number, (day, period) in enumerate(
            [(as_of, "2024"), (as_of.replace(day=30), "2024"), (as_of, "2023"), (as_of, "2024")]
        )
    }

    assert len(digests) == 3


def test_no_table_has_a_place_for_a_name_of_a_person_an_identity_number_or_a_phone():
    columns = {(table.name, column.name) for table in TABLES for column in table.columns}

    assert {pair for pair in columns if "name" in pair[1]} == {("organizations", "name")}
    assert not [pair for pair in columns if "identity" in pair[1] or "phone" in pair[1]]


@pytest.mark.parametrize(
    ("table", "change", "row", "column", "value"),
    [
        (
            "people",
            "UPDATE t SET birth_date = 19700101 WHERE key = 'p0000042'",
            "p0000042",
            "birth_date",
            "19700101",
        ),
        ("people", "UPDATE t SET education = NULL WHERE key = 'p0000007'", "p0000007", "education", None),
        (
            "posts",
            "UPDATE t SET in_team = NOT in_team WHERE key = 't0000003'",
            "t0000003",
            "in_team",
            "false",
        ),
    ],
)
def test_one_altered_cell_is_named(tmp_path, table, change, row, column, value):
    county_snapshot(tmp_path)

    alter(tmp_path / f"{table}.parquet", change)

    facts = {"table": table, "row": row, "column": column, "value": value}
    assert findings(tmp_path) == [("E605", facts)]


def test_an_altered_value_is_named_by_organization_measure_and_period(tmp_path):
    county_snapshot(tmp_path)
    reported = next(each for each in county_reading().records.values if each.measure == "net_income")

    change = "UPDATE t SET number = number + 1 WHERE measure = 'net_income' "
    alter(tmp_path / "values.parquet", change + f"AND organization = '{reported.organization}'")

    ((code, facts),) = findings(tmp_path)
    assert (code, facts["row"], facts["column"]) == (
        "E605",
        f"{reported.organization} net_income 2024",
        "number",
    )
    assert facts["value"] == str(reported.number + 1)


def test_a_removed_row_is_named(tmp_path):
    county_snapshot(tmp_path)

    alter(tmp_path / "people.parquet", "DELETE FROM t WHERE key = 'p0000100'")

    ((code, facts),) = findings(tmp_path)
    assert (code, facts) == ("E606", {"table": "people", "frozen": 1500, "found": 1499, "rows": ["p0000100"]})


def test_a_rewritten_file_that_holds_the_same_is_named_as_a_file(tmp_path):
    county_snapshot(tmp_path)

    alter(tmp_path / "people.parquet", "UPDATE t SET key = key")

    assert findings(tmp_path) == [("E608", {"name": "people.parquet"})]


def test_a_table_that_is_no_parquet_file_any_more_is_named(tmp_path):
    county_snapshot(tmp_path)

    (tmp_path / "posts.parquet").write_text("nothing")

    assert findings(tmp_path) == [("E604", {"table": "posts"})]


def test_a_manifest_with_another_digest_is_found(tmp_path):
    county_snapshot(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    manifest["period"] = "2023"
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    assert findings(tmp_path) == [("E609", {"what": "digest"})]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "E601"),
        ("{", "E602"),
        ("[]", "E602"),
        ('{"format": "other"}', "E602"),
        ('{"format": 1}', "E602"),
    ],
)
def test_a_folder_without_a_usable_manifest_is_refused(tmp_path, content, code):
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)

    with pytest.raises(Refusal) as refusal:
        open_snapshot(tmp_path)

    assert [found.code.number for found in refusal.value.findings] == [code]


def test_a_snapshot_that_lacks_tables_is_refused_with_all_of_them(tmp_path):
    county_snapshot(tmp_path)
    for name in ("people", "values"):
        (tmp_path / f"{name}.parquet").unlink()

    with pytest.raises(Refusal) as refusal:
        open_snapshot(tmp_path)

    assert [found.facts for found in refusal.value.findings] == [{"table": "people"}, {"table": "values"}]


def test_rows_that_share_a_key_are_not_frozen(tmp_path):
    records = county_reading().records
    doubled = replace(records, values=[*records.values, records.values[0]._replace(source="elsewhere")])

    with pytest.raises(Refusal) as refusal:
        write_snapshot(doubled, tmp_path, as_of=county().as_of, period="2024", source=Source("x"))

    first = records.values[0]
    key = f"{first.organization} {first.measure} {first.period}"
    assert [found.facts for found in refusal.value.findings] == [{"table": "values", "key": key}]


@pytest.mark.parametrize("name", ["\\N", "\\NN", 'a"b', "x' OR 1=1 --", "a,b\nc", "", " ", "党\t🙂"])
def test_any_name_comes_back_as_it_was(tmp_path, name):
    first = county_reading().records.organizations[0]._replace(name=name)

    snapshot = write_snapshot(
        Records(organizations=[first]), tmp_path, as_of=county().as_of, period="2024", source=Source("x")
    )

    assert all_rows(snapshot)["organizations"] == [first._asdict()]


def test_several_altered_rows_and_columns_are_named_without_accusing_a_cell(tmp_path):
    county_snapshot(tmp_path)
    change = (
        "UPDATE t SET sex = 'x' WHERE key = 'p0000001'; UPDATE t SET techniques = 9 WHERE key = 'p0000002'"
    )

    alter(tmp_path / "people.parquet", change)

    facts = {"table": "people", "rows": ["p0000001", "p0000002"], "columns": ["sex", "techniques"]}
    assert findings(tmp_path) == [("E610", facts)]
