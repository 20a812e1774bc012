"""What stands against applying or undoing a batch: what changed meanwhile, by keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from guben_web.engine.texts import Text
from guben_web.shared.refusals import Refusal

_MOST_KEPT = 20


class SubjectIsGone(Exception):
    """A line is about something that the register does not have any more."""


class LaterChangesStand(Refusal):
    """What the batch left was changed afterwards."""

    code = "imports.later-changes-stand"
    message = Text(
        "写入之后又有变动，共{count}处，不能撤销这一批。",
        "Later changes stand on this import, {count} in all; it cannot be undone.",
    )
    hint = Text("请先撤销后来的导入。", "Undo the later imports first.")

    @property
    def details(self) -> dict[str, object]:
        """The keys of the first organizations and members that stand; the page names those its reader may see."""
        return {"organizations": self.facts["organizations"], "members": self.facts["members"]}


class ResultsStand(Refusal):
    """Evaluations or other records rest on organizations that the batch brought."""

    code = "imports.results-stand"
    message = Text(
        "这一批新增的{count}个组织已有考核结果等记录，不能撤销这一批。",
        "Results or other records rest on {count} organizations that this import brought; it cannot be undone.",
    )
    hint = Text(
        "请先收回并作废用到它们的考核，再撤销。",
        "Take back and discard the evaluations that use them first.",
    )


@dataclass(slots=True)
class Standing:
    """What has changed since a batch was applied, by keys: names would stay behind wherever this is kept."""

    organizations: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.organizations) + len(self.members)


def together(several: Iterable[Standing]) -> Standing:
    """Return what stands in any of several tables, each once."""
    all_ = list(several)
    return Standing(
        list(dict.fromkeys(key for each in all_ for key in each.organizations)),
        list(dict.fromkeys(key for each in all_ for key in each.members)),
    )


def later_changes(standing: Standing) -> LaterChangesStand:
    """Return the refusal that says what has changed since."""
    return LaterChangesStand(
        count=len(standing),
        organizations=standing.organizations[:_MOST_KEPT],
        members=standing.members[:_MOST_KEPT],
    )
