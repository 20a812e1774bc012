"""The pages of a member: what they show, to whom, in how many queries, and what their forms say."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.builders import NOW, make_account
from web.counties import WOMAN, bring_in, write_county

from guben_web.audit.models import Entry
from guben_web.org.models import Organization
from guben_web.people import actions
from guben_web.people.models import Member, MemberChange, SavedFilter

pytestmark = pytest.mark.django_db
HERE = "/organizations/members"


@pytest.fixture
def county(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def lin(county):
    return Member.objects.get(name="曾荷生")


def shown(client, address):
    return client.get(address).content.decode()


def names(client, query):
    return re.findall(r'<th scope="row" class="tight"><a [^>]*>([^<]*)<', shown(client, f"{HERE}?{query}"))


def edited(member, **said):
    return {"name": member.name, "revision": member.revision, **said}


def test_the_page_of_a_member_shows_what_is_held_masked(sign_in, lin):
    page = shown(sign_in("department"), f"{HERE}/{lin.key}")

    assert [each in page for each in ("999999************", "154****0001", "荻汀村党支部", "书记")] == [
        True
    ] * 4
    assert [each for each in (WOMAN, "15400000001", "1985") if each in page] == []


def test_the_history_says_who_changed_what_from_what_to_what(sign_in, lin):
    keeper = make_account("department")
    facts = {"education": "college", "phone": "15400000009"}
    actions.change_member(member=lin, facts=facts, revision=1, by=keeper, now=NOW)

    history = shown(sign_in(account=keeper), f"{HERE}/{lin.key}").split('<ol class="history">')[1]

    assert [
        each in history for each in ("学历", "大专", "154****0001", "154****0009", keeper.display_name)
    ] == [True] * 5


def test_a_secretary_sees_her_members_and_changes_none(sign_in, county, lin):
    client = sign_in(account=make_account("secretary", organization_id=county["V1"]))
    other = Member.objects.get(name="林菱")

    assert [client.get(f"{HERE}/{each.key}").status_code for each in (lin, other)] == [200, 404]
    assert client.get(f"{HERE}/{lin.key}/edit").status_code == 403
    assert f"{lin.key}/edit" not in shown(client, f"{HERE}/{lin.key}")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"identity": "999999198506120022"}, "最后一位校验码不对"),
        ({"identity": "99999919850612"}, "17位数字"),
        ({"identity": WOMAN, "sex": "male"}, "与公民身份号码里的性别不一致"),
        ({"identity": WOMAN, "birth_date": "1985-06-13"}, "与公民身份号码里的出生日期不一致"),
        ({"birth_date": "1995-01-02", "joined_date": "2013-01-01"}, "入党时不满18周岁"),
        ({"joined_date": "2013-01-02", "full_date": "2013-01-01"}, "转正日期不能早于入党日期"),
        ({"joined_date": "2999-01-01"}, "日期不能晚于今天"),
        ({"phone": "12ab"}, "电话只能有数字"),
        ({"floating_place": "杭州"}, "请先选择流出或流入"),
        ({"identity": "999999197001010017"}, "系统里已有人使用这个公民身份号码"),
    ],
)
def test_the_form_says_in_words_what_is_wrong_and_stores_nothing(sign_in, lin, said, words):
    response = sign_in("department").post(f"{HERE}/{lin.key}/edit", edited(lin, **said))

    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert Member.objects.get(pk=lin.pk).revision == 1


def test_a_number_gives_birth_date_and_sex_and_an_empty_one_keeps_them(sign_in, county):
    client = sign_in("department")
    someone = Member.objects.get(name="林菱")

    client.post(f"{HERE}/{someone.key}/edit", edited(someone, birth_date="", identity="999999199001010024"))

    someone.refresh_from_db()
    assert (someone.sex, str(someone.birth_date)) == ("female", "1990-01-01")


def test_somebody_new_is_taken_in_moved_and_given_a_status_on_pages(sign_in, county):
    client = sign_in(account=make_account("township", organization_id=county["T1"]))
    said = {"name": "方竹", "organization": "V1", "status": "applicant", "on": "2026-01-05"}

    client.post(f"{HERE}/new", said)
    made = Member.objects.get(name="方竹")
    client.post(f"{HERE}/{made.key}/status", {"status": "activist", "on": "2026-02-01"})
    client.post(f"{HERE}/{made.key}/move", {"organization": "篁川镇党委（T1）", "on": "2026-02-20"})
    outside = client.post(f"{HERE}/{made.key}/move", {"organization": "V2", "on": "2026-02-21"})

    made.refresh_from_db()
    assert (made.status, made.organization.key, outside.status_code) == ("activist", "T1", 422)


def test_a_refused_day_is_said_on_the_form(sign_in, lin, county):
    client = sign_in("department")

    response = client.post(f"{HERE}/{lin.key}/move", {"organization": "V2", "on": "2999-01-01"})

    assert (response.status_code, "应当在" in response.content.decode()) == (422, True)


def test_one_number_is_shown_for_a_reason_for_half_a_minute_and_recorded(sign_in, lin):
    client = sign_in("department")
    address = f"{HERE}/{lin.key}/numbers/identity"

    asked = client.get(address)
    without = client.post(address, {"reason": ""})
    response = client.post(address, {"reason": "核对入党志愿书"})

    assert [WOMAN in each.content.decode() for each in (asked, without, response)] == [False, False, True]
    assert response.headers["Refresh"] == f"30; url={HERE}/{lin.key}"
    assert "no-store" in response.headers["Cache-Control"]
    entry = Entry.objects.get(action="member.unmasked")
    assert (entry.subject_id, entry.detail) == (
        str(lin.key),
        {"field": "identity", "reason": "核对入党志愿书"},
    )


def test_the_list_is_narrowed_down_by_everything_at_once(sign_in, county, lin):
    client = sign_in("department")
    facts = {"floating": "out", "is_in_hardship": True, "education": "college"}
    actions.change_member(member=lin, facts=facts, revision=1, by=make_account("department"), now=NOW)

    assert names(client, "floating=out") == ["曾荷生"]
    assert names(client, "hardship=1&education=college&sex=female&field=rural&q=zhs") == ["曾荷生"]
    assert names(client, "education=primary") == []
    assert names(client, "field=school") == []
    # Born 1985-06-12, 1980-03-04 and 1970-01-01: 40, 45 and 56 on 1 March 2026.
    assert [names(client, f"age={band}&on=2026-03-01") for band in ("36-40", "41-45", "56-60", "61-")] == [
        ["曾荷生"],
        ["林菱"],
        ["郭松年"],
        [],
    ]


def test_columns_are_those_that_were_chosen(sign_in, county):
    page = shown(sign_in("department"), f"{HERE}?column=ethnicity&column=full")

    heads = re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]+)', page.split('id="members"')[1])
    assert heads == ["姓名", "所在党组织", "民族", "转正日期"]


def test_a_filter_is_kept_under_a_name_for_its_account_alone(sign_in, county):
    client = sign_in("department")
    client.post(f"{HERE}/filters", {"name": "女党员", "query": "sex=female&column=age"})
    client.post(f"{HERE}/filters", {"name": "女党员", "query": "sex=female"})
    saved = SavedFilter.objects.get()

    assert (saved.query, "女党员" in shown(client, HERE)) == ("sex=female", True)
    stranger = sign_in("department")
    assert "女党员" not in shown(stranger, HERE)
    assert stranger.post(f"{HERE}/filters/{saved.pk}/remove").status_code == 404


def test_a_kept_filter_has_a_button_that_lets_it_go(sign_in, county):
    client = sign_in("department")
    client.post(f"{HERE}/filters", {"name": "女党员", "query": "sex=female"})
    saved = SavedFilter.objects.get()

    page = shown(client, HERE)
    client.post(f"{HERE}/filters/{saved.pk}/remove")

    assert f'action="{HERE}/filters/{saved.pk}/remove"' in page
    assert 'aria-label="删除常用筛选“女党员”"' in page
    assert "女党员" not in shown(client, HERE)


def test_a_phone_on_record_is_removed_by_ticking_and_kept_by_saying_nothing(sign_in, county, lin):
    client = sign_in("department")
    said = {"name": "曾荷生", "revision": lin.revision}

    kept = client.post(f"{HERE}/{lin.key}/edit", said)
    lin.refresh_from_db()
    had = lin.phone_index
    both = client.post(
        f"{HERE}/{lin.key}/edit", {**said, "revision": lin.revision, "phone": "15400000009", "no_phone": "on"}
    )
    removed = client.post(f"{HERE}/{lin.key}/edit", {**said, "revision": lin.revision, "no_phone": "on"})
    lin.refresh_from_db()

    assert (kept.status_code, had is None, both.status_code, removed.status_code) == (302, False, 422, 302)
    assert (lin.phone, lin.phone_index, lin.identity != "") == ("", None, True)
    assert "no_address" not in shown(client, f"{HERE}/{lin.key}/edit")
    assert "no_phone" not in shown(client, f"{HERE}/{lin.key}/edit")
    change = MemberChange.objects.filter(member_key=lin.key).last()
    assert change.changes["phone"][1] is None


def test_the_list_is_taken_out_with_a_reason_on_every_sheet_and_recorded(sign_in, county):
    client = sign_in("department")

    response = client.post(
        f"{HERE}/export?sex=female&column=identity", {"reason": "走访慰问", "kind": "list"}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [["姓名", "所在党组织", "公民身份号码"], ["曾荷生", "荻汀村党支部", "999999************"]]
    assert ("走访慰问" in sheet["A1"].value, "走访慰问" in sheet.oddHeader.left.text) == (True, True)
    entry = Entry.objects.get(action="members.exported")
    assert entry.detail == {"reason": "走访慰问", "rows": 1, "numbers": False, "kind": "list"}


def test_numbers_are_taken_out_only_if_asked_for(sign_in, county):
    client = sign_in("department")

    response = client.post(
        f"{HERE}/export?column=phone", {"reason": "联系党员", "with_numbers": "on", "kind": "list"}
    )

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [row[2].value for row in sheet.iter_rows(min_row=3)] == ["15400000002", "15400000001", None]
    assert Entry.objects.get(action="members.exported").detail["numbers"] is True


def test_a_list_outside_the_own_range_is_not_taken_out(sign_in, county):
    client = sign_in(account=make_account("township", organization_id=county["T2"]))

    assert client.post(f"{HERE}/export?within={county['T1']}", {"reason": "走访慰问"}).status_code == 404


def test_lists_and_pages_take_the_same_number_of_queries_for_one_and_three(sign_in, county, lin):
    client = sign_in("department")
    keeper = make_account("department")

    def queries_of(address):
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    def change(number):
        facts = {"techniques": number}
        actions.change_member(member=lin, facts=facts, revision=number, by=keeper, now=NOW)

    # The first page of a session writes the session.
    client.get("/")
    change(1)
    one = queries_of(f"{HERE}/{lin.key}")
    change(2)
    change(3)
    assert queries_of(f"{HERE}/{lin.key}") == one
    assert queries_of(f"{HERE}?q=zhs") == queries_of(HERE)
