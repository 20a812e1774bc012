"""The sentences about acts on organizations: what they change, what forbids them."""

from guben_web.engine.texts import Text

ORGANIZATIONS = Text("组织", "Organizations")
NOTHING = Text("空", "nothing")
CODE = Text("组织代码", "code")
SUPERIOR = Text("上级党组织", "superior")
KINDS = {
    "type": Text("组织类别", "type"),
    "level": Text("层级", "level"),
    "field": Text("领域", "field"),
}

# What an act changes.
FOUNDS_BELOW = Text(
    "自{day}起，在“{parent}”下成立“{name}”（{type}）。", "From {day} on, {name} ({type}) is below {parent}."
)
FOUNDS_TOP = Text("自{day}起，成立“{name}”（{type}）。", "From {day} on, there is {name} ({type}).")
RENAMES = Text("名称由“{before}”改为“{after}”。", "The name changes from {before} to {after}.")
BECOMES = Text("{title}由“{before}”改为“{after}”。", "The {title} changes from {before} to {after}.")
KEPT_AS_HISTORY = Text(
    "{day}以前的情况留作历史，可以按日期查看。", "What was before {day} is kept, and can be seen by date."
)
CORRECTS = Text(
    "系统里已有{day}起的情况，这次是更正它，不另留历史。",
    "The register has what is so since {day}; this corrects it, and what stood there is not kept.",
)
MERGES = Text(
    "“{name}”自{day}起并入“{target}”，{n}名党员和入党对象转入；“{name}”撤销，记为前身。",
    "{name} becomes part of {target} from {day} on, with {n} people; it ends and is kept as a predecessor.",
)
CHILDREN_MOVE = Text(
    "{n}个下级组织改由“{target}”管理：{names}。", "{n} organizations move below {target}: {names}."
)
SPLITS = Text(
    "自{day}起，从“{source}”分出“{name}”，转入{n}名党员，“{source}”还有{left}名。",
    "From {day} on, {name} is split off from {source} with {n} people; {left} stay with {source}.",
)
ENDS = Text("“{name}”自{day}起撤销；历史仍可查看。", "{name} ends on {day}; its history can still be seen.")
POSTS_END = Text("在“{name}”担任的{n}个职务于{day}免去。", "The {n} posts held in it, {name}, end on {day}.")
WORKPLACES_MOVE = Text(
    "{n}个所在单位改由“{target}”联合覆盖。", "{n} workplaces are covered by {target} from then on."
)
WORKPLACES_LEFT = Text(
    "{n}个所在单位不再有党组织，列入待组建名单。", "{n} workplaces have no organization any more."
)
ROLES_LEFT = Text(
    "有{n}个账号的角色在“{name}”，它们将看不到任何内容，请另行调整。",
    "{n} roles of accounts are for {name}; they will see nothing until they are given another organization.",
)

# What forbids it.
FUTURE = Text(
    "日期{day}还没有到，只能登记已经生效的事项。",
    "The day {day} has not come; only what holds can be entered.",
)
GONE = Text("这个组织已经撤销，不能再办理。", "This organization is no more; nothing can be done with it.")
NOT_YET = Text("{day}那天还没有这个组织。", "The organization was not there on {day}.")
CIRCLE = Text(
    "上级不能是“{name}”自己，也不能是它的下级。", "The superior cannot be {name} itself or one below it."
)
SUPERIOR_GONE = Text("所选的上级已经撤销。", "The superior that was chosen is no more.")
SUPERIOR_LATER = Text(
    "{day}那天还没有上级“{name}”，请选以后的日期。",
    "The superior {name} was not there on {day}; take a later day.",
)
NAME_TAKEN = Text(
    "同一上级下已有“{name}”，请换一个名称。",
    "There is {name} below the same superior already; choose another name.",
)
CODE_TAKEN = Text("组织代码{code}已属于“{name}”。", "The code {code} belongs to {name}.")
TOO_EARLY = Text(
    "“{name}”现在的情况从{since}算起，日期不能早于这一天（填的是{day}）。",
    "{name} is what it is since {since}; the day, {day}, cannot be before that.",
)
NOTHING_CHANGES = Text("没有任何改动。", "Nothing would change.")
NO_SOURCES = Text(
    "请至少选一个要并入的组织，不能选它自己。", "Choose at least one organization to merge, and not itself."
)
SOURCE_GONE = Text("要并入的组织有的已经撤销。", "Some of the organizations to be merged are no more.")
OTHER_SUPERIOR = Text(
    "“{name}”和“{target}”不是同一个上级，请先变更上级再合并。",
    "{name} and {target} have different superiors; move one of them first.",
)
LATE_CHILDREN = Text(
    "{day}之后，“{name}”的下级有过变动：{names}。请用变动之后的日期。",
    "What is below {name} changed after {day}: {names}. Take a day after that.",
)
LATE_MEMBERS = Text(
    "“{name}”有{n}名党员是{day}之后才转入或变更类别的，请用更晚的日期。",
    "{n} people of {name} came, or became what they are, only after {day}; take a later day.",
)
LEFT_LATER = Text(
    "有{n}名党员在{day}之后还在“{name}”，后来才转出或变更类别，请用更晚的日期。",
    "{n} people were in {name} until after {day}, and then left or became something else; take a later day.",
)
LATE_POSTS = Text(
    "“{name}”有{n}个职务是{day}之后才开始的，请用更晚的日期。",
    "{n} posts in {name} began only after {day}; take a later day.",
)
NOTHING_SPLIT = Text(
    "请选择要分出去的党员或下级组织。", "Choose the people or the organizations that are split off."
)
NOT_ITS_MEMBERS = Text(
    "所选的人有的已不在这个组织。", "Some of the people chosen are not in this organization."
)
NOT_ITS_CHILDREN = Text(
    "所选的组织有的已不是它的下级。", "Some of the organizations chosen are not below this one."
)
HAS_MEMBERS = Text(
    "“{name}”还有{n}名党员和入党对象，不能撤销；请先转出或并入别的组织。",
    "{name} still has {n} people and cannot end; transfer them first, or merge it into another.",
)
HAS_CHILDREN = Text(
    "它还有{n}个下级组织：{names}；请先撤销或改变它们的上级。",
    "There are {n} organizations below it: {names}; end them or give them another superior first.",
)
