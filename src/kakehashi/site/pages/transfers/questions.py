"""A flow described by one question a page, hop after hop, until nothing more would help.

Nothing is kept here: the field `state` holds the answers as JSON, and they are read
anew each time.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.site.pages import faults
from kakehashi.site.pages.forms import answer_of
from kakehashi.site.pages.render import OTHER, render
from kakehashi.site.pages.transfers.asked_flow import (
    FIELDS,
    MOST_HOPS,
    PAPERS,
    HopSaid,
    first_questions,
    flow_file,
    hop_id,
)
from kakehashi.site.pages.transfers.flow import FORM, old_state, told
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Members, Value
from kakehashi.terms.text import Lang
from kakehashi.terms.vocabulary import FactType
from kakehashi.transfers import read_flow

# places without a country of their own, and people as senders of what others hold
LEFT_OUT = {
    "sender_place": {"elsewhere"},
    "receiver_place": {"eea", "elsewhere"},
    "sender_kind": {"individuals"},
    "receiver_kind": {"individuals"},
}
MOST_STATE = 100_000  # characters


class Said(msgspec.Struct, frozen=True):
    """What was answered of the hop at hand, what of those before it, and the question shown now."""

    values: dict[str, Any] = {}
    put: tuple[str, ...] = ()
    at: str | None = None
    before: tuple[HopSaid, ...] = ()

    @property
    def hops(self) -> tuple[HopSaid, ...]:
        """All hops, that at hand last."""
        return (*self.before, HopSaid(self.values, self.put))


@FORM
def questions(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Take the answer that was given, if one was, and show the next question or the result."""
    if request.method != "POST":
        return _next(request, lang, Said())
    try:
        said = _read(request.POST.get("state", ""))
        go = request.POST.get("go", "")
        if go == "result":
            return _result(request, lang, said)
        if go == "back":
            return _back(request, lang, said)
        if go == "onward":
            return _next(request, lang, Said(before=said.hops[: MOST_HOPS - 1]))
        fact = _fact(said.at, said)
        if fact is None:
            return _next(request, lang, said)
        if go == "unknown":
            return _next(request, lang, _with(said, fact.id))
        if go != "answer":
            return _shown(request, lang, said, fact)
        value = answer_of(fact, request.POST)
        if isinstance(value, Fault):
            return _shown(request, lang, said, fact, value)
        return _next(request, lang, _with(said, fact.id, value))
    except InputError as error:
        return faults.tell(request, lang, error)


def _with(said: Said, name: str, value: Value | None = None) -> Said:
    """Return `said` with the question `name` put, and its answer; without one it stays unknown."""
    values = {key: one for key, one in said.values.items() if key != name}
    if value is not None:
        values[name] = _plain(value)
    put = (*(one for one in said.put if one != name), name)
    return Said(values, put, None, said.before)


def _plain(value: Value) -> Any:
    if isinstance(value, Members):
        return {"has": sorted(value.has), "complete": value.is_complete}
    return value.isoformat() if isinstance(value, date) else value


def _next(request: HttpRequest, lang: Lang, said: Said) -> HttpResponse:
    names = _open(said)
    fact = _fact(names[0], said) if names else None
    if fact is None:
        return _result(request, lang, said)
    return _shown(request, lang, msgspec.structs.replace(said, at=fact.id), fact, n_open=len(names))


def _result(request: HttpRequest, lang: Lang, said: Said) -> HttpResponse:
    """Return the answer, with the way on to one hop more."""
    walk = msgspec.json.encode(said).decode() if len(said.hops) < MOST_HOPS else ""
    return told(request, lang, lambda: (_file(said), None), walk=walk)


def _file(said: Said) -> bytes:
    return flow_file(said.hops, timezone.now().date().isoformat())


def _back(request: HttpRequest, lang: Lang, said: Said) -> HttpResponse:
    """Return the question put before the one shown; the first has none before it."""
    if not said.put and said.before:
        *before, last = said.before
        said = Said(last.values, last.put, None, tuple(before))
    fact = _fact(said.put[-1], said) if said.put else None
    if fact is None:
        return _next(request, lang, Said())
    earlier = Said(said.values, said.put[:-1], fact.id, said.before)
    return _shown(request, lang, earlier, fact)


def _open(said: Said) -> list[str]:
    """Return the questions still worth putting about the hop, those that shape it first."""
    place = len(said.before)
    left = [one for one in first_questions(place, said.values) if one not in said.put]
    if left:
        return left
    asked = [one for one in PAPERS if one in said.put]
    if len(asked) == 1:  # both lists together say whether all papers in hand are named
        return [one for one in PAPERS if one not in said.put]
    rulebooks = shipped_rulebooks()
    now = timezone.now()
    flow = read_flow({"flow.yaml": _file(said)}, vocabulary=rulebooks.vocabulary, read_at=now)
    answer = may_send(rulebooks, flow, as_of=now)
    return [
        ask.fact
        for ask in answer.next
        if hop_id(place) in ask.hops
        and ask.fact not in said.put
        and (_is_answer(ask.field) or ask.fact in FIELDS)
    ]


def _is_answer(field: str) -> bool:
    return field.startswith("answers.")


def _fact(name: str | None, said: Said) -> FactType | None:
    """Return the question `name`, without what a page cannot say of the hop."""
    for fact in shipped_rulebooks().vocabulary.facts:
        if fact.id == name and fact.askable:
            out = LEFT_OUT.get(fact.id, set())
            if said.before and fact.id == "hop_kind":
                out = {"direct_collection"}  # people stand at the beginning alone
            kept = tuple(one for one in fact.members if one.id not in out)
            return msgspec.structs.replace(fact, members=kept)
    return None


def _shown(
    request: HttpRequest,
    lang: Lang,
    said: Said,
    fact: FactType,
    fault: Fault | None = None,
    *,
    n_open: int | None = None,
) -> HttpResponse:
    from django.urls import reverse

    return render(
        request,
        lang,
        "transfers/question.html",
        status=422 if fault else 200,
        state=msgspec.json.encode(msgspec.structs.replace(said, at=fact.id)).decode(),
        action=reverse("pages:data_questions", args=(lang,)),
        switch_path=reverse("pages:data_questions", args=(OTHER[lang],)),
        fact=fact,
        kind=str(fact.kind),
        fault=fault,
        given=_given(said.values.get(fact.id)),
        typed=request.POST if fault else None,
        chosen=request.POST.getlist("answer") if fault else (),
        n_open=n_open if n_open is not None else len(_open(said)),
        hop=len(said.hops) if said.before else None,
    )


def _given(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        has, is_complete = value.get("has", ()), bool(value.get("complete"))
        return {"members": has, "none": is_complete and not has, "complete": is_complete and has}
    if isinstance(value, bool):
        return {"one": "yes" if value else "no"}
    return {} if value is None else {"one": value}


def _read(state: str) -> Said:
    try:
        if len(state) <= MOST_STATE:
            said = msgspec.json.decode(state, type=Said)
            if len(said.hops) <= MOST_HOPS:
                return said
    except (msgspec.DecodeError, ValueError, RecursionError):
        pass
    raise InputError(old_state())
