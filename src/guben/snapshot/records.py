"""Records on their way into a snapshot: plain rows of every table, in memory."""

from dataclasses import dataclass, field

from guben.snapshot.tables import (
    Closure,
    Entry,
    Organization,
    Person,
    Post,
    ReportedValue,
    Tally,
    Workplace,
)


@dataclass(slots=True)
class Records:
    """All rows that a source holds, before they are frozen; the attribute names are the table names."""

    organizations: list[Organization] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    workplaces: list[Workplace] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    closures: list[Closure] = field(default_factory=list)
    values: list[ReportedValue] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
