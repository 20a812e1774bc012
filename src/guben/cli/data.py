"""The data that a command is given: a workbook is read and frozen, a snapshot is opened."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from guben.cli.findings import DAY_IS_FROZEN, NO_DATA
from guben.cli.waiting import Waiting
from guben.diagnostics import FilePlace, Language, Refusal, Text, has_errors, print_findings
from guben.evaluation import needed_columns
from guben.model.scheme import Measure
from guben.plan import Program
from guben.snapshot.digests import file_digest
from guben.snapshot.integrity import check_integrity
from guben.snapshot.store import Snapshot, Source, open_snapshot, write_snapshot

_READING = Text("读取工作簿", "Reading the workbook")
_FREEZING = Text("封存快照", "Freezing the snapshot")


@dataclass(frozen=True, slots=True)
class Asked:
    """The data that were asked for, with the day and period if they were given."""

    data: Path
    as_of: datetime | None
    period: str | None


def snapshot_of(
    asked: Asked, programs: Sequence[Program], folder: Path, language: Language, shown: Waiting
) -> Snapshot:
    """Return the snapshot that the data are, or that a workbook with the figures of all programs becomes in `folder`.

    Warnings about the workbook are printed. Raises Refusal if the data cannot be used.
    """
    data = asked.data
    if not data.exists():
        raise Refusal(NO_DATA.at(FilePlace(str(data)), file=data.name))
    if data.is_dir():
        return _opened(asked)
    # What reads workbooks takes a tenth of a second to import, and a snapshot needs none of it.
    from guben.office.county import read_county  # noqa: PLC0415

    shown.step(_READING)
    day = asked.as_of.date() if asked.as_of else date.today()
    period = asked.period or str(day.year)
    reading = read_county(
        data,
        measures=_measures(programs),
        period=period,
        as_of=day,
        needed=_needed(programs),
        on_progress=shown.progress,
    )
    if has_errors(reading.findings):
        raise Refusal(reading.findings)
    if reading.findings:
        print(print_findings(reading.findings, language), file=sys.stderr)
    shown.step(_FREEZING)
    source = Source(data.name, file_digest(data))
    return write_snapshot(reading.records, folder, as_of=day, period=period, source=source)


def _opened(asked: Asked) -> Snapshot:
    snapshot = open_snapshot(asked.data)
    altered = check_integrity(snapshot)
    if altered:
        raise Refusal(altered)
    day = asked.as_of.date() if asked.as_of else None
    given = [
        name
        for name, value, frozen in (
            ("--as-of", day, snapshot.as_of),
            ("--period", asked.period, snapshot.period),
        )
        if value not in (None, frozen)
    ]
    if given:
        facts = {"as_of": snapshot.as_of, "period": snapshot.period, "options": given}
        raise Refusal(DAY_IS_FROZEN.at(FilePlace(str(asked.data)), **facts))
    return snapshot


def _measures(programs: Sequence[Program]) -> list[Measure]:
    """Return the measures that somebody gives, once each; of one name the last scheme's."""
    named = {each.name: each for program in programs for each in program.scheme.collected_measures()}
    return list(named.values())


def _needed(programs: Sequence[Program]) -> dict[str, tuple[Text, ...]]:
    needed: dict[str, tuple[Text, ...]] = {}
    for program in programs:
        for column, titles in needed_columns(program).items():
            needed[column] = tuple(dict.fromkeys((*needed.get(column, ()), *titles)))
    return needed
