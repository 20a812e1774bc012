"""The first page."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_stranger_is_sent_to_sign_in(client):
    response = client.get("/")

    assert (response.status_code, response.url) == (302, "/sign-in?next=/")


def test_the_first_page_names_ones_roles(sign_in):
    page = sign_in("department").get("/").content.decode()

    assert "<h1>工作台</h1>" in page
    assert "<dt>组织部</dt><dd>全县：导入和查看全县的组织、党员和数据，开展考核。</dd>" in page


def test_the_language_is_kept_in_a_cookie(sign_in):
    client = sign_in("department")

    client.post("/language", {"language": "en", "next": "/"})
    page = client.get("/").content.decode()

    assert '<html lang="en">' in page
    assert "<dt>Organization department</dt><dd>the whole county: Imports" in page


def test_somebody_without_a_role_is_told_whom_to_ask(sign_in):
    page = sign_in().get("/").content.decode()

    assert '<p class="titled">您还没有角色</p>' in page
    assert "请联系安全管理员，由其授予角色。" in page
