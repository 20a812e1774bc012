"""A token is made on a page, shown once, kept as a digest, listed with the day of its last use, and revoked."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from web.api.tokens import Program, make_token
from web.builders import NOW, make_account

from guben_web.administration import actions as administration
from guben_web.api import actions
from guben_web.api.actions import RightsAreTooMany, TokenIsRevoked
from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db


def shown_secret(page: str) -> str:
    return re.search(r'id="token">(guben_[\w-]+)<', page)[1]


def test_a_token_is_shown_once_and_only_its_digest_is_kept(sign_in):
    client = sign_in("department")

    made = client.post("/tokens/new", {"name": "数据平台", "rights": ["results", "archive"], "last_day": ""})

    secret = shown_secret(made.content.decode())
    token = Token.objects.get()
    assert (token.name, token.rights, token.last_day) == ("数据平台", ["results", "archive"], None)
    assert secret not in client.get("/tokens/").content.decode()
    assert secret not in str(list(Token.objects.values())) + str(list(Entry.objects.values()))
    assert made["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert Program(secret).read("token") == {
        "name": "数据平台",
        "rights": ["results", "archive"],
        "last_day": None,
    }


def test_the_list_says_which_tokens_are_good_and_when_they_were_last_used(sign_in):
    account = make_account("department")
    _, used = make_token(account, name="用过的")
    make_token(account, name="没用过的")
    make_token(account, name="到期的", last_day=date(2026, 3, 1))
    revoked, _ = make_token(account, name="撤销的")
    Program(used).read("token")
    actions.revoke_token(token=revoked, by=account, now=NOW)

    page = sign_in(account=account).get("/tokens/", headers={"Accept-Language": "zh-hans"}).content.decode()

    said = {
        name: re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S)
        for name, rest in re.findall(r'class="name">([^<]+)</th>(.*?)</tr>', page, re.S)
    }
    states = {name: re.sub(r"<[^>]+>", "", cells[1]).strip() for name, cells in said.items()}
    today = timezone.localdate()
    assert states == {"用过的": "有效", "没用过的": "有效", "到期的": "已到期", "撤销的": "已撤销"}
    assert said["没用过的"][4] == "没有用过"
    assert said["用过的"][4] == f"{today.year}年{today.month}月{today.day}日"


def test_a_form_without_a_name_or_with_a_day_that_is_over_makes_no_token(sign_in):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()

    refused = sign_in("department").post(
        "/tokens/new", {"name": "", "rights": ["results"], "last_day": yesterday}
    )

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["name", "last_day"]
    assert not Token.objects.exists()


def test_a_township_is_not_offered_the_archive_and_cannot_give_it_away(sign_in):
    township = make_account("township")
    client = sign_in(account=township)

    page = client.get("/tokens/new").content.decode()
    refused = client.post("/tokens/new", {"name": "x", "rights": ["archive"], "last_day": ""})

    assert re.findall(r'name="rights" value="(\w+)"', page) == ["organizations", "results", "schemes"]
    assert refused.status_code == 422
    with pytest.raises(RightsAreTooMany):
        make_token(township, Right.ARCHIVE)
    assert not Token.objects.exists()


def test_revoking_asks_first_and_then_ends_the_token_at_once(sign_in):
    account = make_account("department")
    token, secret = make_token(account)
    client = sign_in(account=account)

    asked = client.get(f"/tokens/{token.pk}/revoke")
    before = Program(secret).get("token").status_code
    client.post(f"/tokens/{token.pk}/revoke")

    assert asked.status_code == 200 and before == 200
    assert Program(secret).get("token").status_code == 401
    with pytest.raises(TokenIsRevoked):
        actions.revoke_token(token=token, by=account, now=NOW)


def test_anothers_token_is_not_there(sign_in):
    token, _ = make_token(make_account("department"), name="别人的")
    client = sign_in("department")

    assert client.post(f"/tokens/{token.pk}/revoke").status_code == 404
    assert "别人的" not in client.get("/tokens/").content.decode()


def test_a_token_is_good_through_its_last_day(monkeypatch):
    _, secret = make_token(make_account("department"), last_day=date(2026, 6, 30))
    program = Program(secret)

    answers = []
    for day in (date(2026, 6, 30), date(2026, 7, 1)):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: day)
        answers.append(program.get("token").status_code)

    assert answers == [200, 401]


def test_a_token_ends_with_its_account():
    account = make_account("department")
    _, secret = make_token(account)
    make_account("department")

    administration.deactivate(account=account, by=make_account("security_admin"), now=NOW)

    assert Program(secret).get("token").status_code == 401


def test_making_using_and_revoking_are_recorded(sign_in):
    account = make_account("department")
    token, secret = make_token(account)
    Program(secret).read("schemes")
    actions.revoke_token(token=token, by=account, now=NOW)

    own = Entry.objects.filter(action__startswith="token.").order_by("id")

    assert [(each.action, each.account_id, each.subject_label) for each in own] == [
        ("token.made", account.pk, "市级数据平台"),
        ("token.read", account.pk, "市级数据平台"),
        ("token.revoked", account.pk, "市级数据平台"),
    ]
    assert own[1].detail == {"what": "schemes"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(sign_in, number):
    account = make_account("department")
    for place in range(number):
        make_token(account, name=f"第{place}个")
    client = sign_in(account=account)

    with CaptureQueriesContext(connection) as asked:
        client.get("/tokens/")

    assert len(asked) == 9
