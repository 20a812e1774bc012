"""What a page hands its script to ask a device with: for a new passkey, or for the answer of one that is held."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from guben_web.accounts import passing, passkeys
from guben_web.accounts.models import Account
from guben_web.accounts.queries import passkeys_of
from guben_web.engine.texts import Text

_OF_ANOTHER_SITE = Text(
    "您的通行密钥是在别的网址登记的，在这里用不了。",
    "Your passkeys were added at another address of this system and cannot be used here.",
)


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The options for the device as JSON, with a challenge of the session; or why there are none."""

    options: str = ""
    why_not: Text | None = None


def creation_for(request: HttpRequest, account: Account, now: datetime) -> Ceremony:
    """Return what makes a passkey for the account."""
    site = passkeys.find_site(request)
    if site is None:
        return Ceremony(why_not=passkeys.why_not(request))
    held = passkeys_of(account).values_list("credential_id", flat=True)
    return Ceremony(
        passkeys.creation_options(
            site,
            passing.new_challenge(request, now),
            user_id=account.pk,
            username=account.username,
            name=account.display_name,
            held=held,
        )
    )


def answer_of(request: HttpRequest, account: Account, now: datetime) -> Ceremony | None:
    """Return what asks for one of the account's passkeys; None where it has none."""
    held = list(passkeys_of(account))
    if not held:
        return None
    site = passkeys.find_site(request)
    if site is None:
        return Ceremony(why_not=passkeys.why_not(request))
    here = [each.credential_id for each in held if each.host == site.host]
    if not here:
        return Ceremony(why_not=_OF_ANOTHER_SITE)
    return Ceremony(passkeys.request_options(site, passing.new_challenge(request, now), here))
