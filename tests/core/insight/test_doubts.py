"""Which figures are doubted and why; the villages' figures are chosen so that each kind of doubt meets one of them."""

from core.insight.graded_villages import graded_villages
from programs import make_organization, make_value

from guben.cli.main import run
from guben.insight.doubts import Thresholds, doubts_of
from guben.snapshot.records import Records

SCHEME = """\
scheme: test/main
version: "1"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 40
measures:
  rate: {type: percent, title: {zh: 纠纷调解率, en: Disputes settled}, report: {period: year}}
  cases: {type: count, title: {zh: 纠纷数, en: Disputes}, report: {period: year}}
  visits: {type: count, title: {zh: 走访数, en: Visits}, report: {period: year}}
  poor_visits: {type: count, title: {zh: 其中困难户走访数, en: Visits to the poor}, report: {period: year}}
  income: {type: yuan, title: {zh: 收入, en: Income}, report: {period: year}}
  funds: {type: yuan, title: {zh: 资金, en: Funds}, report: {period: year}}
parts:
  a: {title: {zh: 调解, en: Settling}, points: 10, rewards: outcome, pass: rate >= 80%}
  b: {title: {zh: 走访, en: Visiting}, points: 10, rewards: process, pass: visits >= 40}
  c: {title: {zh: 收入, en: Income}, points: 10, rewards: outcome, pass: income >= 4500}
  d: {title: {zh: 资金, en: Funds}, points: 10, rewards: outcome, pass: funds >= 120}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 20}
  poor: {title: {zh: 差, en: Poor}}
"""
_NAMES = ("rate", "cases", "visits", "poor_visits", "income", "funds")
_SCALES = {"rate": 8, "income": 4, "funds": 4}
PLAIN = {
    "v1": (83, 12, 43, 7, 4711, 131),
    "v2": (87, 13, 41, 8, 4633, 133),
    "v3": (86, 11, 42, 6, 4477, 127),
    "v4": (84, 14, 44, 9, 4289, 129),
    "v5": (88, 12, 47, 8, 4613, 132),
}


def results(folder, **figures):
    villages = {**PLAIN, **figures}
    values = []
    for key, row in villages.items():
        for name, number in zip(_NAMES, row, strict=True):
            factor = 10 ** (6 if name == "rate" else 4) if name in _SCALES else 1
            values.append(make_value(key, name, number * factor, scale=_SCALES.get(name, 0)))
    organizations = [make_organization("t1", "township")]
    organizations += [make_organization(key, "village", "t1") for key in villages]
    folder.mkdir(exist_ok=True)
    return graded_villages(folder, SCHEME, Records(organizations=organizations, values=values))


def said(doubts, language="zh"):
    return [(each.organization, each.kind.value, each.reason.say(language)) for each in doubts]


def test_nothing_is_doubted_of_villages_that_are_alike(tmp_path):
    assert doubts_of(results(tmp_path)) == []


def test_a_figure_far_from_its_peers_is_doubted(tmp_path):
    found = doubts_of(results(tmp_path, v5=(88, 12, 47, 8, 46130, 132)))

    # Median of 4,289, 4,477, 4,633, 4,711 and 46,130 is 4,633; distances 344, 156, 0, 78 and 41,497: their median 156.
    assert said(found) == [
        (
            "v5",
            "outlier",
            "“收入”报46,130元，同领域5个组织的中位数是4,633元，一半组织离中位数不到156元",
        )
    ]


def test_too_few_peers_are_not_compared(tmp_path):
    result = results(tmp_path, v5=(88, 12, 47, 8, 46130, 132))

    assert doubts_of(result, thresholds=Thresholds(peers=6)) == []


def test_a_part_greater_than_its_whole_and_a_rate_without_cases_contradict(tmp_path):
    found = doubts_of(results(tmp_path, v1=(83, 0, 7, 43, 4711, 131)), thresholds=Thresholds(peers=9))

    assert said(found) == [
        ("v1", "contradiction", "“其中困难户走访数”是43，多于“走访数”的7"),
        ("v1", "contradiction", "“纠纷调解率”报83%，而“纠纷数”是0"),
    ]


def test_figures_that_all_end_in_0_or_5_are_doubted(tmp_path):
    found = doubts_of(results(tmp_path, v1=(85, 15, 45, 10, 4700, 130)), thresholds=Thresholds(peers=9))

    assert said(found, "en") == [("v1", "round", "6 of 6 reported figures end in 0 or 5")]


def test_figures_that_all_just_reach_the_line_are_doubted(tmp_path):
    found = doubts_of(results(tmp_path, v1=(80, 12, 40, 7, 4500, 131)), thresholds=Thresholds(peers=9))

    # Three of the four figures that have a line: 80 %, 40 visits, 4,500 yuan; the funds are above theirs.
    assert said(found) == [
        ("v1", "on_line", "4个有标准线的数里有3个恰好等于刚好达标的数：纠纷调解率、走访数、收入")
    ]


def test_a_figure_that_more_than_doubled_is_a_jump(tmp_path):
    before = results(tmp_path / "before", v1=(50, 12, 20, 7, 2000, 131))
    after = results(tmp_path / "after")

    found = doubts_of(after, before, Thresholds(peers=9))

    # Visits 20 → 43 and income 2,000 → 4,711 more than double; the rate rises by 33 points, more than 30.
    assert said(found, "en") == [
        ("v1", "jump", "'Income' is 4,711 yuan; last time it was 2,000 yuan"),
        ("v1", "jump", "'Disputes settled' is 83%; last time it was 50%"),
        ("v1", "jump", "'Visits' is 43; last time it was 20"),
    ]


def test_the_command_prints_them_by_organization(tmp_path, capsys):
    results(tmp_path, v5=(88, 12, 47, 8, 46130, 132))

    assert run(["doubts", str(tmp_path), "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "doubts: 1; organizations: 1",
        "├─ Far from its peers: 1",
        "└─ t1 v5",
    ]
