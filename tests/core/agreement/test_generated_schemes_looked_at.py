"""What is said about generated schemes: remarks that hold, and no difference between a scheme and itself."""

from dataclasses import replace

import pytest
from generated_schemes import populations, programs
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st
from programs import AS_OF, PERIOD, tables_of

from guben.insight.differences import differences
from guben.insight.linting import Subject, lint, summary_of
from guben.insight.marks import counted_marks
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


@pytest.mark.slow
@_GENERATED
@given(st.data())
def test_points_beside_a_mark_do_not_move_with_marks_that_they_are_said_not_to_rest_on(
    data: st.DataObject,
) -> None:
    texts, program = data.draw(programs(with_children=False))
    note(texts["main"])
    records = data.draw(populations(program))
    marks = counted_marks(program)
    beside = [each for each in marks.values() if each.part is not None and not each.rests_on_others]

    def points(without: str | None) -> dict[tuple[str, str | None], object]:
        held = replace(records, values=[each for each in records.values if each.measure != without])
        results = Reference(program, tables_of(held), as_of=AS_OF, period=PERIOD).all_results()
        return {
            (each.organization, mark.part): each.points[mark.part or ""]
            for each in results
            for mark in beside
            if without not in mark.rests_on
        }

    everything = points(None)
    for name in marks:
        fewer = points(name)
        event(f"{bool(fewer)} beside another mark")
        assert fewer == {key: everything[key] for key in fewer}
