"""Late corrections: a final result and its letters stay; the next appraisal by the scheme lists what was wrong."""

import pytest
from appraisals.lives import AFTER, final, fresh, number_of, on_notice, stage_of
from web.builders import make_account
from web.scored import AS_OF, SCHEME

from guben_web.appraisals import actions, late_actions, papers
from guben_web.appraisals.enums import BEFORE_DECISION, Outcome, Stage
from guben_web.appraisals.late import carried_over, corrections_of
from guben_web.appraisals.models import Appraisal, LateCorrection
from guben_web.appraisals.refusals import AppraisalHasMovedOn, LateCorrectionIsLookedAt
from guben_web.appraisals.shown import paper_of
from guben_web.audit.models import Entry
from guben_web.results.models import Result

pytestmark = pytest.mark.django_db
WRONG = {
    "cell": "part:strength.income",
    "wrong": "4,499元",
    "right": "4,510元",
    "reason": "农经站年报更正。",
}


def entered(appraisal, by, key="V1"):
    """Enter what was wrong about an organization."""
    return late_actions.enter_late_correction(
        appraisal=appraisal, organization_id=number_of(key), **WRONG, by=by, now=AFTER
    )


def test_a_late_correction_changes_neither_result_nor_seal_nor_letters(tmp_path):
    appraisal, department = final(tmp_path)
    held = list(Result.objects.values_list("organization_id", "total", "grade"))
    letters = papers.notice_words(paper_of(appraisal))

    entered(appraisal, department)

    assert list(Result.objects.values_list("organization_id", "total", "grade")) == held
    assert fresh(appraisal).seal == appraisal.seal
    assert papers.notice_words(paper_of(fresh(appraisal))) == letters
    assert stage_of(appraisal) is Stage.FINAL
    [shown] = corrections_of(appraisal)
    assert (shown.name, shown.cell.zh) == ("荻汀村党支部", "年人均纯收入")


def test_before_the_result_is_final_there_is_nothing_late(tmp_path):
    appraisal, department = on_notice(tmp_path)

    with pytest.raises(AppraisalHasMovedOn):
        entered(appraisal, department)

    assert LateCorrection.objects.count() == 0


def test_the_next_appraisal_by_the_scheme_lists_it_before_its_trial_run(tmp_path, sign_in):
    appraisal, department = final(tmp_path)
    entered(appraisal, department)
    later = actions.open_appraisal(
        scheme=SCHEME, period="2026", as_of=AS_OF.replace(year=2026), by=department, now=AFTER
    )
    other = actions.open_appraisal(
        scheme="pioneer-project/township",
        period="2026",
        as_of=AS_OF.replace(year=2026),
        by=department,
        now=AFTER,
    )

    page = sign_in("department").get(f"/appraisals/{later.pk}").content.decode()

    assert "以前考核的事后更正" in page
    assert "4,510元" in page
    assert [each.correction.right for each in carried_over(later)] == ["4,510元"]
    assert carried_over(other) == carried_over(appraisal) == []


def test_the_department_enters_it_on_a_page_and_a_unit_sees_its_own(tmp_path, sign_in):
    appraisal, _ = final(tmp_path)
    client = sign_in("department")
    here = f"/appraisals/{appraisal.pk}"
    outside = client.post(f"{here}/late", {**WRONG, "organization": "T1"})
    client.post(f"{here}/late", {**WRONG, "organization": "V1"})

    assert "这个组织不在这次考核里。" in outside.content.decode()
    seen = {
        key: "4,510元"
        in sign_in(account=make_account("secretary", organization_id=number_of(key)))
        .get(here)
        .content.decode()
        for key in ("V1", "V2")
    }
    assert seen == {"V1": True, "V2": False}


def test_what_was_written_is_for_the_department_and_the_organization_others_see_the_cell(tmp_path, sign_in):
    appraisal, department = final(tmp_path)
    entered(appraisal, department)
    here, own = (
        f"/appraisals/{appraisal.pk}",
        f"/results/{appraisal.evaluation_id}/organizations/{number_of('V1')}",
    )
    readers = {
        "department": department,
        "secretary": make_account("secretary", organization_id=number_of("V1")),
        "township": make_account("township", organization_id=number_of("T1")),
        "member": make_account("member", organization_id=number_of("V1")),
    }

    seen = {
        (name, page): [
            words in sign_in(account=account).get(page).content.decode()
            for words in ("4,510元", "农经站", "年人均纯收入")
        ]
        for name, account in readers.items()
        for page in (here, own)
    }

    reads, does_not = [True] * 3, [False, False, True]
    assert seen == {
        (name, page): reads if name in ("department", "secretary") else does_not
        for name in readers
        for page in (here, own)
    }


