"""The pages about tokens in a browser, and the description of the API without a connection to the outside."""

import pytest
from web.api.tokens import make_token
from web.browser import context_of
from web.builders import NOW, make_account
from web.looking import found_wrong

from guben_web.api import actions

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(browser, live_server, language, theme):
    account = make_account("department")
    revoked, _ = make_token(account, name="撤销的")
    token, _ = make_token(account)
    actions.revoke_token(token=revoked, by=account, now=NOW)
    addresses = ["/tokens/", "/tokens/new", f"/tokens/{token.pk}/revoke"]

    found = found_wrong(browser, live_server.url, account, addresses, language=language, theme=theme)

    keeper = make_account("security_admin")
    addresses = ["/tokens/all", f"/tokens/all/{token.pk}/revoke"]
    found |= found_wrong(browser, live_server.url, keeper, addresses, language=language, theme=theme)
    assert found == {}


def test_the_description_of_the_api_is_shown_without_the_outside_and_within_the_policy(browser, live_server):
    context = context_of(
        browser,
        live_server.url,
        account=make_account("department"),
        language="en",
        theme="light",
        width=1440,
        height=900,
    )
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)

    page.goto(f"{live_server.url}/api/v1/docs")
    page.get_by_text("/api/v1/evaluations/{evaluation_id}/explanation").wait_for()

    outside = [url for url in asked if not url.startswith((live_server.url, "data:"))]
    assert (outside, complaints) == ([], [])
    context.close()
