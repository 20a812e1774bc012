"""What would be if: who would have which grade if some numbers of a scheme were others."""

from guben.insight.whatif.answers import Answer, Organization, Pair, Standing, Tally
from guben.insight.whatif.firmness import RUNS, SEED, SPREAD, Firmness
from guben.insight.whatif.levers import Lever, LeverGroup
from guben.insight.whatif.session import Session

__all__ = [
    "RUNS",
    "SEED",
    "SPREAD",
    "Answer",
    "Firmness",
    "Lever",
    "LeverGroup",
    "Organization",
    "Pair",
    "Session",
    "Standing",
    "Tally",
]
