"""What every page shows besides its own: language, switch, and who is signed in."""

from typing import Any

from django.http import HttpRequest

from kakehashi.site.pages.people.who import written
from kakehashi.site.pages.render import OTHER, in_other, lang_of


def shown(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values; `render` sets its own over them."""
    lang = lang_of(request)
    user: Any = getattr(request, "user", None)
    reader = user if user is not None and user.is_authenticated else None
    return {
        "lang": lang,
        "other": OTHER[lang],
        "switch_path": in_other(request.get_full_path(), lang),
        "path": request.path,
        "reader": reader,
        "reader_name": written(reader) if reader else None,
    }
