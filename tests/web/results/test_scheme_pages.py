"""The schemes and the page of each: what it rewards, what it asks for, its rules in words."""

import html
import re

import pytest

pytestmark = pytest.mark.django_db
PAGE = "/results/schemes/pioneer-project/village"


def words_of(response):
    main = response.content.decode().partition('<main id="content"')[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_list_says_how_much_is_for_paperwork_and_what_is_asked(sign_in):
    response = sign_in("secretary").get("/results/schemes")

    assert PAGE in response.content.decode()
    assert "20.0% 3 15" in words_of(response)


def test_a_scheme_says_its_rules_in_words(sign_in):
    words = words_of(sign_in("secretary").get(PAGE))

    assert "“年人均纯收入”不低于4,500元的，得10分，否则不得分" in words
    assert "可支配集体资金 本组织填报 1" in words
    assert "班子成员严重违纪违法" in words


def test_the_minutes_of_a_figure_can_be_asked_otherwise(sign_in):
    words = words_of(sign_in("department").get(PAGE, {"minutes": "20"}))

    assert "约需分钟 60 每个数按20分钟" in words


def test_a_scheme_that_is_not_known_is_not_found(sign_in):
    assert sign_in("department").get("/results/schemes/pioneer-project/none").status_code == 404
