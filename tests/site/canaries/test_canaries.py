"""What is private comes out nowhere: a canary in every text, and every exit searched for them."""

import itertools
import json
from datetime import date
from pathlib import Path

import pytest
from exits import filled, is_too_long, routes, text_in, text_of
from sowing import CANARY, NOT_WRITTEN, NOW, VISIBILITIES

from kakehashi.accord.record import KINDS, row_of
from kakehashi.accord.record_parts import parts

pytestmark = pytest.mark.django_db

FORBIDDEN = {
    "public": {"organisation", "named", "side", "joint", "mark", "person"},
    "ico": {"organisation", "named", "person"},
    "mic": {"organisation", "named", "side", "mark", "person"},
}
SHARED = [
    "meeting:council-2025", "action:ai", "forum:g7", "statement:council-2024", "org:dsit",
    "pillar:data", "side:uk", "post:none",
]  # fmt: skip
SOURCES = Path(__file__).parents[3] / "src" / "kakehashi" / "site" / "pages"


def leaks(reader, text, asked=""):
    """Return the canaries in `text` that `reader` may not see, but for those that they asked by."""
    own = set(CANARY.findall(asked))
    return {
        "".join(found) for found in CANARY.findall(text)
        if found[1] in FORBIDDEN[reader] and found not in own
    }  # fmt: skip


def addresses(sown):
    """Return every address of the site, filled: rows of each kind, their visibilities in turn."""
    turns = itertools.cycle(VISIBILITIES)
    by_kind = [sown["sowers"][next(turns)].ids[kind] for kind in KINDS if kind not in NOT_WRITTEN]
    everything = [name for one in sown["sowers"].values() for name in one.ids.values()]
    names = [one.own_source for one in sown["sowers"].values()]
    found = {}
    for route in routes():
        whole = route.endswith(("row/<prefix:prefix>/<slug_part:slug>/", "rows/<ref>"))
        refs = [*(everything if whole else by_kind), *SHARED, sown["proposal"]]
        found[route] = [one for one in filled(route, refs, names) if not is_too_long(one)]
    return found


def queries(sown, route):
    """Return what is asked for behind an address: forms opened for a private row, searches."""
    private = sown["sowers"]["organisation"].ids
    if "search" in route:
        return [{"q": "zq"}, {"q": "極秘"}]
    if "/write/" in route:
        return [{}, {"row": private["gap"], **private}]
    if "papers/" in route or "files/" in route:
        of = "statement:council-2024" if "statement" in route else "meeting:council-2025"
        return [{"of": of, "meeting": of, "per_page": "200"}]
    return [{"per_page": "200"}] if route.startswith("/api/") else [{}]


def walked(sown, browser):
    """Yield every address with what it answers to a reader."""
    for ways in addresses(sown).values():
        for way in ways:
            for asked in queries(sown, way):
                yield way, asked, browser.get(way, asked)


CODED = {"number", "currency", "value", "sha256", "view", "paragraph", "code"}


@pytest.mark.parametrize("reader", list(FORBIDDEN))
def test_no_exit_lets_a_canary_out(sown, readers, reader, caplog):
    assert [route for route, ways in addresses(sown).items() if not ways] == [], "not visited"
    browser, seen = readers[reader], 0
    for way, asked, answer in walked(sown, browser):
        assert answer.status_code < 500, (way, asked)
        text = text_of(answer)
        assert not leaks(reader, text, way + str(asked)), (reader, way, asked)
        seen += 1
    assert seen > 500
    told = caplog.text
    assert {one for one in CANARY.findall(told) if one[0] == "t"} == set(), "in the log"


def test_refused_posts_and_acts_tell_nothing(sown, readers, caplog):
    described = readers["public"].get("/api/openapi.json").json()["paths"]
    private = sown["sowers"]["organisation"].ids
    form = {"row": private["gap"], "read": private["gap"], "go": "propose", **private}
    form |= {"verb": "endorse", "proposal": private["gap"]}
    writing = [way for route, ways in addresses(sown).items() if "/council/" in route
               for way in ways[:2]]  # fmt: skip
    for reader in ("ico", "mic"):
        for way in writing:
            answer = readers[reader].post(way, form, follow=True)
            assert answer.status_code < 500, way
            assert not leaks(reader, text_of(answer), way + str(form)), (reader, way)
        for path, methods in described.items():
            if "post" not in methods:
                continue
            for name, body in itertools.product(private.values(), ({}, {"digest": "x"})):
                way = path.replace("{ref}", name)
                answer = readers[reader].post(way, json.dumps(body), "application/json")
                assert not leaks(reader, text_of(answer), way), (reader, way)
        row = {"kind": "gap", "id": "gap:uk-x", "basis": "primary", "sources": [],
               "text": {"en": "x", "ja": "x"}, "about": list(private.values())}  # fmt: skip
        file = {"format": "kakehashi-record/1", "checked_on": "2026-11-23", "rows": [row]}
        answer = readers[reader].post("/api/v1/record/rows", json.dumps(file), "application/json")
        assert answer.status_code == 422
        assert not leaks(reader, text_of(answer), str(file)), reader
    assert {one for one in CANARY.findall(caplog.text) if one[0] == "t"} == set()


