"""How the sheets of a results workbook look: fonts, borders, the colours of grades, widths of words."""

from collections.abc import Mapping
from unicodedata import east_asian_width

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]

BODY_FONT, HEAD_FONT = "仿宋", "黑体"
FONT_SIZE, TITLE_SIZE = 11, 16

# Light fills with the stronger colours of the same hue for charts; best first.
_GRADE_FILLS = ("#C6E7CE", "#E3EFC4", "#FFEBB0", "#FBD9B5", "#F8CFCB")
_GRADE_COLOURS = ("#5BAA70", "#A9C465", "#EBBE4D", "#E2955A", "#D2655D")
_TOTAL_FILL, _HEAD_FILL, _GREY = "#F2F2F2", "#E9EDF2", "#808080"
# Words keep off the borders.
_ROOM = 1
NO_GRADE_COLOUR = "#BFBFBF"


def words_width(words: str) -> int:
    """Return the width of words in half-width characters; Chinese characters count two."""
    return (
        len(words) if words.isascii() else sum(2 if east_asian_width(each) in "WFA" else 1 for each in words)
    )


def grade_fill(place: int, count: int) -> str:
    """Return the light colour of the grade at `place` of `count`, best first: green to red."""
    return _GRADE_FILLS[_shade(place, count)]


def grade_colour(place: int, count: int) -> str:
    """Return the colour of the same grade in a chart."""
    return _GRADE_COLOURS[_shade(place, count)]


def _shade(place: int, count: int) -> int:
    last = len(_GRADE_FILLS) - 1
    return (2 * place * last + count - 1) // (2 * (count - 1)) if count > 1 else 0


def _off_the_border(pattern: str) -> str:
    """Return the pattern as a Chinese Excel writes it: with room behind, but not behind a percent sign."""
    return pattern if pattern.endswith("%") else f"{pattern}_ "


class Styles:
    """The formats of the workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        plain = {"border": 0}
        title = {**plain, "font_name": HEAD_FONT, "font_size": TITLE_SIZE, "text_wrap": True}
        self.title = self._get(**title, align="center")
        self.left_title = self._get(**title, align="left")
        self.subtitle = self._get(**plain, align="center")
        self.left_subtitle = self._get(**plain, align="left")
        self.section = self._get(**plain, font_name=HEAD_FONT, font_size=12)
        self.note = self._get(**plain, text_wrap=True)
        self.note_beside = self._get(**plain, text_wrap=True, indent=_ROOM)
        self.header = self._get(font_name=HEAD_FONT, align="center", text_wrap=True, bg_color=_HEAD_FILL)
        self.header_of_rows = self._get(font_name=HEAD_FONT, align="center", text_wrap=True)
        self.words = self._get(indent=_ROOM)
        self.wrapped = self._get(indent=_ROOM, text_wrap=True)
        self.code = self._get(num_format="@", indent=_ROOM)
        self.centred = self._get(align="center")
        self.grey = self._get(align="center", font_color=_GREY)
        self.won = self._get(align="center", bg_color=_GRADE_FILLS[0])
        self.day = self._get(num_format="yyyy-mm-dd", align="right")
        self.number_as_text = self._get(align="right")
        self.total_words = self._get(bold=True, bg_color=_TOTAL_FILL, indent=_ROOM)

    def number(self, pattern: str) -> Format:
        """Return the format of numbers with a pattern such as `0.00%`."""
        return self._get(num_format=_off_the_border(pattern), align="right")

    def grey_number(self, pattern: str) -> Format:
        """Return the format of numbers that stand for want of figures."""
        return self._get(num_format=_off_the_border(pattern), align="right", font_color=_GREY)

    def total_number(self, pattern: str) -> Format:
        """Return the format of numbers in a total row."""
        return self._get(num_format=_off_the_border(pattern), align="right", bold=True, bg_color=_TOTAL_FILL)

    def bold_number(self, pattern: str) -> Format:
        """Return the format of numbers that stand out."""
        return self._get(num_format=_off_the_border(pattern), align="right", bold=True)

    def indented(self, depth: int) -> Format:
        """Return the format of words that stand `depth` steps below others; those at the top are bold."""
        return self._get(indent=_ROOM + 2 * depth, bold=depth == 0, text_wrap=True)

    def grades(self, names: tuple[str, ...]) -> Mapping[str, Format]:
        """Return the format of each grade, best first."""
        return {
            name: self._get(align="center", bg_color=grade_fill(place, len(names)))
            for place, name in enumerate(names)
        }

    def _get(self, **looks: object) -> Format:
        usual: dict[str, object] = {
            "font_name": BODY_FONT,
            "font_size": FONT_SIZE,
            "valign": "vcenter",
            "border": 1,
        }
        key = tuple(sorted({**usual, **looks}.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]
