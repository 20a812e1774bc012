"""The second factor: setting it up, signing in with it, recovery codes, and who cannot go without."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web.builders import NOW, PASSWORD, SECRET, make_account, with_factor

from guben_web.accounts import actions, secrecy, totp
from guben_web.accounts import entry_actions as entry
from guben_web.accounts import factor_actions as factors
from guben_web.accounts.enums import LinkPurpose, demanded_of
from guben_web.accounts.models import RecoveryCode, SecondFactor, Session
from guben_web.audit.models import Entry
from guben_web.config.environment import read_environment

pytestmark = pytest.mark.django_db


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def type_password(client: Client, account) -> None:
    client.post("/sign-in", {"username": account.username, "password": PASSWORD, "next": "/account"})


def test_the_codes_are_those_of_the_standard():
    # RFC 6238, appendix B: at 59 seconds 94287082, at 1111111109 seconds 07081804; six digits are the last six.
    shown = [totp.code_at(SECRET, datetime.fromtimestamp(at, tz=NOW.tzinfo)) for at in (59, 1111111109)]

    assert shown == ["287082", "081804"]


@pytest.mark.parametrize(("seconds", "step"), [(0, 4), (30, 4), (-30, 4), (60, None), (-60, None)])
def test_clocks_may_differ_by_thirty_seconds(seconds, step):
    # 120 seconds after 1970 begins the fifth step, number 4.
    then = datetime.fromtimestamp(120, tz=NOW.tzinfo)

    assert totp.find_step(SECRET, totp.code_at(SECRET, then), then + timedelta(seconds=seconds)) == step


def test_the_right_password_alone_lets_nobody_in_who_has_a_second_factor(client):
    account, _ = with_factor("department")

    type_password(client, account)

    assert client.get("/").status_code == 302
    assert "account.signed_in" not in recorded()
    code = totp.code_at(SECRET, timezone.now())
    response = client.post("/sign-in/code", {"code": f" {code[:3]} {code[3:]} "})
    assert (response.status_code, response.url) == (302, "/account")
    assert client.get("/account").status_code == 200
    assert recorded()[-1] == "account.signed_in"


def test_a_code_is_taken_once(client):
    account, _ = with_factor("department")
    now = timezone.now()
    code = totp.code_at(SECRET, now)
    factors.use_code(account=account, code=code, now=now)

    with pytest.raises(factors.CodeIsWrong):
        factors.use_code(account=account, code=code, now=now)


def test_five_wrong_codes_lock_the_second_factor_for_fifteen_minutes(client):
    account, _ = with_factor("department")
    type_password(client, account)

    wrong = [client.post("/sign-in/code", {"code": "000000"}).status_code for _ in range(5)]
    now = timezone.now()
    right = client.post("/sign-in/code", {"code": totp.code_at(SECRET, now)})

    assert wrong == [422, 422, 422, 422, 429]
    assert right.status_code == 429
    assert "验证码或通行密钥连续5次不对，15分钟内不再接受。" in right.content.decode()
    assert recorded().count("account.code_refused") == 5
    later = now + timedelta(minutes=15, seconds=1)
    factors.use_code(account=account, code=totp.code_at(SECRET, later), now=later)


def test_a_recovery_code_lets_in_once_in_whatever_letters(client):
    account, codes = with_factor("department")

    type_password(client, account)
    first = client.post("/sign-in/code", {"code": codes[0].upper()})
    other = Client()
    type_password(other, account)
    again = other.post("/sign-in/code", {"code": codes[0]})

    assert (len(codes), first.status_code, again.status_code) == (10, 302, 422)
    assert RecoveryCode.objects.filter(account=account, used_at=None).count() == 9
    assert "account.recovery_code_used" in recorded()


def test_the_database_holds_neither_the_secret_nor_a_recovery_code():
    _, codes = with_factor("department")

    kept = str([*SecondFactor.objects.values(), *RecoveryCode.objects.values(), *Entry.objects.values()])

    assert SECRET.decode() not in kept
    assert totp.words_of(SECRET).replace(" ", "") not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_secret_of_another_installation_is_not_read(settings):
    text = secrecy.encrypt(SECRET)
    settings.SECRET_KEY = "another"

    with pytest.raises(secrecy.KeyDoesNotFit):
        secrecy.decrypt(text)


def test_a_one_time_link_asks_for_the_second_factor_too(client):
    account, _ = with_factor("department")
    token = actions.create_link(
        account=account,
        purpose=LinkPurpose.NEW_PASSWORD,
        lifetime=timedelta(hours=1),
        by=None,
        now=timezone.now(),
    )

    response = client.post(f"/link/{token}")

    assert response.url == "/sign-in/code"
    assert client.get("/").status_code == 302
    client.post("/sign-in/code", {"code": totp.code_at(SECRET, timezone.now())})
    assert client.get("/").url == "/password"


def test_the_first_factor_is_forgotten_after_ten_minutes(client):
    account, _ = with_factor("department")
    type_password(client, account)
    session = client.session
    since = (timezone.now() - timedelta(minutes=10, seconds=1)).isoformat()
    session["second_factor_for"] = {**session["second_factor_for"], "since": since}
    session.save()

    response = client.post("/sign-in/code", {"code": totp.code_at(SECRET, timezone.now())})

    assert response.status_code == 410
    assert "登录已超时，请重新登录。" in response.content.decode()


def test_administrators_go_nowhere_before_they_have_a_second_factor(client, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = demanded_of("administrators")
    account = make_account("security_admin")
    type_password(client, account)

    sent = client.get("/accounts/")
    page = client.get("/second-factor").content.decode()
    secret = re.search(r'<span class="code break">([A-Z2-7 ]+)</span>', page)[1]
    secret = totp.base64.b32decode(secret.replace(" ", ""))
    wrong = client.post("/second-factor", {"code": "123"})
    done = client.post("/second-factor", {"code": totp.code_at(secret, timezone.now())})

    assert sent.url == "/second-factor"
    assert "您的角色必须先设置第二因素，才能使用系统。" in page
    assert "<svg" in page and "<script>" not in page
    assert wrong.status_code == 422
    assert len(re.findall(r'<li class="code">\w{5}-\w{5}</li>', done.content.decode())) == 10
    assert client.get("/accounts/").status_code == 200
    assert client.get("/second-factor/off").status_code == 409


def test_of_whom_it_is_demanded_is_a_setting(monkeypatch):
    monkeypatch.setenv("GUBEN_SECOND_FACTOR", "some")

    assert demanded_of("administrators") == {"system_admin", "security_admin", "audit_admin"}
    assert (len(demanded_of("everybody")), demanded_of("nobody")) == (11, frozenset())
    with pytest.raises(ValueError, match="should be one of administrators, everybody, nobody, not some"):
        read_environment()


def test_others_may_go_without_and_turn_it_off(client, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = demanded_of("administrators")
    account, _ = with_factor("department")
    type_password(client, account)
    client.post("/sign-in/code", {"code": totp.code_at(SECRET, timezone.now())})

    later = totp.code_at(SECRET, timezone.now() + timedelta(seconds=30))
    response = client.post("/second-factor/off", {"code": later})

    assert (response.status_code, response.url) == (302, "/account")
    assert not SecondFactor.objects.exists()
    assert recorded()[-1] == "account.second_factor_removed"


def test_changing_the_phone_takes_a_code_of_the_former_one(client):
    account, codes = with_factor("department")
    type_password(client, account)
    client.post("/sign-in/code", {"code": codes[0]})
    client.get("/second-factor")
    new = totp.code_at(secrecy.decrypt(client.session["second_factor_offered"]), timezone.now())

    without = client.post("/second-factor", {"code": new, "current": "wrong"})
    with_paper = client.post("/second-factor", {"code": new, "current": codes[1]})

    assert (without.status_code, with_paper.status_code) == (422, 200)
    assert secrecy.decrypt(SecondFactor.objects.get().secret) != SECRET


def test_setting_it_up_ends_the_other_sessions(client):
    account = make_account("department")
    other = Client()
    for each in (client, other):
        type_password(each, account)
    client.get("/second-factor")
    secret = secrecy.decrypt(client.session["second_factor_offered"])

    client.post("/second-factor", {"code": totp.code_at(secret, timezone.now())})

    assert [client.get("/account").status_code, other.get("/account").status_code] == [200, 302]
    assert Session.objects.count() == 1


def test_a_page_that_nobody_waits_for_says_so(client):
    with pytest.raises(entry.NotWaitingForACode):
        entry.get_half(request=client.get("/sign-in").wsgi_request, now=NOW)
