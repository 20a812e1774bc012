"""`guben robustness`: how firm each grade is against other weightings."""

from pathlib import Path
from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.diagnostics import Text
from guben.evaluation import open_results
from guben.insight.trees import Branch, print_tree
from guben.insight.whatif import RUNS, SEED, SPREAD, Session
from guben.insight.whatif.saying import grade_title

app = command(
    "估计换一套权重后等次会不会变。", "Estimate whether grades would stay the same with other weights."
)
_DRAWING = Text("试各种权重", "Trying other weights")
_SUMMARY = Text(
    "估计：{runs}套权重，每个指标的分值在上下{spread}%以内随机变动，种子{seed}",
    "An estimate: {runs} weightings, each leaf's points drawn within {spread}% of what is printed, seed {seed}",
)
_STEP = Text(
    "{share}%以上的权重下等次不变：{number}个组织",
    "the same grade in {share}% or more: {number} organizations",
)
_ALWAYS = Text("所有权重下等次都不变：{number}个组织", "the same grade always: {number} organizations")
_RARELY = Text(
    "不到50%的权重下等次不变：{number}个组织", "the same grade in less than 50%: {number} organizations"
)
_UNTOLD = Text("估不出来的：{number}个组织", "not told by the estimate: {number} organizations")
_LEAST = Text("最不稳的组织", "The least firm")
_ONE = Text("{name}（{grade}）：{share}%", "{name} ({grade}): {share}%")
_MOST_NAMED = 20


@app.command("robustness")
def robustness_command(
    results: Annotated[Path, typer.Argument(help=helped("结果文件夹", "The folder of results"))],
    runs: Annotated[
        int, typer.Option("--runs", min=1, max=10_000, help=helped("试多少套权重", "How many weightings"))
    ] = RUNS,
    spread: Annotated[
        int,
        typer.Option("--spread", min=1, max=100, help=helped("上下变动百分之几", "Within how many percent")),
    ] = SPREAD,
    seed: Annotated[int, typer.Option("--seed", help=helped("随机种子", "Seed of the draw"))] = SEED,
    lang: LanguageOption = None,
) -> None:
    """Print how firm the grades are, the least firm by name."""
    language = chosen_language(lang)
    with waiting(language) as shown:
        shown.step(_DRAWING)
        session = Session(open_results(results))
        firmness = session.firmness(runs=runs, spread=spread, seed=seed)
    with session:
        below = []
        for share, number in firmness.steps():
            words = _ALWAYS if share == 100 else _STEP if share else _RARELY
            below.append(Branch(words.filled(share=share, number=number)))
        if firmness.untold:
            below.append(Branch(_UNTOLD.filled(number=firmness.untold)))
        named = [each for each in session.organizations if firmness.same.get(each.key, runs) < runs]
        named.sort(key=lambda each: (firmness.same[each.key], each.key))
        least = [
            Branch(
                _ONE.filled(
                    name=f"{each.township} {each.name}" if each.township else each.name,
                    grade=grade_title(session.program.scheme, each.before.grade),
                    share=firmness.percent(each.key),
                )
            )
            for each in named[:_MOST_NAMED]
        ]
        if least:
            below.append(Branch(_LEAST, tuple(least)))
        summary = _SUMMARY.filled(runs=runs, spread=spread, seed=seed)
        print(print_tree(Branch(summary, tuple(below)), language))