def next_one(department, period="2026", scheme=SCHEME):
    """Open the appraisal of a later period."""
    day = AS_OF.replace(year=int(period))
    return actions.open_appraisal(scheme=scheme, period=period, as_of=day, by=department, now=AFTER)


def test_the_page_of_a_result_says_what_came_late_and_in_which_appraisal_it_counts(tmp_path, sign_in):
    appraisal, department = final(tmp_path)
    entered(appraisal, department)
    secretary = make_account("secretary", organization_id=number_of("V1"))
    own = f"/results/{appraisal.evaluation_id}/organizations/{number_of('V1')}"
    other = f"/results/{appraisal.evaluation_id}/organizations/{number_of('V2')}"

    before = sign_in(account=secretary).get(own).content.decode()
    later = next_one(department)
    after = sign_in("department").get(own).content.decode()

    assert [each in before for each in ("4,510元", "下一次考核", "还没有核对")] == [True, True, True]
    assert f'<a href="/appraisals/{later.pk}">2026</a>' in after
    assert "事后更正" not in sign_in("department").get(other).content.decode()


def test_the_department_says_what_became_of_each_and_the_page_counts_the_rest(tmp_path, sign_in):
    appraisal, department = final(tmp_path)
    one, _ = entered(appraisal, department), entered(appraisal, department, "V2")
    later = next_one(department)
    here, client = f"/appraisals/{later.pk}", sign_in("department")
    assert "有2条事后更正还没有核对。" in client.get(here).content.decode()

    lacking = client.post(f"{here}/late/{one.pk}", {"outcome": "CARRIED", "words": ""})
    client.post(f"{here}/late/{one.pk}", {"outcome": "CARRIED", "words": "收入已在填报表更正。"})

    page = client.get(here).content.decode()
    own = sign_in(account=make_account("secretary", organization_id=number_of("V1"))).get(
        f"/results/{appraisal.evaluation_id}/organizations/{number_of('V1')}"
    )
    assert lacking.status_code == 422
    assert "有1条事后更正还没有核对。" in page
    assert "收入已在填报表更正。" in own.content.decode()
    held = LateCorrection.objects.get(pk=one.pk)
    assert (held.outcome, held.looked_in, held.looked_at is not None) == (Outcome.CARRIED, later, True)
    assert Entry.objects.filter(action="appraisal.late_carried").count() == 1


def test_what_nobody_looked_at_goes_on_to_the_appraisal_after(tmp_path):
    appraisal, department = final(tmp_path)
    one, other = entered(appraisal, department), entered(appraisal, department, "V2")
    second, third = next_one(department), next_one(department, "2027")
    look(one, second, department)
    Appraisal.objects.filter(pk=second.pk).update(stage=Stage.FINAL)

    assert [each.correction for each in carried_over(fresh(second))] == [one]
    assert [each.correction for each in carried_over(third)] == [other]
    with pytest.raises(LateCorrectionIsLookedAt):
        look(one, third, department)


def test_what_a_cancelled_appraisal_looked_at_is_open_again(tmp_path):
    appraisal, department = final(tmp_path)
    one = entered(appraisal, department)
    second = next_one(department)
    look(one, second, department)
    actions.cancel(appraisal=second, reason="重开", by=department, now=AFTER)
    third = next_one(department)

    [shown] = carried_over(third)
    assert (shown.correction, shown.is_looked_at, shown.counts_in) == (one, False, third)
    look(one, third, department)
    assert [each.is_looked_at for each in carried_over(third)] == [True]


@pytest.mark.parametrize("stage", sorted(set(Stage) - BEFORE_DECISION))
def test_once_a_meeting_has_decided_nothing_is_looked_at_any_more(tmp_path, stage):
    appraisal, department = final(tmp_path)
    one = entered(appraisal, department)
    second = next_one(department)
    Appraisal.objects.filter(pk=second.pk).update(stage=stage)

    with pytest.raises(AppraisalHasMovedOn):
        look(one, second, department)

    assert LateCorrection.objects.get().outcome == Outcome.OPEN


def look(correction, appraisal, by):
    """Say that a record was corrected."""
    late_actions.look_at_late_correction(
        correction=correction,
        appraisal=appraisal,
        outcome=Outcome.CARRIED,
        words="已更正。",
        by=by,
        now=AFTER,
    )


def test_why_a_meeting_set_another_grade_is_for_the_department_and_the_organization(tmp_path, sign_in):
    appraisal, department = final(tmp_path, ("V1", 0, "带动三个村"))
    page = f"/results/{appraisal.evaluation_id}/organizations/{number_of('V1')}"
    own = make_account("secretary", organization_id=number_of("V1"))
    above = make_account("township", organization_id=number_of("T1"))

    seen = [sign_in(account=each).get(page).content.decode() for each in (department, own, above)]

    assert ["带动三个村" in each for each in seen] == [True, True, False]
    assert ["集体研究" in each for each in seen] == [True] * 3
