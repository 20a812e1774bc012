"""What an office worker changes in the workbook of a scheme is the scheme she meant, or is pointed at."""

from datetime import date
from fractions import Fraction

import pytest
from scheme_workbooks import column_of, edited, exported, found_in, imported, put

from guben.diagnostics import Text, print_findings
from guben.model.grading import QuotaKind
from guben.model.scheme import MissingPolicy, Period, Reward
from guben.model.values import Kind


def scheme_after(tmp_path, edit):
    checked, findings = imported(edited(exported(tmp_path), edit))
    assert print_findings([each for each in findings if each.is_error], "en") == ""
    return checked.scheme


def findings_after(tmp_path, edit):
    return found_in(edited(exported(tmp_path), edit))


def part(scheme, path):
    return next(each for each in scheme.all_parts() if each.path == path)


def test_points_and_titles_that_were_changed_are_the_new_ones(tmp_path):
    def edit(book):
        put(book, "指标", "core.age", "points", 6)
        put(book, "指标", "core.trust", "points", 14)
        put(book, "指标", "core.trust", "title.zh", "书记和班子有威信")

    scheme = scheme_after(tmp_path, edit)

    assert (part(scheme, "core.age").points, part(scheme, "core.trust").points) == (6, 14)
    assert part(scheme, "core.trust").title == Text("书记和班子有威信", "Secretary and team are trusted")


@pytest.mark.parametrize(("written", "pattern"), [(0.9, "0%"), (0.9, "0.00%"), ("90%", "@"), ("９０％", "@")])
def test_a_percentage_is_understood_however_excel_keeps_it(tmp_path, written, pattern):
    def edit(book):
        put(book, "参数", "satisfaction_line", "value", written)
        column = column_of(book, "参数", "value")
        row = next(each for each in book["参数"].iter_rows() if each[0].value == "satisfaction_line")
        row[column - 1].number_format = pattern

    scheme = scheme_after(tmp_path, edit)

    assert scheme.parameters["satisfaction_line"].value == Fraction(90, 100)


def test_a_row_that_was_added_is_a_new_part_with_its_lines(tmp_path):
    def edit(book):
        put(book, "指标", "core.age", "points", 5)
        for key, value in (
            ("title.zh", "按时换届"),
            ("title.en", "Elections on time"),
            ("points", 3),
            ("rewards", "process"),
        ):
            put(book, "指标", "core.election", key, value)
        put(book, "计分行", "core.election", "minus", 1.5)
        put(book, "计分行", "core.election", "each", "team WHERE age > 60")

    scheme = scheme_after(tmp_path, edit)

    new = part(scheme, "core.election")
    assert [each.name for each in scheme.parts[0].parts] == ["age", "trust", "election"]
    assert (new.title, new.points, new.rewards) == (Text("按时换届", "Elections on time"), 3, Reward.PROCESS)
    assert [line.points for line in new.scoring.lines] == [Fraction(3, 2)]


def test_a_title_in_one_language_stands_for_both_until_it_is_translated(tmp_path):
    def edit(book):
        put(book, "指标", "core.age", "title.en", None)

    checked, findings = imported(edited(exported(tmp_path), edit))

    assert part(checked.scheme, "core.age").title == Text("班子平均年龄40岁左右", "班子平均年龄40岁左右")
    assert print_findings(findings, "en").splitlines()[0] == (
        'Sheet "指标", row 5, column "中文名称": W811 (warning) Only one language is filled in; the other takes the same words.'
    )


def test_words_of_closed_lists_are_understood_in_both_languages_and_as_codes(tmp_path):
    def edit(book):
        put(book, "指标", "core.age", "rewards", "过程")
        put(book, "指标", "core.trust", "rewards", "Output")
        put(book, "指标", "service", "missing", "exclude")
        put(book, "制度", "for.level", "$value", "乡镇")
        put(book, "制度", "for.fields", "$value", "农村，城市社区")
        put(book, "制度", "period", "$value", "每季度")
        put(book, "参数", "funds_line", "type", "金额")

    scheme = scheme_after(tmp_path, edit)

    assert [part(scheme, path).rewards for path in ("core.age", "core.trust")] == [
        Reward.PROCESS,
        Reward.OUTPUT,
    ]
    assert part(scheme, "service").missing is MissingPolicy.EXCLUDE
    assert (scheme.scope.level, scheme.scope.fields) == ("township", ("rural", "community"))
    assert (scheme.period, scheme.parameters["funds_line"].type.kind) == (Period.QUARTER, Kind.YUAN)


