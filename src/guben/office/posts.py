"""Party posts out of the words of a cell, which may name several: 书记、主任; 副书记兼组织委员."""

import re
from dataclasses import dataclass

from guben.model import vocabulary
from guben.office.wording import folded, without_spaces

_BETWEEN = re.compile(r"[、,;/|+&\s]+|兼任|兼|以及|及|和")
_PLACE_BEFORE = re.compile(r"^(现任|村|社区|居|本村|中共|机关|企业|学校)+(?=[党支总书副组宣纪委])")
_NO_POST = frozenset({"无", "无职务", "没有", "党员", "普通党员", "群众", "none", "member"})
_UNDERSTOOD = {folded(words): code for words, code in vocabulary.POST.understood().items()}


@dataclass(frozen=True, slots=True)
class WrittenPosts:
    """The posts a cell names, highest first, and the words in it that name none."""

    posts: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def read_posts(words: str) -> WrittenPosts:
    """Return the Party posts that the words name. 第一书记 is sent from above and is none of them."""
    whole = _post(words)
    if whole is not None:
        return WrittenPosts((whole,))
    posts, unknown = set(), []
    for part in _BETWEEN.split(words.strip()):
        post = _post(part)
        if post is not None:
            posts.add(post)
        elif part and folded(part) not in _NO_POST:
            unknown.append(part)
    return WrittenPosts(tuple(sorted(posts, key=vocabulary.POST.rank)), tuple(unknown))


def _post(words: str) -> str | None:
    folded_words = folded(words)
    return _UNDERSTOOD.get(folded_words) or _UNDERSTOOD.get(
        _PLACE_BEFORE.sub("", without_spaces(folded_words))
    )
