"""`guben synth`: a synthetic county as a workbook and as a snapshot."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.diagnostics import Refusal, Text, has_errors
from guben.evaluation import check_scheme
from guben.evaluation.folder import whole_or_nothing
from guben.office.county import read_county
from guben.snapshot.digests import file_digest
from guben.snapshot.store import Source, write_snapshot
from guben.synthesis import make_county, write_county_workbook

app = command("生成虚构的演示县。", "Make a synthetic demo county.")
_MARK = "snapshot/manifest.json"
_SCHEME = "pioneer-project/township"
_MAKING = Text("生成组织和党员", "Making organizations and members")
_WRITING = Text("写工作簿", "Writing the workbook")
_READING = Text("读回工作簿，封存快照", "Reading the workbook back and freezing the snapshot")
_DONE = Text(
    "{name}（虚构）：{organizations}个党组织，{members}名党员。\n工作簿 {workbook}，快照 {snapshot}",
    "{name} (invented): {organizations} organizations, {members} members.\nWorkbook {workbook}, snapshot {snapshot}",
)


class Scale(StrEnum):
    """How large a synthetic population is."""

    COUNTY = "county"


@app.command()
def synth(
    out: Annotated[Path, typer.Option("--out", help=helped("写入的文件夹", "The folder to write"))],
    scale: Annotated[Scale, typer.Option("--scale", help=helped("规模", "How large"))] = Scale.COUNTY,
    seed: Annotated[
        int, typer.Option("--seed", help=helped("随机种子", "Seed; the same gives the same"))
    ] = 2003,
    replace: Annotated[
        bool, typer.Option("--replace", help=helped("替换", "Replace an earlier one"))
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Write `county.xlsx` and `snapshot/`."""
    language = chosen_language(lang)
    measures = check_scheme(_SCHEME).needed().scheme.collected_measures()
    with waiting(language) as shown, whole_or_nothing(out, replace=replace, mark=_MARK) as folder:
        shown.step(_MAKING)
        county = make_county(seed)
        shown.step(_WRITING)
        workbook = folder / f"{scale.value}.xlsx"
        write_county_workbook(county, workbook, measures, language)
        shown.step(_READING)
        period = str(county.as_of.year)
        reading = read_county(workbook, measures=measures, period=period, as_of=county.as_of)
        if has_errors(reading.findings):
            raise Refusal(reading.findings)
        source = Source(workbook.name, file_digest(workbook))
        snapshot = folder / "snapshot"
        write_snapshot(reading.records, snapshot, as_of=county.as_of, period=period, source=source)
    words = _DONE.filled(
        name=county.name,
        organizations=len(county.organizations),
        members=len(county.members),
        workbook=out / workbook.name,
        snapshot=out / snapshot.name,
    )
    print(words.say(language))
