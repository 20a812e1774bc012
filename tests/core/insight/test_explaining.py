"""Explanations, from a grade down to the rows of the workbook."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from core.counties import TOWNSHIP, VILLAGE, county_snapshot, program

from guben.diagnostics import Refusal, Text
from guben.evaluation import ResultFolder, check_scheme, evaluate, open_results
from guben.insight import explain, print_tree
from guben.insight.sources import say_source, say_sources
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot
from guben.snapshot.tables import Organization, Person, Post, ReportedValue, Workplace


def organization(key: str, level: str, parent: str | None, row: int) -> Organization:
    inside = {"township": "T" if level != "county" else None, "village": key if level == "village" else None}
    return Organization(
        key, key, {"T": "东镇党委", "V1": "石桥村党支部", "V2": "柳坪村党支部"}[key], "committee", "rural", level, parent, key,
        None, None, None, inside["township"], inside["village"], None, None, f"组织!{row}",
    )  # fmt: skip


def value(measure: str, number: str, column: str, organization: str = "V1") -> ReportedValue:
    type_ = program(VILLAGE).scheme.measures[measure].type
    scaled = Fraction(number) * 10**type_.scale
    scale = 0 if measure == "serious_violation" else type_.scale
    return ReportedValue(organization, measure, "2024", int(scaled), scale, None, False, f"组织!4!{column}")


def person(key: str, born: int, row: int, education: str = "college", techniques: int | None = 1) -> Person:
    return Person(
        key,
        "V1",
        born,
        "male",
        "01",
        education,
        "farmer",
        20100101,
        20110101,
        "full",
        techniques,
        f"党员!{row}",
    )


RECORDS = Records(
    organizations=[
        organization("T", "township", None, 3),
        organization("V1", "village", "T", 4),
        organization("V2", "village", "T", 5),
    ],
    people=[
        person("p1", 19840701, 4),  # 40
        person("p2", 19830101, 5, techniques=0),  # 41
        person("p3", 19600101, 6),  # 64
        Person("p4", "V1", None, "female", "01", None, None, 20150101, 20160101, "full", 0, "党员!7"),
    ],
    posts=[
        Post("t1", "V1", "p1", "secretary", True, None, None, "党员!4"),
        Post("t2", "V1", "p2", "committee_member", True, None, None, "党员!5"),
    ],
    workplaces=[Workplace("w1", "V1", "village", 1000, 300, None, "组织!4")],
    values=[
        # Of another period, and no source of a figure of this one.
        value("trust", "0.70", "H")._replace(period="2023", source="组织!9!H"),
        value("trust", "0.80", "H"),
        value("satisfaction", "0.84996", "I"),
        value("rights_kept", "3", "J"),
        value("net_income", "4500", "K"),
        value("collective_funds_total", "120000", "L"),
        value("serious_violation", "0", "M"),
    ],
)

EXPECTED = """\
石桥村党支部：中间（总分65分）
├─ 等次怎么来的
│  ├─ 先进：要求达标的部分数等于5——不符合
│  │  ├─ 达标2个：强核心、强实力
│  │  └─ 未达标：强素质、强管理、强服务
│  ├─ 中间：要求总分不低于60分——符合
│  │  └─ 实际65分
│  └─ 否决项“班子成员严重违纪违法”：没有
│     └─ 班子成员严重违纪违法：否
│        └─ 部门提供，见工作表“组织”第4行M列
├─ 强核心：20分（满分20分），达标
│  ├─ 班子平均年龄40岁左右：8分（满分8分）
│  │  ├─ 规则：“班子平均年龄”在36岁至44岁之间（含）的，得8分，否则不得分。
│  │  └─ 班子平均年龄：40.5岁
│  │     ├─ 算法：班子成员的平均年龄
│  │     └─ 班子成员：2人
│  │        ├─ 年龄：40岁（工作表“党员”第4行）
│  │        └─ 年龄：41岁（工作表“党员”第5行）
│  └─ 书记和班子有较高威信：12分（满分12分）
│     ├─ 规则：“群众对书记和班子的信任率”不低于80%的，得12分，否则不得分。
│     └─ 群众对书记和班子的信任率：80%
│        └─ 测评，见工作表“组织”第4行H列
├─ 强素质：10分（满分20分），未达标
│  ├─ 书记学历：10分（满分10分）
│  │  ├─ 规则：“书记具有高中或中专以上学历”为“是”，或“书记年龄”高于45岁的，得10分，否则不得分。
│  │  ├─ 书记具有高中或中专以上学历：是
│  │  │  ├─ 算法：书记的学历为高中（中专）及以上
│  │  │  └─ 学历：大专（工作表“党员”第4行）
│  │  └─ 书记年龄：40岁
│  │     ├─ 算法：书记的年龄
│  │     └─ 年龄：40岁（工作表“党员”第4行）
│  └─ 掌握农业适用技术：0分（满分10分）
│     ├─ 规则：“45岁以下党员干部掌握1—2门农业适用技术的比例”达到80%得满分10分，0%及以下不得分，其间按比例计分。
│     ├─ 缺数据：按制度不得分
│     └─ 45岁以下党员干部掌握1—2门农业适用技术的比例：缺数据
│        ├─ 算法：年龄不高于45岁，且掌握农业适用技术数不低于1的党员占年龄不高于45岁的党员的比例
│        ├─ 年龄不高于45岁，且掌握农业适用技术数不低于1的党员：1人
│        │  └─ 工作表“党员”第4行
│        ├─ 年龄不高于45岁的党员：2人
│        │  └─ 工作表“党员”第4–5行
│        └─ 另有1人缺数据，因此算不出来：工作表“党员”第7行
├─ 强管理：15分（满分20分），未达标
│  ├─ 规则：基本分20分；“四项权利落实数”不足4的，每少1扣5分；最低0分，最高20分。
│  ├─ “四项权利落实数”不足4的，每少1扣5分：−5分
│  └─ 四项权利落实数：3
│     └─ 检查，见工作表“组织”第4行J列
├─ 强服务：0分（满分20分），未达标
│  ├─ 规则：“群众对村党组织的满意率”不低于85%的，得20分，否则不得分。
│  └─ 群众对村党组织的满意率：84.996%
│     └─ 测评，见工作表“组织”第4行I列
└─ 强实力：20分（满分20分），达标
   ├─ 年人均纯收入：10分（满分10分）
   │  ├─ 规则：“年人均纯收入”不低于4,500元的，得10分，否则不得分。
   │  └─ 年人均纯收入：4,500元
   │     └─ 上报，见工作表“组织”第4行K列
   └─ 人均可支配集体资金：10分（满分10分）
      ├─ 规则：“人均可支配集体资金”不低于120元的，得10分，否则不得分。
      └─ 人均可支配集体资金：120元
         ├─ 算法：“可支配集体资金” ÷ 所在单位的人口数
         ├─ 人口数：1,000（工作表“组织”第4行）
         └─ 可支配集体资金：120,000元
            └─ 上报，见工作表“组织”第4行L列"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "out"
    folder.mkdir()
    source = Source("two villages")
    snapshot = write_snapshot(
        RECORDS, folder / "snapshot", as_of=date(2024, 12, 31), period="2024", source=source
    )
    evaluate(program(VILLAGE), snapshot, folder, language="zh")
    return folder


