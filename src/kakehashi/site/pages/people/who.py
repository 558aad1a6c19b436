"""The person behind a request, for pages; who may do what stands in `views.who`."""

from typing import Any

from kakehashi.site.views.who import has_factor, lacks_second_factor, person_of

__all__ = ["has_factor", "lacks_second_factor", "person_of", "written"]


def written(person: Any) -> str:
    """Return the person's name as they write it, else the e-mail address."""
    latin = [person.family_name_latin, person.given_name_latin]
    if person.is_given_name_first:
        latin.reverse()
    native = f"{person.family_name}{person.given_name}"
    return native or " ".join(filter(None, latin)) or str(person.email)
