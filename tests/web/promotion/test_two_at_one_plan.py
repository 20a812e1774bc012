"""Two people at one plan: what each of them wrote is put together and shown, and nobody decides about what she has not seen."""

import re
from datetime import date

import pytest
from promotion.ways import DRAFT, FINISH, WHO, brought_to, number_of, opened, path_of, revision_of
from web.builders import NOW, make_account

from guben_web.promotion import plan_actions
from guben_web.promotion.enums import PlanState
from guben_web.promotion.merging import Words, merge
from guben_web.promotion.models import Plan, Undertaking
from guben_web.promotion.plan_actions import Draft, Wish
from guben_web.promotion.refusals import PlanHasChanged

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="((?:was-|revision)[^"]*)" value="([^"]*)"')


def written(path, texts, revision, by):
    """Store a plan of these lines."""
    draft = Draft([Wish(each) for each in texts], FINISH, WHO)
    return plan_actions.save_plan(path=path, draft=draft, revision=revision, is_proxy=False, by=by, now=NOW)


def page_of(sign_in, key, account):
    """Return a client, the address of the plan's form, and what the form carries unseen."""
    client = sign_in(account=account)
    carried = dict(HIDDEN.findall(client.get(key).content.decode()))
    return client, carried


def test_what_somebody_else_wrote_meanwhile_is_put_in_and_marked_and_nothing_is_lost(tmp_path, sign_in):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)
    written(path, ["补齐公开栏。", "清理账目。"], 0, department)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}/plan"
    secretary = make_account("secretary", organization_id=number_of("V1"))
    client, carried = page_of(sign_in, here, secretary)
    # Meanwhile the department takes out the second line and writes another one.
    written(path, ["补齐公开栏。", "每月入户。"], 1, department)

    mine = {
        "line-0": "补齐公开栏。",
        "line-1": "清理账目。",
        "line-2": "设议事角。",
        "deadline": "2026-09-30",
        "responsible": "",
        "act": "save",
    }
    met = client.post(here, {**mine, **carried})
    page = met.content.decode()
    kept = list(Undertaking.objects.values_list("text", flat=True))

    assert (met.status_code, kept) == (409, ["补齐公开栏。", "每月入户。"])
    assert re.findall(r'name="line-\d" value="([^"]+)"', page) == ["补齐公开栏。", "设议事角。", "每月入户。"]
    assert f"{department.display_name}在您填写期间去掉了“清理账目。”，已采用。" in page
    assert f"{department.display_name}在您填写期间加了这一条。" in page
    # The deadline is this reader's: the other left it as it was.
    assert 'value="2026-09-30"' in page

    again = dict(HIDDEN.findall(page))
    client.post(here, {**mine, **again, "line-1": "设议事角。", "line-2": "每月入户。"})
    plan = Plan.objects.get()
    assert (plan.revision, str(plan.deadline), plan.written_by) == (3, "2026-09-30", secretary)
    assert list(plan.undertakings.values_list("text", flat=True)) == [
        "补齐公开栏。",
        "设议事角。",
        "每月入户。",
    ]


def test_what_both_changed_stands_as_the_reader_typed_it_with_the_other_beside_it():
    base = Words({"part-a": "改进甲", "deadline": "2026-10-31", "responsible": "1"}, ("一",))
    mine = Words({"part-a": "我写的", "deadline": "2026-10-31", "responsible": "2"}, ("一改",))
    theirs = Words({"part-a": "她写的", "deadline": "2026-11-30", "responsible": "2"}, ("一又改",))

    merged = merge(base=base, mine=mine, theirs=theirs, who="乡镇", titles={})

    assert merged.words == Words(
        {"part-a": "我写的", "deadline": "2026-11-30", "responsible": "2"}, ("一改", "一又改")
    )
    assert {name: each.zh for name, each in merged.contested.items()} == {
        "part-a": "乡镇在您填写期间把这里改成了“她写的”，您填的是“我写的”。请定下用哪一个再保存。"
    }
    assert {name: each.en for name, each in merged.taken.items()} == {
        "deadline": "While you were writing, 乡镇 changed this from '2026-10-31' to '2026-11-30'; that was taken over."
    }
    assert list(merged.added) == ["一又改"]


def test_a_deadline_that_somebody_else_moved_is_taken_over_and_marked(tmp_path, sign_in):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)
    written(path, ["补齐公开栏。"], 0, department)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}/plan"
    client, carried = page_of(sign_in, here, make_account("secretary", organization_id=number_of("V1")))
    moved = Draft([Wish("补齐公开栏。")], date(2026, 9, 30), WHO)
    plan_actions.save_plan(path=path, draft=moved, revision=1, is_proxy=False, by=department, now=NOW)

    mine = {"line-0": "补齐公开栏。", "deadline": "2026-10-31", "responsible": "", "act": "save"}
    page = client.post(here, {**carried, **mine}).content.decode()

    assert 'value="2026-09-30"' in page
    assert f"{department.display_name}在您填写期间把这里从“2026-10-31”改为“2026-09-30”，已采用。" in page


def test_two_who_begin_the_same_plan_meet_too(tmp_path, sign_in):
    round_, department, _ = opened(tmp_path)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}/plan"
    township = make_account("township", organization_id=number_of("T1"))
    client, carried = page_of(sign_in, here, township)
    written(path_of(round_), ["补齐公开栏。"], 0, department)

    met = client.post(
        here, {**carried, "line-0": "清理账目。", "deadline": "", "responsible": "", "act": "submit"}
    )

    assert met.status_code == 409
    assert [each in met.content.decode() for each in ("清理账目。", "补齐公开栏。")] == [True, True]
    assert Undertaking.objects.get().text == "补齐公开栏。"


def test_who_wrote_the_same_or_nothing_new_is_in_nobodys_way(tmp_path, sign_in):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)
    written(path, ["补齐公开栏。"], 0, department)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}/plan"
    client, carried = page_of(sign_in, here, make_account("secretary", organization_id=number_of("V1")))
    written(path, ["补齐公开栏。"], 1, department)

    mine = {"line-0": "补齐公开栏。", "line-1": "清理账目。", "deadline": "2026-10-31", "responsible": ""}
    met = client.post(here, {**carried, **mine, "act": "save"})

    assert met.status_code == 302
    assert list(Undertaking.objects.values_list("text", flat=True)) == ["补齐公开栏。", "清理账目。"]


@pytest.mark.parametrize(
    ("act", "more", "state"),
    [
        (plan_actions.approve_plan, {}, PlanState.SUBMITTED),
        (plan_actions.return_plan, {"reason": "措施太空"}, PlanState.SUBMITTED),
        (plan_actions.fulfil_plan, {}, PlanState.APPROVED),
        (plan_actions.save_plan, {"draft": DRAFT, "is_proxy": False}, PlanState.DRAFT),
        (plan_actions.submit_plan, {"draft": DRAFT, "is_proxy": False}, PlanState.RETURNED),
    ],
)
def test_nobody_decides_about_a_plan_that_she_has_not_seen(tmp_path, act, more, state):
    round_, department, _ = opened(tmp_path)
    path = path_of(round_)
    brought_to(state, path, department)

    for revision in (0, 2):
        with pytest.raises(PlanHasChanged):
            act(path=path, revision=revision, by=department, now=NOW, **more)

    assert (Plan.objects.get().state, revision_of(path)) == (state, 1)
