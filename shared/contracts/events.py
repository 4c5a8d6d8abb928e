"""Every event, one class each, in travel order: submitted → ingested → enriched → settled."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.contracts import identity


class Value(BaseModel):
    """A frozen part of an event. Unknown fields are ignored, so a producer may add one before its consumers know it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Submission(Value):
    """Which submission an event is about. With `generation`, (version, entry_id, generation) decides which copy wins."""

    entry_id: Annotated[str, Field(pattern=r"^\d{1,20}-\d{1,20}$", description="Of the first XADD, through every replay.")]
    version: Annotated[int, Field(ge=0)] = 0
    generation: Annotated[int, Field(ge=0, description="0; re-enrichment raises it.")] = 0
    correlation_id: str | None = None
    source: str | None = None
    id: str | None = None


class Step(Value):
    """What one stage did to an article: `attempts` counts this stage's runs, `milliseconds` its last one."""

    stage: str
    at: AwareDatetime
    attempts: int = 1
    replica: str = ""
    milliseconds: int = 0


class Event(Value):
    """What every event carries. A new field with a default is free; anything else is a new event on a ``.v2`` stream."""

    event_id: UUID
    article_id: UUID
    submission: Submission
    occurred_at: AwareDatetime
    history: tuple[Step, ...] = ()

    @classmethod
    def first(cls, article_id: UUID, submission: Submission, step: Step, **facts: object) -> Self:
        """Build the event that a submission leads to."""
        cause = uuid5(identity.NAMESPACE, submission.entry_id)
        return cls._build(cause, article_id, submission, (), step, facts)

    @classmethod
    def after(cls, cause: Event, step: Step, **facts: object) -> Self:
        """Build the event that follows `cause`: same article, and the same identity however often it is repeated."""
        return cls._build(cause.event_id, cause.article_id, cause.submission, cause.history, step, facts)

    @classmethod
    def _build(
        cls,
        cause: UUID,
        article_id: UUID,
        submission: Submission,
        history: tuple[Step, ...],
        step: Step,
        facts: dict[str, object],
    ) -> Self:
        return cls.model_validate(
            {
                "event_id": uuid5(cause, step.stage),
                "article_id": article_id,
                "submission": submission,
                "occurred_at": step.at,
                "history": (*history, step),
                **facts,
            }
        )

    def took(self, milliseconds: int) -> Self:
        """Return the event with the duration of its last step filled in."""
        *before, last = self.history
        return self.model_copy(update={"history": (*before, last.model_copy(update={"milliseconds": milliseconds}))})


class RemovedSpan(Value):
    """A span that cleaning took out: code points `start` to `end` of the extracted text, and the rule that did it."""

    rule: str
    start: int
    end: int
    text: str


class Dateline(Value):
    """Where and when a story was filed and by whom, as printed; `date` is ISO wherever its year is known."""

    place: str | None = None
    region: str | None = None
    country: str | None = None
    date: str | None = None
    agency: str | None = None


class Article(Event):
    """
    What ingest found out about an article, carried on by every later event.

    `text` is `extracted_text` without the `removed` spans, exactly; putting them back gives `extracted_text`, exactly.
    A withdrawn article has empty texts.
    """

    status: Literal["usable", "withdrawn"] = "usable"
    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    language_confidence: float | None = None
    published_at: AwareDatetime | None = None
    published_precision: Literal["second", "day"] | None = None
    modified_at: AwareDatetime | None = None
    url: str | None = None
    outlet: str | None = None
    canonical_url: str | None = None
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    metadata: dict[str, str] = Field(default_factory=dict)
    extracted_text: str
    removed: tuple[RemovedSpan, ...] = ()
    text: str
    dateline: Dateline | None = None
    agency: str | None = None
    related: tuple[str, ...] = ()
    rules_version: str


class ArticleIngested(Article):
    """The article was fetched and reduced to clean text."""


class Model(Value):
    """Which model said it: two annotation sets are comparable exactly if all three are equal."""

    name: str
    version: str
    config_hash: str


class Mention(Value):
    """A name or number in the text: `text == article.text[start:end]`, code points. `entity` is an entity's key, or None."""

    start: int
    end: int
    text: str
    label: str
    confidence: float | None = None
    entity: str | None = None


class Entity(Value):
    """
    One thing that the article names, however often and in whatever form.

    Salience 0-1: how much it is about it. `country`: ISO 3166-1 alpha-2, of a place whose name leaves no doubt.
    """

    key: str
    name: str
    label: str
    aliases: tuple[str, ...] = ()
    mentions: int = 1
    salience: float = 0.0
    country: str | None = None


class DateMention(Value):
    """A date in the text: `value` is ISO 8601 reckoned from the article's date, as exact as `granularity` says."""

    start: int
    end: int
    text: str
    value: str
    granularity: Literal["day", "week", "month", "quarter", "year", "decade"]


class Topic(Value):
    """An IPTC Media Topic (``medtop:11000000``) with a score of 0-1."""

    code: str
    label: str
    score: float


class Quote(Value):
    """Direct speech in the text, with the speaker where one is named."""

    start: int
    end: int
    text: str
    speaker: str | None = None


class Annotations(Value):
    """What one model found in one text; offsets are code points of the article's `text`. `truncated`: not in all of it."""

    model: Model
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    dates: tuple[DateMention, ...] = ()
    topics: tuple[Topic, ...] = ()
    keywords: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    truncated: bool = False


class ArticleEnriched(Article):
    """The article was annotated; `annotations` is None where nothing was, and `language` or `status` says why."""

    annotations: Annotations | None = None

    @classmethod
    def of(cls, article: ArticleIngested, step: Step, annotations: Annotations | None) -> Self:
        """Build the event that follows `article`, carrying all its facts."""
        facts = {name: getattr(article, name) for name in _FACTS}
        return cls.after(article, step, **facts, annotations=annotations)


_FACTS = tuple(name for name in ArticleIngested.model_fields if name not in Event.model_fields)


class OutcomeFault(Value):
    """One thing that was wrong with a rejected document."""

    path: str
    code: str


Outcome = Literal["created", "updated", "duplicate", "superseded", "withdrawn", "rejected"]


class ArticleSettled(Value):
    """The end of one submission, for its publisher; `outcome_id` is the same if it is announced again."""

    outcome_id: UUID
    submission_entry_id: str
    correlation_id: str | None = None
    source: str | None = None
    id: str | None = None
    article_id: UUID | None = None
    version: int | None = None
    outcome: Outcome
    reason: str | None = None
    errors: tuple[OutcomeFault, ...] = ()
    at: AwareDatetime
