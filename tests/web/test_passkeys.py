"""Passkeys as the second factor: adding them, signing in with them, and every answer that is not taken."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from web.authenticators import Authenticator
from web.builders import PASSWORD, SECRET, make_account, with_factor

from guben_web.accounts import totp
from guben_web.accounts.enums import demanded_of
from guben_web.accounts.models import Passkey, RecoveryCode, SecondFactor, Session
from guben_web.administration.actions import release_from_second_factor
from guben_web.audit.details import shown
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db
PASSKEYS = "/second-factor/passkeys"


@pytest.fixture
def client():
    """A browser that reaches the system as localhost."""
    return Client(SERVER_NAME="localhost")


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def why_refused() -> list[str]:
    found = Entry.objects.filter(action="account.passkey_refused").order_by("id")
    return [each.detail["flaw"] for each in found]


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def options_in(response) -> dict:
    """Return what the page hands the script."""
    return json.loads(
        re.search(r'data-options="([^"]+)"', response.content.decode())[1].replace("&quot;", '"')
    )


def type_password(client: Client, account) -> None:
    client.post("/sign-in", {"username": account.username, "password": PASSWORD, "next": "/account"})


def add_first(client: Client, account, device: Authenticator):
    """Sign somebody in who has no second factor and give her a passkey; return the answer."""
    type_password(client, account)
    return add(client, device)


def add(client: Client, device: Authenticator, name: str = "办公电脑"):
    """Add the passkey of a device on the page for it."""
    made = device.create(options_in(client.get(PASSKEYS)))
    return client.post(PASSKEYS, {"passkey": made, "name": name})


def with_passkey(*roles: str):
    """Return an account, its device, and a browser in which the first factor was given."""
    account, device = make_account(*roles), Authenticator()
    add_first(Client(SERVER_NAME="localhost"), account, device)
    browser = Client(SERVER_NAME="localhost")
    type_password(browser, account)
    return account, device, browser


def answer(browser: Client, device: Authenticator, **told):
    """Give the passkey on the page that asks for the second factor."""
    given = device.get(options_in(browser.get("/sign-in/code")), **told)
    return browser.post("/sign-in/code", {"passkey": given})


def test_a_passkey_as_the_first_second_factor_brings_recovery_codes_and_ends_other_sessions(client):
    account, device = make_account("department"), Authenticator()
    other = Client(SERVER_NAME="localhost")
    type_password(other, account)

    done = add_first(client, account, device)

    assert len(re.findall(r'<li class="code">\w{5}-\w{5}</li>', done.content.decode())) == 10
    kept = Passkey.objects.get()
    assert (kept.name, kept.host, kept.sign_count, kept.used_at) == ("办公电脑", "localhost", 0, None)
    assert SecondFactor.objects.get().has_authenticator is False
    assert [client.get("/account").status_code, other.get("/account").status_code] == [200, 302]
    assert Session.objects.count() == 1
    assert recorded()[-2:] == ["account.second_factor_set", "account.passkey_added"]
    assert "办公电脑" in text_of(client.get(PASSKEYS))


def test_administrators_may_set_up_a_passkey_before_anything_else(client, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = demanded_of("administrators")
    account = make_account("system_admin")
    type_password(client, account)

    sent = client.get("/system/")
    page = text_of(client.get("/second-factor"))
    add(client, Authenticator())

    assert sent.url == "/second-factor"
    assert "用通行密钥 Passkey" in page and PASSKEYS in page
    assert client.get("/system/").status_code == 200


def test_a_passkey_lets_in_where_a_code_is_asked_for():
    _, device, browser = with_passkey("department")

    before = browser.get("/account").status_code
    done = answer(browser, device)

    assert (before, done.status_code, done.url) == (302, 302, "/account")
    assert browser.get("/account").status_code == 200
    kept = Passkey.objects.get()
    assert kept.sign_count == 1 and kept.used_at is not None
    assert recorded()[-2:] == ["account.passkey_used", "account.signed_in"]


def test_the_same_answer_lets_in_once():
    account, device, browser = with_passkey("department")
    given = device.get(options_in(browser.get("/sign-in/code")))
    other = Client(SERVER_NAME="localhost")
    type_password(other, account)
    other.get("/sign-in/code")

    first = browser.post("/sign-in/code", {"passkey": given})
    again = other.post("/sign-in/code", {"passkey": given})
    # The challenge that stood in this browser went with the answer that was wrong.
    yet_again = other.post("/sign-in/code", {"passkey": given})

    assert [each.status_code for each in (first, again, yet_again)] == [302, 422, 422]
    assert "页面打开超过5分钟，或者这次应答已经用过。" in text_of(again)
    assert why_refused() == ["expired", "expired"]


def test_an_answer_is_taken_for_five_minutes():
    _, device, browser = with_passkey("department")
    given = device.get(options_in(browser.get("/sign-in/code")))
    session = browser.session
    at = (timezone.now() - timedelta(minutes=5, seconds=1)).isoformat()
    session["passkey_challenge"] = {**session["passkey_challenge"], "at": at}
    session.save()

    late = browser.post("/sign-in/code", {"passkey": given})

    assert late.status_code == 422
    assert why_refused() == ["expired"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"origin": "http://localhost.example.org"}, "这次应答来自别的网址，不是本系统。"),
        ({"origin": "https://localhost"}, "这次应答来自别的网址，不是本系统。"),
        ({"crossOrigin": True}, "这次应答来自别的网址，不是本系统。"),
        ({"type": "webauthn.create"}, "通行密钥的应答核对不符。"),
    ],
)
def test_an_answer_for_another_site_or_another_purpose_is_refused(told, words):
    _, device, browser = with_passkey("department")

    refused = answer(browser, device, **told)

    assert refused.status_code == 422
    assert words in text_of(refused)
    assert browser.get("/account").status_code == 302


def test_a_device_of_another_host_is_refused():
    _, device, browser = with_passkey("department")
    device.host = "localhost.example.org"

    assert answer(browser, device).status_code == 422
    assert why_refused() == ["unsound"]


def test_another_device_that_claims_the_passkey_is_refused():
    _, device, browser = with_passkey("department")
    thief = Authenticator(id=device.id)

    assert answer(browser, thief).status_code == 422
    assert why_refused() == ["unsound"]


def test_the_passkey_of_another_account_is_refused():
    _, _, browser = with_passkey("department")
    _, other, _ = with_passkey("department")

    refused = answer(browser, other)

    assert refused.status_code == 422
    assert "这把通行密钥不是这个账号在这个网址登记的。" in text_of(refused)
    assert why_refused() == ["unknown"]


def test_a_count_that_did_not_grow_is_refused_and_on_record():
    account, device, browser = with_passkey("department")
    device.count = 7
    answer(browser, device)
    again = Client(SERVER_NAME="localhost")
    type_password(again, account)
    # The device counted to 8; its copy stood at 7 and counts to 8 as well.
    device.count = 7

    refused = answer(again, device)

    assert Passkey.objects.get().sign_count == 8
    assert refused.status_code == 422
    assert "这把通行密钥的使用次数倒退了" in text_of(refused)
    last = shown(Entry.objects.order_by("-id")[:1])[0]
    assert (last.act, last.details) == ("通行密钥不符", ["原因：使用次数倒退"])


def test_devices_that_never_count_are_taken():
    account, device, browser = with_passkey("department")
    again = Client(SERVER_NAME="localhost")
    type_password(again, account)

    # Every answer counts one more, so that it comes out as zero.
    device.count = -1
    first = answer(browser, device)
    device.count = -1
    second = answer(again, device)

    assert (first.status_code, second.status_code) == (302, 302)


@pytest.mark.parametrize(
    "given",
    ["", "null", "{}", "[" * 3000, '{"rawId": "AAAA", "response": 5}', '{"rawId": 1, "response": {}}'],
)
def test_answers_that_no_browser_gives_are_refused(given):
    _, _, browser = with_passkey("department")
    browser.get("/sign-in/code")

    refused = browser.post("/sign-in/code", {"passkey": given})

    assert refused.status_code == 422


def test_five_refused_answers_lock_codes_too(client):
    account, codes = with_factor("department")
    type_password(client, account)

    refused = [client.post("/sign-in/code", {"passkey": "{}"}).status_code for _ in range(5)]
    code = client.post("/sign-in/code", {"code": codes[0]})

    assert refused == [422, 422, 422, 422, 429]
    assert code.status_code == 429
    assert recorded().count("account.passkey_refused") == 5


def test_a_recovery_code_lets_in_where_the_device_is_lost():
    account, device = make_account("department"), Authenticator()
    done = add_first(Client(SERVER_NAME="localhost"), account, device)
    code = re.search(r'<li class="code">(\w{5}-\w{5})</li>', done.content.decode())[1]
    browser = Client(SERVER_NAME="localhost")
    type_password(browser, account)

    assert browser.post("/sign-in/code", {"code": "123456"}).status_code == 422
    assert browser.post("/sign-in/code", {"code": code}).status_code == 302


def test_beside_an_authenticator_a_passkey_takes_a_code_first_and_keeps_the_recovery_codes(client):
    account, codes = with_factor("department")
    type_password(client, account)
    client.post("/sign-in/code", {"code": codes[0]})

    asked = text_of(client.get(PASSKEYS))
    wrong = client.post(PASSKEYS, {"code": "000000"})
    client.post(PASSKEYS, {"code": totp.code_at(SECRET, timezone.now())})
    made = Authenticator().create(options_in(client.get(PASSKEYS)))
    done = client.post(PASSKEYS, {"passkey": made, "name": "安全钥匙"})

    assert "要添加或移除，请再验一次第二因素" in asked
    assert (wrong.status_code, done.status_code, done.url) == (422, 302, PASSKEYS)
    assert RecoveryCode.objects.filter(account=account, used_at=None).count() == 9
    assert SecondFactor.objects.get().has_authenticator is True


def test_a_made_passkey_is_taken_once_and_under_the_challenge_of_its_page(client):
    device = Authenticator()
    type_password(client, make_account("department"))
    options = options_in(client.get(PASSKEYS))

    forged = client.post(PASSKEYS, {"passkey": device.create(options, challenge="AAAA"), "name": "甲"})
    stale = client.post(PASSKEYS, {"passkey": device.create(options), "name": "甲"})
    add(client, device)

    assert (forged.status_code, stale.status_code) == (422, 422)
    assert Passkey.objects.count() == 1


def test_a_passkey_that_is_there_already_is_refused(client):
    _, device, _ = with_passkey("department")

    refused = add_first(client, make_account("department"), device)

    assert refused.status_code == 422
    assert "这把通行密钥已经登记过了。" in text_of(refused)
    assert Passkey.objects.count() == 1


def test_removing_takes_the_second_factor_and_the_last_one_turns_it_off():
    _, device, browser = with_passkey("department")
    answer(browser, device)
    address = f"{PASSKEYS}/{Passkey.objects.get().pk}/remove"

    unasked = browser.post(address)
    given = device.get(options_in(browser.get(PASSKEYS)))
    browser.post(PASSKEYS, {"passkey": given})
    said = text_of(browser.get(address))
    done = browser.post(address)

    assert unasked.url == PASSKEYS
    assert "“办公电脑”不能再用来登录。" in said and "这是最后一把" in said
    assert done.status_code == 302
    assert not SecondFactor.objects.exists() and not RecoveryCode.objects.exists()
    assert recorded()[-2:] == ["account.passkey_removed", "account.second_factor_removed"]


def test_whose_role_demands_a_second_factor_keeps_her_last_passkey(settings):
    settings.SECOND_FACTOR_DEMANDED_OF = demanded_of("administrators")
    _, device, browser = with_passkey("system_admin")
    answer(browser, device)
    browser.post(PASSKEYS, {"passkey": device.get(options_in(browser.get(PASSKEYS)))})

    refused = browser.post(f"{PASSKEYS}/{Passkey.objects.get().pk}/remove")

    assert refused.status_code == 409
    assert Passkey.objects.count() == 1
    assert "account.passkey_removed" not in recorded()


def test_nobody_removes_the_passkey_of_another(client):
    with_passkey("department")
    type_password(client, make_account("department"))

    assert client.post(f"{PASSKEYS}/{Passkey.objects.get().pk}/remove").status_code == 404


def test_new_recovery_codes_are_made_for_a_passkey():
    _, device, browser = with_passkey("department")
    answer(browser, device)

    given = device.get(options_in(browser.get("/second-factor/recovery-codes")))
    done = browser.post("/second-factor/recovery-codes", {"passkey": given})

    assert len(re.findall(r'<li class="code">', done.content.decode())) == 10


def test_an_authenticator_can_be_set_up_beside_a_passkey():
    _, device, browser = with_passkey("department")
    answer(browser, device)

    sent = browser.get("/second-factor")
    browser.post(PASSKEYS, {"passkey": device.get(options_in(browser.get(PASSKEYS)))})
    page = text_of(browser.get("/second-factor"))
    secret = totp.base64.b32decode(re.search(r'code break">([A-Z2-7 ]+)<', page)[1].replace(" ", ""))
    done = browser.post("/second-factor", {"code": totp.code_at(secret, timezone.now())})

    assert (sent.status_code, done.status_code) == (302, 200)
    assert SecondFactor.objects.get().has_authenticator is True
    assert Passkey.objects.count() == 1


def test_the_security_administrator_removes_passkeys_with_the_second_factor():
    account, _, _ = with_passkey("department")

    release_from_second_factor(account=account, reason="遗失", by=None, now=timezone.now())

    assert not Passkey.objects.exists()
    assert recorded()[-1] == "account.second_factor_removed"


def test_an_account_says_how_many_second_factors_it_has_and_one_of_them_can_be_taken_away(sign_in):
    account, _, _ = with_passkey("department")
    factor = SecondFactor.objects.get(account=account)
    lost = Passkey.objects.create(
        factor=factor, name="旧手机", host="localhost", credential_id="b", public_key="b", sign_count=0,
        added_at=timezone.now(),
    )  # fmt: skip
    client = sign_in("security_admin")
    address = f"/accounts/{account.pk}/passkeys/{lost.pk}/remove"

    shown = text_of(client.get(f"/accounts/{account.pk}"))
    asked = text_of(client.get(address))
    refused = client.post(address, {"reason": ""})
    client.post(address, {"reason": "手机遗失"})

    assert "2把通行密钥" in shown
    assert "通行密钥“旧手机”不能再用来登录；其他的第二因素照旧。" in asked
    assert refused.status_code == 422
    assert [each.name for each in Passkey.objects.all()] != ["旧手机"] and Passkey.objects.count() == 1
    assert recorded()[-1] == "account.passkey_removed"
    assert Entry.objects.latest("id").detail == {"passkey": "旧手机", "reason": "手机遗失"}


def test_with_the_last_passkey_the_second_factor_is_taken_away(sign_in):
    account, _, _ = with_passkey("department")
    address = f"/accounts/{account.pk}/passkeys/{Passkey.objects.get().pk}/remove"
    client = sign_in("security_admin")

    asked = text_of(client.get(address))
    client.post(address, {"reason": "换了单位电脑"})

    assert "登记的1把通行密钥全部失效。" in asked
    assert not SecondFactor.objects.exists()
    assert recorded()[-2:] == ["account.passkey_removed", "account.second_factor_removed"]


def test_the_passkey_of_another_account_is_not_there(sign_in):
    with_passkey("department")
    other = make_account("viewer")

    page = sign_in("security_admin").get(f"/accounts/{other.pk}/passkeys/{Passkey.objects.get().pk}/remove")

    assert page.status_code == 404


@pytest.mark.parametrize(
    ("host", "is_secure", "words"),
    [
        ("127.0.0.1", False, "通行密钥只能用在有域名的网址上"),
        ("10.1.2.3", True, "通行密钥只能用在有域名的网址上"),
        ("[::1]", True, "通行密钥只能用在有域名的网址上"),
        ("guben.county.example", False, "本系统没有用https访问"),
    ],
)
def test_where_browsers_allow_no_passkeys_the_page_says_why(client, settings, host, is_secure, words):
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(make_account("department"))

    first, own = (
        text_of(client.get(address, headers={"host": host}, secure=is_secure))
        for address in ("/second-factor", PASSKEYS)
    )

    assert words in first and words in own
    assert "data-options" not in own
    assert "一、用身份验证器扫码" in first


def test_by_https_a_passkey_is_bound_to_the_host_name(client, settings):
    settings.ALLOWED_HOSTS = ["guben.county.example"]
    account = make_account("department")
    device = Authenticator(host="guben.county.example", origin="https://guben.county.example:8443")
    client.force_login(account)
    there = {"headers": {"host": "guben.county.example:8443"}, "secure": True}

    options = options_in(client.get(PASSKEYS, **there))
    client.post(PASSKEYS, {"passkey": device.create(options), "name": "甲"}, **there)

    assert options["rp"]["id"] == "guben.county.example"
    assert Passkey.objects.get().host == "guben.county.example"


def test_at_another_host_name_the_page_says_where_the_passkeys_are(settings):
    settings.ALLOWED_HOSTS = ["localhost", "guben.localhost"]
    account, _, _ = with_passkey("department")
    elsewhere = Client(SERVER_NAME="guben.localhost")
    type_password(elsewhere, account)

    page = elsewhere.get("/sign-in/code")

    assert "您的通行密钥是在别的网址登记的，在这里用不了。" in text_of(page)
    assert "data-options" not in page.content.decode()


def test_the_list_asks_as_often_for_three_passkeys_as_for_one(client):
    account = make_account("department")
    add_first(client, account, Authenticator())
    client.get(PASSKEYS)

    asked = []
    for extra in ([], ["AAAA", "BBBB"]):
        for each in extra:
            one = Passkey.objects.first()
            one.pk, one.credential_id = None, each
            one.save()
        with CaptureQueriesContext(connection) as queries:
            client.get(PASSKEYS)
        asked.append(len(queries))

    assert asked[0] == asked[1]
