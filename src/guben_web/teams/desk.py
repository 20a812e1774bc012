"""What the workbench shows of posts: those whose time is over."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.org.access import within
from guben_web.people.access import people_scope
from guben_web.people.models import Post
from guben_web.people.posts import held_on
from guben_web.teams.queries import NOTICE_DAYS

_OVER = Text("任期已满或60天内期满的任职", "Posts whose time is over, or within 60 days")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield the posts whose time comes to its end; one query."""
    rows, page = Post.objects.filter(held_on(day), within(people_scope(account), day)), reverse("teams:posts")
    ends = rows.filter(tenure__until__lte=day + timedelta(days=NOTICE_DAYS))
    days = [each for each in ends.values_list("tenure__until", flat=True) if each is not None]
    if days:
        word, colour = time_left(min(days), day)
        yield Item(Kind.DUE, _OVER, f"{page}?ended=over", word, colour, len(days), min(days))
