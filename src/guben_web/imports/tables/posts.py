"""The table of posts: who holds and held which, how it was come by and what became of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import TEAM_POSTS
from guben_web.engine.workbooks import TableRow
from guben_web.imports.comparison import Comparison
from guben_web.imports.days import to_date, to_number
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.holdings import Holding
from guben_web.imports.lines import after_of, reason, refused
from guben_web.imports.models import Line
from guben_web.imports.standing import Standing, SubjectIsGone
from guben_web.imports.tables.members.applying import changed_since
from guben_web.imports.tables.members.names import tidy
from guben_web.imports.tables.records import Found, RecordApplying, RecordTable, RecordUndoing
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.people import actions as people
from guben_web.people.enums import LEFT
from guben_web.people.models import Post
from guben_web.shared.bulk import Ready
from guben_web.teams import actions as teams
from guben_web.teams.models import Tenure
from guben_web.teams.prefilled import posts_sheet
from guben_web.teams.sheets import POSTS

_TENURE = ("way", "document", "until", "outcome", "note")
_BEFORE = Text("免职日期不能早于任职日期。", "A post cannot end before it began.")
_GONE = Text("此人已不在党内，不能任职。", "This person has left and cannot hold a post.")
_SECOND = Text(
    "这个组织就会有{n}名书记；离任的请填免职日期。",
    "The organization would have {n} secretaries; say when those who have left did.",
)


class Posts(RecordTable[Post]):
    """Posts, known by member, organization, post and since when; each with its tenure."""

    kind = Kind.POST
    sheet = POSTS
    texts: ClassVar[Mapping[str, int]] = {"document": 100, "note": 200}
    may_be_empty = frozenset({"way", "document", "until", "outcome", "note"})

    def compare(self, comparison: Comparison) -> Iterator[Line]:
        """Yield a line for each row; none that gives an organization a second secretary."""
        lines = list(super().compare(comparison))
        secretaries = _secretaries(comparison, lines)
        for line in lines:
            number = len(secretaries.get(line.subject, ()))
            if line.outcome in (Outcome.CREATED, Outcome.CHANGED) and number > 1:
                refused(line, [reason("second-secretary", _SECOND.filled(n=number))])
            elif line.outcome == Outcome.CREATED:
                after = after_of(line)
                holding = Holding(line.subject, after.get("start"), after.get("end"))
                comparison.holdings.add((after["member"], after["organization"], after["post"]), holding)
            yield line

    def find(self, row: TableRow, comparison: Comparison) -> Found:
        """Return the time in a post that a row is about."""
        values = row.values
        name = tidy(values.get("name") or "")
        organization = comparison.organization(values.get("organization"))
        member, reasons = comparison.persons.find(
            record=values.get("record"),
            number=values.get("identity_number"),
            name=name,
            organization=organization,
        )
        said = {each: values.get(each) for each in ("start", "end", *_TENURE)}
        held = None
        if member and organization and values.get("post"):
            place = (member, organization, values["post"])
            holding = comparison.holdings.find(place, said["start"], said["end"])
            held = holding.post if holding is not None else None
        state = self.state(held) if held is not None else None
        start = said["start"] or (state or {}).get("start")
        if start is not None and said["end"] is not None and said["end"] < start:
            reasons = [*reasons, reason("order", _BEFORE)]
        if held is None and said["end"] is None and comparison.persons.statuses.get(member or "") == LEFT:
            reasons = [*reasons, reason("gone", _GONE)]
        known = comparison.register.members.get(member or "")
        return Found(
            str(held.pk) if held is not None else row.source,
            name,
            organization,
            state,
            said,
            {"member": member, "organization": organization, "post": values.get("post")},
            reasons,
            known.revision if known is not None else 0,
        )

    def read(self, storing: Storing) -> dict[str, Post]:
        """Return all posts by their ids, those of this batch also by the row that brought them."""
        rows: dict[str, Post] = {}
        for each in Post.objects.select_related("tenure").iterator():
            rows[str(each.pk)] = each
            batch, _, source = each.source.partition("!")
            if batch == storing.origin:
                rows[source] = each
        return rows

    def state(self, row: Post) -> dict[str, Any]:
        """Return what can be changed of a post."""
        tenure = getattr(row, "tenure", None) or Tenure()
        return {
            "start": to_number(row.start_date),
            "end": to_number(row.end_date),
            **{name: getattr(tenure, name) for name in _TENURE},
            "until": to_number(tenure.until),
        }

    def owner(self, row: Post, storing: Storing) -> str:
        """Return the organization of a post."""
        return storing.register.keys_by_id[row.organization_id]

    def standing_of(self, line: Line, row: Post | None, storing: Storing) -> Standing:
        """Return under whom it is said that a post has changed since."""
        member = str(row.member_id) if row is not None else after_of(line).get("member")
        return Standing(members=[member] if member else [])

    def make(self, line: Line, storing: Storing) -> Post:
        """Return a new post."""
        after = after_of(line)
        return Post(
            member_id=UUID(after["member"]),
            post=after["post"],
            in_team=after["post"] in TEAM_POSTS,
            source=f"{storing.origin}!{line.sheet}!{line.row}",
        )

    def say(self, row: Post, said: Mapping[str, Any]) -> None:
        """Set what was said of a post, on itself and on its tenure."""
        for name, field in (("start", "start_date"), ("end", "end_date")):
            if name in said:
                setattr(row, field, to_date(said[name]))
        if not said.keys() & set(_TENURE):
            return
        if getattr(row, "tenure", None) is None:
            row.tenure = Tenure(post=row)
        for name in _TENURE:
            if name in said:
                setattr(row.tenure, name, to_date(said[name]) if name == "until" else said[name] or "")

    def fill(self, row: Post, line: Line, storing: Storing) -> None:
        """Give a new post the id of its organization."""
        row.organization_id = storing.ids[after_of(line)["organization"]]

    def keep(self, *, changed: Ready, new: Ready) -> None:
        """Store posts with their tenures; those that end go first, so that nobody holds one twice."""
        people.store_posts(changed=changed, new=Ready(()))
        posts = [each for each in new.rows if isinstance(each, Post)]
        people.add_posts(posts)
        held = [each for each in changed.rows if isinstance(each, Post)]
        tenures = [each.tenure for each in (*held, *posts) if getattr(each, "tenure", None) is not None]
        for each in tenures:
            each.post_id = each.post.pk
        # One that says nothing is none: undone, what came with the batch goes with it.
        silent = [each for each in tenures if not any(getattr(each, name) for name in _TENURE)]
        teams.remove(Tenure, [each.pk for each in silent if each.pk is not None])
        kept = [each for each in tenures if each not in silent]
        teams.store_tenures(
            changed=Ready([each for each in kept if each.pk is not None]),
            new=Ready([each for each in kept if each.pk is None]),
        )

    def remove(self, rows: Sequence[Post]) -> None:
        """Remove posts with their tenures."""
        tenures = Tenure.objects.filter(post__in=[each.pk for each in rows]).values_list("pk", flat=True)
        teams.remove(Tenure, list(tenures))
        people.remove_posts(rows)

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct."""
        return posts_sheet(
            taking.scope,
            taking.day,
            taking.references,
            with_numbers=taking.with_numbers,
            language=taking.language,
        )

    def applying(self, storing: Storing) -> "RecordApplying[Post]":
        """Return what takes lines up to apply them."""
        return _Applying(self, storing)

    def undoing(self, storing: Storing) -> "RecordUndoing[Post]":
        """Return what takes lines up to undo them."""
        return _Undoing(self, storing)


