"""`guben diff`: what changed between two schemes, and whose grade would change."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.data import Asked, snapshot_of
from guben.cli.options import DayOption, LanguageOption, PeriodOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.diagnostics import Text
from guben.evaluation import check_scheme
from guben.insight.differences import count_of, differences
from guben.insight.movement import movement
from guben.insight.trees import Branch, print_tree

app = command(
    "比较两份制度：改了什么，谁的等次会变。", "Compare two schemes: what changed, whose grade would change."
)
_CHANGED = Text("{old} → {new}：{number}处不同", "{old} → {new}: {number} differences")
_ONE_CHANGE = Text("{old} → {new}：1处不同", "{old} → {new}: 1 difference")
_SAME = Text("{old} → {new}：内容相同", "{old} → {new}: they say the same")
_COMPARING = Text("按两份制度各算一遍", "Evaluating by both schemes")


@app.command("diff")
def diff_command(
    old: Annotated[str, typer.Argument(help=helped("原制度", "The old scheme, or its file"))],
    new: Annotated[str, typer.Argument(help=helped("新制度", "The new scheme, or its file"))],
    data: Annotated[
        Path | None, typer.Option("--data", help=helped("工作簿或快照文件夹", "A workbook or a snapshot"))
    ] = None,
    as_of: DayOption = None,
    period: PeriodOption = None,
    lang: LanguageOption = None,
) -> None:
    """Print the differences, and with data who would have another grade."""
    language = chosen_language(lang)
    before, after = check_scheme(old).needed(), check_scheme(new).needed()
    sections = differences(before, after)
    count = count_of(sections)
    words = _SAME if count == 0 else _ONE_CHANGE if count == 1 else _CHANGED
    print(print_tree(Branch(words.filled(old=old, new=new, number=count), sections), language))
    if data is None:
        return
    with waiting(language) as shown, tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(
            Asked(data, as_of, period), [before, after], Path(folder) / "snapshot", language, shown
        )
        shown.step(_COMPARING)
        moved = movement(before, after, snapshot)
    print()
    print(print_tree(moved, language))
