"""Party posts as villages write them; what may be one and is not understood stops the reading."""

import pytest
from office_workbooks import read_members, said

from guben.office.posts import WrittenPosts, read_posts


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("支书", ["secretary"]),
        ("副支书", ["deputy_secretary"]),
        ("村副支书", ["deputy_secretary"]),
        ("党支部委员", ["committee_member"]),
        ("党支部书记（兼）", ["secretary"]),
        ("代理书记", ["secretary"]),
        ("专职副书记", ["deputy_secretary"]),
        ("副支部书记", ["deputy_secretary"]),
        ("东升村支部书记", ["secretary"]),
        ("东升支部书记", ["secretary"]),
        ("东升村书记", ["secretary"]),
        ("和平村党支部副书记", ["deputy_secretary"]),
        ("中共东升村总支部委员会书记", ["secretary"]),
        ("第一党支部书记", ["secretary"]),
        ("石桥镇党委委员", ["committee_member"]),
        ("前进村支部书记", ["secretary"]),
        ("老庄村支部书记", ["secretary"]),
        ("县委书记", ["secretary"]),
        ("集团党委书记", ["secretary"]),
        ("青年委员", ["committee_member"]),
        ("统战委员", ["committee_member"]),
        ("妇女委员", ["committee_member"]),
        ("保卫委员", ["committee_member"]),
        ("文体委员", ["committee_member"]),
        ("党组委员", ["committee_member"]),
        ("东升村支委", ["committee_member"]),
        ("东升村组织委员", ["organization_member"]),
        ("组织宣传委员", ["organization_member", "publicity_member"]),
        ("组织和宣传委员", ["organization_member", "publicity_member"]),
        ("党支部宣传委员", ["publicity_member"]),
        ("纪检监察委员", ["discipline_member"]),
        ("纪检书记", ["discipline_member"]),
        ("副书记兼组织委员", ["deputy_secretary", "organization_member"]),
        ("党小组组长", ["group_leader"]),
        ("第二党小组长", ["group_leader"]),
    ],
)
def test_the_posts_of_villages_are_understood(words, posts):
    assert read_posts(words) == WrittenPosts(tuple(posts))


@pytest.mark.parametrize("words", ["书记（主任）", "书记、主任", "书记主任", "支书兼主任"])
def test_a_secretary_who_is_the_head_of_the_village_too_is_a_secretary(words):
    assert read_posts(words) == WrittenPosts(("secretary",), ("主任",))


@pytest.mark.parametrize(
    "words",
    [
        "第一书记",
        "驻村第一书记",
        "团支部书记",
        "团支书",
        "村主任",
        "会计",
        "妇联主席",
        "村委会委员",
        "村委委员",
        "书记员",
        "政协委员",
        "村务监督委员会委员",
        "村民小组长",
    ],
)
def test_posts_outside_the_party_are_known_to_be_none(words):
    assert read_posts(words) == WrittenPosts((), (words,))


@pytest.mark.parametrize(
    "words",
    [
        "原支部书记",
        "书记(已离任)",
        "原东升村支部书记",
        "老书记",
        "候补委员",
        "两委委员",
        "纪委委员",
        "政法委书记",
        "驻村书记",
        "拟任支书",
        "监督委员",
    ],
)
def test_what_may_be_a_post_and_is_not_understood_is_unclear(words):
    assert read_posts(words) == WrittenPosts((), (), (words,))


def test_a_post_that_is_not_understood_is_one_error_a_word(tmp_path):
    rows = [["甲", "老书记"], ["乙", "两委委员"], ["丙", "老书记"], ["丁", "村主任"]]

    reading = read_members(tmp_path, ["姓名", "党内职务"], *rows)

    assert said(reading) == [
        ("E573", 'It cannot be told which Party post "老书记" is.', 1),
        ("E573", 'It cannot be told which Party post "两委委员" is.', 0),
        ("W561", '"村主任" is not a Party post and was left out.', 0),
    ]
