"""The examples of `docs/language/primer.md` print what stands there."""

import doctest
import re

from docs.tours import ROOT

PAGE = ROOT / "docs" / "language" / "primer.md"
STAGES = [
    *("Text", "Model", "Names", "Types", "Checks", "Plan"),
    *("SQL", "Reference", "Result", "Words", "Explanation"),
]


def test_the_examples_of_the_primer_print_what_the_page_shows() -> None:
    page = PAGE.read_text(encoding="utf-8")
    # What is printed ends at the fence, which to a doctest has to be an empty line.
    text = re.sub(r"^```.*$", "", page, flags=re.M)
    examples = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    printed: list[str] = []

    outcome = doctest.DocTestRunner().run(examples, out=printed.append)

    assert "".join(printed) == ""
    assert outcome.attempted > len(STAGES)


def test_the_primer_goes_through_every_stage_in_order() -> None:
    assert re.findall(r"^## (.*)$", PAGE.read_text(encoding="utf-8"), re.M) == STAGES
