"""Parts and their scorings, as pieces of a JSON Schema."""

from guben.model.keywords import MISSING_POLICIES, ORDERS, PARTIALS, RANK_TIES, REWARDS, STARTS
from guben.reading.editing.shapes import (
    NUMBER,
    RANGE,
    TRUTH,
    WORDS,
    Shape,
    by_name,
    by_word,
    chosen,
    defined,
    either,
    filled,
    listed,
    record,
    said,
)
from guben.reading.lines import LINE_KEYS
from guben.reading.parts import LINES_KEYS, PART_KEYS
from guben.reading.scorings import SCORINGS

TITLE, FORMULA, WITHIN, ORDERING = (defined(each) for each in ("title", "formula", "within", "ordering"))
RATERS = said(filled(by_word(NUMBER)), "评分人及权重", "Who rates, with weights")
MISSING = chosen(MISSING_POLICIES)
CAPPED = said(TRUTH, "各部分分值之和可以超过，封顶", "Its parts may be worth more; this is the most")
_LINEAR = record(
    ("value", "from", "to"),
    (),
    {
        "value": FORMULA,
        "from": said(FORMULA, "得0分处", "No points here"),
        "to": said(FORMULA, "得满分处", "All points here"),
    },
)
_LINE: dict[str, Shape] = {
    "plus": said(RANGE, "加分", "Points to add"),
    "minus": said(RANGE, "扣分", "Points to take away"),
    "zero": said({"const": True}, "不得分", "No points at all"),
    "if": FORMULA,
    "each": said(FORMULA, "每一个", "For each of these"),
    "per": said(FORMULA, "一步是多少，如 1岁、1pp", "How much one step is, such as 1 year or 1 pp"),
    "value": FORMULA,
    "over": FORMULA,
    "under": FORMULA,
    "partial": chosen(PARTIALS),
    "judged": said(WORDS, "评分人", "Who judges"),
    "at_most": said(NUMBER, "最多多少分", "The most that this line comes to"),
    "group": said(WORDS, "同组只计最多的一行", "Of the lines of a group only the most counts"),
    "title": TITLE,
    "look_at": TITLE,
}


def scorings() -> dict[str, Shape]:
    """Return every scoring by its key."""
    within = record((), ("linear", "judged"), {"linear": _LINEAR, "judged": WORDS})
    band = record(("points",), ("if", "within"), {"points": RANGE, "if": FORMULA, "within": within})
    place = record(("points",), ("first",), {"points": NUMBER, "first": NUMBER})
    rank = {"value": FORMULA, "order": chosen(ORDERS), "within": WITHIN, "ties": chosen(RANK_TIES)}
    split = record(("split",), (), {"split": by_word(NUMBER)})
    poll = record(("of", "weights"), (), {"of": WORDS, "weights": filled(by_word(NUMBER))})
    return {
        "pass": said(FORMULA, "条件成立得满分", "All points where the condition holds"),
        "linear": said(_LINEAR, "按比例得分", "Points in proportion"),
        "bands": said(filled(listed(band)), "分档，第一个成立的算", "The first band that holds counts"),
        "lines": said(filled(listed(record((), LINE_KEYS, _LINE))), "加减分各行", "What adds and takes away"),
        "computed": said(FORMULA, "公式直接算出分数", "The formula gives the points"),
        "judged": said(either(WORDS, split), "由谁评分", "Who judges"),
        "rank": said(
            record(
                tuple(rank), ("then", "places"), {**rank, "then": ORDERING, "places": filled(listed(place))}
            ),
            "按名次",
            "By rank",
        ),
        "ballot": said(poll, "按测评票数", "By the votes of a ballot"),
    }


def part() -> Shape:
    """Return a part: either parts below it or one scoring."""
    shapes: dict[str, Shape] = {
        "title": TITLE,
        "points": said(NUMBER, "分值", "The points that are printed"),
        "rewards": chosen(REWARDS),
        "missing": MISSING,
        "won": said(FORMULA, "何时算达标，如 points >= 80%", "When it is won, such as points >= 80%"),
        "look_at": said(TITLE, "查看材料", "The evidence to look at"),
        "by": said(TITLE, "评分单位", "The department that scores it"),
        "parts": filled(by_name(defined("part"))),
        "applies": said(FORMULA, "适用于哪类组织", "The kinds of organization it counts for"),
        "capped": CAPPED,
        "raters": RATERS,
        "start": chosen(STARTS),
        "floor": said(NUMBER, "最低分", "The least points"),
        "cap": said(NUMBER, "最高分", "The most points"),
        **scorings(),
    }
    optional = [key for key in (*PART_KEYS, *LINES_KEYS, *SCORINGS) if key != "points"]
    # Raters stand beside a scoring, or are one where there is no other.
    ways = [{"required": [key]} for key in ("parts", *SCORINGS)]
    alone = {"required": ["raters"], "not": {"anyOf": ways}}
    return {**record(("title", "points"), optional, shapes), "oneOf": [*ways, alone]}
