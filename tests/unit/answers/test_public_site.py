import itertools
import json
import re
from datetime import date
from html.parser import HTMLParser
from posixpath import dirname, join, normpath

import msgspec
import pytest
from council_builders import (
    AT,
    ON,
    a_clause,
    a_commitment,
    a_meeting,
    a_record,
    a_row,
    a_statement,
    both,
)

from kakehashi.accord.may import Visibility
from kakehashi.accord.read import read_record
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_promises import Action, Commitment
from kakehashi.accord.record_texts import Statement
from kakehashi.answers.public_site import check_public, record_json, render_public_site
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.terms.errors import InputError

CANARY = "CANARY-7f3a-カナリア"


@pytest.fixture(scope="module")
def files():
    return render_public_site(shipped_record(), ON, AT)


def pages_of(files):
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


class Tags(HTMLParser):
    """Tags with their attributes, and tags left open."""

    def __init__(self, page):
        super().__init__()
        self.found, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_path_stands_in_both_languages(files):
    english = {path[3:] for path in files if path.startswith("en/")}
    japanese = {path[3:] for path in files if path.startswith("ja/")}
    assert english == japanese
    assert {"index.html", "statements/council-2025/index.html", "actions/ai/index.html",
            "instruments/index.html", "meetings/index.html", "forums/index.html",
            "gaps/index.html", "sources/index.html", "feed.atom", "calendar.ics",
            "commitments.csv"} <= english  # fmt: skip


def test_every_link_within_leads_to_a_file_and_every_anchor_to_a_place(files):
    ids = {
        path: {attrs["id"] for _, attrs in Tags(page).found if "id" in attrs}
        for path, page in pages_of(files).items()
    }
    n_links = 0
    for path, page in pages_of(files).items():
        for _, attrs in Tags(page).found:
            href = attrs.get("href", "")
            if href.startswith(("https://", "http://")) or not href:
                continue
            target, _, anchor = href.partition("#")
            found = normpath(join(dirname(path), target)) if target else path
            assert found in files, f"{path}: {href}"
            assert not anchor or anchor in ids[found], f"{path}: {href}"
            n_links += 1
    assert n_links > 500


def test_nothing_is_run_and_nothing_is_fetched_from_elsewhere(files):
    for path, page in pages_of(files).items():
        tags = Tags(page).found
        assert not {"script", "img", "iframe", "form", "object", "base"} & {t for t, _ in tags}, (
            path
        )
        for tag, attrs in tags:
            assert "src" not in attrs
            assert not any(name.startswith("on") or name == "style" for name in attrs)
            if tag == "link":
                assert "//" not in attrs["href"]
        assert "default-src 'none'" in page
    style = next(content for path, content in files.items() if path.endswith(".css"))
    assert b"url(" not in style
    assert b"@import" not in style


def test_the_style_is_named_by_its_digest_and_used_by_every_page(files):
    (style,) = [path for path in files if path.endswith(".css")]
    assert re.fullmatch(r"static/site\.[0-9a-f]{16}\.css", style)
    assert all(style in page for page in pages_of(files).values())


def test_pages_are_well_formed_with_one_first_heading_and_their_language(files):
    for path, page in pages_of(files).items():
        tags = Tags(page)
        assert tags.open == [], path
        assert sum(tag == "h1" for tag, _ in tags.found) == 1, path
        lang = path[:2] if path[2:3] == "/" else "en"
        assert tags.found[0] == ("html", {"lang": lang}), path
        levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch("h[1-6]", tag)]
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path
        places = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
        assert len(places) == len(set(places)), path


def test_what_the_record_says_stands_in_it_in_both_languages(files):
    record = shipped_record()
    for lang in ("en", "ja"):
        every = "".join(page for path, page in pages_of(files).items() if path.startswith(lang))
        every = every.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
        for row in record.rows.values():
            kind = type(row).__name__
            if kind in ("Commitment", "Gap", "Endorsement"):
                assert row.text.into(lang) in every, row.id
            elif kind in ("Action", "Instrument", "Statement"):
                assert row.title.into(lang) in every, row.id
        for source in record.sources.values():
            assert source.title in every


def test_a_clause_stands_in_both_languages_on_each_page(files):
    for lang in ("en", "ja"):
        page = files[f"{lang}/statements/council-2025/index.html"].decode()
        assert '<td lang="en">Semiconductors: continue supply-chain resilience;' in page
        assert '<td lang="ja">半導体：供給網の強靱化を継続し' in page


def test_force_is_answered_for_the_day_with_its_ground():
    pages = {
        day: render_public_site(shipped_record(), day, AT)["en/instruments/index.html"].decode()
        for day in (date(2025, 12, 10), date(2026, 11, 22))
    }
    part = {
        day: page.split('id="iot-recognition-moc"')[1].split("<h2")[0]
        for day, page in pages.items()
    }
    assert "Not established. Sources give different days" in part[date(2025, 12, 10)]
    assert "Sources give different days" not in part[date(2026, 11, 22)]


def test_the_record_beside_reads_back_to_the_same_rows(files):
    again = read_record({"record.json": files["record.json"]})
    assert again.rows == shipped_record().rows
    assert again.sources == shipped_record().sources
    assert again.checked_on == shipped_record().checked_on
    assert json.loads(files["record.json"])["visibility"] == "public"


