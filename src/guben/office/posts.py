"""Party posts out of the words of a cell, which may name several: 书记、主任; 副书记兼组织委员."""

import re
from dataclasses import dataclass

from guben.model import vocabulary
from guben.office.wording import folded, half_width, without_spaces

_HARD_BREAK = r"[、,;/|+&\s()\[\]【】。:]+|兼职|兼任|兼"
_BETWEEN = re.compile(rf"{_HARD_BREAK}|以及|及|和")
_HAS_HARD_BREAK = re.compile(_HARD_BREAK)
# 书记主任 and 主任书记 are two posts.
_RUN_TOGETHER = re.compile(
    r"(?<=书记|支书)(?=(?:村|村委会|居委会|村民委员会)?副?主任)|(?<=主任)(?=书记|支书)"
)
_NO_POST = frozenset({"无", "无职务", "没有", "党员", "普通党员", "群众", "none", "member"})
_UNDERSTOOD = {folded(words): code for words, code in vocabulary.POST.understood().items()}

_LOOKS_LIKE_A_POST = re.compile("书记|委员|支书")
_OUTSIDE = re.compile(
    r"第一书记|书记员|书记助理|(?<![集社财兵])团(?:总支|支|委)|共青团|关工委|政协|人大|妇联|工会|科协|"
    r"[村居]委会|[村居]委(?!员$|副?书记)|[村居]民委员会|业委会|业主委员会|监委会|监委|监督委员会|村务监督|理事会|监事会"
)
_NOT_IN_POST = re.compile(
    r"^原|^前(?![进锋程哨卫丰])|^老(?=书记|支书|副|支部|党)|原任|前任|离任|卸任|已退|退休|曾任|拟任|免去|免职|候补|后备|名誉|驻村|包村|联系|助理|秘书|分管|协助"
)
_NOT_IN_POST_BEHIND = re.compile(r"\((?:原|前|已|拟|候补|后备|离|卸|退|免)[^()]*\)")
_BODY = (
    r"党总支部委员会|总支部委员会|党支部委员会|支部委员会|党总支部|总支部|党总支|总支|党支部|支部|支委会|支委|"
    r"党工委|工委|党委会|党委|党组织|党组|[县市区镇乡]委"
)
_MANNER = r"(?:现任|代理|代|专职|常务|党建|主持工作的?)*"
_SECRETARY = re.compile(rf"(?P<before>.*?)(?P<body>{_BODY})?{_MANNER}(?P<deputy>副?)(?P<word>支书|书记)")
_MEMBER = re.compile(r"(?P<subject>.+)委员|.*支委")
_DISCIPLINE = re.compile(r"(?P<before>.*?)纪(?:检|委|工委|检委)书记")
_GROUP_LEADER = re.compile(r"(?!.*(?:[村居]民|网格|妇女|团)).*小组组?长")
_PLACE = re.compile(
    r"(?:.*(?:村|社区|居|镇|乡|街道|公司|学校|机关|企业|园区|小区|合作社|协会|农场|林场|中心|[局院厂站所处办]))?|中共|本"
)
_MOST_CHARACTERS = 24
# What a committee member is for; any other subject makes a plain member.
_SUBJECTS = (
    (re.compile("组织|^组|组[宣纪]"), "organization_member"),
    (re.compile("宣传|组宣|宣[统纪]|^宣"), "publicity_member"),
    (re.compile("纪检|纪律|组纪|宣纪"), "discipline_member"),
)
_NO_SUBJECT = re.compile("两委|纪委|[副主员]$|代表|候补")


@dataclass(frozen=True, slots=True)
class WrittenPosts:
    """The posts a cell names, highest first; the words in it that name none; those that may name one."""

    posts: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def read_posts(words: str) -> WrittenPosts:
    """Return the Party posts that the words name. 第一书记 is sent from above and is none of them."""
    words = half_width(words)
    if _NOT_IN_POST_BEHIND.search(words) and _LOOKS_LIKE_A_POST.search(words):
        return WrittenPosts((), (), (words,))
    whole = _UNDERSTOOD.get(folded(words)) or (not _HAS_HARD_BREAK.search(words) and _posts(words))
    if whole:
        return WrittenPosts(_ordered({whole} if isinstance(whole, str) else set(whole)))
    posts: set[str] = set()
    unknown: list[str] = []
    unclear: list[str] = []
    for part in _BETWEEN.split(_RUN_TOGETHER.sub("、", words)):
        named = _posts(part)
        posts |= named
        if named or not part or folded(part) in _NO_POST:
            continue
        is_unclear = _LOOKS_LIKE_A_POST.search(part) and not _OUTSIDE.search(part)
        (unclear if is_unclear else unknown).append(part)
    return WrittenPosts(_ordered(posts), tuple(unknown), tuple(unclear))


def _ordered(posts: set[str]) -> tuple[str, ...]:
    return tuple(sorted(posts, key=vocabulary.POST.rank))


def _posts(part: str) -> set[str]:
    """Return the posts that one expression names: usually one, two for 组织宣传委员."""
    words = without_spaces(part)
    known = _UNDERSTOOD.get(folded(words))
    if known is not None:
        return {known}
    if len(words) > _MOST_CHARACTERS or _OUTSIDE.search(words) or _NOT_IN_POST.search(words):
        return set()
    discipline = _DISCIPLINE.fullmatch(words)
    if discipline is not None and not _LOOKS_LIKE_A_POST.search(discipline["before"]):
        return {"discipline_member"}
    if (secretary := _SECRETARY.fullmatch(words)) is not None:
        return _secretary(secretary)
    if (member := _MEMBER.fullmatch(words)) is not None:
        return _member(member["subject"] or "")
    return {"group_leader"} if _GROUP_LEADER.fullmatch(words) else set()


def _secretary(match: re.Match[str]) -> set[str]:
    before = match["before"]
    is_deputy = bool(match["deputy"]) or before.endswith("副")
    before = before.removesuffix("副")
    if _LOOKS_LIKE_A_POST.search(before) or "副" in before or "主任" in before:
        return set()
    # A name before 支部书记 is that of the branch; before 书记 alone it may be anything but a place.
    if match["body"] is None and match["word"] == "书记" and not _PLACE.fullmatch(before):
        return set()
    return {"deputy_secretary" if is_deputy else "secretary"}


def _member(subject: str) -> set[str]:
    is_watching = re.search("监督|监察", subject) is not None and "纪" not in subject
    if _LOOKS_LIKE_A_POST.search(subject) or _NO_SUBJECT.search(subject) or is_watching:
        return {"committee_member"} if re.fullmatch(rf".*(?:{_BODY})", subject) else set()
    # The body's own name may hold 组 or 宣, as 党组 does.
    about = re.sub(rf"^.*(?:{_BODY})", "", subject)
    return {post for pattern, post in _SUBJECTS if pattern.search(about)} or {"committee_member"}
