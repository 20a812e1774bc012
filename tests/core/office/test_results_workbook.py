"""The results workbook says what was computed, in cells that can be filtered, summed and printed."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from guben.model.scheme import Part
from guben.office.result_book import ResultBook, ResultRow
from guben.office.results import write_results
from guben.office.tables import wrapped_lines
from guben.phrasing.values import shown_digits
from guben.plan import build_program
from guben.plan.lines import lines_of_measures
from guben.plan.program import Program
from guben.resolve import load_scheme, names_of
from guben.resolve.loading import PACKS
from guben.typesystem.schemes import type_scheme

SCHEME_TITLE = "先锋工程先进村党组织考核办法"
SUBTITLE = "考核期：2024年　　数据截至2024年12月31日　　参评党组织4个"
GREEN, AMBER, RED, NO_FILL = "FFC6E7CE", "FFFFEBB0", "FFF8CFCB", "00000000"
PARTS = ("core", "quality", "management", "service", "strength")


def make_program(name: str = "pioneer-project/village") -> Program:
    scheme = load_scheme(name).scheme
    assert scheme is not None
    names, _ = names_of(scheme)
    typed, _ = type_scheme(names)
    return build_program(typed, None)


PROGRAM = make_program()


def make_row(code: str | None, name: str, township: str | None = "青石镇", **changes) -> ResultRow:
    """Return a village that has everything, with changes."""
    measures = {
        "team_average_age": Fraction(81, 2),
        "secretary_age": Fraction(46),
        "secretary_senior_secondary": True,
        "secretary_college": False,
        "farming_techniques": Fraction(9, 10),
        "trust": Fraction(93, 100),
        "rights_kept": Fraction(4),
        "satisfaction": Fraction(85, 100),
        "net_income": Fraction("12345.5"),
        "collective_funds_total": Fraction(150_000),
        "collective_funds": Fraction(150),
        "collective_income": Fraction(80_000),
        "serious_violation": False,
    }
    points = {part.path: part.points for part in PROGRAM.scheme.all_parts()}
    return ResultRow(
        organization=name,
        code=code,
        name=name,
        field="rural",
        township=township,
        township_key=township,
        measures={**measures, **changes.pop("measures", {})},
        not_applicable=changes.pop("not_applicable", frozenset()),
        points={**points, **{path: value for path, value in changes.pop("points", {}).items()}},
        missing=changes.pop("missing", frozenset()),
        won=changes.pop("won", frozenset(PARTS)),
        total=changes.pop("total", Fraction(100)),
        veto=changes.pop("veto", None),
        earned_grade=changes.pop("earned_grade", "advanced"),
        grade=changes.pop("grade", "advanced"),
        rank=changes.pop("rank", 1),
    )


BEST = make_row("990101", "石桥村党支部")
JUST_BELOW = make_row(
    "990102",
    "大湾村党支部",
    measures={
        "satisfaction": Fraction(84_996, 100_000),
        "net_income": None,
        "farming_techniques": Fraction(1, 3),
    },
    points={
        "service": Fraction(0),
        "quality.techniques": Fraction("4.17"),
        "quality": Fraction("14.17"),
        "strength.income": Fraction(0),
        "strength": Fraction(10),
    },
    missing=frozenset({"strength.income"}),
    won=frozenset({"core", "management"}),
    total=Fraction("64.17"),
    earned_grade="middle",
    grade="middle",
    rank=3,
)
VETOED = make_row(
    "990201",
    "上河村党支部",
    "白沙乡",
    measures={"serious_violation": True, "farming_techniques": None},
    not_applicable=frozenset({"farming_techniques"}),
    points={"quality.techniques": None},
    veto=1,
    grade="backward",
    rank=1,
)
WITHOUT_TOTAL = make_row(
    None,
    "下河村党支部",
    "白沙乡",
    measures={"satisfaction": None, "trust": None},
    points={part.path: None for part in PROGRAM.scheme.all_parts()},
    missing=frozenset({"service", "core.trust"}),
    won=frozenset(),
    total=None,
    earned_grade=None,
    grade=None,
    rank=None,
)


def make_book(*rows: ResultRow, program: Program = PROGRAM) -> ResultBook:
    return ResultBook(
        program, rows, date(2024, 12, 31), "2024", "3f2a91c07be45d18" * 4, "9bc1" * 16, "e07d" * 16
    )


BOOK = make_book(WITHOUT_TOTAL, VETOED, JUST_BELOW, BEST)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("results") / "results.xlsx"
    write_results(path, BOOK, language="zh")
    return openpyxl.load_workbook(path)


def written(path: Path, book: ResultBook, language="zh") -> openpyxl.Workbook:
    write_results(path, book, language=language)
    return openpyxl.load_workbook(path)


def values(sheet) -> list[tuple[object, ...]]:
    return list(sheet.iter_rows(values_only=True))


def cell_of(sheet, heading: str, row: int):
    headings = [cell.value for cell in sheet[3]]
    return sheet.cell(row, headings.index(heading) + 1)


def test_there_is_a_summary_the_results_a_sheet_for_each_part_and_notes(workbook):
    assert workbook.sheetnames == ["汇总", "结果", "强核心", "强素质", "强管理", "强服务", "强实力", "说明"]


def test_the_summary_counts_grades_by_township_and_in_total(workbook):
    rows = values(workbook["汇总"])

    assert rows[:7] == [
        (SCHEME_TITLE, *[None] * 9),
        (SUBTITLE, *[None] * 9),
        (
            "乡镇（街道）",
            "参评数",
            "先进",
            "先进占比",
            "中间",
            "中间占比",
            "后进",
            "后进占比",
            "平均得分",
            "未定等次",
        ),
        ("青石镇", 2, 1, 0.5, 1, 0.5, 0, 0, 82.09, 0),
        ("白沙乡", 2, 0, 0, 0, 0, 1, 0.5, 100, 1),
        ("合计", 4, 1, 0.25, 1, 0.25, 1, 0.25, 88.06, 1),
        (
            "制表人：　　　　　　　　审核人：　　　　　　　　单位（盖章）：　　　　　　　　　　　　　　年　　月　　日",
            *[None] * 9,
        ),
    ]
    assert [cell.number_format for cell in workbook["汇总"][4]][1:] == [
        "#,##0_ ",
        *["#,##0_ ", "0.0%"] * 3,
        "0.00_ ",
        "#,##0_ ",
    ]


def test_the_summary_says_what_it_was_computed_from_and_what_colours_mean(workbook):
    sheet = workbook["汇总"]

    assert [row[:3] for row in values(sheet)[7:18]] == [
        ("计算依据", None, None),
        ("考核方案", "pioneer-project/village，版本2003，校验码 3f2a91c07be45d18", None),
        ("数据快照", "校验码 9bc19bc19bc19bc1", None),
        ("考核结果", "校验码 e07de07de07de07d", None),
        (None, "同一方案、同一快照，在任何电脑上算出的结果校验码都相同；完整校验码见“说明”。", None),
        (None, None, None),
        ("颜色和符号", None, None),
        ("先进", "中间", "后进"),
        ("★", "该部分达标", None),
        ("缺", "没有数据，不等于零", None),
        ("不适用", "该数据项对这个组织不适用", None),
    ]
    assert [cell.fill.fgColor.rgb for cell in sheet[15]][:3] == [GREEN, AMBER, RED]


def test_the_summary_has_a_chart_of_grades_by_township(workbook):
    (chart,) = workbook["汇总"]._charts

    assert [series.val.numRef.f for series in chart.series] == [
        "汇总!$C$4:$C$5",
        "汇总!$E$4:$E$5",
        "汇总!$G$4:$G$5",
        "汇总!$J$4:$J$5",
    ]


def test_the_results_go_by_rank_then_code_and_those_without_a_rank_come_last(workbook):
    assert values(workbook["结果"]) == [
        (f"{SCHEME_TITLE}：考核结果", *[None] * 13),
        (SUBTITLE, *[None] * 13),
        (
            "乡镇（街道）",
            "党组织名称",
            "组织代码",
            "强核心\n（20分）",
            "强素质\n（20分）",
            "强管理\n（20分）",
            "强服务\n（20分）",
            "强实力\n（20分）",
            "总分\n（100分）",
            "达标项数",
            "等次",
            "一票否决情形",
            "否决前等次",
            "名次",
        ),
        ("青石镇", "石桥村党支部", "990101", 20, 20, 20, 20, 20, 100, 5, "先进", None, None, 1),
        (
            "白沙乡",
            "上河村党支部",
            "990201",
            20,
            20,
            20,
            20,
            20,
            100,
            5,
            "后进",
            "班子成员严重违纪违法",
            "先进",
            1,
        ),
        ("青石镇", "大湾村党支部", "990102", 20, 14.17, 20, 0, 10, 64.17, 2, "中间", None, None, 3),
        (
            "白沙乡",
            "下河村党支部",
            None,
            "缺",
            "不适用",
            "不适用",
            "缺",
            "不适用",
            "—",
            0,
            "未定",
            None,
            None,
            "—",
        ),
    ]


def test_won_parts_carry_a_star_in_the_format_of_their_number(workbook):
    sheet = workbook["结果"]

    formats = [[cell.number_format for cell in row[3:9]] for row in sheet.iter_rows(min_row=4, max_row=6)]

    star, plain = '"★ "0.00_ ', "0.00_ "
    assert formats == [[star] * 5 + [plain], [star] * 5 + [plain], [star, plain, star, plain, plain, plain]]


def test_grades_are_coloured(workbook):
    sheet = workbook["结果"]

    fills = [cell_of(sheet, "等次", row).fill.fgColor.rgb for row in range(4, 8)]
    before = [cell_of(sheet, "否决前等次", row).fill.fgColor.rgb for row in range(4, 8)]

    assert fills == [GREEN, RED, AMBER, NO_FILL]
    assert before == [NO_FILL, GREEN, NO_FILL, NO_FILL]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "强核心",
            [
                ("班子平均年龄\n（岁）", "群众对书记和班子的信任率", "班子平均年龄40岁左右\n（8分）", "书记和班子有较高威信\n（12分）", "强核心得分\n（20分）", "是否达标"),
                (40.5, 0.93, 8, 12, 20, "★ 达标"),
                (40.5, 0.93, 8, 12, 20, "★ 达标"),
                (40.5, 0.93, 8, 12, 20, "★ 达标"),
                (40.5, "缺", "不适用", "缺", "缺", "未达标"),
            ],
        ),
        (
            "强素质",
            [
                ("书记年龄\n（岁）", "书记具有高中或中专以上学历", "45岁以下党员干部掌握1—2门农业适用技术的比例", "书记学历\n（10分）", "掌握农业适用技术\n（10分）", "强素质得分\n（20分）", "是否达标"),
                (46, "是", 0.9, 10, 10, 20, "★ 达标"),
                (46, "是", 1 / 3, 10, 4.17, 14.17, "未达标"),
                (46, "是", "不适用", 10, "不适用", 20, "★ 达标"),
                (46, "是", 0.9, "不适用", "不适用", "不适用", "未达标"),
            ],
        ),
        (
            "强管理",
            [
                ("四项权利落实数", "强管理得分\n（20分）", "是否达标"),
                (4, 20, "★ 达标"),
                (4, 20, "★ 达标"),
                (4, 20, "★ 达标"),
                (4, "不适用", "未达标"),
            ],
        ),
        (
            "强服务",
            [
                ("群众对村党组织的满意率", "强服务得分\n（20分）", "是否达标"),
                (0.85, 20, "★ 达标"),
                (0.84996, 0, "未达标"),
                (0.85, 20, "★ 达标"),
                ("缺", "缺", "未达标"),
            ],
        ),
        (
            "强实力",
            [
                ("年人均纯收入\n（元）", "人均可支配集体资金\n（元）", "年人均纯收入\n（10分）", "人均可支配集体资金\n（10分）", "强实力得分\n（20分）", "是否达标"),
                (12345.5, 150, 10, 10, 20, "★ 达标"),
                ("缺", 150, 0, 10, 10, "未达标"),
                (12345.5, 150, 10, 10, 20, "★ 达标"),
                (12345.5, 150, "不适用", "不适用", "不适用", "未达标"),
            ],
        ),
    ],
)  # fmt: skip
def test_a_parts_sheet_has_the_figures_it_uses_and_the_points_they_give(workbook, name, expected):
    title, subtitle, *rows = values(workbook[name])

    assert (title[0], subtitle[0]) == (f"{SCHEME_TITLE}：{name}（20分）", SUBTITLE)
    assert [row[:2] for row in rows] == [
        ("乡镇（街道）", "党组织名称"),
        ("青石镇", "石桥村党支部"),
        ("青石镇", "大湾村党支部"),
        ("白沙乡", "上河村党支部"),
        ("白沙乡", "下河村党支部"),
    ]
    assert [row[2:] for row in rows] == expected


def test_figures_are_formatted_by_their_kind(workbook):
    formats = {
        heading.split("\n")[0]: cell_of(workbook[name], heading, 4).number_format
        for name, heading in (
            ("强核心", "班子平均年龄\n（岁）"),
            ("强核心", "群众对书记和班子的信任率"),
            ("强素质", "书记年龄\n（岁）"),
            ("强管理", "四项权利落实数"),
            ("强实力", "年人均纯收入\n（元）"),
        )
    }

    assert formats == {
        "班子平均年龄": "0.0_ ",
        "群众对书记和班子的信任率": "0.00%",
        "书记年龄": "0_ ",
        "四项权利落实数": "#,##0_ ",
        "年人均纯收入": "#,##0.00_ ",
    }


def test_a_figure_just_below_a_line_is_shown_with_more_digits(workbook):
    formats = [
        cell_of(workbook["强服务"], "群众对村党组织的满意率", row).number_format for row in range(4, 7)
    ]

    assert formats == ["0.00%", "0.000%", "0.00%"]


def test_a_figure_too_close_to_a_line_for_a_spreadsheet_is_words(tmp_path):
    row = make_row("1", "石桥村党支部", measures={"satisfaction": Fraction(85, 100) - Fraction(1, 10**16)})

    sheet = written(tmp_path / "results.xlsx", make_book(row))["强服务"]

    assert cell_of(sheet, "群众对村党组织的满意率", 4).value == "84.99999999999999%"


def test_missing_figures_are_grey_and_points_without_figures_are_marked(workbook):
    missing = cell_of(workbook["强实力"], "年人均纯收入\n（元）", 5)
    points = cell_of(workbook["强实力"], "年人均纯收入\n（10分）", 5)

    assert (missing.value, missing.font.color.rgb) == ("缺", "FF808080")
    assert (points.value, points.number_format, points.font.color.rgb) == (0, '"缺 "0.00_ ', "FF808080")


@pytest.mark.parametrize(
    ("name", "panes", "table", "repeated"),
    [
        ("汇总", "B4", "A3:J5", "$3:$3"),
        ("结果", "C4", "A3:N7", "$3:$3"),
        ("强核心", "C4", "A3:H7", "$3:$3"),
        ("强实力", "C4", "A3:H7", "$3:$3"),
        ("说明", "A3", None, None),
    ],
)
def test_sheets_are_frozen_filtered_and_set_up_for_print(workbook, name, panes, table, repeated):
    sheet = workbook[name]

    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (panes, table, repeated)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)
    assert (sheet.page_margins.header, sheet.page_margins.footer) == (0.3, 0.3)
    assert sheet.oddFooter.left.text == "结果校验码 e07de07de07de07d"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_titles_are_heads_and_the_body_is_imitation_song(workbook):
    sheet = workbook["结果"]

    fonts = [(sheet[place].font.name, sheet[place].font.sz) for place in ("A1", "A2", "A3", "A4")]

    assert fonts == [("黑体", 16), ("仿宋", 11), ("黑体", 11), ("仿宋", 11)]
    assert "A1:N1" in [str(each) for each in sheet.merged_cells.ranges]
    assert (sheet["A3"].alignment.wrap_text, sheet["A4"].border.left.style) == (True, "thin")


def test_columns_are_as_wide_as_their_names(workbook):
    sheet = workbook["结果"]

    # Six Chinese characters are as wide as twelve digits.
    assert sheet.column_dimensions["B"].width > 2 * len("石桥村党支部")
    assert sheet.column_dimensions["D"].width > len("★★ 20.00")


def test_notes_show_the_parts_parameters_grades_vetoes_rules_and_whole_digests(workbook):
    rows = [row[:6] for row in values(workbook["说明"])]

    assert [row[:2] + row[3:] for row in rows[2:15]] == [
        ("考核内容和分值", None, None, None, None),
        ("考核内容", "分值", "导向", "缺数据时", "查看材料"),
        ("强核心", 20, None, None, None),
        ("班子平均年龄40岁左右", 8, "成效", "不得分", None),
        ("书记和班子有较高威信", 12, "成效", "不得分", "群众代表测评票"),
        ("强素质", 20, None, None, None),
        ("书记学历", 10, "成效", "不得分", None),
        ("掌握农业适用技术", 10, "成效", "不得分", None),
        ("强管理", 20, "过程", "不得分", None),
        ("强服务", 20, "成效", "不得分", "群众满意度测评票"),
        ("强实力", 20, None, None, None),
        ("年人均纯收入", 10, "成效", "不得分", None),
        ("人均可支配集体资金", 10, "成效", "不得分", None),
    ]
    assert [row[2] for row in rows[3:11]] == [
        "计分办法",
        None,
        "“班子平均年龄”在36岁至44岁之间（含）的，得8分，否则不得分。",
        "“群众对书记和班子的信任率”不低于80%的，得12分，否则不得分。",
        None,
        "“书记具有高中或中专以上学历”为“是”，或“书记年龄”高于45岁的，得10分，否则不得分。",
        "“45岁以下党员干部掌握1—2门农业适用技术的比例”达到80%得满分10分，0%及以下不得分，其间按比例计分。",
        "基本分20分；“四项权利落实数”不足4的，每少1扣5分；最低0分，最高20分。",
    ]
    assert [row[:3] for row in rows[16:29]] == [
        ("参数", None, None),
        ("参数名称", "取值", "单位"),
        ("班子平均年龄下限", 36, "岁"),
        ("班子平均年龄上限", 44, "岁"),
        ("信任率标准", 0.8, None),
        ("书记学历要求适用年龄", 45, "岁"),
        ("掌握技术要求适用年龄", 45, "岁"),
        ("掌握技术比例满分线", 0.8, None),
        ("应落实的权利数", 4, None),
        ("满意率标准", 0.85, None),
        ("人均纯收入标准", 4500, "元"),
        ("人均可支配集体资金标准", 120, "元"),
        ("中间等次分数线", 60, "分"),
    ]
    assert [row[:2] for row in rows[29:35]] == [
        ("等次（从高到低，按先满足的一档确定）", None),
        ("先进", "达标的部分数等于5"),
        ("中间", "总分不低于60分"),
        ("后进", "其余"),
        ("一票否决情形", None),
        ("班子成员严重违纪违法", "等次最高为“后进”"),
    ]
    assert rows[35][0] == "计算规则"
    assert [row[:2] for row in rows[40:]] == [
        ("考核周期", "每年"),
        ("校验码", None),
        ("考核方案", "3f2a91c07be45d18" * 4),
        ("数据快照", "9bc1" * 16),
        ("考核结果", "e07d" * 16),
    ]


def test_the_english_workbook_has_english_words(tmp_path):
    workbook = written(tmp_path / "results.xlsx", BOOK, "en")

    assert workbook.sheetnames == [
        "Summary",
        "Results",
        "Strong core",
        "Strong quality",
        "Strong management",
        "Strong service",
        "Strong economy",
        "Notes",
    ]
    assert values(workbook["Summary"])[1][0] == (
        "Period: 2024    Data as of 2024-12-31    Organizations evaluated: 4"
    )
    assert values(workbook["Results"])[2][3:] == (
        "Strong core\n(20 points)",
        "Strong quality\n(20 points)",
        "Strong management\n(20 points)",
        "Strong service\n(20 points)",
        "Strong economy\n(20 points)",
        "Total\n(100 points)",
        "Parts won",
        "Grade",
        "Veto",
        "Grade before veto",
        "Rank",
    )
    assert values(workbook["Strong economy"])[4][2:] == ("missing", 150, 0, 10, 10, "not won")


def test_the_same_book_gives_the_same_file_dated_at_the_cut_off(tmp_path):
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"

    write_results(first, BOOK, language="zh")
    write_results(second, make_book(*reversed(BOOK.rows)), language="zh")

    assert first.read_bytes() == second.read_bytes()
    assert openpyxl.load_workbook(first).properties.created == datetime(2024, 12, 31)


def test_without_townships_there_is_no_column_of_townships_and_no_chart(tmp_path):
    workbook = written(tmp_path / "results.xlsx", make_book(make_row("1", "石桥村党支部", None)))

    assert values(workbook["结果"])[3][:3] == ("石桥村党支部", "1", 20)
    assert workbook["结果"].freeze_panes == "B4"
    assert [row[:2] for row in values(workbook["汇总"])[3:4]] == [("合计", 1)]
    assert workbook["汇总"]._charts == []


def test_a_book_without_organizations_can_be_written(tmp_path):
    workbook = written(tmp_path / "results.xlsx", make_book())

    assert values(workbook["汇总"])[3] == ("合计", 0, 0, "—", 0, "—", 0, "—", "—", 0)
    assert len(values(workbook["结果"])) == 3


def test_titles_that_cannot_be_names_of_sheets_are_mended(tmp_path):
    def named(part: Part, words: str) -> Part:
        return replace(part, title=replace(part.title, zh=words))

    titles = ("结果", "组织/班子[一]", "长" * 40, "长" * 31, "=1+1")
    scheme = PROGRAM.scheme
    parts = tuple(named(part, words) for part, words in zip(scheme.parts, titles, strict=True))
    program = replace(PROGRAM, scheme=replace(scheme, parts=parts))

    workbook = written(tmp_path / "results.xlsx", make_book(BEST, program=program))

    assert workbook.sheetnames[2:-1] == ["结果 2", "组织 班子 一", "长" * 31, f"{'长' * 29} 2", "=1+1"]


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("84.996", 3),
        ("84.9", 2),
        ("84.994", 2),
        ("84.99996", 5),
        ("85", 2),
        ("85.004", 3),
        ("85.006", 2),
    ],
)
def test_shown_digits_keep_a_figure_on_its_side_of_the_line(value, digits):
    assert shown_digits(Fraction(value), 2, [Fraction(85)]) == digits


def test_shown_digits_regard_every_line():
    assert shown_digits(Fraction("80.003"), 2, [Fraction(85), Fraction(80)]) == 3
    assert shown_digits(Fraction("80.003"), 2, []) == 2
    assert shown_digits(Fraction("85.005"), 2, [Fraction("85.005")]) == 3


def test_shown_digits_of_a_line_without_an_end_stop_at_fifteen():
    assert shown_digits(Fraction(1, 3), 2, [Fraction(1, 3)]) == 15


def test_lines_are_the_fixed_numbers_of_all_formulas_that_speak_of_a_measure(tmp_path):
    words = (PACKS / "pioneer-project/schemes/village.yaml").read_text(encoding="utf-8")
    file = tmp_path / "village.yaml"
    file.write_text(words.replace("net_income >= income_line", "net_income >= 4800"), encoding="utf-8")

    own, changed = lines_of_measures(PROGRAM), lines_of_measures(make_program(str(file)))

    assert Fraction(17, 20) in own["satisfaction"]
    assert {Fraction(36), Fraction(44)} <= set(own["team_average_age"])
    assert Fraction(4500) in own["net_income"] and Fraction(4800) not in own["net_income"]
    assert Fraction(4800) in changed["net_income"]


def test_words_wrap_by_character_in_chinese_and_by_word_in_latin():
    assert wrapped_lines("人均可支配集体资金", 10) == 2
    assert wrapped_lines("Strong management", 12) == 2
    assert wrapped_lines("强核心\n（20分）", 12) == 2
