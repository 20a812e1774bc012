"""Forms that are sent twice, and progress that cannot be asked for, as a browser meets them."""

import pytest
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import NOW, make_account
from web.counties import read, write_county

from guben_web.imports import actions
from guben_web.imports.models import Batch
from guben_web.jobs.models import Run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_button_rests_once_it_was_pressed_and_what_it_does_happens_once(browser, live_server, tmp_path):
    department = make_account("department")
    batch = read(write_county(tmp_path / "county.xlsx"), department)
    context = context_of(browser, live_server.url, account=department)
    page = context.new_page()
    page.goto(f"{live_server.url}/imports/{batch.pk}/apply")

    page.get_by_role("button", name="写入这一批").dblclick()

    page.wait_for_url(f"{live_server.url}/imports/{batch.pk}")
    assert Run.objects.filter(job=actions.APPLY).count() == 1
    context.close()


def test_a_button_that_was_pressed_works_again_when_its_page_is_shown_again(browser, live_server, tmp_path):
    department = make_account("department")
    batch = read(write_county(tmp_path / "county.xlsx"), department)
    context = context_of(browser, live_server.url, account=department)
    page = context.new_page()
    page.goto(f"{live_server.url}/imports/{batch.pk}/apply")
    # An answer that leaves the page where it is, as a file does.
    page.route("**/apply", lambda route: route.fulfill(status=204))

    page.get_by_role("button", name="写入这一批").click()

    expect(page.get_by_role("button", name="写入这一批")).to_be_disabled()
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    expect(page.get_by_role("button", name="写入这一批")).to_be_enabled()
    context.close()


def test_progress_that_cannot_be_asked_for_says_so_and_goes_on_asking(browser, live_server, tmp_path):
    department = make_account("department")
    batch = read(write_county(tmp_path / "county.xlsx"), department)
    actions.start_applying(batch=batch, by=department, now=NOW)
    context = context_of(browser, live_server.url, account=department)
    page = context.new_page()
    page.route("**/runs/**", lambda route: route.abort())
    page.goto(f"{live_server.url}/imports/{batch.pk}")

    expect(page.get_by_text("连接中断，正在重试。")).to_be_visible()
    page.unroute("**/runs/**")

    expect(page.get_by_text("连接中断，正在重试。")).to_be_hidden()
    assert Batch.objects.get().state == "WAITING"
    context.close()
