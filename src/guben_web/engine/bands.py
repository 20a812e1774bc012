"""The bands of the statistics bulletin."""

from guben.model.bands import (
    AGE_BANDS,
    HIGHER_EDUCATION,
    JOINING_PERIODS,
    MAJORITY,
    AgeBand,
    JoiningPeriod,
    years_before,
)

__all__ = [
    "AGE_BANDS",
    "HIGHER_EDUCATION",
    "JOINING_PERIODS",
    "MAJORITY",
    "AgeBand",
    "JoiningPeriod",
    "years_before",
]
