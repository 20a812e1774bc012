"""Signing in with an identity provider: one of this machine answers; whom it names gets in, and nobody else."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone
from web.builders import make_account, with_factor
from web.providers import CLIENT_ID, CLIENT_SECRET, open_provider

from guben_web.accounts.models import Account, Role, Session
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    """Return a provider that the installation is set up with."""
    with open_provider() as made:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = made.issuer, CLIENT_ID
        settings.OIDC_CLIENT_SECRET, settings.OIDC_TITLE = CLIENT_SECRET, "县政务平台"
        yield made


def go_and_come_back(client, provider, **claims):
    """Go to the provider, sign in there, come back; return the answer."""
    there = client.get("/sign-in/provider?next=/account")
    return client.get("/sign-in/provider/back", provider.sign_in(there.url, **claims))


def test_the_sign_in_page_offers_it_only_where_it_is_set_up(client, settings):
    without = client.get("/sign-in").content.decode()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_TITLE = (
        "https://id.example",
        "x",
        "县政务平台",
    )

    assert "/sign-in/provider" not in without
    assert "用县政务平台登录" in client.get("/sign-in").content.decode()


def test_whom_the_provider_names_gets_in_to_the_page_asked_for(client, provider):
    account = make_account("department")

    response = go_and_come_back(client, provider, preferred_username=account.username)

    assert (response.status_code, response.url) == (302, "/account")
    assert client.get("/account").status_code == 200
    assert Session.objects.get().means == "provider"
    assert Entry.objects.latest("id").action == "account.signed_in"


def test_what_is_sent_there_is_what_the_standard_asks_for(client, provider):
    go_and_come_back(client, provider, preferred_username=make_account("department").username)

    assert {**provider.asked, "state": "", "nonce": "", "code_challenge": ""} == {
        "response_type": "code",
        "client_id": "guben",
        "redirect_uri": "http://testserver/sign-in/provider/back",
        "scope": "openid profile",
        "state": "",
        "nonce": "",
        "code_challenge": "",
        "code_challenge_method": "S256",
    }
    pair = base64.b64decode(provider.authorization.removeprefix("Basic ")).decode()
    assert pair == "guben:a+secret+%3A+with+a+colon"


def test_it_makes_no_account_and_gives_no_role(client, provider):
    response = go_and_come_back(client, provider, preferred_username="stranger", roles=["department"])

    assert response.status_code == 403
    assert "没有用户名为“stranger”的可用账号" in response.content.decode()
    assert (Account.objects.count(), Role.objects.count()) == (0, 0)
    failed = Entry.objects.get()
    assert (failed.action, failed.subject_label, failed.outcome) == ("account.sign_in_failed", "", "REFUSED")


def test_a_deactivated_account_is_not_let_in(client, provider):
    account = make_account("department")
    Account.objects.update(is_active=False)

    assert go_and_come_back(client, provider, preferred_username=account.username).status_code == 403


def test_the_claim_is_a_setting(client, provider, settings):
    settings.OIDC_CLAIM = "employee_number"
    account = make_account("department")

    wrong = go_and_come_back(client, provider, preferred_username=account.username)
    right = go_and_come_back(client, provider, employee_number=account.username)

    assert (wrong.status_code, right.status_code) == (403, 302)


def test_a_token_that_does_not_fit_lets_nobody_in(client, provider):
    name = make_account("department").username
    past = int((timezone.now() - timedelta(minutes=5)).timestamp())

    answers = [
        go_and_come_back(client, provider, preferred_username=name, **spoiled)
        for spoiled in ({"nonce": "x"}, {"aud": "another"}, {"iss": "https://elsewhere"}, {"exp": past})
    ]
    provider.signs_with = rsa.generate_private_key(65537, 2048)
    answers.append(go_and_come_back(client, provider, preferred_username=name))

    assert [each.status_code for each in answers] == [403] * 5
    assert not Session.objects.exists()


def test_what_was_not_asked_for_here_lets_nobody_in(client, provider):
    name = make_account("department").username
    back = provider.sign_in(client.get("/sign-in/provider").url, preferred_username=name)

    forged = client.get("/sign-in/provider/back", {**back, "state": "another"})
    late = client.get("/sign-in/provider/back", back)
    declined = client.get("/sign-in/provider/back", {"error": "access_denied"})

    assert [each.status_code for each in (forged, late, declined)] == [403, 403, 403]


def test_the_second_factor_is_asked_for_after_it(client, provider):
    account, codes = with_factor("department")

    response = go_and_come_back(client, provider, preferred_username=account.username)

    assert response.url == "/sign-in/code"
    assert client.post("/sign-in/code", {"code": codes[0]}).url == "/account"


def test_a_provider_that_cannot_be_reached_is_said_in_words(client, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://127.0.0.1:1", CLIENT_ID

    response = client.get("/sign-in/provider")

    assert response.status_code == 502
    assert "统一认证系统没有正确应答。" in response.content.decode()


def test_a_provider_without_https_is_not_believed(client, settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "http://id.example", CLIENT_ID

    assert client.get("/sign-in/provider").status_code == 502
