"""What depends on others, on judges and on registers is explained too; a results workbook has columns for it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from programs import make_organization, make_value

from guben.diagnostics import Refusal
from guben.evaluation import check_scheme, evaluate, open_results
from guben.evaluation.folder import ResultFolder
from guben.insight import explain, print_tree
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot
from guben.snapshot.tables import Closure, Entry, Tally

SCHEME = """\
scheme: test/compared
version: "1"
title: {zh: 比较, en: Compared}
for: {level: village}
total: 40
ledgers:
  visits: {title: {zh: 走访, en: Visits}}
measures:
  income: {type: yuan, title: {zh: 收入, en: Income}, report: {period: year}}
  bad: {type: yes_no, title: {zh: 违纪, en: Violation}, department: discipline}
parts:
  place: {title: {zh: 名次, en: Place}, points: 10, rank: {value: income, order: descending, within: all, ties: best}}
  work: {title: {zh: 工作, en: Work}, points: 10, judged: county}
  visits: {title: {zh: 走访, en: Visits}, points: 10, start: zero, lines: [{plus: 2, each: visits}, {zero: true, if: bad}]}
  review: {title: {zh: 测评, en: Review}, points: 10, ballot: {of: review/team, weights: {good: 100%, poor: 0%}}}
  urban: {title: {zh: 社区, en: Urban}, points: 5, applies: field = community, pass: bad}
  off: {title: {zh: 扣分, en: Off}, points: -5, pass: bad}
ceilings:
  - {if: bad, at_most: fair, title: {zh: 有违纪, en: Violation}}
quotas:
  - {grades: [good], kind: at_most, number: 1, within: all, ties: out, title: {zh: 只有一个好, en: One good}}
floors:
  - {if: income > 5000, at_least: fair, title: {zh: 收入高, en: High income}}
tails:
  last: {title: {zh: 末位, en: Last}, order: total ascending, number: 1, within: all, ties: in}
grades:
  good: {title: {zh: 好, en: Good}, when: total >= 15}
  fair: {title: {zh: 中, en: Fair}, when: total >= 5}
  poor: {title: {zh: 差, en: Poor}}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> ResultFolder:
    folder: Path = tmp_path_factory.mktemp("compared")
    (folder / "compared.yaml").write_text(SCHEME, encoding="utf-8")
    records = Records(organizations=[make_organization(f"v{number}", "village") for number in (1, 2, 3)])
    for key, income, work, is_bad in (("v1", 300, 9, 0), ("v2", 200, 8, 0), ("v3", 100, 1, 1)):
        records.values += [
            make_value(key, "income", income * 10_000, scale=4),
            make_value(key, "work.county", work * 10_000, scale=4),
            make_value(key, "bad", is_bad),
        ]
        records.closures.append(Closure(key, "visits", "2024", "test"))
        records.tallies.append(Tally(key, "review", "team", "good", 3, "2024", "test"))
    records.entries.append(Entry("e1", "v2", "visits", "2024", None, 20240501, "{}", "visits!7"))
    snapshot = write_snapshot(
        records, folder / "out" / "snapshot", as_of=date(2024, 12, 31), period="2024", source=Source("test")
    )
    program = check_scheme(str(folder / "compared.yaml")).needed()
    return evaluate(program, snapshot, folder / "out", language="zh").result


def explained(result: ResultFolder, organization: str) -> str:
    return print_tree(explain(result, organization), "zh")


def test_who_falls_by_a_quota_is_told_so(result):
    said = explained(result, "v2")

    # 5 for the second place, 8, 2 and 10: 25 points, and v1 has 29.
    assert said.startswith("v2：中（总分25分）")
    assert "比例控制“只有一个好”：本组织因此变动等次" in said
    assert "名次：第2名，共3个" in said


def test_judgements_registers_and_votes_are_shown_with_their_source(result):
    said = explained(result, "v2")

    assert "工作（县（市、区）评）：8分" in said
    assert "每有一个（名）走访，加2分：+2分" in said
    assert "走访：1条" in said
    assert "社区：只适用于本组织的领域为城市社区的组织，不计入" in said


def test_points_off_ceilings_and_lists_are_said(result):
    said = explained(result, "v3")

    assert "扣分：-5分（最多扣5分）" in said
    assert "封顶条件“有违纪”：符合，等次最高为中" in said
    assert "列入“末位”名单" in said
    assert "“违纪”为“是”的，不得分：成立，清零" in said


BY_STORED = "本组织由记录重新计算，与之比较的其他组织用的是这次考核已存的数字"


@pytest.mark.parametrize("organization", ["v1", "v2", "v3"])
def test_others_are_taken_from_the_results_and_the_trace_says_so(result, organization):
    with_all_records = replace(result, stored=())

    said = explained(result, organization)

    # The place, the quota and the list.
    assert said.count(BY_STORED) == 3
    kept = [line for line in said.splitlines() if BY_STORED not in line]
    # The last line below a branch has another corner, and the note is the last below all three.
    assert [words(line) for line in kept] == [
        words(line) for line in explained(with_all_records, organization).splitlines()
    ]


def words(line: str) -> str:
    return line.lstrip("│├└─ ")


def test_results_that_were_altered_explain_nobody(result, tmp_path):
    copied = tmp_path / "out"
    shutil.copytree(result.folder, copied)
    path = copied / "measures.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"!")

    with pytest.raises(Refusal) as refused:
        explain(open_results(copied), "v2")

    assert [finding.code.number for finding in refused.value.findings] == ["E627"]


def test_the_results_workbook_says_what_moved_a_grade(result):
    sheet = openpyxl.load_workbook(result.folder / "results.xlsx")["结果"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    words = [[str(cell) for cell in row] for row in rows]

    headings = next(row for row in words if any("比例控制" in cell for cell in row))
    assert [
        each
        for each in ("封顶条件", "比例控制", "保底条件", "末位")
        if not any(each in cell for cell in headings)
    ] == []
    assert any("只有一个好" in row for row in words)
    notes = openpyxl.load_workbook(result.folder / "results.xlsx")["说明"]
    said = [str(cell) for row in notes.iter_rows(values_only=True) for cell in row if cell]
    assert any("在全部被考核组织中不超过1个" in each for each in said)