@pytest.fixture(scope="module")
def result(folder) -> ResultFolder:
    return open_results(folder)


def test_a_grade_is_explained_down_to_the_rows(result):
    assert print_tree(explain(result, "V1"), "zh").splitlines() == EXPECTED.splitlines()


def test_one_measure_is_explained_in_english(result):
    assert print_tree(explain(result, "石桥村党支部", "satisfaction"), "en").splitlines() == [
        "Residents' satisfaction with the village organization: 84.996%",
        '└─ ballot: sheet "组织", row 4, column I',
    ]


def test_a_village_without_any_figure_is_explained(result):
    tree = print_tree(explain(result, "柳坪"), "zh")

    assert tree.splitlines()[0] == "柳坪村党支部：后进（总分0分）"
    assert "│     └─ 群众对书记和班子的信任率：缺数据" in tree.splitlines()
    assert "│        └─ 测评，还没有数据" in tree.splitlines()
    assert "没有书记" in tree


@pytest.mark.parametrize(
    ("organization", "indicator", "code"),
    [("石桥头", None, "E631"), ("村党支部", None, "E632"), ("V1", "satisfactions", "E633")],
)
def test_unknown_and_ambiguous_names_are_refused(result, organization, indicator, code):
    with pytest.raises(Refusal) as refusal:
        explain(result, organization, indicator)

    assert [found.code.number for found in refusal.value.findings] == [code]


