"""The options of ballots as paper prints them."""

from guben.diagnostics import Text, both

_TITLES = {
    "excellent": Text("优秀", "Excellent"),
    "good": Text("好", "Good"),
    "rather_good": Text("较好", "Rather good"),
    "fair": Text("一般", "Fair"),
    "poor": Text("差", "Poor"),
    "competent": Text("称职", "Competent"),
    "basically_competent": Text("基本称职", "Basically competent"),
    "fairly_competent": Text("基本称职", "Fairly competent"),
    "incompetent": Text("不称职", "Not competent"),
    "qualified": Text("合格", "Qualified"),
    "basically_qualified": Text("基本合格", "Basically qualified"),
    "unqualified": Text("不合格", "Not qualified"),
    "very_satisfied": Text("很满意", "Very satisfied"),
    "satisfied": Text("满意", "Satisfied"),
    "basically_satisfied": Text("基本满意", "Basically satisfied"),
    "fairly_satisfied": Text("基本满意", "Fairly satisfied"),
    "dissatisfied": Text("不满意", "Dissatisfied"),
    "approve": Text("认可", "Approve"),
    "disapprove": Text("不认可", "Disapprove"),
    "agree": Text("同意", "Agree"),
    "disagree": Text("不同意", "Disagree"),
    "abstain": Text("弃权", "Abstains"),
    "abstained": Text("弃权", "Abstained"),
    "not_known": Text("不了解", "Does not know"),
}


def option_title(code: str) -> Text:
    """Return what paper calls an option that schemes usually weigh; any other is called as the scheme writes it."""
    return _TITLES.get(code, both(code))
