"""The trail above the pages about a round."""

from django.urls import reverse

from guben_web.engine.texts import Text
from guben_web.promotion.models import Path, Round
from guben_web.words.language import say

_PROMOTION = Text("晋位升级", "Promotion")


def trail_of(
    round_: Round | None, path: Path | None = None, here: Text | None = None
) -> list[dict[str, str]]:
    """Return the steps from the list of rounds to a page, which is `here` where it has a name of its own."""
    steps = [{"name": say(_PROMOTION), "url": reverse("promotion:list")}]
    if round_ is not None:
        steps.append({"name": round_.title, "url": reverse("promotion:round", args=[round_.pk])})
    if path is not None:
        url = reverse("promotion:path", args=[path.round_id, path.organization_id])
        steps.append({"name": path.name, "url": url})
    if here is not None:
        steps.append({"name": say(here), "url": ""})
    else:
        steps[-1]["url"] = ""
    return steps
