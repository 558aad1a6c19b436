"""Who may do what: one pure decision, and the same as conditions for a query."""

from enum import StrEnum

import msgspec


class Visibility(StrEnum):
    """Who can see a row, narrowest first."""

    ORGANISATION = "organisation"  # the default
    NAMED = "named"  # its organisation and those named
    SIDE = "side"
    JOINT = "joint"  # both sides
    PUBLIC = "public"


class Role(StrEnum):
    """What a person may do besides reading, given by their own side."""

    WRITE = "write"
    PROPOSE = "propose"
    AGREE = "agree"
    PUBLISH = "publish"
    ADMINISTER = "administer"


class Verb(StrEnum):
    """What is asked for."""

    SEE = "see"
    WRITE = "write"
    PROPOSE = "propose"
    AGREE = "agree"
    WITHHOLD = "withhold"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    EXPORT = "export"


NEEDS: dict[Verb, Role] = {
    Verb.WRITE: Role.WRITE,
    Verb.PROPOSE: Role.PROPOSE,
    Verb.AGREE: Role.AGREE,
    Verb.WITHHOLD: Role.AGREE,
    Verb.WITHDRAW: Role.PROPOSE,
    Verb.PUBLISH: Role.PUBLISH,
    Verb.EXPORT: Role.ADMINISTER,
}
NEEDS_SECOND_FACTOR = frozenset({Verb.AGREE, Verb.WITHHOLD, Verb.PUBLISH, Verb.PROPOSE})
OF_BOTH_SIDES = frozenset({Verb.AGREE, Verb.WITHHOLD})  # on what the other side has brought, too


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Someone signed in: their side, organisation and roles. Nobody signed in is None."""

    id: str
    side: str
    organisation: str
    roles: frozenset[Role] = frozenset()
    has_second_factor: bool = False


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """What permission looks at in any row of any table."""

    side: str
    organisation: str
    visibility: Visibility = Visibility.ORGANISATION
    named: frozenset[str] = frozenset()


class Condition(msgspec.Struct, frozen=True):
    """One way in which a row can be visible: all of what is set must hold of the row."""

    visibility: Visibility | None = None
    side: str | None = None
    organisation: str | None = None
    names: str | None = None


def visible(person: Person | None) -> tuple[Condition, ...]:
    """Return the conditions of which a row must fulfil one for `person` to see it.

    The query twin of `may(person, see, …)`: `site/views` turns each condition into
    a filter. None is the public.
    """
    everyone = Condition(visibility=Visibility.PUBLIC)
    if person is None:
        return (everyone,)
    return (
        everyone,
        Condition(visibility=Visibility.JOINT),
        Condition(visibility=Visibility.SIDE, side=person.side),
        Condition(visibility=Visibility.NAMED, names=person.organisation),
        Condition(side=person.side, organisation=person.organisation),
    )


def fulfils(thing: Thing, condition: Condition) -> bool:
    """Return whether `thing` fulfils `condition`."""
    return (
        (condition.visibility is None or thing.visibility is condition.visibility)
        and (condition.side is None or thing.side == condition.side)
        and (condition.organisation is None or thing.organisation == condition.organisation)
        and (condition.names is None or condition.names in thing.named)
    )


def may(person: Person | None, verb: Verb, thing: Thing) -> bool:
    """Return whether `person` may do `verb` to `thing`.

    Closed by default: what no line below allows is refused. Whoever may not see
    a thing may do nothing to it. Writing, proposing, withdrawing and publishing
    are for one's own side's things; agreeing is for those of either side that are joint
    or name one's organisation. Agreeing, publishing and proposing, by which one endorses,
    need a second factor.

    Examples
    --------
    >>> anyone = may(None, Verb.SEE, Thing(side="uk", organisation="dsit"))
    >>> anyone
    False
    """
    if not any(fulfils(thing, condition) for condition in visible(person)):
        return False
    if verb is Verb.SEE:
        return True
    if person is None or NEEDS[verb] not in person.roles:
        return False
    if verb in NEEDS_SECOND_FACTOR and not person.has_second_factor:
        return False
    if verb in OF_BOTH_SIDES:
        is_asked = thing.visibility is Visibility.NAMED and person.organisation in thing.named
        return thing.visibility is Visibility.JOINT or is_asked
    if verb is Verb.WRITE:
        return thing.side == person.side and thing.organisation == person.organisation
    return thing.side == person.side
