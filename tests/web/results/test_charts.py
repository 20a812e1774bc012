"""Charts of an evaluation: which totals a bar counts, and how townships are called beside them."""

from decimal import Decimal

import pytest

from guben_web.engine.texts import Text
from guben_web.results.charts import bar_labels, by_township
from guben_web.results.layout import Layout
from guben_web.results.models import Result
from guben_web.results.queries import Overview, Township, overview_of


def layout(total, digits=0):
    return Layout(Text("", ""), "village", digits, Decimal(total), (Text("好", "good"),), (), ())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("total", "digits", "number", "first", "last"),
    [
        # 130 in 20 bars are 6.5 each, so bars of 7: eighteen of them reach 126, the next ends at the full total.
        (130, 0, 19, "0–7", "126–130"),
        (100, 0, 20, "0–5", "95–100"),
        (100, 2, 20, "0–5", "95–100"),
        (10, 0, 10, "0–1", "9–10"),
    ],
)
def test_bars_end_with_the_full_total(total, digits, number, first, last):
    of = layout(total, digits)

    labels = bar_labels(overview_of(Result.objects.none(), of), of)

    assert (len(labels), labels[0], labels[-1]) == (number, first, last)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["青溪镇党委", "青溪乡党委"], ["青溪镇党委", "青溪乡党委"]),
        (["中共云岭县龙潭镇委员会", "中共云岭县龙山镇委员会"], ["龙潭镇委员会", "龙山镇委员会"]),
        (["云岭县龙潭镇党委", "云岭县白鹿镇党委"], ["龙潭镇党委", "白鹿镇党委"]),
        (["中共龙潭镇委员会", "中共龙山镇委员会"], ["中共龙潭镇委员会", "中共龙山镇委员会"]),
        (["中共云岭县龙潭镇委员会"], ["中共云岭县龙潭镇委员会"]),
        (["篁川镇党委", ""], ["篁川镇党委", "—"]),
    ],
)
def test_labels_lose_the_name_of_the_county_and_nothing_else(names, shown):
    townships = tuple(Township(place, name, (1, 0), 80) for place, name in enumerate(names))

    spec = by_township(Overview((len(names), 0), 5, (), townships), layout(100))

    assert spec["labels"] == shown
