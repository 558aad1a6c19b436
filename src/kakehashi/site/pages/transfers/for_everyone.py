"""For everyone: what covers my data in the other country, and whom I ask or complain to."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kakehashi.answers.lines import Numbers, Teller
from kakehashi.answers.may_send import may_send
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.answers.shelf import shipped_rulebooks
from kakehashi.papers.report import SourceShown
from kakehashi.site.pages.council.told import Teller as RecordTeller
from kakehashi.site.pages.render import render
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Outcome
from kakehashi.transfers import read_flow

# who receives there, the rulebook and rule that say whether the data is covered, its ground
SITUATIONS = (
    ("uk_company", "GB", "JP", "company", "UKT-1", "UKT-A-JP"),
    ("uk_university", "GB", "JP", "university", "UKT-1", "UKT-A-JP"),
    ("uk_public_body", "GB", "JP", "public_body", "UKT-1", "UKT-A-JP"),
    ("uk_press", "GB", "JP", "press", "UKT-1", "UKT-A-JP"),
    ("jp_company", "JP", "GB", "company", "JPT-28", "JPT-28-UK"),
)
BOOKS = {"UKT-1": "uk-data-transfer", "JPT-28": "jp-data-transfer"}
CONTACTS = (  # whom to ask, and the source of the shipped record that is their page
    ("uk", "unread-ico-complaints", "https://ico.org.uk/"),
    ("jp", "ppc-dial", None),
    ("jp_public", "ppc-mediation-line", None),
)


class Covered(msgspec.Struct, frozen=True):
    """One situation: in words, whether the data is covered, and on what that rests."""

    who: str
    mark: Any
    words: str
    basis: str
    sources: tuple[SourceShown, ...]


@require_safe
def my_data(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the page: situations as the rulebooks decide them today, then whom to ask."""
    rulebooks = shipped_rulebooks()
    now = timezone.now()
    told = [(one[1], _told(one, now.date(), lang)) for one in SITUATIONS]
    record = shipped_record()
    pages = RecordTeller(record, lang)
    return render(
        request,
        lang,
        "transfers/my_data.html",
        from_uk=[one for country, one in told if country == "GB"],
        from_jp=[one for country, one in told if country == "JP"],
        contacts=[
            (f"my_data.ask_{name}", record.sources[source], pages.sources([source])[0], url)
            for name, source, url in CONTACTS
        ],
        checked_on=min(rulebooks.book(name).checked_on for name in BOOKS.values()),
        record_checked_on=record.checked_on,
    )


@lru_cache(maxsize=64)
def _is_covered(situation: tuple[str, ...], on: date) -> bool | None:
    """Return whether the ground of a situation holds on a day, for a flow that says little else.

    None where no text settles it.
    """
    name, sender, receiver, kind, _, ground = situation
    rulebooks = shipped_rulebooks()
    told = {
        "format": "kakehashi-flow/1",
        "id": "my-data",
        "name": name,
        "parties": [
            {"id": "here", "name": "here", "country": sender, "kind": "company",
             "under": {"has": ["uk_gdpr" if sender == "GB" else "appi"], "complete": True}},
            {"id": "there", "name": "there", "country": receiver, "kind": kind},
        ],
        "origin": "here",
        "data": {"has": ["contact"], "complete": True},
        "form": "identifiable",
        "hops": [{"id": "one", "from": "here", "to": "there", "kind": "disclosure",
                  "starts": on.isoformat()}],
        "papers_complete": True,
        "answers": {"is_in_searchable_database": True, "receiver_data_is_under_appi": True}
        if receiver == "JP"
        else {"is_in_searchable_database": True},
    }  # fmt: skip
    content = msgspec.json.encode(told)
    read_at = datetime.combine(on, datetime.min.time(), tzinfo=timezone.now().tzinfo)
    flow = read_flow({"my-data": content}, vocabulary=rulebooks.vocabulary, read_at=read_at)
    [hop] = may_send(rulebooks, flow, as_of=on).hops
    return next(one.lawful for one in hop.grounds if one.id == ground)


def _told(situation: tuple[str, ...], on: date, lang: Lang) -> Covered:
    name, _, _, _, rule, ground = situation
    rulebooks = shipped_rulebooks()
    teller = Teller(rulebooks, lang)
    code, outcome = {
        True: ("covered", Outcome.MET),
        None: ("not_established", Outcome.MISSING),
        False: ("not_covered", Outcome.NOT_MET),
    }[_is_covered(situation, on)]
    rule_found = next(one for one in rulebooks.book(BOOKS[rule]).rules if one.id == rule)
    way = next(one for one in rule_found.ways if one.id == ground)
    numbers: Numbers = {}
    mark = msgspec.structs.replace(teller.mark(outcome), words=say(f"my_data.{code}", lang))
    return Covered(
        who=say(f"my_data.{name}", lang),
        mark=mark,
        words=say(f"my_data.{code}_body", lang),
        basis=say(f"basis.{way.basis}", lang),
        sources=teller.sources(way.sources, numbers),
    )
