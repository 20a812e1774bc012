"""What tests of ledgers share."""

import pytest
from web.ledgers.ledgers import MEETINGS, VENUES, read_in
from web.structure.trees import make_tree


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def ledgers(tmp_path, tree):
    return read_in(tmp_path / "packs", MEETINGS, VENUES)
