"""Make an account, by whoever can reach the database: there is no default one."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.db import transaction

from kakehashi.accord.may import Role
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.records.models import Person, Row
from kakehashi.terms.errors import Fault, InputError

LEAST_CHARACTERS = 12


def create_person(
    email: str,
    password: str,
    *,
    side: str,
    organisation: str,
    roles: Sequence[str] = (),
    is_demo: bool = False,
) -> str:
    """Return the id of the new person, who signs in by `email` and `password`.

    The address is kept in small letters, as signing in compares it, and as verified:
    the administrator vouches for it.

    Raises
    ------
    InputError
        With all that is wrong: an address that is taken, a password shorter than
        `LEAST_CHARACTERS`, an organisation that is none of the side's, a role that is none.
    """
    email = email.strip().lower()
    faults = [*_who(email, side, organisation), *_what(password, roles)]
    if faults:
        raise InputError(faults)
    person = Person(
        email=email,
        side=side,
        organisation=organisation,
        roles=sorted(set(roles)),
        is_demo=is_demo,
    )
    person.set_password(password)
    with transaction.atomic():
        person.save()
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return str(person.id)


def _who(email: str, side: str, organisation: str) -> list[Fault]:
    faults = []
    if Person.objects.filter(email__iexact=email).exists():
        faults.append(a_refusal("same_email", email))
    home = Row.objects.filter(kind="side", body__code=side).values_list("ref", flat=True).first()
    if home is None:
        faults.append(a_refusal("no_such_row", side))
    elif not Row.objects.filter(ref=organisation, kind="organisation", body__side=home).exists():
        faults.append(a_refusal("no_such_row", organisation))
    return faults


def _what(password: str, roles: Sequence[str]) -> list[Fault]:
    names = [role.value for role in Role]
    faults = [
        a_refusal("no_role", "--role", role=role, listed=", ".join(names))
        for role in roles
        if role not in names
    ]
    if not password:
        faults.append(a_refusal("no_password", "password"))
    elif len(password) < LEAST_CHARACTERS:
        faults.append(a_refusal("weak_password", "password", least=LEAST_CHARACTERS))
    return faults