@pytest.mark.parametrize("name", [VILLAGE, TOWNSHIP])
def test_every_organization_of_a_county_can_be_explained_in_both_languages(tmp_path, name):
    (tmp_path / "out").mkdir()
    evaluation = evaluate(
        program(name), county_snapshot(tmp_path / "out/snapshot"), tmp_path / "out", language="zh"
    )

    for row in evaluation.rows[:12]:
        tree = explain(evaluation.result, row.organization)
        for language in ("zh", "en"):
            first = print_tree(tree, language).splitlines()[0]
            assert first.startswith(row.name)


def test_rows_are_said_sheet_by_sheet_with_neighbours_joined():
    assert (
        say_sources(["党员!7", "党员!4", "党员!5", "组织!9"]).zh
        == "工作表“党员”第4–5、7行；工作表“组织”第9行"
    )
    assert say_source("组织!14!F").en == 'sheet "组织", row 14, column F'
    assert say_source("record 17").en == "record 17"


def test_records_of_an_installation_are_named_and_counted():
    member = "member:5f0c6f0e-7d0a-4d7e-9d0e-3f0d6b1f2a11"

    assert say_source("value:17") == Text("上报数据记录17", "reported value 17")
    assert say_source(member).zh == "党员记录"
    assert say_sources([member, member, "post:3"]) == Text("党员记录2条；任职记录1条", "member × 2; post × 1")


VILLAGES = """\
scheme: test/village
version: "1"
title: {zh: 村, en: Villages}
for: {level: village}
total: 10
measures:
  violation: {type: yes_no, title: {zh: 违纪, en: Violation}, department: discipline, sensitive: true}
  clean: {type: yes_no, title: {zh: 清白, en: Clean}, derive: NOT violation}
  trust: {type: percent, title: {zh: 信任, en: Trust}, report: {period: year}}
parts:
  trust: {title: {zh: 信任, en: Trust}, points: 10, pass: trust >= 80%}
grades: {good: {title: {zh: 好, en: Good}}}
"""
TOWNSHIPS = """\
scheme: test/township
version: "1"
title: {zh: 镇, en: Townships}
for: {level: township}
children: test/village
total: 20
parts:
  clean: {title: {zh: 清白, en: Clean}, points: 10, lines: [{minus: 5, if: COUNT(children WHERE NOT clean) > 0}]}
  trusted: {title: {zh: 信任, en: Trust}, points: 10, pass: COUNT(children WHERE trust >= 80%) > 0}
grades: {good: {title: {zh: 好, en: Good}}}
"""


def test_what_names_villages_by_what_is_about_a_single_person_in_them_is_marked(tmp_path):
    folder = tmp_path / "test" / "schemes"
    folder.mkdir(parents=True)
    for name, text in (("village", VILLAGES), ("township", TOWNSHIPS)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    records = Records(organizations=RECORDS.organizations)
    for key, is_bad in (("V1", 1), ("V2", 0)):
        records.values += [
            ReportedValue(key, "violation", "2024", is_bad, 0, None, False, f"组织!{key}"),
            ReportedValue(key, "trust", "2024", 90 * 10**6, 8, None, False, f"组织!{key}"),
        ]
    snapshot = write_snapshot(
        records, tmp_path / "out" / "snapshot", as_of=date(2024, 12, 31), period="2024", source=Source("two")
    )
    scheme = check_scheme(str(folder / "township.yaml")).needed()
    results = evaluate(scheme, snapshot, tmp_path / "out", language="zh").result

    told = {branch.words.zh: branch.is_sensitive for branch in explain(results, "T").walk()}

    assert [is_marked for words, is_marked in told.items() if "清白" in words and words.endswith("个")] == [
        True
    ]
    assert [is_marked for words, is_marked in told.items() if "信任" in words and words.endswith("个")] == [
        False
    ]
