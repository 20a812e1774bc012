"""The sheet that says how the results came about: the scheme's parts, parameters, grades, vetoes, and rules."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Text
from guben.diagnostics.text import both
from guben.model.exact import plain_number
from guben.model.keywords import MISSING_POLICIES, PERIODS, REWARDS
from guben.model.scheme import Parameter
from guben.model.values import Kind
from guben.office.result_book import ResultBook, parts_below
from guben.office.results_sheet import limit_titles, veto_titles
from guben.office.shown_figures import Cell, number_pattern
from guben.office.tables import Output, merge, row_height, wrapped_lines, write_cells, write_top
from guben.office.words import subtitle
from guben.phrasing import say_condition, say_quota, say_scoring, say_tail

NOTES_SHEET = Text("说明", "Notes")
_TITLE = Text("{scheme}：说明", "{scheme}: notes")
_PARTS = Text("考核内容和分值", "Parts and points")
_PART, _POINTS = Text("考核内容", "Part"), Text("分值", "Points")
_RULE = Text("计分办法", "Rule")
_REWARDS = Text("导向", "Rewards")
_WITHOUT_FIGURES = Text("缺数据时", "Without figures")
_LOOK_AT, _SCORED_BY = Text("查看材料", "Look at"), Text("评分单位", "Scored by")
_SUM = Text("合计", "Total")
_PARAMETERS, _PARAMETER = Text("参数", "Parameters"), Text("参数名称", "Parameter")
_VALUE, _UNIT = Text("取值", "Value"), Text("单位", "Unit")
_GRADES = Text("等次（从高到低，按先满足的一档确定）", "Grades, best first; the first that is reached counts")
_REST = Text("其余", "All others")
_VETOES = Text("一票否决情形", "Vetoes")
_AT_LEAST = Text("等次最低为“{grade}”", "The grade is at least '{grade}'")
_CEILINGS, _FLOORS = Text("封顶条件", "Ceilings"), Text("保底条件", "Floors")
_QUOTAS, _LISTS = Text("比例控制（按顺序）", "Quotas, in order"), Text("名单", "Lists")
_SCHEME, _SNAPSHOT, _RESULT = (
    Text("考核方案", "Scheme"),
    Text("数据快照", "Snapshot"),
    Text("考核结果", "Results"),
)
_AT_BEST = Text("等次最高为“{grade}”", "The grade is at best '{grade}'")
_RULES, _DIGESTS = Text("计算规则", "Rules of computation"), Text("校验码", "Digests")

_HOW_OFTEN = Text("考核周期", "How often")
_RULE_WORDS = (
    Text(
        "“缺”表示没有数据，不等于零。缺数据的内容按上表“缺数据时”一栏处理：不得分，或者不计入、其余内容按分值比例折算。",
        "'missing' means that there are no figures, which is not zero. Such a part is treated as the column "
        "'Without figures' says: no points, or left out with the others scaled up to the printed points.",
    ),
    Text(
        "“不适用”的内容不计入，其余内容按分值比例折算到原定满分；全部不适用的，不计总分、不定等次。",
        "What is not applicable ('n/a') is left out and the other parts are scaled up to the printed points; "
        "where nothing applies there is no total and no grade.",
    ),
    Text(
        "是否达到标准按未四舍五入的数值判断；四舍五入后会与标准混淆的数值，多显示几位小数。得分保留{digits}位小数。",
        "Figures are held against a line unrounded; a figure that rounding would carry over a line is shown with more "
        "decimals. Points have {digits} decimals.",
    ),
    Text(
        "★表示该部分达标。总分相同的名次并列。名次供组织部门掌握使用，不对村公布；不对个人排名。",
        "★ marks a part that is won. Equal totals share a rank. Ranks are for the department and are not shown to "
        "villages; persons are never ranked.",
    ),
)
_WIDTHS = (40.0, 10.0, 60.0, 9.0, 16.0, 26.0, 18.0)
_LAST = len(_WIDTHS) - 1
_FIRST_ROW = 2
# Cells have margins, and the body font is a little wider than the digits that widths count in.
_ROOM, _FONT_IS_WIDER = 3, 0.92


def write_notes(output: Output, book: ResultBook) -> None:
    """Write the sheet."""
    scheme, styles = book.program.scheme, output.styles
    sheet = output.add_sheet(output.say(NOTES_SHEET))
    title = output.say(_TITLE.filled(scheme=scheme.title))
    write_top(output, sheet, title, subtitle(output, book), _WIDTHS)
    sheet.freeze_panes(_FIRST_ROW, 0)
    notes = _Notes(output, sheet)
    notes.section(_PARTS)
    notes.header(_PART, _POINTS, _RULE, _REWARDS, _WITHOUT_FIGURES, _LOOK_AT, _SCORED_BY)
    notes.rows(_part_rows(output, book))
    if scheme.parameters:
        notes.section(_PARAMETERS)
        notes.header(_PARAMETER, _VALUE, _UNIT)
        notes.rows(
            _parameter_cells(output, each, int(f"{book.as_of:%Y%m%d}")) for each in scheme.parameters.values()
        )
    # What belongs together is printed together.
    sheet.set_h_pagebreaks([notes.row])
    formats = styles.grades(tuple(book.grades()))
    notes.section(_GRADES)
    for step in book.program.grades:
        condition = say_condition(step.condition) if step.condition else _REST
        notes.pair(book.grades()[step.name].title, condition, formats[step.name])
    if scheme.vetoes:
        notes.section(_VETOES)
        for name, veto in zip(veto_titles(book), scheme.vetoes, strict=True):
            notes.pair(name, _AT_BEST.filled(grade=book.grades()[veto.grade].title))
    _write_limits(notes, book)
    notes.section(_RULES)
    for number, rule in enumerate(_RULE_WORDS, start=1):
        notes.paragraph(f"{number}. {output.say(rule.filled(digits=scheme.digits))}")
    if scheme.period is not None:
        notes.pair(_HOW_OFTEN, PERIODS[scheme.period].title)
    notes.section(_DIGESTS)
    for label, digest in (
        (_SCHEME, book.scheme_digest),
        (_SNAPSHOT, book.snapshot_digest),
        (_RESULT, book.result_digest),
    ):
        notes.pair(label, both(digest))


def _write_limits(notes: "_Notes", book: ResultBook) -> None:
    """Write ceilings, quotas, floors and lists, those that there are."""
    scheme, grades = book.program.scheme, book.grades()
    for section, words, limits in (
        (_CEILINGS, _AT_BEST, scheme.ceilings),
        (_FLOORS, _AT_LEAST, scheme.floors),
    ):
        if limits:
            notes.section(section)
            for name, limit in zip(limit_titles(limits), limits, strict=True):
                notes.pair(name, words.filled(grade=grades[limit.grade].title))
    if scheme.quotas:
        notes.section(_QUOTAS)
        for name, step in zip(limit_titles(scheme.quotas), book.program.quotas, strict=True):
            titles = [grades[grade].title for grade in step.quota.grades]
            notes.pair(name, say_quota(step.quota, step.then, titles))
    if scheme.tails:
        notes.section(_LISTS)
        for each in book.program.tails:
            notes.pair(each.tail.title, say_tail(each.tail, each.expression))


class _Notes:
    """Writes sections below one another."""

    def __init__(self, output: Output, sheet: Worksheet) -> None:
        self.output = output
        self.sheet = sheet
        self.row = _FIRST_ROW

    def section(self, title: Text) -> None:
        """Write the head of a section, with room above."""
        self.sheet.set_row(self.row, 30)
        merge(self.sheet, self.row, 0, _LAST, self.output.say(title), self.output.styles.section)
        self.row += 1

    def header(self, *headings: Text) -> None:
        """Write the header of a table."""
        self.rows([[(self.output.say(each), self.output.styles.header) for each in headings]])

    def rows(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Write the rows of a table, high enough for their words."""
        for cells in rows:
            lines = (
                wrapped_lines(value, width - _ROOM)
                for (value, _), width in zip(cells, _WIDTHS, strict=False)
                if isinstance(value, str)
            )
            self.sheet.set_row(self.row, row_height(max(lines, default=1)))
            write_cells(self.sheet, self.row, cells)
            self.row += 1

    def pair(self, label: Text, words: Text, style: Format | None = None) -> None:
        """Write a label, in its own style if it has one, with words beside it."""
        styles, said = self.output.styles, self.output.say(label)
        self.sheet.set_row(self.row, row_height(wrapped_lines(said, _WIDTHS[0] - _ROOM)))
        self.sheet.write_string(self.row, 0, said, style or styles.wrapped)
        merge(self.sheet, self.row, 1, _LAST, self.output.say(words), styles.wrapped)
        self.row += 1

    def paragraph(self, words: str) -> None:
        """Write words over the whole width."""
        self.sheet.set_row(self.row, row_height(wrapped_lines(words, sum(_WIDTHS) * _FONT_IS_WIDER)))
        merge(self.sheet, self.row, 0, _LAST, words, self.output.styles.note)
        self.row += 1


