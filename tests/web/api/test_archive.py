"""The public archive that a program takes is verified on the command line, without the web application."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from web.api.tokens import Program, make_token
from web.scored import AS_OF, scored_county

from guben_web.audit.models import Entry
from guben_web.results.folders import explain_result
from guben_web.results.models import Result
from guben_web.results.trace import Step, trace_of

pytestmark = pytest.mark.django_db
# As on a machine that has only the core.
WITHOUT_WEB = """
import sys
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "guben_web"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nothing())
from guben.cli import main
main()
"""


@pytest.fixture
def program(tmp_path):
    evaluation = scored_county(tmp_path)
    return Program(make_token(evaluation.started_by)[1]), evaluation


def verify(folder) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_WEB, "verify", str(folder), "--from", "measures"],
        env={**os.environ, "GUBEN_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def taken_from(asks, evaluation, tmp_path):
    taken = asks.get(f"evaluations/{evaluation.pk}/public.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))) as archive:
        archive.extractall(tmp_path)
    return tmp_path / f"pioneer-project-village-2025-{evaluation.pk}-public"


def test_the_public_archive_verifies_from_measures_where_the_web_application_is_not(program, tmp_path):
    asks, evaluation = program

    folder = taken_from(asks, evaluation, tmp_path)

    verified = verify(folder)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert evaluation.result_digest in verified.stdout
    # Of Diting the ages of team and secretary, her education (two measures) and the techniques; of Lingzhu the
    # techniques of its one member: that it has no team and no secretary is of nobody. Of both whether somebody in the
    # team did wrong.
    assert (
        "8 figures are withheld, as they rest on or leave out fewer than 10 people or votes"
        in verified.stdout
    )
    # The team's age, education and techniques of Diting; techniques of Lingzhu. The veto of both.
    assert "4 points and 2 other outcomes that follow from them were taken as stated" in verified.stdout
    (scheme,) = folder.rglob("village.yaml")
    scheme.write_text(scheme.read_text().replace("value: 36", "value: 35"))
    assert verify(folder).returncode == 1


def test_the_public_archive_has_no_figure_that_pages_do_not_show(program, tmp_path):
    asks, evaluation = program

    folder = taken_from(asks, evaluation, tmp_path)

    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.json",
        "measures.parquet",
        "results.parquet",
        "scheme",
    ]
    assert {
        key: names for key, names in hidden_on_pages(evaluation).items() if names - withheld_in(folder)[key]
    } == {}
    assert hidden_on_pages(evaluation)["V1"] == {
        *("team_average_age", "secretary_age", "secretary_senior_secondary", "farming_techniques"),
        "serious_violation",
    }


def hidden_on_pages(evaluation) -> dict[str, set[str]]:
    """Return the measures of each organization that an explanation names without a value, to whoever sees no members."""
    return {
        held.organization.key: {
            step.figure.mark
            for step in steps_of(
                trace_of(
                    explain_result(evaluation, held.organization.key),
                    people=None,
                    today=AS_OF,
                    with_ranks=True,
                )
            )
            if step.figure is not None and step.figure.value.zh == "—"
        }
        for held in Result.objects.filter(evaluation=evaluation).select_related("organization")
    }


def steps_of(step: Step) -> Iterator[Step]:
    yield step
    for below in step.steps:
        yield from steps_of(below)


def withheld_in(folder: Path) -> dict[str, set[str]]:
    with duckdb.connect() as engine:
        table = engine.sql(f"SELECT * FROM read_parquet('{folder / 'measures.parquet'}')")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    return {
        row["organization"]: {name[9:] for name, held in row.items() if name[:9] == "withheld:" and held}
        for row in rows
    }


def test_taking_a_file_is_recorded_as_by_hand(program):
    asks, evaluation = program

    for name in ("public.zip", "results.xlsx"):
        taken = asks.get(f"evaluations/{evaluation.pk}/{name}")
        assert f"pioneer-project-village-2025-{evaluation.pk}-{name}" in taken["Content-Disposition"]

    acts = Entry.objects.filter(action__in=("evaluation.downloaded", "token.read")).order_by("id")
    assert [(each.action, next(iter(each.detail.values()))) for each in acts] == [
        ("token.read", f"evaluations/{evaluation.pk}/public.zip"),
        ("evaluation.downloaded", "public.zip"),
        ("token.read", f"evaluations/{evaluation.pk}/results.xlsx"),
        ("evaluation.downloaded", "results.xlsx"),
    ]
