"""The commands of `docs/schemes.md` print what the page shows."""

import re

import pytest
from docs.tours import ROOT, as_pattern, outputs_of, steps_of

PAGE = ROOT / "docs" / "schemes.md"


@pytest.mark.slow
def test_commands_print_what_the_page_shows(tmp_path_factory: pytest.TempPathFactory) -> None:
    steps = list(steps_of(PAGE))

    outputs = outputs_of(steps, tmp_path_factory.mktemp("schemes"), tmp_path_factory.mktemp("notes"))

    for step, output in zip(steps, outputs, strict=True):
        if not re.fullmatch(as_pattern(step.printed), output):
            assert output.splitlines() == step.printed, step.command
