"""A round's order of grades, and what grades that were given in other words mean in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guben_web.engine.schemes import get_program
from guben_web.engine.texts import Text
from guben_web.promotion.enums import Kind
from guben_web.promotion.models import GradeWord
from guben_web.results.shown import ShownGrade
from guben_web.words.traditional import simplified

_WITHOUT = Text("不评等次", "No grade")
_LEFT_OUT = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Grades from the best to the last."""

    titles: tuple[Text, ...]

    @property
    def last(self) -> int:
        """The place of the last grade."""
        return len(self.titles) - 1

    def find_place(self, words: str) -> int | None:
        """Return the place of the grade with this title; None where there is none."""
        asked = _plain(words)
        places = (
            place for place, title in enumerate(self.titles) if asked in map(_plain, (title.zh, title.en))
        )
        return next(places, None)

    def above(self, place: int, steps: int) -> int:
        """Return the place some grades up; the best stays."""
        return max(0, place - steps)

    def kind_at(self, place: int) -> Kind:
        """Return what a plan is for at this place: the best lead, the last rectify, the others catch up."""
        if place == 0:
            return Kind.LEAD
        return Kind.RECTIFY if place == self.last else Kind.CATCH_UP

    def shown(self, place: int | None) -> ShownGrade:
        """Return the grade at a place with its words and its sign."""
        if place is None:
            return ShownGrade(_WITHOUT, "open")
        sign = "top" if place == 0 else "bottom" if place == self.last else "middle"
        return ShownGrade(self.titles[place], sign)


@dataclass(frozen=True, slots=True)
class Meanings:
    """What words for grades mean: places in an order, None for those left out; `unknown` are those nobody knows."""

    places: Mapping[str, int | None]
    unknown: tuple[str, ...]


def order_of_scheme(scheme: str) -> Order:
    """Return the grades of a scheme as it is now."""
    return Order(tuple(grade.title for grade in get_program(scheme).scheme.grades))


def order_from_data(data: Iterable[Sequence[str]]) -> Order:
    """Return the order that a round holds."""
    return Order(tuple(Text(zh, en) for zh, en in data))


def order_as_data(order: Order) -> list[list[str]]:
    """Return an order as JSON."""
    return [[title.zh, title.en] for title in order.titles]


def meanings_of(words: Collection[str], scheme: str, order: Order) -> Meanings:
    """Return what words mean: by the title of a grade, else as the department said; one query."""
    said = dict(GradeWord.objects.filter(scheme=scheme, words__in=words).values_list("words", "grade"))
    places: dict[str, int | None] = {}
    unknown = []
    for each in sorted(words):
        place = order.find_place(each)
        meant = said.get(each)
        if place is None and meant:
            place = order.find_place(meant)
        if place is not None or meant == _LEFT_OUT:
            places[each] = place
        else:
            unknown.append(each)
    return Meanings(places, tuple(unknown))


def _plain(words: str) -> str:
    return simplified("".join(words.split())).casefold()
