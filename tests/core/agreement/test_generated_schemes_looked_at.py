"""What is said about generated schemes: remarks that hold, and no difference between a scheme and itself."""

import pytest
from generated_schemes import populations, programs
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st
from programs import AS_OF, PERIOD, tables_of

from guben.insight.differences import differences
from guben.insight.linting import Subject, lint, summary_of
from guben.plan import Program
from guben.reference import Reference

_GENERATED = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
)


@pytest.mark.slow
@_GENERATED
@given(st.data())
def test_a_grade_that_is_said_never_to_be_given_is_given_to_nobody(data: st.DataObject) -> None:
    texts, program = data.draw(programs(with_children=False))
    note(texts["main"])
    records = data.draw(populations(program))

    places = {each.place for each in lint(Subject(program)) if each.code.number == "W859"}

    never = {grade.name for grade in program.scheme.grades if grade.span in places}
    results = Reference(program, tables_of(records), as_of=AS_OF, period=PERIOD).all_results()
    event(f"{len(never)} never given")
    assert never & {each.grade for each in results} == set()
    assert summary_of(Subject(program)).below


@pytest.mark.slow
@_GENERATED
@given(generated=programs(with_children=True))
def test_a_scheme_says_the_same_as_itself(generated: tuple[object, Program]) -> None:
    _, program = generated

    assert differences(program, program) == ()
