"""`guben explain`: one grade, or one figure, down to the rows."""

from pathlib import Path
from typing import Annotated

import typer

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.evaluation import open_results
from guben.insight import explain, print_tree

app = command("说明一个等次或得分的来历，直到原始行。", "Trace a grade or a figure down to the rows.")


@app.command("explain")
def explain_command(
    results: Annotated[Path, typer.Argument(help=helped("结果文件夹", "The folder of results"))],
    organization: Annotated[str, typer.Argument(help=helped("组织代码或名称", "Its code or name"))],
    indicator: Annotated[str | None, typer.Argument(help=helped("指标或数据项", "A part or measure"))] = None,
    lang: LanguageOption = None,
) -> None:
    """Print the trace as a tree."""
    print(print_tree(explain(open_results(results), organization, indicator), chosen_language(lang)))
