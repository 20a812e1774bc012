"""Each file in `invalid/` is a ledger with one mistake; what is said about it stands beside it, in both languages.

A file is called after the code of its finding. Where its place matters there is a folder with a pack `test`, whose ledger
`main` is checked. To write the expected texts anew after changing a message: GUBEN_WRITE_EXPECTED=1.
"""

import os
from pathlib import Path

import pytest

from guben.checks import ledgers as checks
from guben.diagnostics import Code, print_findings
from guben.evaluation.ledgers import check_ledger

INVALID = Path(__file__).parent / "invalid"
FILES = sorted(path for path in INVALID.iterdir() if path.suffix == ".yaml" or path.is_dir())
SUFFIXES = {"en": ".txt", "zh": ".zh.txt"}


@pytest.fixture(autouse=True)
def in_folder_of_ledgers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(INVALID)


def _asked(file: Path) -> str:
    return f"{file.name}/test/ledgers/main.yaml" if file.is_dir() else file.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_one_mistake_gives_one_message_at_its_place_in_both_languages(file: Path) -> None:
    findings = check_ledger(_asked(file)).findings

    assert [finding.code.number for finding in findings] == [file.name[:4]]
    for language, suffix in SUFFIXES.items():
        expected, printed = INVALID / f"{file.stem}{suffix}", print_findings(findings, language) + "\n"
        if os.environ.get("GUBEN_WRITE_EXPECTED"):
            expected.write_text(printed, encoding="utf-8")
        assert printed == expected.read_text(encoding="utf-8")


def test_every_check_of_ledgers_has_a_file() -> None:
    codes = {each.number for each in vars(checks).values() if isinstance(each, Code)}

    assert codes - {file.name[:4] for file in FILES} == set()


def test_every_expected_text_belongs_to_a_file() -> None:
    texts = {path.name.split(".")[0] for path in INVALID.glob("*.txt")}

    assert texts == {file.stem for file in FILES}
