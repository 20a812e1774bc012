"""The list of posts as a workbook, in the language of the page."""

from collections.abc import Iterable

from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import title_of
from guben_web.people.models import Post
from guben_web.words.language import say

_SHEET = Text("任职名册", "Posts")
_HEADINGS = (
    Text("党组织", "Organization"),
    Text("职务", "Post"),
    Text("姓名", "Name"),
    Text("任职日期", "Since"),
    Text("免职日期", "Until"),
    Text("产生方式", "How it was come by"),
    Text("任期至", "Meant until"),
    Text("去向", "What became of it"),
    Text("说明", "Note"),
)


def posts_book(posts: Iterable[Post], *, mark: str) -> bytes:
    """Return the posts as a workbook."""
    rows = []
    for post in posts:
        tenure = getattr(post, "tenure", None)
        rows.append(
            (
                getattr(post, "organization_name", ""),
                say(title_of("post", post.post)),
                post.member.name,
                post.start_date,
                post.end_date,
                tenure.get_way_display() if tenure else "",
                tenure.until if tenure else None,
                tenure.get_outcome_display() if tenure else "",
                tenure.note if tenure else "",
            )
        )
    sheet = ListSheet(say(_SHEET), [say(each) for each in _HEADINGS], rows, (32, 18, 12, 14, 14))
    return list_book([sheet], mark=mark)
