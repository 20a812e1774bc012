"""Where a page about accounts stands, for the trail at its head."""

from typing import TYPE_CHECKING

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.words.language import label

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def trail_of(account: Account | None, last: "StrPromise | str" = "") -> list[dict[str, str]]:
    """Return the steps from the list of accounts to an account, or to a page of it called `last`."""
    steps = [{"name": str(label("账号", "Accounts")), "url": reverse("administration:accounts")}]
    if account is not None:
        url = reverse("administration:account", args=[account.pk])
        steps.append({"name": account.display_name, "url": url})
    return [*steps, {"name": str(last), "url": ""}] if last else steps
