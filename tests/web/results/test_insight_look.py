"""What would be if, and the pages beside it, in a browser: axe, phones, both languages, light and dark."""

import pytest
from web.builders import NOW, make_account
from web.looking import found_wrong
from web.results.doubted import draw_all, evaluate_again
from web.scored import scored_county

from guben_web.results import draft_actions
from guben_web.results.sessions import session_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


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
