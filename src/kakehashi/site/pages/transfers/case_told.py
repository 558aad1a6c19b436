"""A case in words: which law reaches it, who is competent, what may be shared, by when."""

from datetime import date

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_cases import (
    Case,
    Competence,
    Reach,
    Reply,
    Request,
    Sharing,
    Term,
    competent,
    regulators,
)
from kakehashi.accord.record_parties import Organisation, Side
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.papers.report import SourceShown
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.views.record import SeenRow
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang
from kakehashi.transfers.deadlines import Due, due

COUNTRY = {"uk": "GB", "jp": "JP"}  # the calendars that `transfers.deadlines` knows, by side


class LawTold(msgspec.Struct, frozen=True):
    """A law that reaches a matter, its regulator, and the circumstances that bring it."""

    law: str
    who: str
    reaches: tuple[tuple[Reach, tuple[SourceShown, ...]], ...]
    sharing: tuple[tuple[Sharing, tuple[SourceShown, ...]], ...]


class TermTold(msgspec.Struct, frozen=True):
    """A period of a law, with its days."""

    term: Term
    law: str
    ends: Due
    sources: tuple[SourceShown, ...]


class SaidHere(msgspec.Struct, frozen=True):
    """A request or reply as the page tells it; `replies` are those to a request."""

    ref: str
    line: str
    ground: str
    facts: tuple[str, ...]
    due: str
    is_overdue: bool
    texts: tuple[Said, ...]
    may_answer: bool = False
    replies: tuple["SaidHere", ...] = ()


def competences() -> tuple[Competence, ...]:
    """Return who answers for which law, as shipped: nobody makes a regulator by writing a row."""
    return shipped_record().every(Competence)


def regulator_of(side: str) -> str:
    """Return the organisation that is the regulator of the side whose code is `side`; or ""."""
    codes = {one.id: one.code for one in shipped_record().every(Side)}
    found = {codes[name]: organisation for name, organisation in regulators(competences()).items()}
    return found.get(side, "")


def others_than(organisation: str) -> tuple[str, ...]:
    """Return the regulators that are not `organisation`."""
    found = regulators(competences()).values()
    return tuple(sorted(one for one in found if one != organisation))


def laws(case: Case, teller: Teller) -> tuple[LawTold, ...]:
    """Return the laws that reach the case, each with why and on which grounds facts are shared."""
    return tuple(
        LawTold(
            each.law.into(teller.lang),
            short(teller.record, each.organisation, teller.lang),
            tuple((one, teller.sources(one.sources)) for one in reaches),
            tuple((one, teller.sources(one.sources)) for one in each.sharing),
        )
        for each, reaches in competent(competences(), case.circumstances)
    )


def competent_words(found: tuple[LawTold, ...], lang: Lang) -> str:
    """Return the one sentence that says who is competent."""
    who = tuple(dict.fromkeys(one.who for one in found))
    if len(who) > 1:
        return say("data_case.competent_both", lang)
    return say("data_case.competent_one", lang, who=who[0]) if who else say(
        "data_case.competent_none", lang
    )  # fmt: skip


def terms(case: Case, teller: Teller) -> tuple[TermTold, ...]:
    """Return the periods of the laws that reach the case, soonest first."""
    codes = {one.id: one.code for one in shipped_record().every(Side)}
    found = [
        TermTold(
            term,
            each.law.into(teller.lang),
            due(case.known_on, term.n, term.unit, COUNTRY[codes[each.side]]),
            teller.sources(term.sources),
        )
        for each, _ in competent(competences(), case.circumstances)
        for term in each.terms
    ]
    return tuple(sorted(found, key=lambda one: (one.ends.on, one.term.id)))


def exchanges(
    case: Case, record: Record, seen: dict[str, SeenRow], side: str, today: date, lang: Lang
) -> tuple[SaidHere, ...]:
    """Return the requests of the case with their replies, oldest first.

    `seen` are the rows of requests and replies that the reader of `side` may see.
    """
    teller = Teller(record, lang)
    replies: dict[str, list[SaidHere]] = {}
    for row in record.every(Reply):
        if row.id in seen:
            replies.setdefault(row.request, []).append(_told(row, seen[row.id], teller))
    return tuple(
        msgspec.structs.replace(
            _told(row, seen[row.id], teller),
            replies=tuple(replies.get(row.id, ())),
            is_overdue=row.id not in replies and row.due_on < today,
            may_answer=case.closed_on is None and seen[row.id].side != side,
        )
        for row in record.every(Request)
        if row.case == case.id and row.id in seen
    )


def _told(row: Request | Reply, seen: SeenRow, teller: Teller) -> SaidHere:
    lang = teller.lang
    is_request = isinstance(row, Request)
    on = row.asked_on if isinstance(row, Request) else row.answered_on
    key = "data_case.asked" if is_request else "data_case.answered"
    who = short(teller.record, seen.organisation, lang)
    return SaidHere(
        ref=row.id,
        line=say(key, lang, who=who, day=day_of(on, lang)),
        ground=ground_words(row.ground, lang),
        facts=tuple(word(one, lang) for one in row.facts) if isinstance(row, Request) else (),
        due=say("data_case.due_on", lang, day=day_of(row.due_on, lang))
        if isinstance(row, Request)
        else "",
        is_overdue=False,
        texts=in_both(row),
    )


def in_both(row: Request | Reply) -> tuple[Said, ...]:
    """Return the words of a request or reply in each language in which it has any."""
    return tuple(
        Said(wording.text, each)
        for each in LANGS
        if (wording := row.en if each == "en" else row.ja) is not None
    )


def ground_words(name: str, lang: Lang) -> str:
    """Return the ground of sharing `name` in words."""
    found = (one for each in competences() for one in each.sharing if one.id == name)
    return next((one.text.into(lang) for one in found), name)


def grounds_for(organisation: str, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return the grounds of sharing of `organisation`'s own law, as choices of a form."""
    return tuple(
        (one.id, one.text.into(lang))
        for each in competences()
        if each.organisation == organisation
        for one in each.sharing
    )


def short(record: Record, organisation: str, lang: Lang) -> str:
    """Return the short name of an organisation, in Japanese its name, which has no short form.

    It is the id where the reader does not see the organisation.
    """
    row = record.rows.get(organisation)
    if not isinstance(row, Organisation):
        return organisation
    return row.short if lang == "en" else row.name.into(lang)


def day_of(day: date, lang: Lang) -> str:
    """Return a day in words."""
    from kakehashi.terms.period import day_words

    return day_words(day).into(lang)
