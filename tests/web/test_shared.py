"""Error pages, refusals, the health of the server, headers, and that no page loads anything from elsewhere."""

import logging
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from web.builders import make_account

import guben_web
from guben_web.shared.logs import WithoutTokens
from guben_web.shared.views import fault, forbidden

pytestmark = pytest.mark.django_db
PACKAGE = Path(guben_web.__file__).parent
# What is copied from packages at build time names its makers' addresses in comments; the look's own tests read it.
PAGES = sorted(
    path
    for ending in ("html", "css", "js", "svg")
    for path in PACKAGE.rglob(f"*.{ending}")
    if "vendor" not in path.parts
)


def test_an_address_that_leads_nowhere_gives_a_page_in_both_languages(client):
    chinese = client.get("/nowhere")
    client.cookies["guben_language"] = "en"
    english = client.get("/nowhere")

    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "<h1>没有这个页面</h1>" in chinese.content.decode()
    assert "<h1>There is no such page</h1>" in english.content.decode()


def test_a_stale_form_gives_a_page_in_words():
    response = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "<h1>页面已过期</h1>" in response.content.decode()


def test_what_somebody_may_not_see_gives_a_page_in_words():
    response = forbidden(RequestFactory().get("/"))

    assert response.status_code == 403
    assert "<h1>您没有这项权限</h1>" in response.content.decode()


def test_a_fault_of_ours_gives_a_page_that_needs_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = fault(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "<h1>系统出错</h1>" in response.content.decode()


def test_a_refusal_is_a_message_for_htmx_and_a_page_otherwise(client):
    page = client.get("/link/unknown").content.decode()
    part = client.get("/link/unknown", headers={"HX-Request": "true"}).content.decode()

    assert "<html" in page
    assert "<html" not in part
    for answer in (page, part):
        assert 'data-code="accounts.link-is-spent"' in answer


def test_the_server_says_that_it_is_well(client):
    response = client.get("/health")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_language_switch_leads_to_no_other_site(client):
    response = client.post("/language", {"language": "en", "next": "https://elsewhere.example/"})

    assert (response.url, response.cookies["guben_language"].value) == ("/", "en")


def test_every_answer_forbids_inline_script_and_style_and_other_hosts(sign_in):
    response = sign_in("department").get("/")

    policy = {part.split()[0]: part.split()[1:] for part in response["Content-Security-Policy"].split(";")}
    assert policy == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts(client):
    account = make_account("department")
    client.get("/sign-in")
    client.force_login(account)
    client.get("/")

    assert {name: bool(cookie["httponly"]) for name, cookie in client.cookies.items()} == {
        "guben_csrf": True,
        "guben_session": True,
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_loads_anything_from_another_host_or_holds_script_or_style(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")

    assert re.findall(r"""https?://|["'(]//""", text) == []
    if path.suffix == ".html":
        assert (
            re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son(?!e=)[a-z]+=|javascript:|hx-on", text)
            == []
        )


@pytest.mark.parametrize(
    "path", [each for each in PAGES if each.suffix == ".css"], ids=lambda path: path.name
)
def test_style_sheets_work_in_old_browsers(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"oklch\(|color-mix\(|light-dark\(|@layer|:has\(", text) == []


def test_the_log_holds_no_sign_in_link():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Forbidden: %s", ("/link/abc-DEF_9",), None)

    WithoutTokens().filter(record)

    assert record.getMessage() == "Forbidden: /link/…"


def test_style_sheets_and_scripts_can_be_collected_under_names_with_hashes(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert [each for each in tmp_path.glob("guben/tokens.*.css")] != []
