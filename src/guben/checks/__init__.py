"""What a careful reader would object to in a scheme whose names and types are right: one function a finding."""

from collections.abc import Callable, Iterator

from guben.checks.grades import (
    last_grade_always_holds,
    only_last_grade_always_holds,
    veto_grades_exist,
    wins_exist,
)
from guben.checks.kinds import parts_apply_to_somebody
from guben.checks.points import (
    bands_stay_within_points,
    last_band_alone_always_holds,
    parts_that_take_away_hold_no_others,
    points_add_up,
    points_are_not_nothing,
    points_have_the_digits_of_the_scheme,
    total_adds_up,
)
from guben.checks.quotas import quota_grades_exist, shares_are_shares
from guben.checks.scorings import (
    groups_add_or_take_away,
    places_are_in_order,
    weights_of_options_are_shares,
)
from guben.diagnostics import Finding
from guben.typesystem.schemes import TypedScheme

CHECKS: tuple[Callable[[TypedScheme], Iterator[Finding]], ...] = (
    points_are_not_nothing,
    parts_that_take_away_hold_no_others,
    points_have_the_digits_of_the_scheme,
    points_add_up,
    total_adds_up,
    bands_stay_within_points,
    last_band_alone_always_holds,
    parts_apply_to_somebody,
    groups_add_or_take_away,
    places_are_in_order,
    weights_of_options_are_shares,
    quota_grades_exist,
    shares_are_shares,
    last_grade_always_holds,
    only_last_grade_always_holds,
    veto_grades_exist,
    wins_exist,
)


def check(typed: TypedScheme) -> list[Finding]:
    """Return every finding of every check."""
    return [finding for each in CHECKS for finding in each(typed)]
