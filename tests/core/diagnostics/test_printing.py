"""Findings as they are printed, and the language they are printed in."""

import pytest

from guben.diagnostics import (
    CellPlace,
    Code,
    FilePlace,
    Refusal,
    Severity,
    SourceSpan,
    Text,
    gather,
    has_errors,
    nearest_names,
    preferred_language,
    print_finding,
    print_findings,
    suggestion,
)

WRONG = Code("E999", Text("“{name}”不对。", "'{name}' is wrong."), Text("改正它。", "Correct it."))
DOUBTFUL = Code("W999", Text("可疑。", "Doubtful."), severity=Severity.WARNING)
MANY = Code("E998", Text("“{value}”不对。", "'{value}' is wrong."), examples=frozenset({"value"}))


def test_a_source_line_is_marked_under_the_word() -> None:
    span = SourceSpan("a.yaml", 12, 3, 4, "  core:")

    printed = print_finding(WRONG.at(span, name="core"), "en")

    assert printed == ("a.yaml:12:3: E999 'core' is wrong.\n  12 |   core:\n     |   ^^^^\n  Correct it.")


def test_carets_stand_under_chinese_words_that_take_two_columns() -> None:
    span = SourceSpan("a.yaml", 1, 8, 2, "title: 核心, x")

    assert print_finding(WRONG.at(span, name="核心"), "zh").splitlines()[1:3] == [
        "  1 | title: 核心, x",
        "    |        ^^^^",
    ]


def test_carets_after_chinese_words_tabs_and_marks_that_take_no_column() -> None:
    span = SourceSpan("a.yaml", 1, 6, 1, "\t核心e\u0301！x")

    assert print_finding(WRONG.at(span, name="x"), "en").splitlines()[1:3] == [
        "  1 |  核心e\u0301！x",
        "    |       ^^",
    ]


def test_a_very_long_line_is_shown_around_the_mark() -> None:
    span = SourceSpan("a.yaml", 1, 501, 3, "a" * 500 + "bad" + "c" * 500)

    _, line, carets, _ = print_finding(WRONG.at(span, name="bad"), "en").splitlines()

    assert line == "  1 | …" + "a" * 20 + "bad" + "c" * 20 + "…"
    assert carets == "    | " + " " * 21 + "^^^"


@pytest.mark.parametrize(
    ("elsewhere", "chinese", "english"),
    [
        (0, "工作表“组织”第14行“上级”列：W999（提醒） 可疑。", 'Sheet "组织", row 14, column "上级": W999 (warning) Doubtful.'),
        (
            1,
            "工作表“组织”第14行“上级”列及另外1处：W999（提醒） 可疑。",
            'Sheet "组织", row 14, column "上级" and 1 other place: W999 (warning) Doubtful.',
        ),
        (
            6,
            "工作表“组织”第14行“上级”列及另外6处：W999（提醒） 可疑。",
            'Sheet "组织", row 14, column "上级" and 6 other places: W999 (warning) Doubtful.',
        ),
    ],
)  # fmt: skip
def test_a_cell_is_named_in_words(elsewhere: int, chinese: str, english: str) -> None:
    places = [CellPlace("组织", 14 + number, "上级") for number in range(elsewhere + 1)]

    [finding] = gather(DOUBTFUL.at(place) for place in places)

    assert (print_finding(finding, "zh"), print_finding(finding, "en")) == (chinese, english)


def test_a_file_is_named_without_the_folders_above_it() -> None:
    findings = [
        WRONG.at(FilePlace("/somewhere/deep/a.xlsx"), name="a"),
        WRONG.at(FilePlace("b/c.yaml"), name="b"),
    ]

    assert print_findings(findings, "zh") == (
        "a.xlsx：E999 “a”不对。\n  改正它。\nb/c.yaml：E999 “b”不对。\n  改正它。"
    )


def test_gathering_keeps_different_words_and_counts_equal_ones() -> None:
    cells = [CellPlace("s", row, "c") for row in range(4)]
    findings = [
        WRONG.at(cells[0], name="a"),
        WRONG.at(cells[1], name="b"),
        WRONG.at(cells[2], name="a"),
        WRONG.at(CellPlace("other", 2, "c"), name="a"),
    ]

    gathered = gather(findings)

    assert [(each.place, each.elsewhere) for each in gathered] == [
        (cells[0], 1),
        (cells[1], 0),
        (CellPlace("other", 2, "c"), 0),
    ]


def test_gathering_shows_one_example_of_a_value() -> None:
    findings = [MANY.at(CellPlace("s", row, "c"), value=row) for row in range(5)]

    assert [(each.message.en, each.elsewhere) for each in gather(findings)] == [("'0' is wrong.", 4)]


def test_more_than_ten_different_lines_about_a_column_become_one() -> None:
    findings = [WRONG.at(CellPlace("s", row, "c"), name=row) for row in range(11)]

    assert [(each.message.en, each.elsewhere) for each in gather(findings[:10])] == [
        (f"'{row}' is wrong.", 0) for row in range(10)
    ]
    assert [(each.message.en, each.elsewhere) for each in gather(findings)] == [("'0' is wrong.", 10)]


def test_findings_in_text_files_are_never_gathered_across_places() -> None:
    findings = [WRONG.at(SourceSpan("a.yaml", line, 1), name="a") for line in (1, 2)]

    assert gather(findings) == findings


def test_only_errors_stop_the_work() -> None:
    place = FilePlace("a")

    assert has_errors([DOUBTFUL.at(place), WRONG.at(place, name="a")])
    assert not has_errors([DOUBTFUL.at(place)])


def test_a_refusal_says_all_its_findings() -> None:
    place = FilePlace("a")

    assert (
        str(Refusal([WRONG.at(place, name="a"), DOUBTFUL.at(place)])) == "E999 'a' is wrong.; W999 Doubtful."
    )


def test_lists_and_texts_are_filled_in_in_the_language() -> None:
    text = Text("有{them}。", "There are {them}.").filled(them=[Text("甲", "A"), "b", 3])

    assert text == Text("有甲、b、3。", "There are A, b, 3.")


def test_nearest_names_are_best_first_and_none_if_nothing_is_near() -> None:
    known = ["satisfaction", "trust", "trust_line", "TRUSTED"]

    assert nearest_names("turst", known) == ["trust", "TRUSTED"]
    assert nearest_names("Trust", known) == ["trust", "TRUSTED", "trust_line"]
    assert nearest_names("xyz", known) == []


def test_a_suggestion_asks_after_near_names_or_lists_all() -> None:
    otherwise = Text("可用：{known}。", "Known: {known}.")

    assert suggestion("femal", ["male", "female"], otherwise) == Text(
        "是不是“female”或“male”？", "Did you mean 'female' or 'male'?"
    )
    assert suggestion("x", ["male", "female"], otherwise) == Text(
        "可用：male、female。", "Known: male, female."
    )


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"GUBEN_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"GUBEN_LANG": "zh_TW", "LANG": "en_US.UTF-8"}, "zh"),
        ({"GUBEN_LANG": "fr", "LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ({"LANG": "C"}, "zh"),
    ],
)
def test_the_language_is_asked_for_else_the_terminals_else_chinese(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    for name in ("GUBEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert preferred_language() == language
