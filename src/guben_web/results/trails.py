"""The trail above the pages about an evaluation."""

from django.urls import reverse

from guben_web.engine.texts import Text
from guben_web.results.models import Result
from guben_web.results.shown import ShownEvaluation
from guben_web.words.language import say

_RESULTS = Text("考核结果", "Results")


def trail_of(
    shown: ShownEvaluation | None, held: Result | None = None, here: str = ""
) -> list[dict[str, str]]:
    """Return the steps from the list of evaluations to a page, which is `here` where it has a name of its own."""
    steps = [{"name": say(_RESULTS), "url": reverse("results:list")}]
    if shown is not None:
        row = shown.evaluation
        name = f"{say(shown.title)} · {row.period}"
        steps.append({"name": name, "url": reverse("results:evaluation", args=[row.pk])})
    if held is not None:
        url = reverse("results:result", args=[held.evaluation_id, held.organization_id])
        steps.append({"name": held.name, "url": url})
    if here:
        steps.append({"name": here, "url": ""})
    return steps
