"""The tables of the statistics bulletin."""

from guben.insight.bulletin import (
    ALL,
    FEMALE,
    HIGHER,
    MAJORITY,
    MINORITY,
    YOUNG,
    Counts,
    Row,
    Table,
    bulletin_of,
    members_in,
    share_of,
)

__all__ = [
    "ALL",
    "FEMALE",
    "HIGHER",
    "MAJORITY",
    "MINORITY",
    "YOUNG",
    "Counts",
    "Row",
    "Table",
    "bulletin_of",
    "members_in",
    "share_of",
]
