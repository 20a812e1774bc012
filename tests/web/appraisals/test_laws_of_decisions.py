"""What holds whatever meetings decide and whoever objects: generated decisions, objections and answers."""

import pytest
from appraisals.lives import AFTER, LAST, number_of, objected, on_notice
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web.builders import NOW
from web.scored import scored_county

from guben_web.appraisals import actions
from guben_web.appraisals.enums import Answer
from guben_web.results.actions import set_grades
from guben_web.results.models import Result
from guben_web.shared.refusals import Refusal

pytestmark = pytest.mark.django_db
_GENERATED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
VILLAGES = ("V1", "V2")
# Each meeting gives some of the villages one of the three grades.
MEETINGS = st.lists(st.dictionaries(st.sampled_from(VILLAGES), st.integers(0, 2)), max_size=5)


def test_of_any_decisions_the_last_stands_and_what_was_computed_is_never_lost(tmp_path):
    evaluation = scored_county(tmp_path)
    rows = Result.objects.filter(evaluation=evaluation)
    computed = {row.organization_id: row for row in rows}

    @_GENERATED
    @given(MEETINGS)
    def law(meetings):
        for meeting in meetings:
            set_grades(
                evaluation=evaluation, decided={number_of(key): grade for key, grade in meeting.items()}
            )
        last = {number_of(key): grade for key, grade in (meetings[-1] if meetings else {}).items()}
        with transaction.atomic():
            for row in rows.all():
                before = computed[row.organization_id]
                is_decided = row.organization_id in last
                assert row.is_decided == is_decided
                assert row.grade == last.get(row.organization_id, before.grade)
                assert (row.computed_grade if is_decided else row.grade) == before.grade
                assert (row.total, row.points, row.rank) == (before.total, before.points, before.rank)
        set_grades(evaluation=evaluation, decided={})

    law()


def test_with_any_objections_nothing_is_final_while_one_is_open_or_upheld_and_not_corrected(tmp_path):
    appraisal, department = on_notice(tmp_path)

    @_GENERATED
    @given(st.lists(st.tuples(st.sampled_from(VILLAGES), st.sampled_from(Answer)), max_size=4))
    def law(objections):
        for village, answer in objections:
            objection = objected(appraisal, department, key=village)
            if answer != Answer.OPEN:
                actions.answer(
                    objection=objection,
                    answer=answer,
                    words="数据无误。",
                    by=department,
                    now=NOW,
                )
        is_outstanding = any(answer != Answer.REJECTED for _, answer in objections)
        try:
            actions.need_finishable(appraisal=appraisal, today=AFTER.date())
            is_refused = False
        except Refusal as refusal:
            is_refused = True
            assert refusal.words.zh and refusal.words.en
        assert is_refused == is_outstanding
        appraisal.objections.all().delete()

    assert AFTER.date() > LAST
    law()