def test_excel_numbers_and_dates_where_words_are_meant_are_understood(tmp_path):
    def edit(book):
        put(book, "制度", "version", "$value", 2026)
        book["算例"].cell(8, column_of(book, "算例", "as_of"), date(2003, 12, 31))

    scheme = scheme_after(tmp_path, edit)

    assert scheme.version == "2026"
    assert next(case.as_of.words for case in scheme.cases if case.as_of) == "2003-12-31"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            ("指标", "core.age", "points", 9),
            """Sheet "指标", row 4, column "分值": E301 Points of part 'core' add up to 21, not 20.""",
        ),
        (
            ("指标", "core.trust", "pass", "trst >= trust_line"),
            """Sheet "指标", row 6, column "满足即得满分的条件": E201 Nothing here is called 'trst'.""",
        ),
        (
            ("指标", "core.trust", "points", "十二"),
            """Sheet "指标", row 6, column "分值": E107 '十二' is not a number.""",
        ),
        (
            ("指标", "core.trust", "rewards", "result"),
            """Sheet "指标", row 6, column "导向": E108 'result' is not known here, in part 'core.trust'.""",
        ),
        (
            ("等次", "middle", "when", "total > = 60"),
            """Sheet "等次", row 5, column "条件（最后一个等次不填）": E109 The formula cannot be read here: expected a number, a name or a bracket, found '='.""",
        ),
        (
            ("计分行", "mangement", "minus", 2),
            """Sheet "计分行", row 5, column "所属指标": E805 The sheet of parts has no 'mangement'.""",
        ),
        (
            ("指标", "cor.youth", "points", 2),
            """Sheet "指标", row 15, column "代号": E805 The sheet of parts has no 'cor'.""",
        ),
        (
            ("数据项", "trust", "choices", "{low: 1"),
            """Sheet "数据项", row 9, column "选项": E806 What stands between the brackets cannot be read: a comma or the closing brace is missing here.""",
        ),
        (
            ("参数", "income_line", "type", None),
            """Sheet "参数", row 12, column "代号": E103 'type' is missing from parameter 'income_line'.""",
        ),
        (
            ("制度", "for.level", "$value", "villages"),
            """Sheet "制度", row 8, column "内容": E108 'villages' is not known here, in 'for'.""",
        ),
    ],
    ids=lambda each: "-".join(map(str, each)) if isinstance(each, tuple) else "",
)  # fmt: skip
def test_a_mistake_is_pointed_at_where_it_stands(tmp_path, place, expected):
    assert findings_after(tmp_path, lambda book: put(book, *place)) == [expected]


def test_several_mistakes_are_found_at_once(tmp_path):
    def edit(book):
        put(book, "指标", "core.trust", "pass", "trst >= trust_line")
        put(book, "指标", "service", "pass", "satisfacton >= satisfaction_line")
        put(book, "参数", "funds_line", "value", "很多")

    assert [each.split(": ")[1][:4] for each in findings_after(tmp_path, edit)] == ["E107"]
    assert [
        each.split(": ")[1][:4]
        for each in findings_after(
            tmp_path, lambda book: (edit(book), put(book, "参数", "funds_line", "value", 130))
        )
    ] == ["E201", "E201"]


def test_the_nearest_names_are_offered(tmp_path):
    checked, findings = imported(
        edited(exported(tmp_path), lambda book: put(book, "指标", "core.trust", "pass", "trst >= trust_line"))
    )

    assert checked.program is None
    assert [each.hint for each in findings] == [Text("是不是“trust”？", "Did you mean 'trust'?")]


