"""The pages of importing: what they say at each step, and what they ask before something is changed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.builders import NOW, make_account
from web.counties import (
    COUNTY,
    GUO,
    LIN,
    MEMBER_HEADINGS,
    TOWNSHIP,
    VILLAGE,
    bring_in,
    finish_runs,
    no_progress,
    read,
    upload,
    write_county,
)

from guben_web.imports import actions, queries, tasks
from guben_web.imports.enums import State
from guben_web.imports.models import Batch, ColumnMeaning
from guben_web.jobs import tasks as jobs
from guben_web.jobs.models import Run
from guben_web.org.models import Organization
from guben_web.people.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_account("department")


@pytest.fixture
def visitor(sign_in, department):
    return sign_in(account=department)


def shown(visitor, address, **headers):
    """Return the body of a page, on one line."""
    page = visitor.get(address, headers=headers).content.decode()
    return " ".join(page.partition("<main")[2].split() if "<main" in page else page.split())


def steps(page):
    """Return how each step stands."""
    return [
        part.split('"')[1] for part in page.split('<ol class="steps"')[1].split("</ol>")[0].split("<li")[1:]
    ]


def refused_undo(tmp_path, account):
    """Return an import that somebody tried to undo although a member was changed by a later one."""
    first = bring_in(write_county(tmp_path / "county.xlsx"), account)
    bring_in(write_county(tmp_path / "later.xlsx", members=[[*GUO[:5], "1996-07-01", "", ""]]), account)
    Run.objects.update(state="DONE")
    actions.start_undoing(batch=first, by=account, now=NOW)
    jobs.perform_next()
    first.refresh_from_db()
    return first


def test_a_batch_that_waits_says_what_applying_would_change(visitor, department, tmp_path):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert steps(page) == ["done", "done", "now", "later"]
    assert "<li>新增5个组织、3名党员。</li>" in page
    assert f'href="/imports/{batch.pk}/apply"' in page


def test_while_it_is_applied_nothing_says_that_it_is_not(visitor, department, tmp_path):
    batch = read(write_county(tmp_path / "county.xlsx"), department)
    actions.start_applying(batch=batch, by=department, now=NOW)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert ("正在写入；点数字看是哪些行。" in page, "还没有写入" in page) == (True, False)


def test_before_each_act_a_page_says_what_it_changes_and_changes_nothing(visitor, department, tmp_path):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    apply = shown(visitor, f"/imports/{batch.pk}/apply")
    discard = shown(visitor, f"/imports/{batch.pk}/discard")
    actions.apply(batch=batch, by=department, now=NOW)
    undo = shown(visitor, f"/imports/{batch.pk}/undo")

    assert "<span>新增5个组织、3名党员。</span>" in apply
    assert "<span>上传的文件从系统中删除；要再导入，需要重新上传。</span>" in discard
    assert "<span>这一批新增的5个组织、3名党员从系统中移除。</span>" in undo
    batch.refresh_from_db()
    assert batch.state == State.APPLIED


def test_the_page_before_an_act_that_is_no_longer_possible_is_refused_in_words(visitor, department, tmp_path):
    batch = bring_in(write_county(tmp_path / "county.xlsx"), department)

    response = visitor.get(f"/imports/{batch.pk}/apply")

    assert response.status_code == 409
    assert "这一批现在是“已写入”，不能这样办理。" in response.content.decode()


def test_of_an_identity_number_only_the_region_stands_beside_a_birth_date(visitor, department, tmp_path):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    page = shown(visitor, f"/imports/{batch.pk}?kind=MEMBER")

    assert "出生日期 1985-06-12" in page
    assert "999999************" in page
    assert [each for each in ("0021", "0612") if each in page] == []


def test_the_name_of_a_member_is_called_that_and_not_the_name_of_an_organization(
    visitor, department, tmp_path
):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    batch = read(write_county(tmp_path / "later.xlsx", members=[["郭松龄", *GUO[1:]]]), department)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert '<li>姓名：<span class="before">郭松年</span> → 郭松龄</li>' in page


def test_the_list_shows_how_each_import_stands_and_narrows_down_by_state(visitor, department, tmp_path):
    path = write_county(tmp_path / "county.xlsx")
    bring_in(path, department)
    read(write_county(tmp_path / "next.xlsx", members=[LIN]), department)

    everything, waiting = shown(visitor, "/imports/"), shown(visitor, "/imports/?state=WAITING")

    assert ("county.xlsx" in everything, "next.xlsx" in everything) == (True, True)
    assert ("county.xlsx" in waiting, "next.xlsx" in waiting) == (False, True)


def test_an_import_compared_before_another_was_applied_asks_to_be_compared_again(
    visitor, department, tmp_path
):
    path = write_county(tmp_path / "county.xlsx")
    batch = read(path, department)
    bring_in(path, department)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert "请重新核对，看过新的结果再写入。" in page
    assert f"/imports/{batch.pk}/apply" not in page


def test_headings_nobody_recognised_come_first_until_somebody_decides(visitor, department, tmp_path):
    headings = [*MEMBER_HEADINGS[:4], "挂在哪里", *MEMBER_HEADINGS[5:], "备注说明"]
    path = write_county(tmp_path / "county.xlsx", member_headings=headings)
    batch = read(path, department)

    before = shown(visitor, f"/imports/{batch.pk}").split('id="open-columns"')[1].split("</table>")[0]
    visitor.post(f"/imports/{batch.pk}/columns", {"members:挂在哪里": "organization", "members:备注说明": ""})
    finish_runs()
    tasks.read(no_progress, batch_id=batch.pk, account_id=department.pk)
    after = shown(visitor, f"/imports/{batch.pk}")

    assert re.findall('<th scope="row" class="name">([^<]*)<', before) == ["挂在哪里", "备注说明"]
    assert dict(ColumnMeaning.objects.values_list("mark", "meaning")) == {
        "挂在哪里": "organization",
        "备注说明": "",
    }
    assert "open-columns" not in after
    assert after.count("按以前的决定</span>") == 2
    assert "其中2个按以前的决定" in after


def test_a_heading_left_undecided_is_not_remembered(visitor, department, tmp_path):
    path = write_county(tmp_path / "county.xlsx", member_headings=[*MEMBER_HEADINGS, "备注说明"])
    batch = read(path, department)

    visitor.post(f"/imports/{batch.pk}/columns", {"members:备注说明": "?"})

    assert list(ColumnMeaning.objects.all()) == []


def test_lines_that_stay_as_they_are_show_only_when_asked_for(department, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    path = write_county(tmp_path / "later.xlsx", members=[LIN, [*GUO[:5], "1996-07-01", "", ""]])
    batch = read(path, department)

    def labels(**asked):
        return [line.label for line in queries.lines_of(batch, **asked)]

    assert labels() == ["郭松年"]
    assert labels(kind="MEMBER", outcome="ALL") == ["曾荷生", "郭松年"]
    assert labels(outcome="ALL", words="曾荷") == ["曾荷生"]
    assert labels(outcome="ALL", words="3") == ["篁川镇党委", "郭松年"]


def test_htmx_gets_the_lines_without_the_page(visitor, department, tmp_path):
    batch = read(write_county(tmp_path / "county.xlsx"), department)

    response = visitor.get(f"/imports/{batch.pk}?q=曾荷生", headers={"HX-Request": "true"})

    page = response.content.decode()
    assert ("<html" in page, "曾荷生" in page, "郭松年" in page) == (False, True, False)
    assert "HX-Request" in response.headers["Vary"]


def test_what_a_line_changes_stands_before_and_after_it(visitor, department, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    path = write_county(tmp_path / "later.xlsx", members=[[*GUO[:5], "1996-07-01", "", ""]])
    batch = read(path, department)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert '<li>入党日期：<span class="before">1995-07-01</span> → 1996-07-01</li>' in page


def test_organizations_in_a_line_have_their_names_whether_they_are_new_or_known(
    visitor, department, tmp_path
):
    new = read(write_county(tmp_path / "county.xlsx"), department)
    of_new = shown(visitor, f"/imports/{new.pk}")
    actions.apply(batch=new, by=department, now=NOW)
    moved = read(write_county(tmp_path / "later.xlsx", members=[[*GUO[:4], "V2", *GUO[5:]]]), department)

    of_known = shown(visitor, f"/imports/{moved.pk}")

    assert "上级党组织 云岭县委（C1）" in of_new
    assert "所在党组织 荻汀村党支部（V1）" in of_new
    assert '所在党组织：<span class="before">荻汀村党支部（V1）</span> → 菱渚村党支部（V2）' in of_known


def test_counts_of_a_line_have_their_thousands_apart(visitor, department, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    path = write_county(tmp_path / "later.xlsx", organizations=[COUNTY, TOWNSHIP, [*VILLAGE[:7], 12345]])
    batch = read(path, department)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert '人口数：<span class="before">800</span> → 12,345</li>' in page


def test_a_worker_that_died_over_an_import_is_told_of(visitor, department, tmp_path):
    batch = upload(write_county(tmp_path / "county.xlsx"), department)
    Run.objects.update(state="RUNNING", attempts=2)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert steps(page) == ["done", "now", "later", "later"]
    assert "后台程序中断过1次，之后从头再来；没有留下半成品。" in page


def test_who_did_not_start_the_work_on_an_import_is_told_who_did(sign_in, department, tmp_path):
    batch = upload(write_county(tmp_path / "county.xlsx"), department)
    Run.objects.update(state="RUNNING", started_by=department)

    page = shown(sign_in("department"), f"/imports/{batch.pk}")

    assert f"这是{department}发起的。" in page
    assert "hx-get=" not in page


def test_a_file_that_is_no_workbook_is_refused_in_words_and_can_be_discarded(visitor, department, tmp_path):
    path = tmp_path / "county.xlsx"
    path.write_bytes(b"no workbook")
    batch = actions.upload(
        file_name=path.name,
        content=path.read_bytes(),
        period="2025",
        as_of=NOW.date(),
        by=department,
        now=NOW,
    )
    jobs.perform_next()

    page = shown(visitor, f"/imports/{batch.pk}")

    refusal = Run.objects.get().refusal
    assert refusal["zh"] in page
    assert refusal["hint"]["zh"] in page
    assert f'href="/imports/{batch.pk}/discard"' in page
    assert "没有读完" in shown(visitor, "/imports/")


def test_a_refused_undo_keeps_keys_and_names_people_only_on_the_page(visitor, department, tmp_path):
    batch = refused_undo(tmp_path, department)

    page = shown(visitor, f"/imports/{batch.pk}").split('id="later"')[1].split("</section>")[0]

    guo = Member.objects.get(name="郭松年")
    assert "郭松年" not in str(batch.run.refusal)
    assert batch.run.refusal["details"] == {"organizations": [], "members": [str(guo.key)]}
    assert "郭松年" in page


def test_a_refused_undo_names_nobody_outside_the_readers_range(department, tmp_path):
    batch = refused_undo(tmp_path, department)
    township = make_account("township", organization_id=Organization.objects.get(key="T2").pk)

    later = queries.later_changes(batch.run, township)

    assert (later.organizations, later.members) == ([], [])


def test_an_import_without_a_run_over_shows_no_later_changes(department, tmp_path):
    path = write_county(tmp_path / "county.xlsx", organizations=[COUNTY, TOWNSHIP, VILLAGE], members=[GUO])
    batch = read(path, department)

    assert queries.later_changes(batch.run, department) is None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.png", b"\x89PNG\r\n", "表格请用Excel或WPS另存为.xlsx；别的文件里没有表格，请另选一个。"),
        ("a.xlsx", b"some words", "这不是工作簿：从内容看是别的文件，只是名字改成了“.xlsx”。"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "这不是工作簿：从内容看是Word或其他旧版Office文件，只是名字改成了“.xls”。",
        ),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_on_the_form_and_becomes_no_import(
    visitor, name, content, sentence
):
    file = SimpleUploadedFile(name, content)

    response = visitor.post("/imports/", {"workbook": file, "as_of": "2025-12-31", "period": "2025"})

    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Batch.objects.count() == 0


def test_a_post_that_moves_along_with_its_member_is_no_change_of_its_own(visitor, department, tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"), department)
    moved = [*LIN[:4], "V2", *LIN[5:]]
    batch = read(write_county(tmp_path / "later.xlsx", members=[moved]), department)

    page = shown(visitor, f"/imports/{batch.pk}")

    assert ("荻汀村党支部" in page, "自2021-01-15</span> → 自2021-01-15" in page) == (True, False)
