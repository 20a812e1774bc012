"""What an organization did not win at the baseline: offered as lines of its plan, so that nobody types it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from guben_web.engine.texts import Text
from guben_web.promotion.models import Path
from guben_web.results.enums import State
from guben_web.results.layout import Layout, layout_from_data
from guben_web.results.models import Result

_WORDS = Text("改进“{title}”", "Improve '{title}'")


@dataclass(frozen=True, slots=True)
class Lost:
    """A part of the scheme that has no parts of its own, and the points lost there; `text` begins a line of a plan."""

    part: str
    title: Text
    points: Decimal
    of: Decimal
    is_missing: bool

    @property
    def text(self) -> Text:
        """The line that is offered."""
        return _WORDS.filled(title=self.title)


def find_result(path: Path) -> Result | None:
    """Return the result that a plan can begin with: of the baseline, or the one that units were shown for its period."""
    rows = Result.objects.filter(organization_id=path.organization_id).select_related("evaluation")
    if path.round.baseline_id is not None:
        return rows.filter(evaluation_id=path.round.baseline_id).first()
    same = {"evaluation__scheme": path.round.scheme, "evaluation__period": path.round.baseline_period}
    return rows.filter(**same, evaluation__state=State.SHOWN).order_by("-evaluation__as_of", "-pk").first()


def lost_in(result: Result | None) -> list[Lost]:
    """Return what was lost in a result, most points first; nothing where there is no result."""
    if result is None:
        return []
    layout = layout_from_data(result.evaluation.layout)
    rows = [_lost(result, layout, part.path) for part in layout.parts if part.path in leaves_of(layout)]
    return sorted((each for each in rows if each is not None), key=lambda each: (-each.points, each.part))


def leaves_of(layout: Layout) -> Sequence[str]:
    """Return the paths of the parts that have no parts of their own."""
    above = {part.path.rpartition(".")[0] for part in layout.parts}
    return [part.path for part in layout.parts if part.path not in above]


def _lost(result: Result, layout: Layout, path: str) -> Lost | None:
    part = next(each for each in layout.parts if each.path == path)
    held = layout.points(result.points.get(path))
    # What did not count for it cost it nothing.
    if held is None or held >= part.points:
        return None
    return Lost(path, part.title, part.points - held, part.points, path in result.missing)
