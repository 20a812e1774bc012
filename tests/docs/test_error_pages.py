"""Every finding has a page that shows its message as it is printed, and the index lists them all."""

import re
from pathlib import Path

import pytest
from all_codes import all_codes

from guben.diagnostics import Code, Text

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "errors"
INVALID = ROOT / "tests" / "core" / "schemes" / "invalid"
CODES = all_codes()


def _pattern(words: str) -> re.Pattern[str]:
    """Return what a message looks like whatever its facts are."""
    plain = words.replace("{{", "\0").replace("}}", "\1")
    pieces = [re.escape(piece) for piece in re.split(r"\{\w+\}", plain)]
    return re.compile(".*".join(pieces).replace("\0", r"\{").replace("\1", r"\}"))


def _page(number: str) -> str:
    return (PAGES / f"{number}.md").read_text(encoding="utf-8")


def test_there_is_a_page_for_every_code_and_no_other() -> None:
    pages = {path.stem for path in PAGES.glob("*.md")} - {"README"}

    assert pages == set(CODES)


def test_the_index_lists_every_code_once_and_in_order() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| \[(\w+)\]\((\w+)\.md\)", index, re.MULTILINE) == [(n, n) for n in CODES]


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.number)
def test_a_page_has_its_code_as_title_and_shows_the_message_in_both_languages(code: Code) -> None:
    page = _page(code.number)
    examples = page.partition("\n## ")[2]
    hint = code.hint or Text("", "")

    assert page.startswith(f"# {code.number} · ")
    for said in (code.message.zh, code.message.en, hint.zh, hint.en):
        assert _pattern(said).search(examples), said


@pytest.mark.parametrize("number", [number for number in CODES if number[1] in "123"])
def test_a_page_about_schemes_shows_what_is_printed_for_its_example(number: str) -> None:
    page = _page(number)
    source = re.search(r"\(\.\./\.\./tests/core/schemes/invalid/([^)]+)\)", page)

    assert source is not None
    stem = source[1].removesuffix(".yaml")
    for suffix in (".txt", ".zh.txt"):
        assert (INVALID / f"{stem}{suffix}").read_text(encoding="utf-8") in page