class _Applying(RecordApplying[Post]):
    """Posts to store; a post counts among the changes of its member."""

    def __init__(self, table: Posts, storing: Storing) -> None:
        super().__init__(table, storing)
        self.revisions: dict[UUID, int] = {}

    def add(self, line: Line) -> None:
        """Take a line up; raises SubjectIsGone."""
        super().add(line)
        rows = self.new if line.outcome == Outcome.CREATED else self.changed
        post = rows[-1][0]
        if line.outcome == Outcome.CREATED:
            self.storing.new_posts[line.subject] = post
        if line.base_revision:
            if str(post.member_id) not in self.storing.register.members:
                raise SubjectIsGone
            self.revisions[post.member_id] = line.base_revision

    def standing(self) -> Standing:
        """Return whose posts are not as they were compared with."""
        return Standing(members=[*super().standing().members, *changed_since(self.revisions).members])

    def store(self) -> None:
        """Store the posts."""
        super().store()
        people.move_revisions(self.revisions.keys() - self.storing.revised, 1)


class _Undoing(RecordUndoing[Post]):
    """Posts to restore and to remove."""

    def __init__(self, table: Posts, storing: Storing) -> None:
        super().__init__(table, storing)
        self.revisions: dict[UUID, int] = {}

    def add(self, line: Line) -> None:
        """Take a line up."""
        super().add(line)
        row = self.held.get(line.subject)
        if row is not None and line.base_revision:
            self.revisions[row.member_id] = line.base_revision + 1

    def standing(self) -> Standing:
        """Return whose posts are not as the batch left them."""
        return Standing(members=[*super().standing().members, *changed_since(self.revisions).members])

    def store(self) -> None:
        """Restore the posts."""
        super().store()
        people.move_revisions(self.revisions.keys() - self.storing.revised, -1)


def _secretaries(comparison: Comparison, lines: Sequence[Line]) -> dict[str, set[str]]:
    """Return by the subject of each line who would be secretary together with it: references of times in the post."""
    register = comparison.register
    held: defaultdict[str, set[str]] = defaultdict(set)
    where: dict[str, str] = {}
    for row in register.every_post.values():
        if row.post == "secretary" and row.end_date is None:
            held[register.keys_by_id[row.organization_id]].add(str(row.pk))
    for line in lines:
        if line.outcome not in (Outcome.CREATED, Outcome.CHANGED):
            continue
        after = after_of(line)
        row_held = register.every_post.get(int(line.subject)) if line.outcome == Outcome.CHANGED else None
        post = row_held.post if row_held is not None else after["post"]
        if post != "secretary":
            continue
        organization = (
            register.keys_by_id[row_held.organization_id] if row_held is not None else after["organization"]
        )
        if after.get("end") is not None:
            held[organization].discard(line.subject)
        elif row_held is None:
            held[organization].add(line.subject)
            where[line.subject] = organization
    return {subject: held[organization] for subject, organization in where.items()}
