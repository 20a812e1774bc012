"""The pages of appraisals in a browser: axe, and phones. A whole life is walked in `docs.county_life`."""

import pytest
from appraisals.judged import give_all, tried_again
from appraisals.lives import MARKED, computed, fresh, number_of, objected, on_notice
from web.builders import NOW, make_account
from web.looking import found_wrong
from web.scored import AS_OF, SCHEME

from guben_web.accounts.models import Account
from guben_web.appraisals import actions
from guben_web.appraisals.models import Appraisal, LateCorrection, Mark

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, tmp_path, language, theme
):
    appraisal, department = on_notice(tmp_path, ("V1", 0, "带动三个村"))
    objection = objected(appraisal, department)
    actions.recompute(appraisal=appraisal, by=department, now=NOW)
    computed(fresh(appraisal).candidate)
    scheme = tmp_path / "marked.yaml"
    scheme.write_text(MARKED, encoding="utf-8")
    marked = actions.open_appraisal(scheme=str(scheme), period="2025", as_of=AS_OF, by=department, now=NOW)
    actions.open_marks(appraisal=marked, by=department, now=NOW)
    township = given_and_tried(marked)
    later = actions.open_appraisal(
        scheme=SCHEME, period="2026", as_of=AS_OF.replace(year=2026), by=department, now=NOW
    )
    late = LateCorrection.objects.create(
        appraisal=appraisal,
        organization_id=number_of("V1"),
        cell="part:strength.income",
        wrong="4,499元",
        right="4,510元",
        reason="农经站年报更正。",
        entered_by=department,
        entered_at=NOW,
    )
    here, there = f"/appraisals/{appraisal.pk}", f"/appraisals/{marked.pk}"
    pages = [
        *("/appraisals/", "/appraisals/new", here, there, there + "/marks", there + "/lacking"),
        *(here + step for step in ("/notice", "/correction?q=荻汀", "/drop", "/cancel")),
        f"{here}/object/{number_of('V1')}",
        f"{here}/objections/{objection.pk}",
        f"/appraisals/{later.pk}",
        f"/appraisals/{later.pk}/late/{late.pk}",
    ]

    url = live_server.url
    found = found_wrong(browser, url, department, pages, language=language, theme=theme)
    found |= found_wrong(browser, url, township, [there + "/marks"], language=language, theme=theme)

    assert found == {}


def given_and_tried(appraisal: Appraisal) -> Account:
    """Open marks after a trial run in which one lacks its reason, and return the township that gave it."""
    secretary = make_account("secretary", organization_id=number_of("V1"))
    township = make_account("township", organization_id=number_of("T1"))
    give_all(appraisal, secretary, {"work.self": "18"})
    give_all(appraisal, township, {"work.superior": "15.5"}, {"work.superior": "台账不全。"})
    Mark.objects.update(reason="")
    tried_again(appraisal)
    return township
