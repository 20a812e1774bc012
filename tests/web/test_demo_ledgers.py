"""The demo county has something in every ledger of the base pack, also in those that its department has not switched on."""

from importlib.resources import files

import pytest

pytestmark = pytest.mark.slow
NAMES = sorted(
    f"base/{each.name.removesuffix('.yaml')}" for each in (files("guben") / "packs/base/ledgers").iterdir()
)


@pytest.mark.parametrize("name", NAMES)
def test_the_demo_county_holds_entries_of_each_base_ledger(first_demo, name):
    [(entries, villages)] = first_demo.query(
        "SELECT count(*), count(DISTINCT organization_id) FROM ledgers_entry e "
        f"JOIN packs_ledger l ON l.id = e.ledger_id WHERE l.name = '{name}' AND NOT e.is_removed"
    )

    assert entries >= villages >= 1
