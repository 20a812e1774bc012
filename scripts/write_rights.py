"""Writes docs/rights.md anew from the permission table of the tests. Run by hand when rights have changed:

.venv/bin/python scripts/write_rights.py
"""

import os
import sys
from pathlib import Path

import django
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write the page."""
    sys.path.insert(0, str(ROOT / "tests"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
    os.environ.pop("GUBEN_DATA", None)
    django.setup()
    from web.rights import rights_page  # noqa: PLC0415 - it needs Django, and the tests on the path

    with translation.override("en"):
        (ROOT / "docs" / "rights.md").write_text(rights_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
