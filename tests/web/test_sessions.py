"""Sessions of an account: listed with browser and address, ended from elsewhere, gone when they idle out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web.builders import PASSWORD, make_account

from guben_web.accounts import entry_actions as entry
from guben_web.accounts.browsers import browser_in_words
from guben_web.accounts.models import Session
from guben_web.accounts.queries import open_sessions_of
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36 MicroMessenger/8.0"
)


def enter(account, agent: str = FIREFOX, address: str = "10.1.2.3") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert client.post("/sign-in", {"username": account.username, "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("火狐浏览器（Windows）", "Firefox on Windows")),
        (PHONE, ("微信（安卓）", "WeChat on Android")),
        ("", ("未知浏览器", "an unknown browser")),
    ],
)
def test_browsers_are_named_in_words(agent, words):
    said = browser_in_words(agent)

    assert (said.zh, said.en) == words


def test_a_person_sees_where_she_is_signed_in_and_ends_it_from_elsewhere():
    account = make_account("department")
    here, there = enter(account), enter(account, PHONE, "10.9.9.9")

    page = here.get("/account").content.decode()
    other = Session.objects.get(address="10.9.9.9")
    ended = here.post(f"/account/sessions/{other.pk}/end")

    assert "火狐浏览器（Windows）" in page and "微信（安卓）" in page and "10.9.9.9" in page
    assert ended.url == "/account"
    assert [here.get("/account").status_code, there.get("/account").status_code] == [200, 302]
    assert Entry.objects.latest("id").action == "account.session_ended"


def test_nobody_ends_the_session_of_another():
    own, other = make_account("department"), make_account("department")
    client = enter(own)
    enter(other)

    response = client.post(f"/account/sessions/{Session.objects.get(account=other).pk}/end")

    assert response.status_code == 404
    assert Session.objects.count() == 2


def test_a_session_is_listed_until_it_idles_out_and_then_tidied_away(settings):
    account = make_account("department")
    enter(account)
    session = Session.objects.get()
    idle = session.seen_at + settings.IDLE_TIMEOUT

    before, after = (open_sessions_of(account, when) for when in (idle - timedelta(seconds=1), idle))

    assert (before.count(), after.count()) == (1, 0)
    entry.tidy_sessions(now=idle + timedelta(seconds=1))
    assert not Session.objects.exists()


def test_an_act_moves_on_when_the_session_was_seen():
    client = enter(make_account("department"))
    client.get("/account")
    then = timezone.now() - timedelta(minutes=5)
    Session.objects.update(seen_at=then)
    session = client.session
    session["seen_at"] = then.isoformat()
    session.save()

    client.get("/account")

    assert Session.objects.get().seen_at > then + timedelta(minutes=4)


def test_signing_out_takes_the_session_off_the_list():
    client = enter(make_account("department"))

    client.post("/sign-out")

    assert not Session.objects.exists()


def test_a_new_password_takes_the_current_one_and_ends_the_other_sessions():
    account = make_account("department")
    here, there = enter(account), enter(account)
    new = {"password": "another bridge 28", "again": "another bridge 28"}

    wrong = here.post("/password", {**new, "current": "not it"})
    right = here.post("/password", {**new, "current": PASSWORD})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "现在的密码不对。" in wrong.content.decode()
    assert [here.get("/account").status_code, there.get("/account").status_code] == [200, 302]
    assert Session.objects.get().key == here.session.session_key


def test_twelve_hours_after_its_beginning_a_session_ends_however_busy_it_was():
    client = enter(make_account("department"))
    session = client.session
    session["begun_at"] = (timezone.now() - timedelta(hours=12, seconds=1)).isoformat()
    session["seen_at"] = timezone.now().isoformat()
    session.save()

    response = client.get("/account")

    assert (response.status_code, response.url) == (302, "/sign-in?next=/account")
    assert "这次登录时间已满，请重新登录。" in client.get(response.url).content.decode()
    assert Entry.objects.latest("id").action == "account.timed_out"
    assert not Session.objects.exists()


def test_signing_in_again_in_the_same_browser_leaves_the_session_of_before():
    account, other = make_account("viewer"), make_account("viewer")
    client = enter(account)
    first = Session.objects.get().key

    for person in (account, other):
        said = {"username": person.username, "password": PASSWORD}
        assert client.post("/sign-in", said).status_code == 302
        session = Session.objects.get()
        assert (session.account, session.key != first) == (person, True)
        assert client.get("/").status_code == 200
