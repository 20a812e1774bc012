"""The commands of `docs/api.md` print what the page shows, asked of a demo with a token from its page."""

import re
import shutil

import pytest
from docs.tours import ROOT, as_pattern, outputs_of, steps_of
from web.conftest import first_demo, record_can_be_emptied, serving  # noqa: F401 - fixtures
from web.installations import Visitor, make_installation, tokens

PAGE = ROOT / "docs" / "api.md"
_ALL = ("organizations", "results", "schemes", "archive")
_NEEDED = pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("unzip")), reason="It needs curl and unzip."
)


def make_token(port: int, link: str) -> str:
    """Make a token as the department does, on the page."""
    visitor = Visitor(port)
    visitor.sign_in(link)
    _, page = visitor.post("/tokens/new", page="/tokens/new", name="tour", last_day="", rights=list(_ALL))
    return re.search(r'id="token">(guben_[\w-]+)<', page)[1]


@_NEEDED
@pytest.mark.slow
def test_commands_print_what_the_page_shows(first_demo, serving, tmp_path):  # noqa: F811
    demo = make_installation(tmp_path / "data", copied_from=first_demo)
    link = tokens(demo.run("demo").stdout)[0]
    _, port = serving(demo)
    token = make_token(port, link)
    steps = list(steps_of(PAGE))
    for step in steps:
        step.command = step.command.replace(":8000/", f":{port}/").replace("TOKEN=guben_…", f"TOKEN={token}")
    (tmp_path / "tour").mkdir()
    (tmp_path / "notes").mkdir()

    outputs = outputs_of(steps, tmp_path / "tour", tmp_path / "notes")

    for step, output in zip(steps, outputs, strict=True):
        if not re.fullmatch(as_pattern(step.printed), output):
            assert output.splitlines() == step.printed, step.command
