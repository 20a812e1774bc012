"""The security administrator sees everybody's tokens and revokes them; their holders are told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.api.tokens import Program, make_token
from web.builders import make_account

from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db
CHINESE = {"Accept-Language": "zh-hans"}


def page_of(client, address):
    return client.get(address, headers=CHINESE).content.decode()


def test_tokens_of_all_accounts_are_listed_and_narrowed_down(sign_in):
    department, viewer = make_account("department"), make_account("viewer")
    make_token(department, name="市级数据平台")
    make_token(viewer, Right.RESULTS, name="乡镇大屏")
    client = sign_in("security_admin")

    def named(address):
        page = page_of(client, address)
        return [name for name in ("市级数据平台", "乡镇大屏") if name in page]

    assert named("/tokens/all") == ["市级数据平台", "乡镇大屏"]
    assert named("/tokens/all?q=大屏") == ["乡镇大屏"]
    assert named(f"/tokens/all?account={department.pk}") == ["市级数据平台"]
    assert "接口令牌" in page_of(client, f"/accounts/{department.pk}")


def test_a_token_is_revoked_for_a_reason_and_its_holder_reads_it(sign_in):
    holder = make_account("department")
    token, secret = make_token(holder)
    keeper = make_account("security_admin")
    client, address = sign_in(account=keeper), f"/tokens/all/{token.pk}/revoke"

    asked = page_of(client, address)
    refused = client.post(address, {"reason": ""})
    good = Program(secret).get("token").status_code
    client.post(address, {"reason": "令牌出现在群文件里"})
    told = page_of(sign_in(account=holder), "/tokens/")

    assert "用它的程序马上读不到任何数据" in asked
    assert (refused.status_code, good, Program(secret).get("token").status_code) == (422, 200, 401)
    token.refresh_from_db()
    assert (token.revoked_by, token.revoke_reason) == (keeper, "令牌出现在群文件里")
    assert f"令牌“市级数据平台”由{keeper.display_name}于" in told
    assert "事由：令牌出现在群文件里" in told
    act = Entry.objects.filter(action="token.revoked").get()
    assert act.detail == {"account": holder.display_name, "reason": "令牌出现在群文件里"}


def test_nobody_else_revokes_the_token_of_another(sign_in):
    token, _ = make_token(make_account("department"))

    answers = [
        sign_in(role).post(f"/tokens/all/{token.pk}/revoke", {"reason": "x"}).status_code
        for role in ("department", "system_admin", "audit_admin")
    ]

    assert answers == [403, 403, 403]
    assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_queries_for_one_and_for_three(sign_in, number):
    for _ in range(number):
        make_token(make_account("department"))
    client = sign_in("security_admin")
    client.get("/tokens/all")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/tokens/all")

    assert len(asked) == 5
