"""A flow of one hop described by one question a page, until nothing more would help.

Nothing is kept here: the field `state` holds the answers as JSON, and they are read
anew each time. Where data goes on from one to the next, a flow file says it.
"""

import json
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
from kakehashi.site.pages.transfers.flow import FORM, old_state, told
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Members, Value
from kakehashi.terms.text import Lang
from kakehashi.terms.vocabulary import FactType
from kakehashi.transfers import read_flow

FIRST = ("hop_kind", "sender_place", "receiver_place", "sender_kind", "receiver_kind")
THEN = ("receiver_roles", "data_categories", "data_form")
PAPERS = ("uk_safeguards", "equivalent_means")
LAWS = {"sender_is_under_uk_gdpr": "uk_gdpr", "sender_is_under_appi": "appi"}
TARGETS = {"sender_targets_people_in_uk": 0, "receiver_targets_people_in_uk": 1}
# places without a country of their own, and people as senders of what others hold
LEFT_OUT = {
    "sender_place": {"elsewhere"},
    "receiver_place": {"eea", "elsewhere"},
    "sender_kind": {"individuals"},
    "receiver_kind": {"individuals"},
}
MOST_STATE = 100_000  # characters


class Said(msgspec.Struct, frozen=True):
    """What was answered, which questions were put, in their order, and the one shown now."""

    values: dict[str, Any] = {}
    put: tuple[str, ...] = ()
    at: str | None = None


@FORM
def questions(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Take the answer that was given, if one was, and show the next question or the result."""
    if request.method != "POST":
        return _next(request, lang, Said())
    try:
        said = _read(request.POST.get("state", ""))
        go = request.POST.get("go", "")
        if go == "result":
            return told(request, lang, lambda: (_flow_file(said), None))
        if go == "back":
            return _back(request, lang, said)
        fact = _fact(said.at)
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
    return Said(values, put)


def _plain(value: Value) -> Any:
    if isinstance(value, Members):
        return {"has": sorted(value.has), "complete": value.is_complete}
    return value.isoformat() if isinstance(value, date) else value


def _next(request: HttpRequest, lang: Lang, said: Said) -> HttpResponse:
    names = _open(said)
    fact = _fact(names[0]) if names else None
    if fact is None:
        return told(request, lang, lambda: (_flow_file(said), None))
    return _shown(request, lang, msgspec.structs.replace(said, at=fact.id), fact, n_open=len(names))


def _back(request: HttpRequest, lang: Lang, said: Said) -> HttpResponse:
    """Return the question put before the one shown; the first has none before it."""
    fact = _fact(said.put[-1]) if said.put else None
    if fact is None:
        return _next(request, lang, Said())
    earlier = Said(said.values, said.put[:-1], fact.id)
    return _shown(request, lang, earlier, fact)


def _open(said: Said) -> list[str]:
    """Return the questions still worth putting, those that shape the flow first."""
    direct = said.values.get("hop_kind") == "direct_collection"
    first = [one for one in FIRST if not (direct and one == "sender_kind")]
    left = [one for one in (*first, *THEN) if one not in said.put]
    if left:
        return left
    asked = [one for one in PAPERS if one in said.put]
    if len(asked) == 1:  # both lists together say whether all papers in hand are named
        return [one for one in PAPERS if one not in said.put]
    rulebooks = shipped_rulebooks()
    now = timezone.now()
    content = _flow_file(said)
    flow = read_flow({"flow.yaml": content}, vocabulary=rulebooks.vocabulary, read_at=now)
    answer = may_send(rulebooks, flow, as_of=now)
    return [
        ask.fact
        for ask in answer.next
        if ask.fact not in said.put and (_is_answer(ask.field) or ask.fact in _FIELDS)
    ]


_FIELDS = {*THEN, *PAPERS, *LAWS, *TARGETS}


def _is_answer(field: str) -> bool:
    return field.startswith("answers.")


def _fact(name: str | None) -> FactType | None:
    """Return the question `name`, without what a page of one hop cannot say."""
    for fact in shipped_rulebooks().vocabulary.facts:
        if fact.id == name and fact.askable:
            out = LEFT_OUT.get(fact.id, set())
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
            return msgspec.json.decode(state, type=Said)
    except (msgspec.DecodeError, ValueError, RecursionError):
        pass
    raise InputError(old_state())


def _flow_file(said: Said) -> bytes:
    """Return the flow of one hop that the answers describe, as its file.

    What was not asked is what a flow between two companies most often is; a question
    that was put and not answered leaves its field out.
    """
    today = timezone.now().date().isoformat()
    values = said.values
    kind = values.get("hop_kind", "disclosure")
    is_direct = kind == "direct_collection"
    sender: dict[str, Any] = {
        "id": "sender",
        "name": {"en": "Sender", "ja": "送付者"},
        "country": str(values.get("sender_place", "gb")).upper(),
        "kind": "individuals" if is_direct else values.get("sender_kind", "company"),
        "under": _laws(values),
    }
    receiver: dict[str, Any] = {
        "id": "receiver",
        "name": {"en": "Receiver", "ja": "受領者"},
        "country": str(values.get("receiver_place", "jp")).upper(),
        "kind": values.get("receiver_kind", "company"),
    }
    for name, place in TARGETS.items():
        if name in values:
            has = ["GB"] if values[name] is True else []
            (sender, receiver)[place]["targets"] = {"has": has, "complete": not has}
    hop: dict[str, Any] = {"id": "one", "from": "sender", "to": "receiver", "kind": kind,
                           "starts": today}  # fmt: skip
    told: dict[str, Any] = {
        "format": "kakehashi-flow/1",
        "id": "asked-here",
        "name": {"en": "A flow asked about here", "ja": "ここで尋ねたデータの流れ"},
        "parties": [sender, receiver],
        "origin": "receiver" if is_direct else "sender",
        "hops": [hop],
        **_papers(values, today),
        "answers_stated_on": today,
        "answers": {name: one for name, one in values.items() if name not in _NO_ANSWERS},
    }
    for field, name in (("data", "data_categories"), ("form", "data_form")):
        if name in values:
            told[field] = values[name]
    if "receiver_roles" in values:
        hop["receiver_roles"] = values["receiver_roles"]
    return json.dumps(told, ensure_ascii=True, indent=1).encode()


_NO_ANSWERS = {*FIRST, *_FIELDS}


def _laws(values: Mapping[str, Any]) -> dict[str, Any]:
    has = [law for name, law in LAWS.items() if values.get(name) is True]
    return {"has": has, "complete": all(name in values for name in LAWS)}


def _papers(values: Mapping[str, Any], today: str) -> dict[str, Any]:
    lists = [values[name] for name in PAPERS if isinstance(values.get(name), Mapping)]
    kinds = [kind for one in lists for kind in one.get("has", ())]
    is_whole = len(lists) == len(PAPERS) and all(one.get("complete") for one in lists)
    papers = [{"id": one, "kind": one, "hops": ["one"], "starts": today} for one in kinds]
    return {"papers": papers, "papers_complete": is_whole}
