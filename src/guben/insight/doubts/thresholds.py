"""From where on a figure is doubtful."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers that doubts depend on.

    `peers` is the smallest group that is compared. An outlier lies more than `deviations` times the median absolute
    deviation from the median, that taken as at least `least_spread` of the median. A jump is by `jump` of the earlier
    figure, or by `jump_points` of a percentage. An organization reports too roundly if of at least `round_figures`
    figures `round_share` end in 0 or 5, or `line_share` of at least `line_figures` lie exactly on a line just reached.
    """

    peers: int = 5
    deviations: Fraction = Fraction(6)
    least_spread: Fraction = Fraction(1, 20)
    jump: Fraction = Fraction(1)
    jump_points: Fraction = Fraction(3, 10)
    round_figures: int = 6
    round_share: Fraction = Fraction(9, 10)
    line_figures: int = 3
    line_share: Fraction = Fraction(1, 2)
