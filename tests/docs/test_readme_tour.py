"""The tours of both READMEs run as they are printed."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docs.tours import READMES, ROOT, Step, as_pattern, outputs_of, steps_of

# It serves until it is stopped, so it has a test of its own: test_readme_web.py.
SERVING = "make run"


def tour_of(readme: Path) -> list[Step]:
    """Return the steps of the tour on the command line."""
    return [step for step in steps_of(readme) if step.command != SERVING]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the tours print. Both run at the same time, for a county takes a while to make."""

    def run(name: str) -> list[str]:
        steps = tour_of(ROOT / name)
        return outputs_of(steps, tmp_path_factory.mktemp("tour"), tmp_path_factory.mktemp("notes"))

    with ThreadPoolExecutor() as pool:
        return dict(zip(READMES, pool.map(run, READMES), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", READMES)
def test_commands_of_the_tour_print_what_the_readme_shows(name: str, outputs: dict[str, list[str]]) -> None:
    for step, output in zip(tour_of(ROOT / name), outputs[name], strict=True):
        if not re.fullmatch(as_pattern(step.printed), output):
            assert output.splitlines() == step.printed, step.command


@pytest.mark.parametrize("name", READMES)
def test_tour_shows_every_command(name: str) -> None:
    commands = [
        step.command.split()[1] for step in steps_of(ROOT / name) if step.command.startswith("guben ")
    ]

    assert list(dict.fromkeys(commands)) == [
        "synth",
        "check",
        "test",
        "template",
        "evaluate",
        "explain",
        "verify",
    ]


def test_left_out_lines_and_words_stand_for_anything() -> None:
    pattern = as_pattern(["one", "…", "last … word"])

    assert re.fullmatch(pattern, "one\ntwo\nthree\nlast but one word\n")
    assert re.fullmatch(pattern, "one\nlast  word\n")
    assert not re.fullmatch(pattern, "one\ntwo\n")
