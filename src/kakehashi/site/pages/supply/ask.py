"""Ask what is lost if some provision stops, and what mends it: at once, or as a piece of work."""

from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods

from kakehashi.answers.supply_address import MOST_PACKED, pack
from kakehashi.answers.supply_run import Caps, Question, check_caps
from kakehashi.site.jobs.supply_work import CAPS as OF_WORK
from kakehashi.site.jobs.supply_work import KIND
from kakehashi.site.jobs.work import start_work
from kakehashi.site.pages.council.reader import reader_of
from kakehashi.site.pages.faults import tell
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.filled import (
    ASSUMPTIONS,
    KINDS,
    MEASURES,
    MOST_FILE,
    SCENARIOS,
    START,
    Files,
    Filled,
    Reading,
    in_page_order,
    own_fault,
)
from kakehashi.site.pages.supply.filled import Field as Placed
from kakehashi.site.pages.supply.rows import network_called
from kakehashi.site.pages.supply.tables import percent
from kakehashi.supply.shares import ProviderKind, ShareNetwork
from kakehashi.terms.errors import InputError, KakehashiError
from kakehashi.terms.phrases import say
from kakehashi.terms.steady import steady
from kakehashi.terms.text import Lang

FORM = require_http_methods(["GET", "HEAD", "POST"])
AT_ONCE = Caps(n_draws=1_000, horizon_days=1_096, n_days=10_000_000)  # half a second of one core
MOST_FILES = 5
EXAMPLE_OF = "semiconductors"
EXAMPLE = {  # examples/supply: the costs and assumptions are made up, and the page says so
    "s1-provider": "JP", "s2-provider": "JP",
    "a1-input": "wafers", "a1-stock": "20..60",
    "a2-input": "resist_tools", "a2-life": "2500..5000", "a2-lead": "90..270",
    "m1-kind": "stock", "m1-input": "wafers", "m1-amount": "10", "m1-cost": "2",
    "m2-kind": "stock", "m2-input": "wafers", "m2-amount": "20", "m2-cost": "5",
    "m3-kind": "second_source", "m3-input": "wafers", "m3-amount": "10..30", "m3-cost": "4",
    "m3-ready": "30..60",
    "m4-kind": "second_source", "m4-input": "resist_tools", "m4-amount": "20..40", "m4-cost": "6",
    "m4-ready": "30..90",
    "m5-kind": "stock", "m5-input": "resist_tools", "m5-amount": "30", "m5-cost": "3",
    "budget": "10",
}  # fmt: skip
EXAMPLE_TICKED = {"s1-input": ["wafers"], "s2-input": ["resist_tools"]}


@FORM
def ask(request: HttpRequest, lang: Lang, network: str) -> HttpResponse:
    """Return the form; POSTed, lead to the answer or to the piece of work that finds it."""
    shown = network_called(network)
    if request.method == "POST":
        return _asked(request, lang, network)
    filled = _from_link(request, shown)
    if "example" in request.GET and network == EXAMPLE_OF:
        unit = say("supply_ask.made_up_units", lang)
        filled = Filled(values={**START, **EXAMPLE, "cost_unit": unit}, ticked=EXAMPLE_TICKED)
    return _form(request, lang, network, shown, filled)


def _from_link(request: HttpRequest, shown: ShareNetwork) -> Filled:
    """Return the form with the provider and the input that the link names, where they are known."""
    provider, part = request.GET.get("provider", ""), request.GET.get("input", "")
    is_known = any(provider in (one.id, one.country) for one in shown.providers)
    is_held = any(one.input == part for one in shown.shares)
    return Filled(
        values={**START, "s1-provider": provider} if provider and is_known else START,
        ticked={"s1-input": [part]} if is_held else {},
    )


def _asked(request: HttpRequest, lang: Lang, network: str) -> HttpResponse:
    person = reader_of(request)
    caps = AT_ONCE if person is None else OF_WORK
    scenarios, measures = _files(request, "scenario_files"), _files(request, "measures_file")
    reading = Reading(network, request.POST, scenarios, measures)
    reading.faults += _too_large(request)
    question = reading.question()
    if question is not None:
        try:
            check_caps(question, caps, "form")
            packed = pack(question) if person else pack(question, MOST_PACKED)
        except InputError as error:
            for fault in error.faults:
                reading.engine_fault(fault)
            question = None
    if question is None:
        filled = Filled(
            values=request.POST.dict(),
            ticked={f"s{n}-input": request.POST.getlist(f"s{n}-input") for n in SCENARIOS},
            faults=in_page_order(reading.faults),
        )
        return _form(request, lang, network, network_called(network), filled)
    if person is None:
        answer = reverse("pages:supply_answer", args=(lang, network))
        return HttpResponseRedirect(f"{answer}?{urlencode({'q': packed})}")
    told = {"question": packed, **_names(question)}
    try:
        work = start_work(KIND, told, person, now=timezone.now())
    except KakehashiError as error:  # too many pieces wait already
        return tell(request, lang, error)
    return HttpResponseRedirect(reverse("pages:work_piece", args=(lang, work)))


