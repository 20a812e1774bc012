"""The system administrator: how the system is, and background work without what it is about."""

import re
from collections import namedtuple
from datetime import timedelta

import pytest
from django.utils import timezone
from web.builders import NOW, make_account

from guben_web.administration import health
from guben_web.jobs import actions as jobs
from guben_web.jobs.models import Run
from guben_web.jobs.tasks import show_pulse

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def finding(about: str, now=NOW) -> tuple[str, str]:
    [found] = [each for each in health.findings(now) if each.about.zh == about]
    return found.colour, found.words.zh


def failed_run(code: str, words: str) -> Run:
    refusal = {"code": code, "zh": words, "en": words, "hint": None}
    return Run.objects.create(
        job="imports.read", state="FAILED", queued_at=NOW, started_at=NOW, ended_at=NOW, refusal=refusal
    )


def test_a_worker_is_well_while_it_says_so_and_silent_after_thirty_seconds():
    never = finding("后台程序")
    jobs.show_pulse(now=NOW)

    assert never == ("red", "还没有运行过。")
    assert finding("后台程序", NOW + timedelta(seconds=30)) == ("green", "正在工作。")
    assert finding("后台程序", NOW + timedelta(minutes=7)) == ("red", "已有7分钟没有动静。")


def test_the_worker_says_that_it_lives_by_itself():
    show_pulse()

    assert finding("后台程序", timezone.now())[0] == "green"


@pytest.mark.parametrize(("free", "colour"), [(1.9, "red"), (2.0, "amber"), (9.9, "amber"), (10.0, "green")])
def test_a_disk_is_well_with_ten_gigabytes_free(monkeypatch, free, colour):
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: Usage(100 * 10**9, 0, int(free * 10**9)))

    assert finding("磁盘") == (colour, f"剩余{free} GB，共100.0 GB。")


def test_failed_work_and_the_lack_of_a_known_backup_ask_to_be_looked_at():
    failed_run("jobs.fault", "系统出错")

    assert finding("后台工作") == ("amber", "排队0项，进行中0项，失败1项。")
    assert finding("备份") == ("amber", "系统不知道最近一次备份。")
    assert finding("数据库")[0] == "green"


def test_the_page_says_which_software_runs(sign_in):
    page = sign_in("system_admin").get("/system/").content.decode()

    numbers = [each.number for each in health.versions()]
    assert re.findall(r'<span class="code">([^<]+)</span>', page) == numbers


def test_background_work_is_shown_without_what_it_is_about(sign_in):
    somebody = make_account("department")
    failed_run("imports.out-of-date", "茶亭村党支部的党员已经改动。")
    failed_run("jobs.fault", "系统出错，这项工作没有完成。")
    Run.objects.update(started_by=somebody)

    page = sign_in("system_admin").get("/system/runs").content.decode()

    assert "因内容方面的原因停止；发起人看得到说明。" in page
    assert "系统出错，这项工作没有完成。" in page
    assert "imports.out-of-date" in page
    assert "茶亭" not in page and somebody.display_name not in page


def test_background_work_is_narrowed_down_by_state(sign_in):
    failed_run("jobs.fault", "系统出错")
    Run.objects.create(job="imports.read", state="DONE", queued_at=NOW, ended_at=NOW)
    client = sign_in("system_admin")

    def rows(query):
        return len(re.findall(r'<th scope="row"', client.get(f"/system/runs{query}").content.decode()))

    assert [rows(each) for each in ("", "?state=FAILED", "?state=QUEUED", "?state=nonsense")] == [2, 1, 0, 2]


def test_a_list_of_runs_takes_as_many_queries_for_one_as_for_three(sign_in, django_assert_num_queries):
    client = sign_in("system_admin")
    failed_run("jobs.fault", "系统出错")
    client.get("/system/runs")
    with django_assert_num_queries(5):
        client.get("/system/runs")
    for _ in range(2):
        failed_run("jobs.fault", "系统出错")
    with django_assert_num_queries(5):
        client.get("/system/runs")
