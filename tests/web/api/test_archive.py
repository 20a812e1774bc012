"""The archive that a program takes is verified on the command line, without the web application."""

import io
import os
import subprocess
import sys
import zipfile

import pytest
from web.api.tokens import Program, make_token
from web.scored import scored_county

from guben_web.audit.models import Entry

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


def test_the_archive_verifies_from_measures_where_the_web_application_is_not(program, tmp_path):
    asks, evaluation = program

    taken = asks.get(f"evaluations/{evaluation.pk}/archive.zip")

    with zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / f"pioneer-project-village-2025-{evaluation.pk}-archive"
    verified = verify(folder)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert evaluation.result_digest in verified.stdout
    assert not (folder / "snapshot").exists()
    (scheme,) = folder.rglob("village.yaml")
    scheme.write_text(scheme.read_text().replace("value: 36", "value: 35"))
    assert verify(folder).returncode == 1


def test_taking_a_file_is_recorded_as_by_hand(program):
    asks, evaluation = program

    for name in ("archive.zip", "results.xlsx"):
        taken = asks.get(f"evaluations/{evaluation.pk}/{name}")
        assert f"pioneer-project-village-2025-{evaluation.pk}-{name}" in taken["Content-Disposition"]

    acts = Entry.objects.filter(action__in=("evaluation.downloaded", "token.read")).order_by("id")
    assert [(each.action, next(iter(each.detail.values()))) for each in acts] == [
        ("token.read", f"evaluations/{evaluation.pk}/archive.zip"),
        ("evaluation.downloaded", "archive.zip"),
        ("token.read", f"evaluations/{evaluation.pk}/results.xlsx"),
        ("evaluation.downloaded", "results.xlsx"),
    ]
