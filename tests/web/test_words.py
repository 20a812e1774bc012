"""Words and formats on pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from guben_web.engine.texts import Text


def rendered(template: str, language: str, **facts: object) -> str:
    with translation.override(language):
        return Template(template).render(Context(facts))


@pytest.mark.parametrize(
    ("template", "zh", "en"),
    [
        ('{% say "组织" "Organizations" %}', "组织", "Organizations"),
        ('{% say "共{n}个" "{n} items" one="1 item" n=many %}', "共3个", "3 items"),
        ('{% say "共{n}个" "{n} items" one="1 item" n=single %}', "共1个", "1 item"),
        ('{% say "共{n}个" "{n} items" one="1 item" n=big %}', "共1,234,567个", "1,234,567 items"),
        ('{% say "{名}" "{braces}" %}', "{名}", "{braces}"),
        ("{{ text|said }}", "村", "village"),
        ("{{ nothing|said }}", "", ""),
        ("{{ day|day }}", "2024年12月31日", "2024-12-31"),
        ("{{ night|day }}", "2025年1月1日", "2025-01-01"),
        ("{{ night|moment }}", "2025年1月1日 07:30", "2025-01-01 07:30"),
        ("{{ day|iso }}", "2024-12-31", "2024-12-31"),
        ("{{ nothing|day }}{{ nothing|iso }}{{ nothing|moment }}", "", ""),
        ("{{ big|number }}", "1,234,567", "1,234,567"),
        ("{{ amount|number:1 }}", "1,234.3", "1,234.3"),
        ("{{ amount|number }}", "1,234.25", "1,234.25"),
        ("{{ nothing|number }}", "—", "—"),
        ("{{ share|percent }}", "84.9%", "84.9%"),
        ("{{ nothing|percent }}", "—", "—"),
    ],
)
def test_words_and_formats(template, zh, en):
    facts = {
        "many": 3,
        "single": 1,
        "text": Text("村", "village"),
        "nothing": None,
        "day": date(2024, 12, 31),
        "night": datetime(2024, 12, 31, 23, 30, tzinfo=UTC),
        "big": 1234567,
        "amount": Decimal("1234.25"),
        "share": Decimal("84.85"),
    }

    assert (rendered(template, "zh-hans", **facts), rendered(template, "en", **facts)) == (zh, en)


def test_what_people_typed_is_escaped():
    assert rendered('{% say "{n}" "{n}" n=name %}', "en", name="<b>") == "&lt;b&gt;"