def test_there_is_a_canary_in_every_text_and_those_who_may_see_it_find_it(sown, readers):
    from kakehashi.site.records.models import Row

    for visibility, reader in (
        ("organisation", "dsit"), ("named", "dsit"), ("side", "ico"), ("joint", "mic"),
    ):  # fmt: skip
        sower, texts = sown["sowers"][visibility], ""
        for kind, name in sower.ids.items():
            for part in parts(row_of(Row.objects.get(ref=name).body)):
                is_free = isinstance(part.value, str) and part.refers is None
                if is_free and not CANARY.search(part.value):
                    assert part.path[-1] in CODED, (kind, part)
            texts += readers[reader].get(f"/api/v1/record/rows/{name}").content.decode()
        found = {"zq" + "".join(one) + "zq" for one in CANARY.findall(texts)}
        missing = set(sower.sown) - found
        assert {sower.sown[word] for word in missing} <= {"act.post"}, visibility


def test_which_ministries_have_endorsed_is_told_to_their_side_alone(sown, readers):
    path = f"/api/v1/record/proposals/{sown['proposal']}"
    theirs = readers["dsit"].get(path).json()
    assert theirs["missing"] == []
    assert "org:mic" not in json.dumps(theirs)
    assert readers["mic"].get(path).json()["missing"] == ["org:digital-agency", "org:meti"]
    acts = readers["dsit"].get("/api/v1/record/acts", {"per_page": 200}).json()["acts"]
    assert {act["side"] for act in acts} == {"uk"}


def test_bundle_and_public_site_hold_nothing_private(sown):
    from kakehashi.answers.public_site import render_public_site
    from kakehashi.site.views.bundle import bundle_for
    from kakehashi.site.views.council import record_for

    bundle = b"".join(bundle_for("jp", now=NOW).lines).decode()
    assert not leaks("mic", bundle)
    assert CANARY.search(bundle), "what is joint is in it"
    site = render_public_site(record_for(None), date(2026, 11, 23), NOW)
    for path, content in site.items():
        assert not leaks("public", path + text_in(content, path)), path


def test_the_command_line_tells_no_words(sown, capsys, caplog):
    from kakehashi.cli.main import main
    from kakehashi.site.records.models import Row

    def told():
        output = capsys.readouterr()
        return {one for one in CANARY.findall(output.out + output.err + caplog.text)
                if one[0] == "t"}  # fmt: skip

    assert main(["record", "verify"]) == 0
    assert told() == set()
    Row.objects.filter(ref=sown["sowers"]["organisation"].ids["gap"]).update(title_en="other")
    assert main(["record", "verify"]) == 66
    assert told() == set()


def test_a_page_that_breaks_tells_nothing(sown, readers, monkeypatch):
    from kakehashi.site.pages.council import lists

    def broken(request):
        raise RuntimeError("zqtorganisation9999zq")

    monkeypatch.setattr(lists, "record_of", broken)
    readers["mic"].raise_request_exception = False
    answer = readers["mic"].get("/en/council/gaps/")
    assert answer.status_code == 500
    assert not leaks("mic", text_of(answer))


def test_a_leak_is_found(sown, readers, monkeypatch):
    """The search itself can fail: a page or answer that forgets who reads is found out."""
    from kakehashi.accord.may import Person
    from kakehashi.site.api import asked
    from kakehashi.site.pages.council import lists
    from kakehashi.site.views.council import record_for

    def whole(request):
        return record_for(Person(id="x", side="uk", organisation="org:dsit"))

    for module, way in (
        (lists, "/en/council/gaps/"),
        (asked, "/api/v1/record/open"),
        (asked, "/api/v1/record/papers/commitments.docx"),
        (asked, "/api/v1/record/papers/commitments.ics"),
    ):
        assert not leaks("public", text_of(readers["public"].get(way)), way)
        with monkeypatch.context() as planted:
            planted.setattr(module, "record_of", whole)
            assert leaks("public", text_of(readers["public"].get(way)), way), way
