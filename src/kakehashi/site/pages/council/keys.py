"""What waits for whose key: proposals, their words compared, endorse, withhold, withdraw."""

from itertools import pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kakehashi.accord.compare import compare_texts, treaty_words
from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_council import Minutes
from kakehashi.accord.record_texts import Clause, Statement
from kakehashi.site.acts.agree import agree
from kakehashi.site.acts.withdraw import withdraw
from kakehashi.site.acts.withhold import withhold
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.told import Teller, word
from kakehashi.site.pages.render import render
from kakehashi.site.records.as_values import words_of
from kakehashi.site.views.council import Before, proposal_for, proposals_for, rounds_of
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang

NOT_BINDING = frozenset({"statement", "non_binding", "not_established"})


def told(record: Record, lang: Lang, before: Before) -> dict[str, Any]:
    """Return a proposal in words: whose it is, of what, and whose word is missing."""
    teller = Teller(Record({**record.rows, before.thing: words_of(before.text["row"])},
                           record.sources), lang)  # fmt: skip
    row = teller.record.rows[before.thing]
    return {
        "it": before,
        "title": teller.title(row),
        "path": reverse("pages:council_proposal", args=(lang, before.ref.partition(":")[2])),
        "of_path": teller.path(before.thing) if before.thing in record.rows else None,
        "side": teller.side(before.side),
        "turned": [teller.side(side) for side in before.turned],
        "missing": [teller.lead(name) for name in before.missing],
    }


@require_safe
@signed_in
def waiting(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Return what waits for the person's organisation, and what else is before both sides."""
    record = record_of(request)
    lines = [told(record, lang, one) for one in proposals_for(person)]
    mine = [line for line in lines if line["it"].is_waiting]
    others = [line for line in lines if not line["it"].is_waiting]
    return render(request, lang, "council/waiting.html", mine=mine, others=others)


@require_safe
@signed_in
def proposal(request: HttpRequest, lang: Lang, person: Person, slug: str) -> HttpResponse:
    """Return one proposal: all its words, compared with what stands, and what may be done."""
    found = proposal_for(person, f"proposal:{slug}")
    if found is None:
        raise Http404
    record = record_of(request)
    line = told(record, lang, found)
    row = words_of(found.text["row"])
    teller = Teller(Record({**record.rows, row.id: row}, record.sources), lang, in_both=True)
    stands = record.rows.get(row.id)
    return render(
        request,
        lang,
        "council/proposal.html",
        line=line,
        state=say_state(found.state, lang),
        parts=teller.parts(row),
        changes=changes(stands, row) if stands is not None else [],
        warnings=warned(teller.record, row),
    )


def say_state(state: str, lang: Lang) -> str:
    """Return where a proposal stands, in words."""
    return say(f"council_state.{state}", lang)


def changes(before: AnyRow, after: AnyRow) -> list[dict[str, Any]]:
    """Return the words of both languages, compared: words in English, characters in Japanese."""
    if isinstance(before, Minutes) and isinstance(after, Minutes):
        return _paragraphs(before, after)
    if not (isinstance(before, Clause) and isinstance(after, Clause)):
        return []
    found = []
    for lang in LANGS:
        old, new = (getattr(row, lang) for row in (before, after))
        texts = ["" if one is None else one.text for one in (old, new)]
        if texts[0] != texts[1]:
            found.append({"lang": lang, "pieces": compare_texts(texts[0], texts[1], lang)})
    return found


def _paragraphs(before: Minutes, after: Minutes) -> list[dict[str, Any]]:
    """Return the paragraphs that differ, compared under their numbers."""
    texts = [{one.number: one.text for one in row.paragraphs} for row in (before, after)]
    return [
        {"number": number, "lang": lang, "pieces": compare_texts(old, new, lang)}
        for number in dict.fromkeys(number for each in texts for number in each)
        for lang in LANGS
        for old, new in [[getattr(each.get(number), lang, "") for each in texts]]
        if old != new
    ]


def warned(record: Record, row: AnyRow) -> list[dict[str, str]]:
    """Return the words of a clause that sound binding, where its text does not bind."""
    if not isinstance(row, Clause):
        return []
    holds = record.rows.get(row.statement)
    if not isinstance(holds, Statement) or holds.nature not in NOT_BINDING:
        return []
    return [
        {"lang": lang, "word": found}
        for lang in LANGS
        if (wording := getattr(row, lang)) is not None
        for _, found in treaty_words(wording.text, lang)
    ]


@require_safe
@signed_in
def rounds(
    request: HttpRequest, lang: Lang, person: Person, prefix: str, slug: str
) -> HttpResponse:
    """Return the rounds of a clause, each compared with the one before."""
    record = record_of(request)
    row = record.rows.get(f"{prefix}:{slug}")
    if row is None:
        raise Http404
    found = rounds_of(person, row.id)
    told_rounds = [
        {
            "at": later.at,
            "side": word(later.side, lang),
            "is_proposal": later.is_proposal,
            "changes": changes(words_of(earlier.row), words_of(later.row)),
        }
        for earlier, later in pairwise(found)
    ]
    title = Teller(record, lang).lead(row.id)
    return render(request, lang, "council/rounds.html", title=title, rounds=told_rounds)


@require_POST
@signed_in
def answer(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Endorse, withhold or withdraw what the form names, each by its digest as it was read."""
    named = request.POST.getlist("proposal")
    verb = request.POST.get("verb", "")
    moment = signed(person)
    for one in named:
        ref, _, digest = one.partition(" ")
        if verb == "endorse":
            agree(person, ref, digest, **moment)
        elif verb == "withhold":
            withhold(person, ref, **moment)
        elif verb == "withdraw":
            withdraw(person, ref, **moment)
    return HttpResponseRedirect(reverse("pages:council_keys", args=(lang,)))
