"""Late corrections: a final result and its letters stay; the next appraisal by the scheme lists what was wrong."""

import pytest
from appraisals.lives import AFTER, final, fresh, number_of, on_notice, stage_of
from web.builders import make_account
from web.scored import AS_OF, SCHEME

from guben_web.appraisals import actions, late_actions, papers
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.late import carried_over, corrections_of
from guben_web.appraisals.models import LateCorrection
from guben_web.appraisals.refusals import AppraisalHasMovedOn
from guben_web.appraisals.shown import paper_of
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

    assert "上次考核的事后更正" in page
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
