"""What is computed stands beside a mark for its giver, if it gives no other mark away; a difference needs a reason."""

import html
import re
from datetime import timedelta

import pytest
from appraisals.judged import MARKS, REASONS, give_all, judge_of, judged, reopened, tried_again
from appraisals.lives import FIRST, LAST, MEETING, computed, fresh, number_of
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web.builders import NOW, make_account

from guben_web.appraisals import actions
from guben_web.appraisals.marks import Given, give
from guben_web.appraisals.models import Mark
from guben_web.appraisals.refusals import MarksAreWrong
from guben_web.ledgers.models import ReportedValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraisal(tmp_path):
    """Marks that are open again after a trial run."""
    return reopened(tmp_path)


def page_for(client, appraisal, by, **query):
    client.force_login(by)
    return client.get(reverse("appraisals:marks", args=[appraisal.pk]), query)


def computed_for(client, appraisal, by) -> dict[str, str]:
    """Return the points that stand beside the marks of V1, by measure."""
    cells = page_for(client, appraisal, by).context["rows"][0].cells
    return {each.judged.measure.name: each.computed.said for each in cells if each.computed}


def refused(appraisal, by, marks, reasons=None, *, key="V1") -> str:
    """Return why marks are not stored, in Chinese."""
    before = list(Mark.objects.values_list("organization", "measure", "number", "reason"))
    with pytest.raises(MarksAreWrong) as refusal:
        give_all(appraisal, by, marks, reasons, key=key)
    assert list(Mark.objects.values_list("organization", "measure", "number", "reason")) == before
    return refusal.value.words.zh


def test_the_department_sees_what_is_computed_beside_all_marks(client, appraisal):
    assert computed_for(client, appraisal, appraisal.opened_by) == {
        **{"work.self": "16.5", "work.superior": "16.5", "own.self": "8", "above.superior": "7"},
        **{"duty.superior": "18", "income.superior": "10", "sections.self": "4", "sections.superior": "9"},
        **{"two.self": "7", "two.county": "7"},
        **{"three.self": "5", "three.superior": "5", "three.county": "5"},
    }


def test_a_superior_sees_it_beside_her_marks_unless_a_third_judge_has_a_hand_in_it(client, appraisal):
    assert computed_for(client, appraisal, judge_of("superior")) == {
        **{"work.superior": "16.5", "above.superior": "7", "duty.superior": "18"},
        **{"income.superior": "10", "sections.superior": "9"},
    }


def test_a_secretary_sees_it_where_nobody_else_gives_a_mark(client, appraisal):
    assert computed_for(client, appraisal, judge_of("self")) == {"own.self": "8", "sections.self": "4"}


def test_a_scoring_department_sees_it_where_the_superior_has_no_hand_in_it(client, appraisal):
    assert computed_for(client, appraisal, judge_of("county")) == {"two.county": "7"}


def test_only_the_department_is_led_to_the_explanation(client, appraisal):
    why = reverse("results:why", args=[appraisal.evaluation_id, number_of("V1")])

    assert f'href="{why}#work"' in page_for(client, appraisal, appraisal.opened_by).content.decode()
    assert why not in page_for(client, appraisal, judge_of("superior")).content.decode()


def test_before_a_trial_run_nothing_is_computed_and_only_the_own_mark_is_compared(client, tmp_path):
    appraisal = judged(tmp_path)
    secretary, township = judge_of("self"), judge_of("superior")
    give_all(appraisal, secretary, MARKS["self"])

    assert computed_for(client, appraisal, township) == {}
    assert give_all(appraisal, secretary, {"own.self": "3"}) == 1
    assert "和自评18分不同，要写理由" in refused(appraisal, township, {"work.superior": "15.5"})


def test_a_mark_that_equals_the_own_one_and_what_is_computed_needs_no_reason(tmp_path):
    appraisal = judged(tmp_path)
    township = judge_of("superior")
    give_all(appraisal, judge_of("self"), {"work.self": "18"})
    give_all(appraisal, township, {"work.superior": "18"})

    # 18 × 40 % + 18 × 60 % = 18
    assert give_all(tried_again(appraisal), township, {"work.superior": "18"}) == 0


