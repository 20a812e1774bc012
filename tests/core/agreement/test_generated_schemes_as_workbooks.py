"""A generated scheme that goes out as a workbook and comes back says the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from core.office.scheme_workbooks import cells, exported, imported
from generated_schemes import programs
from hypothesis import HealthCheck, assume, given, settings

from guben.evaluation import check_scheme_text
from guben.model.meaning import meaning_of
from guben.plan import Program


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(generated=programs(with_children=False))
def test_out_and_back_says_the_same(generated: tuple[dict[str, str], Program]) -> None:
    texts, program = generated
    # A generated formula may need more digits than can be kept exact; such a scheme is refused before it is written.
    assume(check_scheme_text(texts["main"], Path("main.yaml")).program is not None)
    with TemporaryDirectory() as folder:
        first = exported(Path(folder), program)

        checked, findings = imported(first)
        (Path(folder) / "again").mkdir()
        second = exported(Path(folder) / "again", checked.needed())

        assert [each for each in findings if each.is_error] == []
        assert cells(second) == cells(first)
        assert meaning_of(checked.scheme) == meaning_of(program.scheme)
