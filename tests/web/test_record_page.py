"""The page of the record of acts: who sees it, what it says, and that every act has its words."""

import re
from pathlib import Path

import pytest
from web.builders import NOW, make_account
from web.scored import scored_county

import guben_web
from guben_web.accounts import actions
from guben_web.audit.acts import ACTS
from guben_web.audit.models import Entry
from guben_web.audit.sealing import seal_entries
from guben_web.audit.tasks import verify
from guben_web.jobs.models import Run
from guben_web.org.models import Organization
from guben_web.results import actions as results

_THINGS = "|".join(sorted({act.partition(".")[0] for act in ACTS}))
ACT = re.compile(rf'"((?:{_THINGS})\.[a-z_]+)"')


def test_every_act_that_is_recorded_has_its_words_and_no_other_has():
    package = Path(guben_web.__file__).parent
    files = [*package.glob("*/*actions.py"), package / "appraisals/marks.py"]
    recorded = {code for path in files for code in ACT.findall(path.read_text())}

    assert recorded == set(ACTS)


@pytest.mark.django_db
def test_the_record_is_shown_latest_first_and_narrowed(sign_in):
    auditor = make_account("audit_admin")
    other = make_account("department")
    seal_entries(now=NOW)
    actions.need_no_password(account=other, by=None, now=NOW)
    client = sign_in(account=auditor)

    def acts(query=""):
        shown = client.get("/record" + query).content.decode()
        return re.findall(r'<td class="tight">[^<]*</td><td>([^<]*)</td><td>([^<]*)</td>', shown)

    assert acts()[0] == ("系统 · system", "免设密码")
    assert len(acts()) == Entry.objects.count()
    assert acts("?action=role.granted") == [("系统 · system", "授予角色")] * 2
    assert len(acts(f"?words={other.display_name}")) == 3
    assert acts("?since=2026-03-03") == []
    assert len(acts("?until=2026-03-02")) == Entry.objects.count()
    assert len(acts("?since=nonsense")) == Entry.objects.count()


@pytest.mark.django_db
def test_an_entry_says_its_details_and_the_roles_of_who_acted_in_words(sign_in, tmp_path):
    evaluation = scored_county(tmp_path)
    township = Organization.objects.get(key="T1")
    admin = make_account("security_admin")
    account = make_account()
    actions.grant_role(account=account, code="township", organization_id=township.pk, by=admin, now=NOW)
    results.record_download(evaluation=evaluation, file="results.xlsx", by=evaluation.started_by, now=NOW)
    client = sign_in("audit_admin")

    def said(action):
        row = client.get(f"/record?action={action}").context["rows"][0]
        return row.act, row.details, row.roles

    assert said("role.granted") == ("授予角色", ["角色：审计管理员"], "")
    assert ("授予角色", ["角色：乡镇党委", "组织：篁川镇党委"], "安全管理员") in [
        (row.act, row.details, row.roles) for row in client.get("/record?action=role.granted").context["rows"]
    ]
    assert said("evaluation.downloaded") == ("下载考核文件", ["文件：results.xlsx"], "组织部")
    # PostgreSQL keeps the parts of a detail in an order of its own.
    applied = said("import.applied")
    assert (applied[0], set(applied[1]), applied[2]) == ("写入导入", {"组织新增：5", "党员新增：2"}, "组织部")
    assert set(said("evaluation.started")[1]) == {
        *("制度：pioneer-project/village", "考核期：2025", "截止日期：2025-12-31")
    }
    assert "<td>授予角色</td>" in client.get("/record").content.decode()


@pytest.mark.django_db
def test_the_whole_record_is_verified_in_the_background_and_the_page_says_how_it_ended(sign_in):
    client = sign_in("audit_admin")
    seal_entries(now=NOW)

    client.post("/record/verify")
    client.post("/record/verify")  # Once is enough while it waits.

    run = Run.objects.get(job="audit.verify")
    assert "排队中" in client.get("/record").content.decode()
    Run.objects.update(state="DONE", ended_at=NOW, result=verify(lambda *words, **far: None))
    assert run.result is None
    assert "审计记录完好" in client.get("/record").content.decode()


@pytest.mark.django_db
def test_a_page_of_the_record_takes_as_many_queries_for_one_act_as_for_three(
    sign_in, django_assert_num_queries
):
    client = sign_in("audit_admin")
    make_account("secretary")
    client.get("/record")
    with django_assert_num_queries(9):
        client.get("/record")
    for _ in range(3):
        make_account("department", "secretary")
    with django_assert_num_queries(9):
        client.get("/record")
