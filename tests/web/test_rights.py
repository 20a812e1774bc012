"""The page of rights says what the permission table says."""

from pathlib import Path

from django.utils import translation
from web.rights import rights_page

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"


def test_the_page_of_rights_is_that_of_the_permission_table():
    with translation.override("en"):
        expected = rights_page()

    assert PAGE.read_text(encoding="utf-8") == expected, "Run: python scripts/write_rights.py"
