"""The examples of the language reference are right, and its tables say what the code does.

A block that begins with `# example: whole scheme` is a file as it stands. One that begins with `# example: fragment` has
some keys of a file; `completed` adds those that every file has. Other blocks are not examples.
"""

import re
from pathlib import Path

import pytest
import yaml

from guben.evaluation import check_scheme
from guben.model.exact import plain_number
from guben.model.values import Kind, value_type
from guben.reading.cases import CASE_KEYS
from guben.reading.parts import LINES_KEYS, PART_KEYS
from guben.reading.schemes import TOP_OPTIONAL, TOP_REQUIRED
from guben.reading.scorings import SCORINGS
from guben.resolve.records import RECORD_SETS
from guben.testing import run_cases
from guben.typesystem.functions import FUNCTION_NAMES

REFERENCE = (Path(__file__).parents[2] / "docs" / "language" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(# example: .*?)^```$", REFERENCE, re.M | re.S)

COMPLETION = {
    "scheme": "example/fragment",
    "version": '"1"',
    "title": "{zh: 示例, en: Example}",
    "for": "{level: village}",
    "parts": "{all: {title: {zh: 全部, en: All}, points: 1, pass: 1 = 1}}",
    "grades": "{any: {title: {zh: 全部, en: All}}}",
}


def completed(fragment: str) -> str:
    """Return a fragment as a whole file; the total is the sum of the points at the top."""
    held = yaml.safe_load(fragment)
    lacking = [f"{key}: {value}" for key, value in COMPLETION.items() if key not in held]
    parts = held.get("parts") or yaml.safe_load(COMPLETION["parts"])
    total = sum(part["points"] for part in parts.values())
    return "\n".join([fragment, *lacking, f"total: {total}", ""])


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(BLOCKS.index(block)))
def test_an_example_has_no_findings_and_its_cases_hold(block: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    is_whole = block.startswith("# example: whole scheme\n")
    path.write_text(block if is_whole else completed(block), encoding="utf-8")

    checked = check_scheme(str(path))

    assert checked.findings == ()
    outcomes = run_cases(checked.needed())
    assert [finding for outcome in outcomes for finding in outcome.findings] == []


def test_there_is_a_whole_scheme_with_cases_among_the_examples() -> None:
    whole = [yaml.safe_load(block) for block in BLOCKS if block.startswith("# example: whole scheme\n")]

    assert [len(scheme["cases"]) for scheme in whole] == [2, 3]


@pytest.mark.parametrize("kind", Kind)
def test_the_table_of_types_agrees_with_the_code(kind: Kind) -> None:
    type_ = value_type(kind)
    cells = ["", "", ""]
    if type_.low is not None and type_.high is not None:
        sign, factor = ("%", 100) if kind is Kind.PERCENT else ("", 1)
        bounds = "..".join(f"{plain_number(each * factor, 0)}{sign}" for each in (type_.low, type_.high))
        cells = [str(type_.digits), bounds, str(type_.scale)]
    row = " | ".join([f"| `{kind}`", type_.unit.en, *cells]) + " |"

    assert re.sub(r" +", " ", row) in REFERENCE.splitlines()


def test_every_key_function_scoring_and_record_set_is_in_the_reference() -> None:
    keys = [*TOP_REQUIRED, *TOP_OPTIONAL, *PART_KEYS, *LINES_KEYS, *CASE_KEYS]
    words = [*keys, *SCORINGS, *RECORD_SETS, *FUNCTION_NAMES]
    fields = [name for records in RECORD_SETS.values() for name in records.fields]

    assert [word for word in [*words, *fields] if not re.search(rf"`{word}[`(:]", REFERENCE)] == []
