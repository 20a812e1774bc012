"""A scheme that goes out as a workbook and comes back says the same."""

from pathlib import Path

import pytest
from scheme_workbooks import cells, exported, imported

from guben.evaluation import check_scheme
from guben.model.meaning import meaning_of
from guben.resolve.loading import known_schemes

TESTS = Path(__file__).parents[1]
VALID = sorted((TESTS / "schemes" / "valid").glob("*/schemes/*.yaml"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*known_schemes(), *map(str, VALID)], ids=lambda name: Path(name).stem)
def test_a_scheme_that_went_out_and_came_back_says_the_same(name, language, tmp_path):
    first = exported(tmp_path, name, language)

    checked, findings = imported(first, Path(name))
    (tmp_path / "again").mkdir()
    second = exported(tmp_path / "again", checked.needed(), language)

    assert findings == []
    assert cells(second) == cells(first)


@pytest.mark.parametrize("name", [*known_schemes(), *map(str, VALID)], ids=lambda name: Path(name).stem)
def test_the_scheme_that_comes_back_is_understood_as_the_one_that_went_out(name, tmp_path):
    program = check_scheme(name).needed()

    checked, _ = imported(exported(tmp_path, program), Path(name))

    assert meaning_of(checked.scheme) == meaning_of(program.scheme)
