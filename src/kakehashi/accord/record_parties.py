"""Who: sides, organisations with what became of them, posts, those who held them, forums."""

from datetime import date
from typing import Literal

from kakehashi.accord.record_row import (
    ForumId,
    OrganisationId,
    PersonName,
    PostId,
    Row,
    SideId,
    SourceId,
    When,
)
from kakehashi.terms.basis import Basis
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Lang, Text


class Side(Row, frozen=True, kw_only=True, tag="side"):
    """One of the two sides. Another pair of countries is other rows of this kind.

    `code` is the side's name in acts and views ("uk"). `endorsers` are the
    organisations whose endorsement turns the side's key. `calendar` is the
    IANA zone in which the side counts days.
    """

    code: str
    name: Text
    language: Lang
    calendar: str
    endorsers: tuple[OrganisationId, ...]


class Succession(Frozen, frozen=True, kw_only=True):
    """An organisation that took over, when, and how we know."""

    organisation: OrganisationId
    basis: Basis
    sources: tuple[SourceId, ...]
    when: When | None = None
    note: Text | None = None


class Organisation(Row, frozen=True, kw_only=True, tag="organisation"):
    """A ministry, agency, regulator or other body; `side` is None for those of neither."""

    name: Text
    short: str
    side: SideId | None = None
    part_of: OrganisationId | None = None
    starts: When | None = None
    ends: When | None = None
    successors: tuple[Succession, ...] = ()


class Post(Row, frozen=True, kw_only=True, tag="post"):
    """An office that owns things, whoever holds it."""

    organisation: OrganisationId
    name: Text
    rank: Literal["head_of_government", "minister", "junior_minister", "official"]


class Holder(Row, frozen=True, kw_only=True, tag="holder"):
    """A person in a post. `seen_on` are days on which a source shows them in it."""

    person: PersonName
    post: PostId
    starts: When | None = None
    ends: When | None = None
    seen_on: tuple[date, ...] = ()


class Forum(Row, frozen=True, kw_only=True, tag="forum"):
    """A body in which both meet, alone or with others; `within` is the forum it belongs to."""

    name: Text
    short: str
    is_bilateral: bool = False
    starts: When | None = None
    within: ForumId | None = None
    members: tuple[Text, ...] = ()
