"""The schemes in `valid/` say everything that can be said; nothing is said about them."""

from pathlib import Path

import pytest
from checking_support import findings_of

from guben.diagnostics import print_findings

FILES = sorted((Path(__file__).parent / "valid").glob("*/schemes/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_valid_scheme_has_no_findings(file: Path) -> None:
    assert print_findings(findings_of(str(file)), "en") == ""


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_and_a_byte_order_mark_change_nothing(
    tmp_path: Path, line_end: str
) -> None:
    packs = tmp_path / "valid" / "schemes"
    packs.mkdir(parents=True)
    for file in FILES:
        text = "\ufeff" + file.read_text(encoding="utf-8").replace("\n", line_end)
        (packs / file.name).write_bytes(text.encode())

    found = [print_findings(findings_of(str(path)), "en") for path in sorted(packs.iterdir())]

    assert found == [""] * len(FILES)
