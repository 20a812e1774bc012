"""The pages of acts, findings, workplaces and posts in a browser: axe, phones, and the picker."""

from datetime import date

import pytest
from playwright.sync_api import expect
from web.browser import context_of
from web.builders import NOW, make_account
from web.looking import found_wrong
from web.structure.trees import JUNE, make_members, make_organization, make_tree, on

from guben_web.org.models import Workplace
from guben_web.people.models import Post
from guben_web.structure import actions
from guben_web.structure.asking import Merger
from guben_web.teams.models import Tenure, Term

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tree():
    return make_tree()


@pytest.fixture
def department(tree):
    """Return an account, with a merger, posts, a term and workplaces to look at."""
    account = make_account("department")
    people = make_members(tree["V2"], 3)
    make_organization("V9", tree["T2"])
    post = Post.objects.create(member=people[0], organization=tree["V2"], post="secretary", in_team=True)
    Tenure.objects.create(post=post, way="ELECTED")
    Term.objects.create(organization=tree["V2"], elected_date=date(2021, 3, 1), due_date=date(2026, 3, 1))
    for name, members in (("云岭纺织厂", 3), ("篁川商会", 1)):
        Workplace.objects.create(
            name=name, place=tree["T1"], kind="nonpublic_enterprise", members=members, key=f"k{members}"
        )
    asked = Merger(tree["V2"].pk, (tree["V1"].pk,), on(JUNE))
    actions.merge_organizations(asked=asked, by=account, now=NOW)
    return account


def addresses(tree):
    village = f"/organizations/{tree['V2'].pk}"
    acts = [
        f"{village}/{act}" for act in ("history", "found", "change", "merge", "split", "dissolve", "team")
    ]
    return [
        village,
        *acts,
        f"{village}/team/hold",
        f"{village}/team/term",
        f"/organizations/posts/{Post.objects.get().pk}/end",
        "/organizations/posts",
        "/organizations/findings",
        "/organizations/rules",
        "/workplaces/",
        "/workplaces/coverage",
        "/workplaces/new",
        "/workplaces/k3",
        "/workplaces/k3/change",
        "/workplaces/k3/plan",
        "/workplaces/k3/end",
    ]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_but_tables_scrolls_sideways(
    browser, live_server, tree, department, language, theme
):
    pages = addresses(tree)

    found = found_wrong(browser, live_server.url, department, pages, language=language, theme=theme)

    assert found == {}


def test_a_superior_is_picked_as_one_types_and_the_change_is_done_after_a_look(
    browser, live_server, tree, department
):
    context = context_of(browser, live_server.url, account=department)
    page = context.new_page()
    page.goto(f"{live_server.url}/organizations/{tree['V3'].pk}/change")

    page.locator("#id_parent").fill("")
    page.locator("#id_parent").press_sequentially("T2")
    page.get_by_role("option", name="T2党支部").click()
    expect(page.locator("#id_parent")).to_have_value("T2党支部（T2）")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("main")).to_contain_text("上级党组织由“T1党支部”改为“T2党支部”")
    page.get_by_role("button", name="变更名称、类别、上级").click()

    expect(page.locator("#versions")).to_contain_text("T2党支部")
    context.close()
