"""How often records are read: whatever is asked of one set of people comes from one reading of them."""

import pytest

from guben.evaluation.checking import lowered_for, program_to_compute


@pytest.mark.parametrize("scheme", ["pioneer-project/village", "foundation-year/grading"])
def test_one_reading_of_the_members_yields_all_measures_of_members(scheme):
    lowered = lowered_for(program_to_compute(scheme), as_of=20241231, period="2024")

    written = [statement.query.sql("duckdb") for statement in lowered.statements]

    assert sum("FROM people AS r" in each for each in written) == 1
