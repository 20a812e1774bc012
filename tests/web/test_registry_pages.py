"""The pages of the tree, of organizations, of members and of importing: what they show, to whom, in how many queries."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.builders import NOW, make_account
from web.counties import (
    COUNTY,
    GUO,
    LIN,
    TOWNSHIP,
    TOWNSHIP_2,
    VILLAGE,
    VILLAGE_2,
    WITHOUT_NUMBER,
    bring_in,
    finish_runs,
    no_progress,
    read,
    write_county,
)

from guben_web.accounts import actions as accounts
from guben_web.accounts.enums import RoleCode
from guben_web.audit.models import Entry
from guben_web.imports import tasks
from guben_web.imports.models import Batch
from guben_web.org.models import Organization
from guben_web.people.queries import full_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def batch(tmp_path):
    """Return a batch that waits, with findings and the workbook that shows them."""
    bad, department = [*GUO[:5], "某年", "", ""], make_account("department")
    batch = read(write_county(tmp_path / "next.xlsx", members=[LIN, bad]), department)
    tasks.mark(no_progress, batch_id=batch.pk, account_id=department.pk)
    batch.refresh_from_db()
    return batch


def figures(shown):
    """Return the large figures of a page by their labels."""
    found = re.findall(r"<dt>([^<]*)</dt><dd>(?:<a [^>]*>)?(\d*)", shown.split("</dl>")[0])
    return dict(found)


def page(client, address):
    response = client.get(address)
    return response.status_code, response.content.decode()


def test_the_tree_shows_its_one_top_open_and_what_is_further_below_when_asked(sign_in, county):
    client = sign_in("department")

    _, top = page(client, "/organizations/")
    _, below = page(client, f"/organizations/{county['T1']}/below")

    assert [each in top for each in ("云岭县委", "篁川镇党委", "鹭屏乡党委", "荻汀村")] == [True] * 3 + [
        False
    ]
    assert f'hx-get="/organizations/{county["T1"]}/below"' in top
    assert ("荻汀村党支部" in below, "菱渚村党支部" in below, "<html" in below) == (True, False, False)


@pytest.mark.parametrize("words", ["dtc", "diting", "荻汀", "荻 汀", "V1", "荻汀村黨支部"])
def test_organizations_are_found_by_name_initials_pinyin_code_and_traditional_characters(
    sign_in, county, words
):
    _, found = page(sign_in("department"), f"/organizations/?q={words}")

    assert ("荻汀村党支部" in found, "菱渚村党支部" in found) == (True, False)


def test_the_page_of_an_organization_shows_its_place_posts_and_workplace(sign_in, county):
    _, shown = page(sign_in("department"), f"/organizations/{county['V1']}")

    assert [each in shown for each in ("云岭县委", "篁川镇党委", "曾荷生", "书记", "210户", "800人")] == [
        True
    ] * 6
    assert figures(shown) == {"党员": "2", "担任职务": "1", "直接下级": "0", "填报数据": "0"}


def test_members_are_listed_masked_without_birth_dates(sign_in, county):
    _, shown = page(sign_in("department"), f"/organizations/{county['T1']}/members")

    assert "999999************" in shown
    assert "154****0001" in shown
    assert [each for each in ("999999198506120021", "15400000001", "1985") if each in shown] == []


@pytest.mark.parametrize("day", ["1900-01-01", "2025-06-11", "2025-06-12", "2999-01-01"])
def test_ages_are_those_of_today_so_that_no_day_asked_for_gives_a_birthday_away(sign_in, county, day):
    client = sign_in("department")

    def ages(query):
        shown = page(client, f"/organizations/members{query}")[1]
        return re.findall(r'<td class="num">([^<]*)</td>', shown)

    assert ages(f"?on={day}") == ages("")


def test_nobody_has_an_age_before_the_birth():
    born = date(1985, 6, 12)

    ages = [
        full_years(born, date(*day)) for day in ((1985, 6, 11), (1985, 6, 12), (2025, 6, 11), (2025, 6, 12))
    ]

    assert ages == [None, 0, 39, 40]


def test_a_township_sees_its_own_branch_and_nothing_else(sign_in, county):
    client = sign_in(account=make_account("township", organization_id=county["T1"]))

    assert page(client, f"/organizations/{county['V1']}")[0] == 200
    assert page(client, f"/organizations/{county['V2']}")[0] == 404
    assert page(client, f"/organizations/{county['V2']}/members")[0] == 404
    assert "菱渚村" not in page(client, "/organizations/?q=党支部")[1]


def test_above_the_own_range_the_trail_names_without_leading_there(sign_in, county):
    client = sign_in(account=make_account("secretary", organization_id=county["V1"]))

    trail = page(client, f"/organizations/{county['V1']}")[1].split('<ol class="trail">')[1].split("</ol>")[0]

    assert re.findall(r"<(a|span)[^>]*>([^<]*)<", trail) == [
        ("a", "组织"),
        ("span", "云岭县委"),
        ("span", "篁川镇党委"),
        ("span", "荻汀村党支部"),
    ]


def test_a_day_that_is_not_today_is_named_and_kept_in_every_link(sign_in, county):
    client = sign_in("department")

    today = page(client, f"/organizations/{county['T1']}")[1]
    earlier = page(client, f"/organizations/{county['T1']}?on=2025-06-30")[1]

    assert ("您看到的是2025年6月30日的情况" in earlier, "您看到的是" in today) == (True, False)
    assert f'href="/organizations/{county["V1"]}?on=2025-06-30"' in earlier
    assert f'href="/organizations/{county["V1"]}"' in today


def test_organizations_are_narrowed_down_by_kind_and_sorted_by_name(sign_in, county):
    client = sign_in("department")

    def names(query):
        found = page(client, f"/organizations/?{query}")[1]
        return re.findall(r'<th scope="row" class="name"><a [^>]*>([^<]*)<', found)

    assert names("level=township") == ["篁川镇党委", "鹭屏乡党委"]
    assert names("level=township&sort=-name") == ["鹭屏乡党委", "篁川镇党委"]
    assert names("type=branch&q=lzc") == ["菱渚村党支部"]
    assert names("type=unknown&q=党委") == ["篁川镇党委", "鹭屏乡党委"]


def test_htmx_gets_what_was_found_without_the_page(sign_in, county):
    response = sign_in("department").get("/organizations/?q=dtc", headers={"HX-Request": "true"})

    shown = response.content.decode()
    assert ("<html" in shown, "荻汀村党支部" in shown) == (False, True)
    assert "HX-Request" in response.headers["Vary"]


def people(client, address):
    """Return the names in a list of members."""
    return re.findall(r'<th scope="row" class="tight"><a [^>]*>([^<]*)<', page(client, address)[1])


def test_members_are_narrowed_down_and_sorted(sign_in, county):
    client = sign_in("department")

    assert people(client, "/organizations/members") == ["郭松年", "曾荷生", "林菱"]
    assert people(client, "/organizations/members?sort=name") == ["郭松年", "林菱", "曾荷生"]
    assert people(client, "/organizations/members?sort=age") == ["曾荷生", "林菱", "郭松年"]
    assert people(client, "/organizations/members?holding=1") == ["曾荷生"]
    assert people(client, "/organizations/members?status=probationary") == []
    assert people(client, "/organizations/members?q=lin") == []
    assert people(client, "/organizations/members?q=林") == ["林菱"]
    assert people(client, f"/organizations/{county['T1']}/members") == ["郭松年", "曾荷生"]
    assert people(client, f"/organizations/{county['T1']}/members?reach=own") == []


def test_the_list_of_all_members_ends_where_the_own_range_ends(sign_in, county):
    client = sign_in(account=make_account("township", organization_id=county["T2"]))

    assert people(client, "/organizations/members") == ["林菱"]


def test_below_an_organization_each_has_its_members_with_all_below(sign_in, county):
    below = page(sign_in("department"), f"/organizations/{county['C1']}")[1].split('id="children"')[1]

    rows = re.findall(r'class="name"><a [^>]*>([^<]*)</a></th>.*?<td class="num">(\d*)</td></tr>', below)
    assert rows == [("篁川镇党委", "2"), ("鹭屏乡党委", "1")]


def test_who_sees_no_members_sees_neither_posts_nor_numbers_of_them(sign_in, county):
    client = sign_in(account=make_account("viewer", organization_id=county["T1"]))

    shown = page(client, f"/organizations/{county['V1']}")[1]

    assert figures(shown) == {"直接下级": "0", "填报数据": "0"}
    assert "曾荷生" not in shown


def test_a_role_with_members_in_one_place_shows_none_in_another(sign_in, county):
    account = make_account("township", organization_id=county["T2"])
    accounts.grant_role(account=account, code=RoleCode.VIEWER, organization_id=county["T1"], by=None, now=NOW)
    client = sign_in(account=account)

    _, looked_at = page(client, f"/organizations/{county['V1']}")
    _, own = page(client, f"/organizations/{county['V2']}")

    assert ("曾荷生" in looked_at, "党员名单" in looked_at, "党员名单" in own) == (False, False, True)
    assert page(client, f"/organizations/{county['V1']}/members")[0] == 404


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        ("department", ["/organizations/", "/imports/", "/organizations/members"]),
        ("township", ["/organizations/", "/imports/", "/organizations/members"]),
        ("secretary", ["/organizations/", "/organizations/members"]),
        ("viewer", ["/organizations/"]),
        ("audit_admin", []),
    ],
)
def test_the_navigation_leads_each_role_where_it_may_go(sign_in, role, leads_to):
    side = page(sign_in(role), "/")[1].split('<nav class="side"')[1].split("</nav>")[0]

    ours = ("/organizations/", "/imports/", "/organizations/members")
    assert [each for each in re.findall('href="([^"]*)"', side) if each in ours] == leads_to


@pytest.mark.parametrize(("role", "may_import"), [("department", True), ("viewer", False)])
def test_an_empty_tree_says_what_to_do_first(sign_in, role, may_import):
    shown = page(sign_in(role), "/organizations/")[1].split("<main")[1]

    assert "这一天还没有组织" in shown
    assert ('href="/imports/"' in shown) == may_import


ADDRESSES = {
    "/organizations/": {"department": 200, "township": 200, "secretary": 200, "viewer": 200, "member": 200},
    "/organizations/?q=a": {"department": 200, "township": 200, "viewer": 200, "member": 200},
    "/organizations/{C1}/below": {"department": 200, "township": 404, "secretary": 404, "viewer": 404},
    "/organizations/{T1}/below": {"department": 200, "township": 200, "secretary": 404, "viewer": 200},
    "/organizations/{T1}": {"department": 200, "township": 200, "secretary": 404, "viewer": 200},
    "/organizations/{T1}/members": {"department": 200, "township": 200, "secretary": 404, "viewer": 403},
    "/imports/": {"department": 200, "township": 200, "secretary": 403, "viewer": 403, "member": 403},
    "/imports/{batch}": {"department": 200, "township": 404, "secretary": 403, "viewer": 403},
    "/imports/{batch}/findings.xlsx": {"department": 200, "township": 404, "secretary": 403},
}
POSTS = ("mark", "columns", "again", "apply", "discard", "undo")
PLACES = {"township": "T1", "secretary": "V1", "viewer": "T1", "member": "V1"}


@pytest.mark.parametrize("role", ["department", "township", "secretary", "viewer", "member", "system_admin"])
def test_who_may_open_what(sign_in, county, batch, role):
    place = county.get(PLACES.get(role, ""), 1)
    client = sign_in(account=make_account(role, organization_id=place))

    for address, expected in ADDRESSES.items():
        if role in expected or role == "system_admin":
            filled = address.format(batch=batch.pk, **county)
            assert (
                filled,
                page(client, filled)[0] if "xlsx" not in filled else client.get(filled).status_code,
            ) == (
                filled,
                expected.get(role, 403),
            )
    for act in POSTS:
        status = client.post(f"/imports/{batch.pk}/{act}").status_code
        refused = {"township": 404}.get(role, 403)
        assert (act, status) == (act, status if role == "department" else refused)


def test_a_stranger_is_sent_to_sign_in_everywhere(client, county, batch):
    for address in (*ADDRESSES, *(f"/imports/{{batch}}/{act}" for act in POSTS)):
        assert client.get(address.format(batch=batch.pk, **county)).status_code == 302


def test_an_import_from_upload_to_undo_in_the_browser(sign_in, tmp_path):
    account = make_account("department")
    client = sign_in(account=account)
    content = write_county(tmp_path / "county.xlsx").read_bytes()

    uploaded = client.post(
        "/imports/",
        {"workbook": SimpleUploadedFile("县.xlsx", content), "as_of": "2025-12-31", "period": "2025"},
    )
    batch = Batch.objects.get()
    assert uploaded.url == f"/imports/{batch.pk}"
    assert "排队中" in page(client, uploaded.url)[1]
    finish_runs()
    tasks.read(no_progress, batch_id=batch.pk, account_id=account.pk)
    compared = page(client, uploaded.url + "?kind=MEMBER&outcome=CREATED")[1]
    assert [each in compared for each in ("曾荷生", "999999************", "书记", "表头对照")] == [True] * 4
    assert "999999198506120021" not in compared
    for act, job in (("apply", tasks.apply), ("undo", tasks.undo)):
        assert client.post(f"{uploaded.url}/{act}").status_code == 302
        finish_runs()
        job(no_progress, batch_id=batch.pk, account_id=account.pk)
    assert "已撤销" in page(client, uploaded.url)[1]


def test_a_workbook_that_cannot_be_opened_is_said_on_the_form(sign_in):
    response = sign_in("department").post("/imports/", {"as_of": "x", "period": ""})

    assert response.status_code == 422
    assert "请选择一个Excel文件。" in response.content.decode()


def test_taking_the_marked_workbook_is_recorded(sign_in, batch):
    client = sign_in(account=batch.uploaded_by)
    response = client.get(f"/imports/{batch.pk}/findings.xlsx")

    assert response.content[:2] == b"PK"
    assert Entry.objects.filter(action="import.findings_downloaded").count() == 1


def test_pages_are_complete_in_english(sign_in, county, batch):
    client = sign_in("department")
    client.cookies["guben_language"] = "en"

    assert "Compare again" in page(client, f"/imports/{batch.pk}")[1]
    assert "Identity number" in page(client, f"/organizations/{county['V1']}/members")[1]


def test_each_page_takes_the_same_number_of_queries_for_one_row_and_for_three(
    sign_in, tmp_path, django_assert_max_num_queries
):
    account = make_account("department")
    few = bring_in(
        write_county(tmp_path / "few.xlsx", organizations=[COUNTY, TOWNSHIP, VILLAGE], members=[GUO]), account
    )
    client = sign_in(account=account)
    counts = []
    villages = [[f"X{each}", f"蓼陌村第{each}党支部", "T1", "党支部", "村", "农村", 1, 2] for each in (1, 2)]
    for _ in range(2):
        keys = {each.key: each.pk for each in Organization.objects.all()}
        addresses = [
            "/",
            "/organizations/",
            "/organizations/members",
            f"/organizations/{keys['T1']}/below",
            "/organizations/?q=党支部",
            f"/organizations/{keys['T1']}",
            f"/organizations/{keys['T1']}/members",
            "/imports/",
            f"/imports/{few.pk}",
        ]
        seen = []
        for address in addresses:
            client.get(address)
            # Every app is asked for what it has on the workbench.
            with django_assert_max_num_queries(40 if address == "/" else 25) as asked:
                client.get(address)
            seen.append(len(asked))
        counts.append(seen)
        few = bring_in(
            write_county(
                tmp_path / "more.xlsx",
                organizations=[COUNTY, TOWNSHIP, TOWNSHIP_2, VILLAGE, VILLAGE_2, *villages],
                members=[LIN, GUO, WITHOUT_NUMBER, [*LIN[:1], "", "", "1970-02-03", "X1", "", "", ""]],
            ),
            account,
        )
    assert counts[0] == counts[1]
