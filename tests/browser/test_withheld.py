"""The list of what is withheld, as an official of each side sees it in a real browser."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SESSION = "kakehashi_session"
SIDES = {"en": ("uk", "org:dsit", "foia-2000-s27-1"), "ja": ("jp", "org:mic", "johokokai-1999-5-3")}


@pytest.mark.parametrize(("lang", "width"), [("en", 1200), ("ja", 360)])
def test_an_official_reads_the_list_and_the_grounds(opened, looked_at, lang, width):
    from django.test import Client

    from kakehashi.accord.may import Person, Role
    from kakehashi.site.acts.load_shipped import load_shipped
    from kakehashi.site.acts.write_row import mark_row, write_row
    from kakehashi.site.pages.council.drafting import source_of
    from kakehashi.site.records.models import Person as Account

    load_shipped()
    side, organisation, ground = SIDES[lang]
    account = Account(
        email=f"{side}@example.com", side=side, organisation=organisation, roles=["write"]
    )
    account.save()
    person = Person(
        id=str(account.pk), side=side, organisation=organisation, roles=frozenset({Role.WRITE})
    )
    for n in range(2):
        body = {
            "kind": "finding", "id": f"finding:{side}-{n}", "basis": "primary",
            "sources": [source_of(person)["id"]], "text": {"en": f"Draft {n}", "ja": f"案{n}"},
        }  # fmt: skip
        write_row(person, body, [source_of(person)], now=NOW)
    mark_row(person, f"finding:{side}-0", handling="機密性2", retain_until=NOW.date(),
             ground=ground, now=NOW)  # fmt: skip
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = opened(f"/{lang}/", width=width, with_scripts=True)
    cookie = {"name": SESSION, "value": client.cookies[SESSION].value, "url": page.url}
    page.context.add_cookies([cookie])
    page.goto(f"/{lang}/council/withheld/")
    assert "機密性2" in page.locator("main").inner_text()
    looked_at(page, f"{lang}-withheld")
    page.goto(f"/{lang}/council/row/meeting/council-2025/")
    assert page.locator("main a[href*='/council/files/']").count() >= 1
