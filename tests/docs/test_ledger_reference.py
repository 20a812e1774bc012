"""The examples of `docs/language/ledgers.md` are right, and its tables say what the code does.

A block that begins with `# example: whole ledger` is a file as it stands. One that begins with `# example: fragment` has
some keys of a file; `completed` adds those that every file has.
"""

import re
from pathlib import Path

import pytest
import yaml

from guben.evaluation.ledgers import checked_ledger
from guben.model.ledger_type import Audience, Closing, Mover, Reference, Time
from guben.reading.ledger_cases import LEDGER_CASE_KEYS
from guben.reading.ledgers import (
    FIELD_KEYS,
    LEDGER_OPTIONAL,
    LEDGER_REQUIRED,
    STATE_KEYS,
    read_ledger_text,
)
from guben.resolve.ledgers import known_ledgers, load_ledger
from guben.testing import run_ledger_cases

PAGE = (Path(__file__).parents[2] / "docs" / "language" / "ledgers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(# example: .*?)^```$", PAGE, re.M | re.S)

COMPLETION = {
    "ledger": "example/things",
    "version": '"1"',
    "title": "{zh: 示例, en: Example}",
    "kept_by": "[village]",
}


def completed(fragment: str) -> str:
    """Return a fragment as a whole file."""
    held = yaml.safe_load(fragment)
    return "\n".join([fragment, *(f"{key}: {value}" for key, value in COMPLETION.items() if key not in held)])


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(BLOCKS.index(block)))
def test_an_example_has_no_findings_and_its_cases_hold(block: str) -> None:
    checked = checked_ledger(read_ledger_text(completed(block), shown_as="example.yaml"))

    assert checked.findings == ()
    outcomes = run_ledger_cases(checked)
    assert outcomes != []
    assert [finding for outcome in outcomes for finding in outcome.findings] == []


def test_there_are_a_whole_ledger_and_fragments_among_the_examples() -> None:
    assert [block.startswith("# example: whole ledger\n") for block in BLOCKS] == [True, False, False]


def test_every_key_and_word_of_ledgers_is_on_the_page() -> None:
    keys = [*LEDGER_REQUIRED, *LEDGER_OPTIONAL, *FIELD_KEYS, *STATE_KEYS, *LEDGER_CASE_KEYS, "must", "says"]
    words = [*keys, *Reference, *Time, *Closing, *Audience, *Mover, "from", "to", "by", "reason", "entries"]

    assert [word for word in words if not re.search(rf"`{word}[`:]", PAGE)] == []


def test_the_page_lists_every_ledger_of_the_product_with_its_measures() -> None:
    ledgers = [load_ledger(name).type for name in known_ledgers()]
    rows = [
        f"| `{each.name}` | {each.title.zh} {each.title.en}: {', '.join(f'`{name}`' for name in each.measures)} |"
        for each in ledgers
        if each is not None
    ]

    assert rows == [line for line in PAGE.splitlines() if line.startswith("| `base/")]