def _names(question: Question) -> dict[str, str]:
    """Return what a piece of work is called: its scenarios, in both languages."""
    titles = [one.title for one in question.scenarios]
    return {
        "name_en": " / ".join(one.en for one in titles)[:300],
        "name_ja": " / ".join(one.ja for one in titles)[:300],
    }


def _uploads(request: HttpRequest, field: str) -> "list[UploadedFile[Any]]":
    return request.FILES.getlist(field)[:MOST_FILES]


def _files(request: HttpRequest, field: str) -> Files:
    return [
        (steady(one.name or "file")[-100:], one.read())
        for one in _uploads(request, field)
        if (one.size or 0) <= MOST_FILE
    ]


def _too_large(request: HttpRequest) -> list[Placed]:
    return [
        Placed(own_fault("file_size", field, name=steady(one.name or "")[-100:],
                         kib=MOST_FILE // 1000), field)
        for field in ("scenario_files", "measures_file")
        for one in _uploads(request, field)
        if (one.size or 0) > MOST_FILE
    ]  # fmt: skip


def _form(
    request: HttpRequest, lang: Lang, network: str, shown: ShareNetwork, filled: Filled
) -> HttpResponse:
    person = reader_of(request)
    caps = AT_ONCE if person is None else OF_WORK
    inputs = sorted(((one.id, one.name.into(lang)) for one in shown.inputs), key=lambda one: one[1])
    response = render(
        request,
        lang,
        "supply/ask.html",
        status=422 if filled.faults else 200,
        form=filled,
        network=network,
        network_title=say(f"supply_page.network_{network}", lang),
        scenarios=[(n, f"s{n}", _is_open(filled, n)) for n in SCENARIOS],
        assumptions=[(n, f"a{n}") for n in ASSUMPTIONS],
        measures=[(n, f"m{n}") for n in MEASURES],
        providers=_providers(shown, lang),
        held=_held(shown, lang),
        inputs=inputs,
        kinds=[(kind, say(f"supply_ask.kind_{kind}", lang)) for kind in KINDS],
        losses=[(loss, say(f"supply_ask.loss_{loss}", lang)) for loss in ("expected", "tail")],
        has_example=network == EXAMPLE_OF,
        is_member=person is not None,
        caps={"draws": f"{caps.n_draws:,}", "days": f"{caps.horizon_days:,}",
              "n": f"{caps.n_days:,}"},
        **({"switch_path": None} if request.method == "POST" else {}),
    )  # fmt: skip
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _is_open(filled: Filled, n: int) -> bool:
    """Return whether a scenario is shown at once: the first two, and those that are filled in."""
    named = filled.values.get(f"s{n}-provider") or filled.ticked.get(f"s{n}-input")
    return n < SCENARIOS[2] or bool(named) or any(
        one.field.startswith(f"s{n}-") for one in filled.faults
    )  # fmt: skip


def _providers(network: ShareNetwork, lang: Lang) -> list[tuple[str, str]]:
    """Return who can stop: countries first, those known by their firms alone among them."""
    known = {one.id: one for one in network.providers}
    countries = {one.id for one in network.providers if one.kind is ProviderKind.COUNTRY}
    countries |= {one.country for one in network.providers if one.country}
    firms = [one.id for one in known.values() if one.kind is ProviderKind.FIRM]

    def named(ids: Any, key: str) -> list[tuple[str, str]]:
        told = ((one, say(f"supply_ask.{key}", lang, name=network.name_of(one).into(lang)))
                for one in ids)  # fmt: skip
        return sorted(told, key=lambda one: one[1])

    return named(countries, "country") + named(firms, "firm")


def _held(network: ShareNetwork, lang: Lang) -> list[tuple[str, str]]:
    """Return the inputs that somebody is known to provide, with the shares at hand."""
    comma = say("supply_page.comma", lang)
    found = []
    for one in network.inputs:
        of = [share for share in network.shares if share.input == one.id]
        told = comma.join(
            f"{network.name_of(share.provider).into(lang)} {percent(share.share)}"
            + (f" ({share.year})" if share.year else "")
            for share in of
            if share.share is not None
        )
        if of:
            kind = say(f"supply_page.kind_{one.kind}", lang)
            found.append((one.id, f"{one.name.into(lang)} – {kind}{comma + told if told else ''}"))
    return found