def test_one_reason_serves_for_the_own_mark_and_for_what_is_computed(appraisal):
    township = judge_of("superior")

    assert give_all(appraisal, township, {"work.superior": "15.5"}, REASONS) == 0
    why = refused(appraisal, township, {"work.superior": "15"})
    assert why == "评分没有保存：荻汀村党支部·实绩（上级党组织评）：和自评18分、试算16.5分都不同，要写理由。"
    assert give_all(appraisal, township, {"work.superior": "15"}, {"work.superior": "两件没有办完。"}) == 1


def test_a_mark_as_computed_still_needs_a_reason_where_it_differs_from_the_own_one(appraisal):
    assert "：和自评18分不同，要写理由。" in refused(
        appraisal, judge_of("superior"), {"work.superior": "16.5"}
    )


def test_a_mark_that_stands_is_asked_for_its_reason_too(appraisal):
    township = judge_of("superior")

    # It was given with one, which somebody takes away now.
    assert "试算16.5分" in refused(appraisal, township, {"work.superior": "15.5"}, {"work.superior": " "})
    # Nothing was asked about it: the one on record stays with its mark, and not with another.
    kept = [Given(number_of("V1"), "work.superior", "15.5")]
    assert give(appraisal=appraisal, marks=kept, by=township, now=NOW, today=NOW.date()) == 0
    with pytest.raises(MarksAreWrong):
        give(
            appraisal=appraisal,
            marks=[Given(number_of("V1"), "work.superior", "15")],
            by=township,
            now=NOW,
            today=NOW.date(),
        )


def test_whoever_gives_a_mark_alone_says_why_it_is_not_as_computed_any_more(appraisal):
    secretary, township = judge_of("self"), judge_of("superior")

    assert "：和试算8分不同，要写理由。" in refused(appraisal, secretary, {"own.self": "9"})
    assert "：和试算4分不同，要写理由。" in refused(appraisal, secretary, {"sections.self": "4.5"})
    assert "：和试算7分不同，要写理由。" in refused(appraisal, township, {"above.superior": "6"})
    assert give_all(appraisal, secretary, {"own.self": "9"}, {"own.self": "补了一次自查。"}) == 1
    assert give_all(appraisal, secretary, {"own.self": "8.00"}) == 1


def test_what_is_not_shown_to_a_giver_is_not_held_against_her(appraisal):
    # Computed are 16.5, 7 and 5 points, from marks that a secretary does not see.
    marks = {"work.self": "19", "two.self": "9", "three.self": "9"}

    assert give_all(appraisal, judge_of("self"), marks) == 3


@pytest.mark.parametrize("guess", ["15.5", "15", ""])
def test_what_others_gave_cannot_be_found_out_by_guessing_it(appraisal, guess):
    given = [Given(number_of("V1"), "work.superior", guess)]

    with pytest.raises(MarksAreWrong) as refusal:
        give(appraisal=appraisal, marks=given, by=judge_of("self"), now=NOW, today=NOW.date())

    assert "这个组织不由您评分" in refusal.value.words.zh


def test_a_split_mark_is_not_compared_with_the_own_one_which_is_out_of_other_points(tmp_path):
    appraisal = judged(tmp_path)
    give_all(appraisal, judge_of("self"), {"sections.self": "4"})

    assert give_all(appraisal, judge_of("superior"), {"sections.superior": "9"}) == 1


def test_a_deduction_is_not_compared_with_the_points_of_its_part(appraisal):
    assert give_all(appraisal, judge_of("superior"), {"duty.superior": "3"}) == 1


def test_within_a_band_a_mark_is_compared_with_what_was_kept_of_it(client, appraisal):
    township = judge_of("superior")
    for key in ("V2", "V3"):
        give_all(appraisal, township, {"income.superior": "22"}, key=key)
    tried = tried_again(appraisal)

    # 6,000 yuan reach 20 to 25 points, 5,000 yuan 15 to 20.
    assert give_all(tried, township, {"income.superior": "22"}, key="V2") == 0
    assert "：和试算20分不同，要写理由。" in refused(tried, township, {"income.superior": "22"}, key="V3")
    # The 10 points of V1 are in no band that is judged, so that no mark could be equal.
    assert give_all(tried, township, {"income.superior": "23"}) == 1


