"""Verifying: any single alteration in a folder of results is found and named."""

import json
import shutil
from pathlib import Path

import pytest
from core.counties import TOWNSHIP, VILLAGE, county_snapshot, program
from core.insight.graded_villages import SCHEME as DATED
from core.insight.graded_villages import graded_villages
from core.snapshot.test_snapshots import alter

from guben.diagnostics import Refusal
from guben.evaluation import evaluate, verify
from guben.evaluation.verifying import Basis


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "out"
    folder.mkdir()
    evaluate(program(VILLAGE), county_snapshot(folder / "snapshot"), folder, language="zh")
    return folder


@pytest.fixture
def folder(original, tmp_path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "out"))


def findings(folder: Path, basis: Basis = Basis.RECORDS) -> list[tuple[str, dict[str, object]]]:
    return [(found.code.number, found.facts) for found in verify(folder, basis=basis).findings]


@pytest.mark.parametrize("basis", list(Basis))
def test_an_untouched_folder_verifies(folder, basis):
    assert findings(folder, basis) == []


def test_a_township_evaluation_verifies_from_records_and_from_measures(tmp_path):
    (tmp_path / "out").mkdir()
    evaluate(program(TOWNSHIP), county_snapshot(tmp_path / "out/snapshot"), tmp_path / "out", language="en")

    assert findings(tmp_path / "out") == []
    assert findings(tmp_path / "out", Basis.MEASURES) == []


def test_the_public_archive_without_records_verifies_from_measures(folder):
    shutil.rmtree(folder / "snapshot")

    assert findings(folder, Basis.MEASURES) == []


def test_an_altered_result_cell_is_named_with_what_it_should_be(folder):
    alter(folder / "results.parquet", "UPDATE t SET grade = 'advanced' WHERE rank = 30")

    ((code, facts),) = findings(folder)
    words = [facts[name].en for name in ("column", "stored", "fresh")]
    assert (code, words) == ("E624", ["grade", "Advanced", "Backward"])


def test_altered_points_are_named(folder):
    change = 'UPDATE t SET "points:service" = 19.99 WHERE organization = (SELECT min(organization) FROM t)'
    alter(folder / "results.parquet", change)

    ((code, facts),) = findings(folder)
    assert (code, facts["column"].zh, facts["stored"].zh) == ("E624", "强服务·得分", "19.99")


def test_an_altered_measure_is_named(folder):
    alter(
        folder / "measures.parquet",
        "UPDATE t SET trust = trust - 1 WHERE organization = (SELECT min(organization) FROM t)",
    )

    ((code, facts),) = findings(folder)
    assert (code, facts["column"].en) == ("E625", "Residents' trust in secretary and team")
    assert [code for code, _ in findings(folder, Basis.MEASURES)] == ["E626"]


def test_a_table_of_measures_with_columns_of_its_own_is_not_computed_from(folder):
    alter(folder / "measures.parquet", 'ALTER TABLE t ADD COLUMN "x"", 1 AS y" INTEGER')

    assert findings(folder, Basis.MEASURES) == [("E627", {"file": "measures.parquet"})]


def test_a_removed_result_is_named(folder):
    alter(folder / "results.parquet", "DELETE FROM t WHERE rank = 1")

    assert {code for code, _ in findings(folder)} == {"E628"}


def test_an_altered_line_of_the_scheme_is_named(folder):
    path = folder / "scheme/pioneer-project/schemes/village.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "satisfaction_line: {value: 85%" in line)
    lines[at] = lines[at].replace("85%", "80%")
    path.write_text("".join(lines), encoding="utf-8")

    assert findings(folder) == [
        ("E623", {"file": "scheme/pioneer-project/schemes/village.yaml", "lines": [at + 1]}),
    ]


def test_an_altered_snapshot_cell_is_named_and_so_is_what_follows_from_it(folder):
    alter(
        folder / "snapshot/values.parquet",
        "UPDATE t SET number = 0 WHERE measure = 'net_income' AND number > 0",
    )

    found = findings(folder)
    assert {"E605", "E624", "E625", "E626"} == {code for code, _ in found}
    assert {facts["column"] for code, facts in found if code == "E605"} == {"number"}


def test_an_altered_workbook_is_named(folder):
    with (folder / "results.xlsx").open("ab") as file:
        file.write(b" ")

    assert findings(folder) == [("E627", {"file": "results.xlsx"})]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("results.parquet", "E629"),
        ("results.xlsx", "E629"),
        ("scheme/pioneer-project/schemes/village.yaml", "E629"),
    ],
)
def test_a_missing_file_is_named(folder, path, code):
    (folder / path).unlink()

    assert findings(folder) == [(code, {"file": path})]


@pytest.mark.parametrize(
    ("section", "key"), [("results", "digest"), ("measures", "digest"), ("scheme", "digest")]
)
def test_a_manifest_with_another_digest_is_found(folder, section, key):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest[section][key] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    ((code, facts),) = findings(folder)
    assert (code, facts["stored"]) == ("E626", "0" * 16)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "guben-results/1"}'])
def test_a_manifest_that_cannot_be_understood_is_refused(folder, content):
    (folder / "manifest.json").write_text(content)

    with pytest.raises(Refusal) as refusal:
        verify(folder)

    assert [found.code.number for found in refusal.value.findings] == ["E622"]


def test_a_manifest_cannot_point_outside_its_folder(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["scheme"]["files"]["../../elsewhere.yaml"] = []
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(Refusal):
        verify(folder)


def test_measures_give_the_results_of_their_day_where_a_line_changes_with_the_days(tmp_path):
    scheme = DATED.replace("value: 80%,", "value: 10%, from: {2024-01-01: 80%},")
    result = graded_villages(tmp_path, scheme)

    assert verify(result.folder, basis=Basis.MEASURES).findings == ()
