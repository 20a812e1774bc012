"""Each file in `invalid/` is a scheme with one mistake; what is said about it stands beside it, in both languages.

A file is called after the code of its finding. Where two schemes are needed there is a folder with a pack `test`, whose
scheme `main` is checked. To write the expected texts anew after changing a message: GUBEN_WRITE_EXPECTED=1.
"""

import os
from pathlib import Path

import pytest
from all_codes import all_codes
from checking_support import findings_of

from guben.diagnostics import print_findings

INVALID = Path(__file__).parent / "invalid"
FILES = sorted(path for path in INVALID.iterdir() if path.suffix == ".yaml" or path.is_dir())
SUFFIXES = {"en": ".txt", "zh": ".zh.txt"}


@pytest.fixture(autouse=True)
def in_folder_of_schemes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)


def _asked(file: Path) -> str:
    return f"{file.name}/test/schemes/main.yaml" if file.is_dir() else file.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_one_mistake_gives_one_message_at_its_place_in_both_languages(file: Path) -> None:
    findings = findings_of(_asked(file))

    assert [finding.code.number for finding in findings] == [file.name[:4]]
    for language, suffix in SUFFIXES.items():
        expected, printed = INVALID / f"{file.stem}{suffix}", print_findings(findings, language) + "\n"
        if os.environ.get("GUBEN_WRITE_EXPECTED"):
            expected.write_text(printed, encoding="utf-8")
        assert printed == expected.read_text(encoding="utf-8")


def test_every_finding_about_schemes_has_a_file() -> None:
    shown = {file.name[:4] for file in FILES}

    assert [number for number in all_codes() if number[1] in "123" and number not in shown] == []


def test_every_expected_text_belongs_to_a_file() -> None:
    stems = {file.stem for file in FILES}
    texts = {path.name.split(".")[0] for path in INVALID.glob("*.txt")}

    assert texts == stems
