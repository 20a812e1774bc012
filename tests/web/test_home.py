"""The first page."""

import pytest
from web.builders import NOW, make_account
from web.counties import bring_in, read, upload, write_county

from guben_web.imports import actions
from guben_web.jobs.models import Run
from guben_web.org.models import Organization

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


def main_of(client):
    """Return the body of the first page."""
    return client.get("/").content.decode().partition("<main")[2]


def test_whoever_imports_begins_with_importing_where_there_is_nothing_yet(sign_in):
    page = main_of(sign_in("department"))

    assert "还没有组织和党员" in page
    assert 'href="/imports/"' in page


def test_the_first_page_shows_the_imports_that_wait_and_how_large_the_range_is(sign_in, tmp_path):
    account = make_account("department")
    applied = bring_in(write_county(tmp_path / "applied.xlsx"), account)
    waiting = read(write_county(tmp_path / "waiting.xlsx"), account)

    page = main_of(sign_in(account=account))

    assert (f"/imports/{applied.pk}" in page, f"/imports/{waiting.pk}" in page) == (False, True)
    assert '<a href="/organizations/">5</a>' in page
    assert '<a href="/organizations/members">3</a>' in page


def test_the_first_page_shows_what_goes_on_in_the_background(sign_in, tmp_path):
    account = make_account("department")
    batch = upload(write_county(tmp_path / "county.xlsx"), account)
    Run.objects.update(state="RUNNING")

    page = main_of(sign_in(account=account))

    assert "读取并核对工作簿：进行中" in page
    assert f'<a href="/imports/{batch.pk}">county.xlsx</a>' in page
    assert "没有读完" not in page


def test_a_secretary_sees_the_own_organization_and_nothing_of_importing(sign_in, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    village = Organization.objects.get(key="V1").pk

    page = main_of(sign_in(account=make_account("secretary", organization_id=village)))

    assert f'<a href="/organizations/{village}">荻汀村党支部</a>' in page
    assert '<a href="/organizations/members">2</a>' in page
    assert "/imports/" not in page


def test_a_township_does_not_see_what_others_import(sign_in, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    other = read(write_county(tmp_path / "other.xlsx"), make_account("department"))
    township = make_account("township", organization_id=Organization.objects.get(key="T1").pk)

    page = main_of(sign_in(account=township))

    assert f"/imports/{other.pk}" not in page


def test_an_administrator_sees_no_business(sign_in, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))

    page = main_of(sign_in("audit_admin"))

    assert "核对操作记录是否完整；看不到业务数据。" in page
    assert [each for each in ("/organizations/", "/imports/", "全县") if each in page] == []


def test_a_discarded_import_waits_for_nobody(sign_in, tmp_path):
    account = make_account("department")
    batch = read(write_county(tmp_path / "county.xlsx"), account)
    actions.discard(batch=batch, by=account, now=NOW)

    assert f"/imports/{batch.pk}" not in main_of(sign_in(account=account))