def test_where_figures_were_missing_nothing_is_compared(client, tmp_path):
    appraisal = tried_again(judged(tmp_path))
    secretary = judge_of("self")

    assert give_all(appraisal, secretary, {"own.self": "8"}) == 1
    page = page_for(client, appraisal, secretary).content.decode()
    assert "试算：缺数据" in page and "试算0" not in page


def test_a_mark_is_compared_rounded_as_the_scheme_rounds(tmp_path):
    appraisal = judged(tmp_path, digits=0)
    secretary = judge_of("self")
    give_all(appraisal, secretary, {"own.self": "7.5"})
    appraisal = tried_again(appraisal)

    # 7.5 came to 8 points.
    assert give_all(appraisal, secretary, {"own.self": "7.5"}) == 0
    assert "和试算8分不同" in refused(appraisal, secretary, {"own.self": "7.4"})


def test_all_that_is_wrong_is_said_at_once_in_both_languages(appraisal):
    marks = {"work.superior": "15", "above.superior": "6", "sections.superior": "11"}

    with pytest.raises(MarksAreWrong) as refusal:
        give_all(appraisal, judge_of("superior"), marks)

    assert refusal.value.words.en == (
        "The marks were not stored: "
        "荻汀村党支部, Work (judged by the superior organization): it differs from the organization's own mark of 18 "
        "and from the 16.5 of the trial run: say why; "
        "荻汀村党支部, Approach (judged by the superior organization): it differs from the 7 of the trial run: say why; "
        "荻汀村党支部, Sections (judged by the superior organization): 11 is not between 0 and 10."
    )


def test_what_was_typed_stays_in_the_form_and_says_where_a_reason_is_needed(client, appraisal):
    secretary, here = judge_of("self"), number_of("V1")
    client.force_login(secretary)
    typed = {
        f"m-{here}-0": "21",
        f"m-{here}-2": "9",
        f"r-{here}-2": "",
        f"m-{here}-6": "3",
        f"r-{here}-6": "重算。",
    }

    response = client.post(reverse("appraisals:marks", args=[appraisal.pk]), typed)

    assert response.status_code == 422
    cells = {each.judged.measure.name: each for each in response.context["rows"][0].cells}
    shown = {name: (each.words, each.reason) for name, each in cells.items() if each.is_open}
    assert shown == {
        **{"work.self": ("21", ""), "own.self": ("9", ""), "sections.self": ("3", "重算。")},
        **{"two.self": ("6", ""), "three.self": ("5", "")},
    }
    assert {name: each.wrong.zh for name, each in cells.items() if each.wrong} == {
        "work.self": "21不在0到20之间",
        "own.self": "和试算8分不同，要写理由",
    }
    assert Mark.objects.get(measure="sections.self").reason == ""


def test_a_reason_is_asked_for_where_one_can_be_needed(client, appraisal):
    def asked(by):
        cells = page_for(client, appraisal, by).context["rows"][0].cells
        return {each.judged.measure.name for each in cells if each.asks_for_reason}

    assert asked(judge_of("self")) == {"own.self", "sections.self"}
    assert asked(judge_of("superior")) == set(MARKS["superior"])


def test_the_page_says_what_is_computed_of_how_much(client, appraisal):
    page = page_for(client, appraisal, judge_of("superior")).content.decode()
    said = html.unescape(re.sub(r"<[^>]+>", " ", page))

    assert re.findall(r"试算([\d.]+ / [\d.]+)分", said) == [
        "16.5 / 20",
        "7 / 10",
        "18 / 20",
        "10 / 25",
        "9 / 10",
    ]


def test_a_reason_longer_than_is_kept_is_refused(appraisal):
    why = refused(appraisal, judge_of("superior"), {"work.superior": "15"}, {"work.superior": "长" * 501})

    assert "理由最多500字" in why


