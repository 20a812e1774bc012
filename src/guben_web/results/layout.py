"""What is common to all results of an evaluation: title, grades and parts, as its scheme had them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from guben_web.engine.schemes import Program
from guben_web.engine.texts import Text

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the scheme; `points` are the printed ones, `depth` is 0 at the top."""

    path: str
    title: Text
    points: Decimal
    depth: int
    can_be_won: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The scheme as pages show it. `grades` run from the best to the last; each part stands before its own parts.

    `tails` are the titles of its lists of the first or last, by name.
    """

    title: Text
    level: str
    digits: int
    total: Decimal
    grades: tuple[Text, ...]
    vetoes: tuple[Text, ...]
    parts: tuple[Part, ...]
    tails: Mapping[str, Text] = field(default_factory=dict)

    @property
    def top(self) -> tuple[Part, ...]:
        """The parts at the top: the dimensions."""
        return tuple(part for part in self.parts if part.depth == 0)

    def points(self, units: int | None) -> Decimal | None:
        """Return points from the integer that a result holds."""
        return None if units is None else Decimal(units).scaleb(-self.digits)

    def units(self, points: Fraction | None) -> int | None:
        """Return the integer that a result holds; exact, since results are rounded to the scheme's digits."""
        if points is None:
            return None
        units: Fraction = points * 10**self.digits
        if units.denominator != 1:
            raise ValueError(f"{points} has more than {self.digits} digits")
        return units.numerator


def layout_of(program: Program) -> Layout:
    """Return the layout of a program."""
    scheme = program.scheme
    parts = tuple(
        Part(part.path, part.title, _decimal(part.points), part.path.count("."), part.won is not None)
        for part in scheme.all_parts()
    )
    return Layout(
        title=scheme.title,
        level=scheme.scope.level,
        digits=scheme.digits,
        total=_decimal(scheme.total),
        grades=tuple(grade.title for grade in scheme.grades),
        vetoes=tuple(veto.title or Text("", "") for veto in scheme.vetoes),
        parts=parts,
        tails={tail.name: tail.title for tail in scheme.tails},
    )


def layout_as_data(layout: Layout) -> dict[str, object]:
    """Return a layout as JSON."""
    return {
        "title": _pair(layout.title),
        "level": layout.level,
        "digits": layout.digits,
        "total": str(layout.total),
        "grades": [_pair(title) for title in layout.grades],
        "vetoes": [_pair(title) for title in layout.vetoes],
        "parts": [
            {
                "path": part.path,
                "title": _pair(part.title),
                "points": str(part.points),
                "depth": part.depth,
                "can_be_won": part.can_be_won,
            }
            for part in layout.parts
        ],
        "tails": {name: _pair(title) for name, title in layout.tails.items()},
    }


def layout_from_data(data: Mapping[str, Any]) -> Layout:
    """Return the layout that stands in JSON."""
    return Layout(
        title=_text(data["title"]),
        level=data["level"],
        digits=data["digits"],
        total=Decimal(data["total"]),
        grades=tuple(map(_text, data["grades"])),
        vetoes=tuple(map(_text, data["vetoes"])),
        parts=tuple(
            Part(
                each["path"],
                _text(each["title"]),
                Decimal(each["points"]),
                each["depth"],
                each["can_be_won"],
            )
            for each in data["parts"]
        ),
        # What was computed before lists were kept has none.
        tails={name: _text(pair) for name, pair in data.get("tails", {}).items()},
    )


def _decimal(points: Fraction) -> Decimal:
    # As it was written in the scheme, so the division ends.
    return Decimal(points.numerator) / Decimal(points.denominator)


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]


def _text(pair: list[str]) -> Text:
    return Text(pair[0], pair[1])
