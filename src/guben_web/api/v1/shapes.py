"""What answers look like. Numbers of points are decimal strings, as they are stored; a day is YYYY-MM-DD."""

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import Field

from guben_web.engine.texts import Text

Row = TypeVar("Row")
Points = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$", examples=["85.00"])]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="SHA-256, in hexadecimal digits")]


class Words(Schema):
    """Words in both languages."""

    zh: str
    en: str


def words_of(text: Text) -> Words:
    """Return words as they are answered."""
    return Words(zh=text.zh, en=text.en)


class Page(Schema, Generic[Row]):
    """Some rows, in an order that stays the same; `next` is what to ask for `after` for the rows that follow."""

    items: list[Row]
    next: str | None = Field(description="null where nothing follows")


class TokenShape(Schema):
    """The token that was shown."""

    name: str
    rights: list[str]
    last_day: date | None


class OrganizationShape(Schema):
    """An organization as it was on the day; `valid_to` is the first day on which this no longer held."""

    key: str = Field(description="What never changes: the code that it had first, or its name")
    code: str | None
    name: str
    type: str
    level: str
    field: str
    parent: str | None = Field(description="The key of the organization above it")
    valid_from: date | None
    valid_to: date | None


class EvaluationShape(Schema):
    """An evaluation that is computed, with the digests that it can be verified by."""

    id: int
    scheme: str
    title: Words
    version: str
    period: str
    as_of: date
    state: Literal["TRIAL", "SHOWN"] = Field(description="SHOWN once the units see their results")
    organizations: int
    computed_at: datetime
    scheme_digest: Digest
    snapshot_digest: Digest
    result_digest: Digest


class PartShape(Schema):
    """A part of the scheme, before its own parts; `depth` is 0 at the top."""

    path: str
    title: Words
    points: Points
    depth: int


class WholeEvaluationShape(EvaluationShape):
    """An evaluation with what is common to all its results."""

    total: Points = Field(description="The points that can be had")
    grades: list[Words] = Field(description="From the best to the last")
    vetoes: list[Words]
    parts: list[PartShape]


class GradeShape(Schema):
    """A grade: its place in the scheme's list, 0 the best, and its words."""

    place: int
    words: Words


class ResultShape(Schema):
    """What an evaluation gave one organization, under the name it had then."""

    organization: str = Field(description="Its key")
    code: str | None
    name: str
    field: str
    township: str
    total: Points | None
    grade: GradeShape | None
    computed_grade: GradeShape | None = Field(
        description="What was computed, where a meeting decided otherwise; else the grade itself"
    )
    is_decided: bool = Field(description="Whether a meeting set the grade")
    veto: Words | None
    rank: int | None = Field(description="Only for whoever sees the whole county")
    points: dict[str, Points | None] = Field(description="By path of the part; null where it does not apply")
    won: list[str]
    missing: list[str] = Field(description="Parts for which figures are missing")


class ReasonShape(Schema):
    """A sentence of an explanation; those it rests on follow it, one deeper."""

    depth: int
    words: Words
    path: str | None = Field(description="The part or the measure that the sentence is about")
    title: Words | None
    value: Words | None
    rule: Words | None = Field(description="How the part is scored, in words")
    records: int = Field(description="How many records the sentence rests on, those about persons apart")


class ExplanationShape(Schema):
    """Why an organization has its grade, with the rules in words; nothing of it is about a single person."""

    result: ResultShape
    reasons: list[ReasonShape]


class DecisionShape(Schema):
    """What a meeting decided about the results and still stands."""

    subject: str
    body: str
    met_on: date
    document: str


class AppraisalShape(Schema):
    """A final appraisal: its results are those of `evaluation`, and the seal covers what was decided about them."""

    id: int
    scheme: str
    title: Words
    period: str
    as_of: date
    evaluation: int
    public_from: date
    public_to: date
    decisions: list[DecisionShape]
    sealed_at: datetime
    seal: Digest


class SchemeShape(Schema):
    """A scheme in force; the digest is that of evaluations by it."""

    name: str
    title: Words
    version: str
    digest: Digest


class WholeSchemeShape(SchemeShape):
    """A scheme as it is written: its own file, and those of the ledgers and schemes that it uses."""

    own_file: str
    files: dict[str, str] = Field(description="YAML by the name of the file; the digest is over all of them")


class PlaceShape(Schema):
    """Where something that was asked for is wrong."""

    where: str = Field(examples=["query.limit"])
    said: Words


class ProblemShape(Schema):
    """Why there is no answer: every problem has this shape, whatever its status."""

    code: str = Field(description="Names the problem for ever")
    status: int
    message: Words
    advice: Words | None
    places: list[PlaceShape] = Field(description="What is wrong in the question; only with 422")