def test_the_same_record_gives_the_same_bytes(files):
    assert render_public_site(shipped_record(), ON, AT) == files


def test_an_address_is_used_for_the_feed_s_links_alone():
    made = render_public_site(shipped_record(), ON, AT, "https://example.org/record/")
    assert b'href="https://example.org/record/ja/feed.atom"' in made["ja/feed.atom"]
    assert not any(b"example.org" in made[path] for path in made if path.endswith(".html"))


def a_full_record():
    """Return a record with a row of most kinds, its private words marked."""
    return a_record(
        a_commitment(), a_meeting(), a_statement(), a_clause("1"),
        a_row("gap", "one", text=both("not known"), about=["action:one"]),
        a_row("forum", "one", name=both("Forum"), short="F", is_bilateral=True),
        a_row("finding", "one", text=both("found"), when={"on": "2025-02-02"}),
        a_row("decision", "one", text=both("decided"), decided_on="2025-02-02"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "visibility", [each for each in Visibility if each is not Visibility.PUBLIC]
)
def test_any_row_that_is_not_public_is_refused_by_name_and_none_of_its_words(visibility):
    record = a_full_record()
    assert render_public_site(record, ON, AT)
    for name, row in record.rows.items():
        words = {
            field: msgspec.structs.replace(text, en=CANARY, ja=CANARY)
            for field in ("text", "title", "name")
            if hasattr(text := getattr(row, field, None), "ja")
        }
        private = msgspec.structs.replace(row, visibility=visibility, **words)
        mixed = Record({**record.rows, name: private}, record.sources, record.checked_on)
        for make in (lambda mixed=mixed: render_public_site(mixed, ON, AT),
                     lambda mixed=mixed: record_json(mixed)):  # fmt: skip
            with pytest.raises(InputError) as refused:
                make()
            assert [fault.where for fault in refused.value.faults] == [name]
            assert CANARY not in str(refused.value)
            assert CANARY not in msgspec.json.encode(refused.value.faults).decode()


def test_every_row_that_is_not_public_is_named_at_once():
    record = a_record(a_commitment(), visibility="joint")
    with pytest.raises(InputError) as refused:
        check_public(record)
    assert len(refused.value.faults) == len(record.rows)


def test_words_of_a_row_cannot_act_as_markup():
    hostile = {"en": "<script>alert(1)</script>", "ja": '"><img src=x onerror=alert(1)>'}
    record = a_record(
        a_commitment(text=hostile), a_row("gap", "one", text=hostile), a_meeting(name=hostile),
        a_statement(title=hostile), a_clause("1", en={"text": hostile["ja"]}),
    )  # fmt: skip
    for page in pages_of(render_public_site(record, ON, AT)).values():
        assert not {"script", "img"} & {tag for tag, _ in Tags(page).found}


def test_an_empty_record_still_gives_a_site():
    made = render_public_site(a_record(), date(2020, 1, 1), AT)
    assert "No coming meeting" in made["en/index.html"].decode()
    assert "en/brief/index.html" not in made
    assert "brief/" not in made["en/index.html"].decode()


def test_a_coming_meeting_is_told_first():
    made = render_public_site(a_record(a_meeting(when={"on": "2027-01-20"})), ON, AT)
    assert "2027年1月20日：「Council」" in made["ja/index.html"].decode()


def test_every_commitment_and_meeting_has_a_page_reached_from_its_list(files):
    record = shipped_record()
    for kind, folder in ((Commitment, "commitments"), (Meeting, "meetings"),
                         (Action, "actions"), (Statement, "statements")):  # fmt: skip
        for row in record.every(kind):
            slug = row.id.partition(":")[2]
            for lang in ("en", "ja"):
                assert f"{lang}/{folder}/{slug}/index.html" in files
                listed = files[f"{lang}/{folder}/index.html"].decode()
                assert f'href="../../{lang}/{folder}/{slug}/index.html"' in listed, row.id


def test_the_words_of_the_page_s_language_stand_first(files):
    for lang, other in (("en", "ja"), ("ja", "en")):
        page = files[f"{lang}/statements/council-2025/index.html"].decode()
        assert 0 < page.index(f'<td lang="{lang}">') < page.index(f'<td lang="{other}">')


def test_a_paper_is_offered_where_the_record_has_something_for_it():
    meetings = [a_meeting("past", when={"on": "2025-01-22"}, cycle="cycle:2025"),
                a_meeting("next", when={"on": "2027-01-22"}, cycle="cycle:2025"),
                a_row("minutes", "one", meeting="meeting:past", state="draft")]  # fmt: skip
    made = render_public_site(a_record(*meetings), ON, AT)
    papers = {path for path in made if path.startswith("files/") and "meeting" not in path}
    assert {"files/minutes-past.docx", "files/agenda-next.docx"} <= papers
    assert not {"files/agenda-past.docx", "files/minutes-next.docx"} & papers
    assert not any(path.endswith(".pdf") for path in papers), "no PDF without its fonts"


def test_who_is_told_can_stop_the_work_and_hears_of_each_step():
    steps = []
    render_public_site(a_record(a_commitment()), ON, AT, told=lambda *step: steps.append(step))
    assert steps == [(n, len(steps) - 1) for n in range(len(steps))]
    assert len(steps) > 5
