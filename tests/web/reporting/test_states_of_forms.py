"""Whatever anybody does, in any order: what is locked stays, what was taken over is what was accepted, history explains all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from web.builders import NOW, make_account
from web.reporting.forms import (
    DEADLINE,
    OWN,
    make_county,
    publish,
    secretary_of,
    sheet_of,
    township_of,
    typed,
)

from guben_web.ledgers.models import ReportedValue
from guben_web.reporting import sheet_actions as forms
from guben_web.reporting.enums import TRANSITIONS, Act, How, State
from guben_web.reporting.figures import as_data, value_of
from guben_web.reporting.models import Cell, CellChange, Sheet
from guben_web.reporting.sheet_actions import Said
from guben_web.shared.refusals import Refusal

WHO = ("secretary", "neighbour", "township", "department")
ACTS = ("fill", *Act.values)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS),
        st.sampled_from(WHO),
        st.sampled_from(OWN),
        st.sampled_from(("", "0", "4800", "5200", "不适用")),
        st.integers(0, 45),
    ),
    max_size=25,
)


class StatesOfForms(TestCase):
    """Random acts by random people on one form."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_random_acts_keep_the_promises(self, steps):
        county = make_county()
        people = {
            "secretary": secretary_of(county["V1"]),
            "neighbour": secretary_of(county["V2"]),
            "township": township_of(county["T1"]),
            "department": make_account("department"),
        }
        sheet = sheet_of(publish(people["department"]), county["V1"])

        for act, who, measure, words, day in steps:
            before = Sheet.objects.get(pk=sheet.pk)
            cells = contents_of(sheet)
            try:
                do(act, sheet, people[who], measure, words, NOW + timedelta(days=day))
            except (Refusal, PermissionDenied):
                assert (contents_of(sheet), state_of(sheet)) == (cells, before.state)
                continue
            if act == "fill":
                assert who in ("secretary", "township")
                assert before.state == State.DRAFT
            else:
                assert state_of(sheet) == TRANSITIONS[State(before.state), Act(act)]
                assert contents_of(sheet) == cells
            promises_hold(sheet)


def do(act, sheet, by, measure, words, now):
    organization = sheet.organization_id
    match act:
        case "fill":
            said = Said(organization, measure, typed(measure, words), note="")
            forms.fill(sheet=sheet, said=[said], how=How.TYPED, by=by, now=now)
        case Act.SUBMIT:
            forms.submit(sheet=sheet, by=by, now=now, is_incomplete_meant=True)
        case Act.WITHDRAW:
            forms.withdraw(sheet=sheet, by=by, now=now)
        case Act.RETURN:
            forms.return_cells(sheet=sheet, keys=[(organization, measure)], reason="请核对", by=by, now=now)
        case Act.APPROVE:
            forms.approve(sheet=sheet, by=by, now=now)
        case Act.ACCEPT:
            forms.accept(sheets=[sheet], by=by, now=now)
        case Act.REOPEN:
            forms.reopen(sheet=sheet, reason="有差错", until=DEADLINE, by=by, now=now)


def contents_of(sheet):
    return {cell.measure: value_of(cell) for cell in Cell.objects.filter(sheet=sheet)}


def state_of(sheet):
    return Sheet.objects.get(pk=sheet.pk).state


def promises_hold(sheet):
    row = Sheet.objects.get(pk=sheet.pk)
    cells = list(row.cells.all())
    taken = {each.source: value_of(each) for each in ReportedValue.objects.filter(source__startswith="cell:")}
    accepted = {f"cell:{cell.pk}": value_of(cell) for cell in cells if as_data(value_of(cell))}
    assert taken == (accepted if row.state == State.ACCEPTED else {})
    assert row.filled == len(accepted)
    assert row.returned == sum(cell.is_returned for cell in cells)
    for cell in cells:
        changes = list(CellChange.objects.filter(cell=cell).order_by("id"))
        assert changes[0].before is None
        assert [each.before for each in changes[1:]] == [each.after for each in changes[:-1]]
        assert changes[-1].after == as_data(value_of(cell))
    acts = list(row.acts.values_list("act", flat=True))
    state = State.DRAFT
    for act in acts:
        state = TRANSITIONS[state, Act(act)]
    assert state == row.state


pytestmark = pytest.mark.django_db
