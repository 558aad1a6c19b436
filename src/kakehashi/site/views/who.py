"""Who asks: the person behind a request, and whether a second factor is due."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from kakehashi.accord.may import NEEDS, NEEDS_SECOND_FACTOR, Person, Role

ROLES_OF_KEYS = frozenset(NEEDS[verb] for verb in NEEDS_SECOND_FACTOR)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def person_of(request: HttpRequest) -> Person | None:
    """Return whoever is signed in, as `accord.may` takes them; None for the public.

    Somebody without a side or organisation is nobody: what they may see is public.
    """
    found: Any = getattr(request, "user", None)
    if found is None or not found.is_authenticated or not (found.side and found.organisation):
        return None
    return Person(
        id=str(found.pk),
        side=found.side,
        organisation=found.organisation,
        roles=frozenset(Role(role) for role in found.roles if role in set(Role)),
        has_second_factor=used_second_factor(request),
    )


def used_second_factor(request: HttpRequest) -> bool:
    """Return whether this session was opened, or confirmed, with a second factor."""
    shown = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in shown)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Return whether the person may agree or publish and has not shown a second factor here."""
    found: Any = getattr(request, "user", None)
    if found is None or not found.is_authenticated:
        return False
    return not ROLES_OF_KEYS.isdisjoint(found.roles) and not used_second_factor(request)


def has_factor(person: Any) -> bool:
    """Return whether the person has set up a one-time code or a passkey."""
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())