def _part_rows(output: Output, book: ResultBook) -> Iterator[list[Cell]]:
    styles = output.styles
    steps = {step.path: step for step in book.program.parts}

    def say(words: Text | None, style: Format) -> Cell:
        return None if words is None else output.say(words), style

    for top in book.program.scheme.parts:
        for part, depth in parts_below(top):
            rewards = REWARDS[part.rewards].title if part.rewards else None
            step = steps[part.path]
            policy = None if part.parts else MISSING_POLICIES[step.policy].title
            rule = say_scoring(step.scoring, step.printed) if step.scoring else None
            yield [
                (output.say(part.title), styles.indented(depth)),
                _number_cell(output, part.points, Kind.POINTS, is_bold=depth == 0),
                say(rule, styles.wrapped),
                say(rewards, styles.centred),
                say(policy, styles.centred),
                say(part.look_at, styles.wrapped),
                say(part.scored_by, styles.wrapped),
            ]
    total, digits = book.program.scheme.total, _decimals(book.program.scheme.total)
    yield [
        (output.say(_SUM), styles.total_words),
        (float(total), styles.total_number(number_pattern(Kind.POINTS, digits))),
        *[(None, styles.total_words)] * 5,
    ]


def _parameter_cells(output: Output, parameter: Parameter, day: int) -> list[Cell]:
    title = parameter.title or both(parameter.name)
    unit = both("") if parameter.type.kind is Kind.PERCENT else parameter.type.unit
    return [
        (output.say(title), output.styles.wrapped),
        _number_cell(output, parameter.on(day), parameter.type.kind),
        (output.say(unit) or None, output.styles.centred),
    ]


def _number_cell(output: Output, number: Fraction, kind: Kind, is_bold: bool = False) -> Cell:
    """Return a number written in the scheme, with the decimals it has."""
    read = number * 100 if kind is Kind.PERCENT else number
    pattern = number_pattern(kind, _decimals(read))
    return float(number), output.styles.bold_number(pattern) if is_bold else output.styles.number(pattern)


def _decimals(number: Fraction) -> int:
    return len(plain_number(number).partition(".")[2])
