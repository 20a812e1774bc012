"""Real scoring sheets, written as schemes: nothing is said against them, and their cases, worked by hand, hold."""

from pathlib import Path

import pytest

from guben.diagnostics import print_findings
from guben.evaluation import check_scheme
from guben.testing import run_cases

SHEETS = sorted((Path(__file__).parent / "schemes").glob("*.yaml"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_real_sheet_is_a_scheme_whose_cases_hold(sheet: Path) -> None:
    checked = check_scheme(str(sheet))

    assert print_findings(checked.findings, "en") == ""
    outcomes = run_cases(checked.needed())
    found = [finding for outcome in outcomes for finding in outcome.findings]
    assert print_findings(found, "en") == ""
    assert len(outcomes) > 1
