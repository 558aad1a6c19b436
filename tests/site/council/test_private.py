"""What is private stays private: pages against `may`, queries bounded; see also canaries/."""

import itertools
from datetime import UTC, datetime

import pytest

from kakehashi.accord.may import Person, Role, Thing, Verb, Visibility, may
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.pages.council.drafting import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
READERS = {
    "public": None,
    "dsit": ("uk", "org:dsit"),
    "ico": ("uk", "org:ico"),
    "mic": ("jp", "org:mic"),
    "meti": ("jp", "org:meti"),
}
LISTS = [
    "", "actions/", "commitments/", "lineage/", "timeline/", "statements/", "meetings/", "forums/",
    "research/", "parties/", "findings/", "gaps/", "sources/", "search/?q=canary", "keys/",
]  # fmt: skip


def writer(side="uk", organisation="org:dsit"):
    return Person(
        id="00000000-0000-7000-8000-000000000001", side=side, organisation=organisation,
        roles=frozenset(Role), has_second_factor=True,
    )  # fmt: skip


def written(body, person=None, visibility="organisation", named=()):
    """Write a row as `person`; its words are those of `body`."""
    from kakehashi.site.acts.check_row import new_ref
    from kakehashi.site.acts.publish import publish
    from kakehashi.site.acts.write_row import write_row
    from kakehashi.site.records.models import Row

    person = person or writer()
    whole = {
        "id": new_ref(body["kind"], person.side),
        "basis": "primary",
        "sources": [source_of(person)["id"]],
        "visibility": "joint" if visibility == "public" else visibility,
        "named": list(named),
        **body,
    }
    name = write_row(person, whole, [source_of(person)], now=NOW)
    if visibility == "public":
        publish(person, name, Row.objects.get(ref=name).digest, now=NOW)
    return name


def finding(words):
    return {"kind": "finding", "text": {"en": words, "ja": words}}


def path_of(name):
    prefix, slug = name.split(":")
    return f"/en/council/row/{prefix}/{slug}/"


@pytest.fixture
def readers(a_person, a_browser, signed_in):
    """Return a browser for each reader: nobody, two of each side."""
    made = {"public": a_browser()}
    for name, place in READERS.items():
        if place is not None:
            person = a_person(
                f"{name}@example.com", side=place[0], organisation=place[1],
                roles=[role.value for role in Role],
            )  # fmt: skip
            made[name] = signed_in(person)
    return made


def test_a_page_is_there_for_exactly_those_who_may_see_the_row(readers):
    owners = [("uk", "org:dsit"), ("jp", "org:mic")]
    for visibility, owner in itertools.product(Visibility, owners):
        named = ["org:meti", "org:ico"] if visibility is Visibility.NAMED else []
        name = written(finding("words"), writer(*owner), visibility.value, named)
        thing = Thing(
            side=owner[0], organisation=owner[1], visibility=visibility, named=frozenset(named)
        )
        for reader, place in READERS.items():
            person = place and writer(*place)
            expected = 200 if may(person, Verb.SEE, thing) else 404
            found = readers[reader].get(path_of(name)).status_code
            assert found == expected, (visibility, owner, reader)
            listed = path_of(name) in readers[reader].get("/en/council/findings/").content.decode()
            assert listed is (expected == 200), (visibility, owner, reader)


def test_a_page_offers_exactly_what_the_reader_may_do(readers):
    for visibility in (Visibility.ORGANISATION, Visibility.SIDE, Visibility.JOINT):
        name = written(finding("words"), writer(), visibility.value)
        thing = Thing(side="uk", organisation="org:dsit", visibility=visibility)
        for reader, place in READERS.items():
            person = place and writer(*place)
            if not may(person, Verb.SEE, thing):
                continue
            page = readers[reader].get(path_of(name)).content.decode()
            assert ("write/publish/" in page) is may(person, Verb.PUBLISH, thing), reader
            is_own_draft = may(person, Verb.WRITE, thing) and visibility is not Visibility.JOINT
            assert ("write/share/" in page) is is_own_draft, reader


@pytest.mark.parametrize("role", [None, "write", "propose", "agree", "publish", "administer"])
def test_pages_that_act_do_only_what_the_role_allows(a_person, signed_in, role):
    from kakehashi.site.records.models import ActRow, Row

    name = written(finding("words"), visibility="joint")
    digest = Row.objects.get(ref=name).digest
    reader = signed_in(a_person(roles=[role] if role else []))
    before = ActRow.objects.count()
    reader.post("/en/council/write/publish/", {"row": name, "read": f"{name} {digest}"})
    assert (ActRow.objects.count() > before) is (role == "publish")
    before = ActRow.objects.count()
    reader.post("/en/council/write/statement/", {"title_en": "A", "title_ja": "あ"})
    assert (ActRow.objects.count() > before) is (role == "write")


def test_a_key_is_not_turned_without_the_second_factor(a_person, signed_in):
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.records.models import ProposalRow

    name = written(finding("words"), visibility="joint")
    row = {**finding("other"), "id": name, "basis": "primary", "visibility": "joint",
           "sources": [source_of(writer())["id"]]}  # fmt: skip
    ref = propose(writer(), row, [source_of(writer())], now=NOW)
    offered = ProposalRow.objects.get(ref=ref)
    person = a_person(side="jp", organisation="org:mic", roles=["agree"])
    browser = signed_in(person, with_second_factor=False)
    answer = {"verb": "endorse", "proposal": f"{ref} {offered.digest}"}
    asked = browser.post("/en/council/keys/answer/", answer)
    assert asked["Location"].startswith("/en/account/second-factor/")
    assert ProposalRow.objects.get(ref=ref).endorsed == offered.endorsed


def test_what_one_reader_saw_is_not_shown_to_the_next(readers):
    name = written(finding("canary-first"))
    assert readers["dsit"].get(path_of(name)).status_code == 200
    assert readers["public"].get(path_of(name)).status_code == 404
    later = written(finding("canary-second"))
    assert readers["dsit"].get(path_of(later)).status_code == 200
    assert readers["mic"].get(path_of(later)).status_code == 404


PAGED = ["search/?q=a&page=2", "commitments/?page=2", "timeline/?page=2", "sources/?page=2"]


def test_a_page_asks_the_database_few_questions(readers, django_assert_max_num_queries):
    from kakehashi.accord.record_promises import Commitment

    written(finding("words"), visibility="public")
    commitment = shipped_record().every(Commitment)[0].id.partition(":")[2]
    rows = [f"row/commitment/{commitment}/", "row/statement/council-2024/"]
    for path in (*LISTS, *PAGED, *rows):
        address = f"/en/council/{path}"
        for reader in ("public", "dsit"):
            readers[reader].get(address)
        if path != "keys/":
            with django_assert_max_num_queries(3, info=path):
                readers["public"].get(address)
        with django_assert_max_num_queries(12, info=path):
            readers["dsit"].get(address)
