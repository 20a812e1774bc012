"""Uploaded workbooks in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from guben_web.engine.texts import Text
from guben_web.reporting.figures import from_data, in_words, title_of
from guben_web.reporting.models import Upload, UploadLine

_CHANGE = Text("{title}：{before} → {after}", "{title}: {before} → {after}")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of a workbook: what it changes and what is not stored, in sentences."""

    line: UploadLine
    changes: list[Text]
    reasons: list[Text]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows change something, how many have something that is not stored, how many say nothing new."""

    changed: int
    refused: int
    unchanged: int


def shown_lines(lines: Iterable[UploadLine]) -> list[ShownLine]:
    """Return rows in words."""
    return [
        ShownLine(
            each,
            [
                _CHANGE.filled(
                    title=title_of(name),
                    before=in_words(name, from_data(before)),
                    after=in_words(name, from_data(after)),
                )
                for name, (before, after) in each.changes.items()
            ],
            [Text(said["zh"], said["en"]) for said in each.reasons],
        )
        for each in lines
    ]


def counts_of(upload: Upload) -> Counts:
    """Return how many rows there are of each kind; two queries."""
    changed = upload.lines.exclude(changes={}).count()
    refused = upload.lines.exclude(reasons=[]).count()
    return Counts(changed, refused, upload.unchanged)
