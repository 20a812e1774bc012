"""The pages of evaluations in a browser: axe, phones, both languages, light and dark."""

import pytest
from web.builders import make_account
from web.looking import found_wrong
from web.scored import scored_county, start

from guben_web.jobs.models import Run
from guben_web.ledgers.models import ReportedValue
from guben_web.org.models import Organization

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, tmp_path, language, theme
):
    evaluation = scored_county(tmp_path)
    failed = start(evaluation.started_by)
    Run.objects.filter(pk=failed.run_id).update(
        state="FAILED", refusal={"code": "E601", "zh": "没有可以考核的组织。", "en": "There is nobody."}
    )
    village = Organization.objects.get(key="V1").pk
    value = ReportedValue.objects.get(measure="net_income", organization_id=village)
    here = f"/results/{evaluation.pk}"
    own = f"{here}/organizations/{village}"
    addresses = [
        "/results/",
        "/results/new",
        here,
        f"{here}?words=nobody",
        f"{here}/take-back",
        own,
        f"{own}/why?all=1",
        f"{own}/records/value:{value.pk}",
        f"/results/{failed.pk}",
    ]
    account = make_account("department")

    assert found_wrong(browser, live_server.url, account, addresses, language=language, theme=theme) == {}


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_the_record_of_acts(browser, live_server, language, theme):
    auditor = make_account("audit_admin")

    found = found_wrong(browser, live_server.url, auditor, ["/", "/record"], language=language, theme=theme)

    assert found == {}
