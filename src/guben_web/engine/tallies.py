"""What the installed schemes ask voters, and how a share of votes is kept."""

from guben.insight.ballots import APPROVE, AskedBallot, AskedQuestion, asked_ballots, share_as_kept
from guben_web.engine.in_force import kept_in_force
from guben_web.engine.schemes import get_program, known_schemes

__all__ = ["APPROVE", "AskedBallot", "AskedQuestion", "ballots_asked", "find_ballot", "share_as_kept"]


@kept_in_force
def ballots_asked() -> tuple[AskedBallot, ...]:
    """Return the ballots that the installed schemes ask for."""
    return tuple(each for name in known_schemes() for each in asked_ballots(get_program(name)))


def find_ballot(scheme: str, ballot: str) -> AskedBallot | None:
    """Return a ballot of a scheme; None where it asks for no such one."""
    return next((each for each in ballots_asked() if (each.scheme, each.name) == (scheme, ballot)), None)
