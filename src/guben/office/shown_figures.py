"""Figures as cells show them: enough digits that no failing figure looks like a passing one."""

from datetime import date
from fractions import Fraction

from xlsxwriter.format import Format  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.model.exact import decimal_text
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.office.result_book import MeasuredValue
from guben.office.styles import Styles, words_width
from guben.phrasing.values import shown_digits

YES, NO = Text("是", "Yes"), Text("否", "No")
MISSING = Text("缺", "missing")
NOT_APPLICABLE = Text("不适用", "n/a")

# A cell holds a binary number, of which spreadsheets show 15 digits at most.
_CELL_DIGITS = 15
_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()
_WITH_SEPARATOR = frozenset({Kind.YUAN, Kind.AREA, Kind.COUNT})

Cell = tuple[str | float | None, Format]


def number_pattern(kind: Kind, digits: int) -> str:
    """Return the number format of a kind with so many decimals."""
    whole = "#,##0" if kind in _WITH_SEPARATOR else "0"
    decimals = f".{'0' * digits}" if digits else ""
    return f"{whole}{decimals}{'%' if kind is Kind.PERCENT else ''}"


class FigureCells:
    """Makes the cells of one measure, and knows how wide they have become."""

    def __init__(
        self, measure: Measure, lines: tuple[Fraction, ...], styles: Styles, language: Language
    ) -> None:
        self.type = measure.type
        self.styles = styles
        self.language = language
        self.factor = 100 if self.type.kind is Kind.PERCENT else 1
        self.lines = [line * self.factor for line in lines]
        self.rough_lines = [float(line) for line in lines]
        # Rounding moves a figure by half of this at most; the other half covers the binary number.
        self.near = 10.0**-self.type.digits / self.factor
        self.usual = styles.number(number_pattern(self.type.kind, self.type.digits))
        self.largest = 0.0
        self.widest = 4

    @property
    def width(self) -> int:
        """The width of the widest cell made so far, in half-width characters."""
        if not self.type.is_number:
            return self.widest
        pattern = number_pattern(self.type.kind, self.type.digits)
        shown = f"{self.largest * self.factor:{',' if ',' in pattern else ''}.{self.type.digits}f}"
        return max(self.widest, len(shown) + pattern.count("%") + 1)

    def cell(self, value: MeasuredValue, is_applicable: bool) -> Cell:
        """Return the cell of a value: a real number wherever there is one."""
        if not is_applicable:
            return self._word(NOT_APPLICABLE.say(self.language), self.styles.grey)
        if value is None:
            return self._word(MISSING.say(self.language), self.styles.grey)
        if isinstance(value, bool):
            return self._word((YES if value else NO).say(self.language), self.styles.centred)
        if self.type.kind is Kind.DATE:
            return self._day(value)
        if isinstance(value, str):
            choices = self.type.choices
            known = choices is not None and value in choices
            words = choices[value].title.say(self.language) if choices is not None and known else value
            return self._word(words, self.styles.words)
        number = float(value)
        for line in self.rough_lines:
            if -self.near <= number - line <= self.near:
                return self._near_a_line(value, number)
        self.largest = max(self.largest, abs(number))
        return number, self.usual

    def _near_a_line(self, value: Fraction, number: float) -> Cell:
        read = value * self.factor
        digits = shown_digits(read, self.type.digits, self.lines)
        text = decimal_text(read, digits)
        percent = "%" if self.type.kind is Kind.PERCENT else ""
        self.widest = max(self.widest, len(text) + len(percent) + 2)
        if digits > self.type.digits and sum(each.isdigit() for each in text.lstrip("-0.")) > _CELL_DIGITS:
            return text + percent, self.styles.number_as_text
        return number, self.styles.number(number_pattern(self.type.kind, digits))

    def _day(self, value: Fraction | str) -> Cell:
        digits = str(value).replace("-", "")
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        self.widest = max(self.widest, 11)
        return float(day.toordinal() - _EXCEL_DAY_ZERO), self.styles.day

    def _word(self, words: str, style: Format) -> Cell:
        self.widest = max(self.widest, words_width(words) if len(words) > 1 else 2)
        return words, style
