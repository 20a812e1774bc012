"""`guben doubts`: figures that somebody should look at again."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.diagnostics import Text
from guben.evaluation import open_results
from guben.insight.doubts import Doubt, doubts_of, kind_title
from guben.insight.trees import Branch, print_tree

app = command("列出可疑的数据，供核实。", "List the figures that should be looked at again.")
_READING = Text("查看数据", "Looking at the figures")
_SUMMARY = Text("{number}个组织有{doubts}处可疑", "doubts: {doubts}; organizations: {number}")
_COUNT = Text("{kind}：{number}处", "{kind}: {number}")
_ORGANIZATION = Text("{township}{name}", "{township}{name}")
_REASON = Text("{kind}：{reason}", "{kind}: {reason}")


@app.command("doubts")
def doubts_command(
    results: Annotated[Path, typer.Argument(help=helped("结果文件夹", "The folder of results"))],
    previous: Annotated[
        Path | None,
        typer.Option("--previous", help=helped("上次的结果文件夹", "The folder of the evaluation before")),
    ] = None,
    lang: LanguageOption = None,
) -> None:
    """Print the doubts by organization, with the reason of each."""
    language = chosen_language(lang)
    with waiting(language) as shown:
        shown.step(_READING)
        found = doubts_of(open_results(results), open_results(previous) if previous else None)
    groups: dict[str, list[Doubt]] = {}
    for doubt in found:
        groups.setdefault(doubt.organization, []).append(doubt)
    counts = Counter(doubt.kind for doubt in found)
    below = [Branch(_COUNT.filled(kind=kind_title(kind), number=number)) for kind, number in counts.items()]
    for doubts in groups.values():
        first = doubts[0]
        words = _ORGANIZATION.filled(name=first.name, township=f"{first.township} " if first.township else "")
        reasons = (Branch(_REASON.filled(kind=kind_title(each.kind), reason=each.reason)) for each in doubts)
        below.append(Branch(words, tuple(reasons)))
    summary = _SUMMARY.filled(number=len(groups), doubts=len(found))
    print(print_tree(Branch(summary, tuple(below)), language))
