"""What would be if, and the pages beside it, in a browser: axe, phones, both languages, light and dark."""

import pytest
from web.browser import context_of
from web.builders import NOW, make_account
from web.looking import found_wrong
from web.results.doubted import draw_all, evaluate_again
from web.scored import scored_county

from guben_web.results import draft_actions
from guben_web.results.sessions import session_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, tmp_path, language, theme
):
    evaluation = scored_county(tmp_path)
    session = session_of(evaluation)
    moves = session.moves({"parameter.middle_line": "86"})
    draft = draft_actions.save_draft(
        evaluation=evaluation, session=session, moves=moves, by=evaluation.started_by, now=NOW
    )
    doubted = evaluate_again(evaluation)
    inspection = draw_all(doubted)
    here = f"/results/{evaluation.pk}"
    addresses = [
        f"{here}/what-if",
        f"{here}/what-if?parameter.middle_line=86&points.core.age=12",
        f"{here}/what-if?points.core.age=0",
        f"{here}/robustness",
        f"{here}/drafts/{draft.pk}",
        "/results/schemes",
        "/results/schemes/pioneer-project/village",
        f"{here}/doubts",
        f"/results/{doubted.pk}/doubts",
        f"/results/{doubted.pk}/inspections/{inspection.pk}",
    ]
    account = make_account("department")

    assert found_wrong(browser, live_server.url, account, addresses, language=language, theme=theme) == {}


def test_a_slider_moves_its_number_and_the_answer_follows(browser, live_server, tmp_path):
    evaluation = scored_county(tmp_path)
    context = context_of(
        browser,
        live_server.url,
        account=make_account("department"),
        language="zh-hans",
        theme="light",
        width=1440,
        height=900,
    )
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/results/{evaluation.pk}/what-if")
    field = page.locator(".levers input[name='parameter.middle_line']")
    field.evaluate("field => field.closest('details').open = true")
    slider = page.locator(f"input[data-slides='{field.get_attribute('id')}']")

    slider.evaluate(
        "slider => { slider.value = 86; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
    )

    page.wait_for_selector("#crossing")
    assert field.input_value() == "86"
    assert page.locator("#crossing tbody tr").count() == 1
    assert "60 → 86" in page.locator(".moves").inner_text()
    page.wait_for_load_state("networkidle")
    assert (page.locator("figure.chart canvas").count(), complaints) == (2, [])
    context.close()
