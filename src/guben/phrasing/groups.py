"""Among whom organizations are compared, in words."""

from guben.diagnostics import Text
from guben.model.vocabulary import FIELD, LEVEL, ORGANIZATION_TYPE

_ALL = Text("全部被考核组织", "all evaluated organizations")
_KINDS = {"field": FIELD.title, "type": ORGANIZATION_TYPE.title}


def say_within(within: tuple[str, ...]) -> Text:
    """Return among whom organizations are compared."""
    words = [word for word in within if word != "all"]
    if not words:
        return _ALL
    said = [
        Text("同{kind}", "of the same {kind}").filled(kind=_KINDS.get(word) or LEVEL[word].title)
        for word in words
    ]
    zh, en = "".join(each.zh for each in said), " and ".join(each.en.lower() for each in said)
    return Text(f"{zh}的被考核组织", f"the evaluated organizations {en}")


def say_group(columns: tuple[str, ...]) -> Text:
    """Return the same, where peers are those alike in some columns of organizations."""
    return say_within(tuple(column.removeprefix("in_") for column in columns))
