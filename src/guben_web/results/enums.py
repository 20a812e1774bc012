"""The states of an evaluation."""

from django.db import models

from guben_web.words.language import label


class State(models.TextChoices):
    """Where an evaluation stands."""

    COMPUTING = "COMPUTING", label("计算中", "Being computed")
    TRIAL = "TRIAL", label("试算", "Trial run")
    SHOWN = "SHOWN", label("已下发", "Shown to units")
    DISCARDED = "DISCARDED", label("已作废", "Discarded")


# From a state to those that may follow it.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.COMPUTING: frozenset({State.TRIAL, State.DISCARDED}),
    State.TRIAL: frozenset({State.SHOWN, State.DISCARDED}),
    State.SHOWN: frozenset({State.TRIAL}),
    State.DISCARDED: frozenset(),
}
