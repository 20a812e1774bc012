"""The glossary has every word of the closed lists and of what a scheme can say."""

import inspect
from pathlib import Path

from guben.model import grading, scheme, scoring
from guben.model.vocabulary import CHOICE_SETS

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")


def test_every_value_of_a_closed_list_has_its_row() -> None:
    rows = {
        f"| `{name}` | {choice.title.zh} | {choice.title.en} | `{choice.code}` |"
        for name, choices in CHOICE_SETS.items()
        if name != "ethnicity"
        for choice in choices
    }

    assert rows - set(GLOSSARY.splitlines()) == set()


def test_every_class_of_a_scheme_is_named() -> None:
    classes = {
        name
        for module in (scheme, scoring, grading)
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__
    }

    assert {name for name in classes if f"`{name}`" not in GLOSSARY} == set()