def test_what_was_computed_by_another_text_of_the_scheme_stands_beside_nothing(client, appraisal):
    appraisal.evaluation.scheme_digest = "another"
    appraisal.evaluation.save(update_fields=["scheme_digest"])

    assert computed_for(client, appraisal, judge_of("superior")) == {}
    assert give_all(appraisal, judge_of("superior"), {"above.superior": "6"}) == 1


def test_marks_are_as_many_queries_for_one_organization_as_for_three(client, appraisal):
    def queries(by, **query):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            rows = page_for(client, appraisal, by, **query).context["rows"]
        return len(rows), len(caught)

    for by in (appraisal.opened_by, judge_of("superior")):
        queries(by)
        one, three = queries(by, q="荻汀"), queries(by)
        assert (one[0], three[0]) == (1, 3)
        assert one[1] == three[1]


def record_of(client, appraisal, by, measure) -> str:
    """Return the words on the page of the record that a mark of V1 is, for an account that sees the result."""
    client.force_login(by)
    value = ReportedValue.objects.get(organization=number_of("V1"), measure=measure)
    address = reverse("results:record", args=[appraisal.evaluation_id, number_of("V1"), f"value:{value.pk}"])
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_reason_of_a_mark_stands_on_its_record_for_the_department_the_organization_and_its_giver(
    client, tmp_path
):
    appraisal = judged(tmp_path)
    secretary, township, department = judge_of("self"), judge_of("superior"), appraisal.opened_by
    give_all(appraisal, secretary, MARKS["self"])
    give_all(appraisal, township, MARKS["superior"], REASONS)
    computed(actions.run_trial(appraisal=appraisal, by=department, now=NOW))

    words = record_of(client, fresh(appraisal), department, "work.superior")
    assert f"由谁给出 {township.display_name} · 2026年3月2日" in words
    assert "理由 台账不全。" in words
    assert "理由" not in record_of(client, fresh(appraisal), department, "above.superior")
    assert "由谁给出" not in record_of(client, fresh(appraisal), department, "income")

    actions.decide(appraisal=fresh(appraisal), meeting=MEETING, grades=[], by=department, now=NOW)
    actions.publish(
        appraisal=fresh(appraisal), first=FIRST, last=LAST, contact="0000-0000000", by=department, now=NOW
    )
    for by in (secretary, township):
        assert "理由 台账不全。" in record_of(client, fresh(appraisal), by, "work.superior")
    viewer = make_account("viewer", organization_id=number_of("V1"))
    words = record_of(client, fresh(appraisal), viewer, "work.superior")
    assert (f"由谁给出 {township.display_name}" in words, "台账不全" in words) == (True, False)


def test_the_reason_of_a_mark_that_was_changed_since_does_not_stand_on_the_record_of_before(
    client, appraisal
):
    later = appraisal.evaluation.finished_at + timedelta(minutes=1)
    given = [Given(number_of("V1"), "work.superior", "15", "又有一件没有办完。")]
    give(appraisal=appraisal, marks=given, by=judge_of("superior"), now=later, today=NOW.date())

    words = record_of(client, appraisal, appraisal.opened_by, "work.superior")

    assert "现在是15" in words
    assert "没有办完" not in words


ALONE = ("own.self", "sections.self")


def test_of_any_marks_no_stored_one_differs_from_what_its_giver_saw_without_a_reason(appraisal):
    secretary = judge_of("self")
    points = {"own.self": 8, "sections.self": 4}
    marks = st.sampled_from(["", "3", "4", "4.0", "5", "8", "8.01"])
    reasons = st.sampled_from(["", " ", "核实。"])

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.sampled_from(ALONE), st.tuples(marks, reasons), min_size=1))
    def law(typed):
        words = {name: word for name, (word, _) in typed.items()}
        try:
            give_all(appraisal, secretary, words, {name: reason for name, (_, reason) in typed.items()})
        except MarksAreWrong as refusal:
            assert refusal.words.zh and refusal.words.en
        for each in Mark.objects.filter(measure__in=ALONE):
            assert each.reason or each.number == points[each.measure] * 10**each.scale

    law()
