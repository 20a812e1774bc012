"""A scheme that goes out as a workbook and comes back says the same."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from programs import program_of
from scheme_workbooks import cells, exported, imported

from guben.evaluation import check_scheme
from guben.model.meaning import meaning_of
from guben.office.scheme_sheet import read_scheme_workbook
from guben.resolve.loading import known_schemes

TESTS = Path(__file__).parents[1]
VALID = sorted([*TESTS.glob("schemes/valid/*/schemes/*.yaml"), *TESTS.glob("sheets/schemes/*.yaml")])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*known_schemes(), *map(str, VALID)], ids=lambda name: Path(name).stem)
def test_a_scheme_that_went_out_and_came_back_says_the_same(name, language, tmp_path):
    first = exported(tmp_path, name, language)

    checked, findings = imported(first, Path(name))
    (tmp_path / "again").mkdir()
    second = exported(tmp_path / "again", checked.needed(), language)

    assert findings == []
    assert cells(second) == cells(first)
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("name", [*known_schemes(), *map(str, VALID)], ids=lambda name: Path(name).stem)
def test_the_scheme_that_comes_back_is_understood_as_the_one_that_went_out(name, tmp_path):
    program = check_scheme(name).needed()

    checked, _ = imported(exported(tmp_path, program), Path(name))

    assert meaning_of(checked.scheme) == meaning_of(program.scheme)


def test_the_workbooks_of_both_languages_hold_the_same_scheme(tmp_path):
    texts = [read_scheme_workbook(exported(tmp_path, language=each)).text.text for each in ("zh", "en")]

    assert texts[0] == texts[1]


def test_the_printed_sheet_shows_dimensions_rules_and_totals_and_is_locked(tmp_path):
    book = load_workbook(exported(tmp_path))
    sheet = book["考核评分表"]

    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=12)]

    assert rows[0][0] == "先锋工程先进村党组织考核办法"
    assert rows[1][0] == "适用：村（社区）（农村）　　满分：100分　　考核周期：每年　　版本：2003"
    assert rows[2] == [
        "考核维度",
        "考核指标",
        "分值",
        "计分办法",
        "查看材料",
        "评分单位",
        "自评得分",
        "上级评分",
    ]
    assert rows[4] == [None, "书记和班子有较高威信", 12, "“群众对书记和班子的信任率”不低于80%的，得12分，否则不得分。", "群众代表测评票", None, None, None]  # fmt: skip
    assert rows[7][:3] == ["强管理", None, 20]
    assert rows[11][:3] == ["合计", None, 100]
    assert sorted(map(str, sheet.merged_cells.ranges))[:6] == ["A10:A11", "A12:B12", "A13:H13", "A14:H14", "A15:H15", "A16:H16"]  # fmt: skip
    assert sheet.protection.sheet
    assert [sheet.cell(5, column).protection.locked for column in (3, 7, 8)] == [True, False, False]


COMMENTED = """\
# What the county decided.
# By its letter of March.
scheme: test/main   # the first
version: "1"
title: {zh: 办法, en: Rules}
for: {level: village}
total: 10
measures:
  # Counted by hand.
  trust: {type: percent, title: {zh: "信任率 #1", en: Trust}, ballot: residents/trust}   # each June
parts:          # as printed
  service:
    title: {zh: 服务, en: Service}
    points: 10
    lines:      # all of them
      # Nothing below half.
      - {minus: 10, if: trust < 50%}
      - minus: 1
        if: trust < 80%     # one point
grades:
  good: {title: {zh: 好, en: Good}}
"""


def test_comments_are_notes_beside_their_rows_and_come_back_as_comments(tmp_path):
    out = exported(tmp_path, program_of({"main": COMMENTED}, "main"))

    notes = {(sheet, row[0]): row[-1] for sheet, rows in cells(out).items() for row in rows[3:] if row[-1]}
    text = read_scheme_workbook(out).text.text

    assert notes == {
        ("制度", "制度代号"): "What the county decided.\nBy its letter of March.\nthe first",
        ("数据项", "trust"): "Counted by hand.\neach June",
        ("指标", "service"): "as printed\nall of them",
        ("计分行", "service"): "one point",
    }
    assert [line.strip() for line in text.splitlines() if "#" in line] == [
        "# What the county decided.",
        "# By its letter of March.",
        "# the first",
        "# Counted by hand.",
        "# each June",
        'trust: {title: {zh: "信任率 #1", en: Trust}, type: percent, ballot: residents/trust}',
        "# as printed",
        "# all of them",
        "# Nothing below half.",
        "# one point",
    ]
