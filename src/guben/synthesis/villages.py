"""What is known of a village: people, income, funds, ratings, farming techniques.

One hidden strength moves all figures of a village together, with noise on each, so that a county has strong villages
(all five strong), many in the middle and some weak ones. The lines that figures are set against are those of the
village scheme; some villages stand exactly on them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from guben.synthesis.drawing import bell, happens
from guben.synthesis.population import Person

Figures = Mapping[str, Decimal | bool | None]

INCOME_LINE = Decimal(4500)
FUNDS_LINE = Decimal(120)
SATISFACTION_LINE = Decimal(85)
TRUST_LINE = Decimal(80)

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Situation:
    """How strong a village is (about -2 to 2), and how that shows in its team."""

    strength: float
    team_age: float
    schooling: float


def draw_situation(rng: Random) -> Situation:
    """Return the situation of one more village."""
    strength = bell(rng)
    drift = max(0.0, 0.3 - strength) * 6 * rng.random()
    too_young = happens(rng, 0.07)
    team_age = (34.0 if too_young else 40.3 + drift) + 2.4 * bell(rng)
    return Situation(strength, team_age, min(max(0.75 + 0.25 * strength, 0.15), 0.97))


def population_of(rng: Random, members: int) -> tuple[int, int]:
    """Return the inhabitants and households of a village with so many members."""
    population = 250 + int(members * 45 * (0.7 + 0.6 * rng.random()))
    return population, int(population / (3.0 + rng.random()))


def give_techniques(rng: Random, people: Iterable[Person], strength: float) -> None:
    """Set how many farming techniques each member of a village has mastered; the young learn most."""
    share = min(max(0.93 + 0.16 * strength + 0.05 * bell(rng), 0.1), 0.985)
    for person in people:
        chance = share if person.age <= 45 else share * 0.6
        person.techniques = (1 if happens(rng, 0.6) else 2) if happens(rng, chance) else 0


def village_figures(rng: Random, strength: float, population: int) -> Figures:
    """Return the figures of a village; some are missing.

    Percents as people read them (85.00), money in yuan.
    """
    funds_per_head = _on_line(rng, FUNDS_LINE + Decimal(f"{_lean(rng, strength, 45):.2f}"), FUNDS_LINE, 3)
    funds = (max(funds_per_head, Decimal(4)) * population).quantize(_CENT)
    if funds_per_head != FUNDS_LINE and happens(rng, 0.4):
        funds = round(funds, -2).quantize(_CENT)
    figures: dict[str, Decimal | bool | None] = {
        "net_income": max(
            _on_line(rng, INCOME_LINE + round(Decimal(_lean(rng, strength, 1100))), INCOME_LINE, 60),
            Decimal(1300),
        ),
        "collective_funds_total": funds,
        "collective_income": _collective_income(rng, funds),
        "trust": _percent(rng, TRUST_LINE, _lean(rng, strength, 8)),
        "satisfaction": _percent(rng, SATISFACTION_LINE, _lean(rng, strength, 6)),
        "rights_kept": Decimal(min(max(int(4.9 + 0.8 * strength + 0.6 * bell(rng)), 0), 4)),
        "serious_violation": happens(rng, 0.025 if strength < 0 else 0.006),
    }
    gap = 0.03 if strength < 0 else 0.012
    return {name: None if happens(rng, gap) else value for name, value in figures.items()}


def township_figures(rng: Random, strength: float) -> Figures:
    """Return the figures of a township whose villages have this strength on average; few are missing."""
    rating = _percent(rng, Decimal("85.6"), 9 * strength + 2.5 * bell(rng))
    if abs(rating - SATISFACTION_LINE) < Decimal("0.6"):
        rating = SATISFACTION_LINE.quantize(_CENT)
    return {"team_satisfaction": None if happens(rng, 0.02) else rating}


def _lean(rng: Random, strength: float, width: float) -> float:
    """Return how far a figure is above its line."""
    return width * (0.45 * strength + 0.36 + 0.78 * bell(rng))


def _collective_income(rng: Random, funds: Decimal) -> Decimal:
    """Return the income of the year, from a seventh of the funds up to all; mostly in whole hundreds."""
    income = funds * Decimal(f"{0.15 + 0.85 * rng.random():.4f}")
    return round(income, -2).quantize(_CENT) if happens(rng, 0.8) else income.quantize(_CENT)


def _percent(rng: Random, line: Decimal, above: float) -> Decimal:
    """Return a percent with two decimals, from 30 to 100; gains flatten out towards 100."""
    room = float(100 - line)
    lifted = above if above < 0 else room * above / (above + room)
    value = min(max(line + Decimal(f"{lifted:.2f}"), Decimal(30)), Decimal(100))
    return _on_line(rng, value, line, 0.4).quantize(_CENT)


def _on_line(rng: Random, value: Decimal, line: Decimal, nearby: float) -> Decimal:
    """Return the line for half of the values that are near it."""
    return line if abs(value - line) < Decimal(nearby) and happens(rng, 0.5) else value