def test_a_name_that_is_there_twice_is_refused(tmp_path):
    def edit(book):
        for cell, value in zip(book["等次"][8], ("middle", "中等", "Middling", "total >= 70"), strict=False):
            cell.value = value

    assert findings_after(tmp_path, edit) == [
        """Sheet "等次", row 8, column "代号": E804 'middle' is there twice; the other is in row 5."""
    ]


def test_a_row_without_a_name_is_refused(tmp_path):
    assert findings_after(tmp_path, lambda book: book["指标"].cell(20, 2, "新指标")) == [
        'Sheet "指标", row 20: E803 This row has no "Part".'
    ]


def test_a_misspelled_key_of_a_column_is_one_problem(tmp_path):
    def edit(book):
        book["指标"].cell(3, column_of(book, "指标", "rewards"), "reward")

    assert findings_after(tmp_path, edit) == [
        """Sheet "指标", row 5, column "导向" and 7 other places: E102 'reward' is not a key of part 'core.age'."""
    ]


def test_a_column_twice_and_one_without_a_key_are_refused(tmp_path):
    def edit(book):
        sheet = book["参数"]
        sheet.cell(3, 8, "value")
        sheet.cell(5, 10, "备注")

    assert findings_after(tmp_path, edit) == [
        """Sheet "参数", row 3, column "H": E808 There are two columns with the key 'value'.""",
        'Sheet "参数", row 3, column "J": E809 This column has no key, so that it is not known what it holds.',
    ]


def test_a_removed_row_of_keys_is_refused(tmp_path):
    assert findings_after(tmp_path, lambda book: book["指标"].delete_rows(3)) == [
        'Sheet "指标": E802 There is no row with the keys (such as title.zh), so that it is not known what the columns hold.'
    ]


def test_a_removed_sheet_is_refused_and_a_strange_one_left_alone_with_a_warning(tmp_path):
    def edit(book):
        del book["等次"]
        book.create_sheet("草稿").cell(1, 1, "想法")

    assert findings_after(tmp_path, edit) == [
        'Sheet "草稿": W810 (warning) The sheet "草稿" is not known and was not read.',
        'scheme-zh.xlsx: E801 There is no sheet "Grades"; there are: 考核评分表, 制度, 指标, 计分行, 分档, 参数, 数据项, 一票否决, 算例, 草稿.',
    ]


def test_a_sheet_that_was_hidden_is_read_all_the_same(tmp_path):
    def edit(book):
        book["算例"].sheet_state = "hidden"

    assert len(scheme_after(tmp_path, edit).cases) == 47


def test_a_rare_sheet_that_was_filled_in_is_read(tmp_path):
    def edit(book):
        for key, value in (("grades", "advanced"), ("kind", "不超过"), ("share", 0.3), ("rounding", "四舍五入"), ("within", "county"), ("ties", "都计入")):  # fmt: skip
            book["比例控制"].cell(4, column_of(book, "比例控制", key)).value = value
        book["比例控制"].cell(4, column_of(book, "比例控制", "share")).number_format = "0%"

    (quota,) = scheme_after(tmp_path, edit).quotas

    assert (quota.grades, quota.kind, quota.quantity.share) == (
        ("advanced",),
        QuotaKind.AT_MOST,
        Fraction(3, 10),
    )
    assert (quota.within, quota.ties_are_in) == (("county",), True)


def test_a_part_that_is_scored_in_two_ways_is_refused_where_it_stands(tmp_path):
    assert findings_after(tmp_path, lambda book: put(book, "分档", "service", "points", 5)) == [
        """Sheet "指标", row 11, column "代号": E114 Part 'service' has more than one scoring: pass, bands."""
    ]


def test_two_cells_for_one_key_are_refused(tmp_path):
    def edit(book):
        book["指标"].cell(3, column_of(book, "指标", "applies"), "linear")
        put(book, "指标", "quality.techniques", "linear", "{value: trust}")

    assert findings_after(tmp_path, edit) == [
        """Sheet "指标", row 9, column "按比例计分的数值": E807 'linear.value' is written twice in this row."""
    ]
