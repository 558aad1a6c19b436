"""Pages that need no answer: the home page, notices, the glossary, health."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kakehashi.site.acts.save_check import DAYS
from kakehashi.site.pages.render import preferred, render
from kakehashi.site.views.health import is_database_up
from kakehashi.terms.glossary import glossary
from kakehashi.terms.text import Lang


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the home page in the language that the browser prefers."""
    lang = preferred(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(reverse("pages:home", args=(lang,)))
    response.headers["Vary"] = "Accept-Language"
    return response


@require_safe
def home(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the home page: what this is, the three acts, the doors."""
    return render(request, lang, "home.html")


@require_safe
def privacy(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the privacy notice."""
    return render(request, lang, "privacy.html", days=max(DAYS))


@require_safe
def accessibility(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the accessibility statement, in the form of each country."""
    return render(request, lang, "accessibility.html")


@require_safe
def words(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the glossary."""
    return render(request, lang, "glossary.html", terms=glossary().values())


@require_safe
def icon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Lead to the icon: browsers ask for one here beside whatever is no page of ours."""
    return HttpResponseRedirect(static("kakehashi/icon.svg"))


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return whether the site can answer, and nothing else."""
    is_up = is_database_up()
    return JsonResponse({"ok": is_up}, status=200 if is_up else 503)
