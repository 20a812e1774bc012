"""Who judges, in words."""

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.typesystem.scorings import TypedJudgement


def say_raters(judged: TypedJudgement) -> Text:
    """Return who judges, with their weights if there are several."""
    raters = judged.judgement.raters
    if len(raters) == 1:
        return raters[0].title
    said = [
        Text("{who}（占{weight}%）", "{who} ({weight}%)").filled(
            who=rater.title, weight=plain_number(rater.weight * 100)
        )
        for rater in raters
    ]
    return Text("、".join(each.zh for each in said), " and ".join(each.en for each in said))
