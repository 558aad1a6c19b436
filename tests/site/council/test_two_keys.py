"""A statement from draft to public page, by people of two sides and three ministries."""

import html
import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

ALL = ["write", "propose", "agree", "publish"]
JAPAN = ["org:mic", "org:meti", "org:digital-agency"]


@pytest.fixture
def people(a_person, signed_in):
    """Return a browser for each organisation, its person with every role."""
    made = {"org:dsit": signed_in(a_person("dsit@example.com", roles=ALL))}
    for name in JAPAN:
        person = a_person(f"{name[4:]}@example.com", side="jp", organisation=name, roles=ALL)
        made[name] = signed_in(person)
    return made


def page_of(browser, path, lang="en"):
    response = browser.get(f"/{lang}/council/{path}")
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


def drafted(browser, visibility="joint", n_clauses=5):
    """Draft a statement of five clauses; return its path."""
    response = browser.post(
        "/en/council/write/statement/",
        {"title_en": "Joint Statement 2027", "title_ja": "共同声明 2027", "visibility": visibility},
    )
    assert response.status_code == 302, response.content.decode()
    path = response["Location"]
    name = name_of(path)
    for n in range(1, n_clauses + 1):
        written = browser.post(
            "/en/council/write/clause/",
            {"statement": name, "number": str(n), "en": f"Both sides will share finding {n}.",
             "ja": f"双方は第{n}の成果を共有する。", "go": "save"},
        )  # fmt: skip
        assert written.status_code == 302, html.unescape(written.content.decode())
    return path


def name_of(path):
    prefix, slug = path.rstrip("/").split("/")[-2:]
    return f"{prefix}:{slug}"


def clauses_on(browser, path):
    page = html.unescape(browser.get(path).content.decode())
    return list(dict.fromkeys(re.findall(r"/en/council/row/clause/([a-z0-9-]+)/\"", page)))


def endorse_all(browser):
    page = page_of(browser, "keys/")
    named = re.findall(r'name="proposal" value="([^"]+)"', page)
    assert named
    response = browser.post("/en/council/keys/answer/", {"verb": "endorse", "proposal": named})
    assert response.status_code == 302, response.content.decode()
    return len(named)


def test_the_whole_way_from_draft_to_the_public_page(people, visitor):
    dsit = people["org:dsit"]
    path = drafted(dsit)
    assert visitor.get(path).status_code == 404
    clauses = clauses_on(dsit, path)
    assert len(clauses) == 5
    bracketed = {
        "clause": f"clause:{clauses[2]}", "number": "3", "en": "Both sides will share [1].",
        "ja": "双方は[1]を共有する。", "bracket_number": "1", "bracket_en": "all results",
        "bracket_ja": "全ての成果", "go": "save",
    }  # fmt: skip
    assert dsit.post("/en/council/write/clause/", bracketed).status_code == 302
    japanese = people["org:mic"]
    assert "all results" in page_of(japanese, f"row/clause/{clauses[2]}/")
    settled = {
        **bracketed, "en": "Both sides will share published results.",
        "ja": "双方は公表済みの成果を共有する。", "bracket_number": "", "settled": "yes",
        "go": "propose",
    }  # fmt: skip
    offered = japanese.post("/en/council/write/clause/", settled)
    assert offered.status_code == 302, html.unescape(offered.content.decode())
    assert endorse_all(dsit) == 1
    for name in JAPAN[1:]:
        assert endorse_all(people[name]) == 1
    page = page_of(dsit, f"row/clause/{clauses[2]}/")
    assert "published results" in page
    assert "Open text" not in page
    for n in (0, 1):
        drawn = dsit.post(
            "/en/council/write/commitment/",
            {"clause": f"clause:{clauses[n]}", "text_en": f"DSIT will publish {n}.",
             "text_ja": f"DSIT は成果{n}を公表する。", "action": "action:ai",
             "due-year": "2027", "due-month": "3", "due-day": "31"},
        )  # fmt: skip
        assert drawn.status_code == 302, html.unescape(drawn.content.decode())
        commitment = drawn["Location"]
        assert f"/row/clause/{clauses[n]}/" in dsit.get(commitment).content.decode()
    brought = dsit.post("/en/council/write/bring/", {"row": name_of(path)})
    assert brought.status_code == 302, html.unescape(brought.content.decode())
    for name in JAPAN:
        assert endorse_all(people[name]) == 6
    row = html.unescape(dsit.get(path).content.decode())
    read = re.findall(r'name="read" value="([^"]+)"', row)
    shown = dsit.post("/en/council/write/publish/", {"row": name_of(path), "read": read})
    assert shown.status_code == 302, html.unescape(shown.content.decode())
    for lang in ("en", "ja"):
        public = visitor.get(path.replace("/en/", f"/{lang}/")).content.decode()
        assert "published results" in public
        assert "双方は公表済みの成果を共有する。" in public


def test_what_is_missing_inside_a_side_shows_to_that_side_alone(people):
    drafted(people["org:dsit"], n_clauses=1)
    path = drafted(people["org:dsit"], n_clauses=0)
    people["org:dsit"].post("/en/council/write/bring/", {"row": name_of(path)})
    endorse_all(people["org:mic"])
    ours, theirs = (page_of(people[name], "keys/") for name in ("org:meti", "org:dsit"))
    assert "Still missing on your own side" in ours
    assert "/row/org/meti/" in ours
    assert "/row/org/meti/" not in theirs
    assert "/row/org/digital-agency/" not in theirs


def test_an_endorsement_is_of_the_words_that_were_read(people):
    path = drafted(people["org:dsit"], n_clauses=0)
    people["org:dsit"].post("/en/council/write/bring/", {"row": name_of(path)})
    page = page_of(people["org:mic"], "keys/")
    ref = re.search(r'name="proposal" value="(\S+) ', page).group(1)
    refused = people["org:mic"].post(
        "/ja/council/keys/answer/", {"verb": "endorse", "proposal": f"{ref} sha256:{'0' * 64}"}
    )
    assert refused.status_code == 422
    assert "文言が変わっています" in refused.content.decode()


def test_an_endorsement_can_be_taken_back_until_the_key_turns_and_a_proposal_withdrawn(people):
    path = drafted(people["org:dsit"], n_clauses=0)
    people["org:dsit"].post("/en/council/write/bring/", {"row": name_of(path)})
    endorse_all(people["org:mic"])
    page = page_of(people["org:mic"], "keys/")
    proposal = re.search(r"/en/council/keys/([a-z0-9-]+)/\"", page).group(1)
    assert 'value="withhold"' in page_of(people["org:mic"], f"keys/{proposal}/")
    one = re.search(
        r'name="proposal" value="([^"]+)"', page_of(people["org:mic"], f"keys/{proposal}/")
    ).group(1)
    answer = {"verb": "withhold", "proposal": one}
    assert people["org:mic"].post("/en/council/keys/answer/", answer).status_code == 302
    assert 'value="endorse"' in page_of(people["org:mic"], f"keys/{proposal}/")
    assert 'value="withdraw"' not in page_of(people["org:mic"], f"keys/{proposal}/")
    answer = {"verb": "withdraw", "proposal": one}
    assert people["org:dsit"].post("/en/council/keys/answer/", answer).status_code == 302
    assert "withdrawn" in page_of(people["org:dsit"], f"keys/{proposal}/")


def test_rounds_are_compared_by_words_in_english_and_characters_in_japanese(people):
    dsit = people["org:dsit"]
    path = drafted(dsit, n_clauses=1)
    (clause,) = clauses_on(dsit, path)
    changed = {"clause": f"clause:{clause}", "number": "1", "go": "save"}
    texts = {"en": "Both sides may share finding 1.", "ja": "双方は第1の成果を共用する。"}
    assert dsit.post("/en/council/write/clause/", {**changed, **texts}).status_code == 302
    page = page_of(dsit, f"row/clause/{clause}/rounds/")
    removed = re.findall(r"<del[^>]*><span[^>]*>[^<]*</span>([^<]*)</del>", page)
    added = re.findall(r"<ins[^>]*><span[^>]*>[^<]*</span>([^<]*)</ins>", page)
    assert (removed, added) == (["will", "有"], ["may", "用"])


def test_words_of_a_treaty_are_warned_of(people):
    dsit = people["org:dsit"]
    path = drafted(dsit, n_clauses=1)
    (clause,) = clauses_on(dsit, path)
    words = {"clause": f"clause:{clause}", "number": "1", "en": "Both sides shall share it.",
             "ja": "双方は共有しなければならない。", "go": "propose"}  # fmt: skip
    assert dsit.post("/en/council/write/clause/", words).status_code == 302
    proposal = re.search(r"/en/council/keys/([a-z0-9-]+)/\"", page_of(dsit, "keys/")).group(1)
    page = page_of(dsit, f"keys/{proposal}/")
    assert "“shall”" in page
    assert "“しなければならない”" in page


def test_a_clause_may_lack_a_language_while_it_is_drafted(people):
    dsit = people["org:dsit"]
    path = drafted(dsit, n_clauses=0)
    only = {"statement": name_of(path), "number": "1", "en": "In English alone.", "go": "save"}
    assert dsit.post("/en/council/write/clause/", only).status_code == 302
    for lang, words in (("en", "No Japanese text yet."), ("ja", "日本語の文言はまだありません。")):
        page = dsit.get(path.replace("/en/", f"/{lang}/")).content.decode()
        assert words in page
        assert "In English alone." in page


def test_all_of_an_act_that_fails_half_way_is_undone(people):
    from kakehashi.site.records.models import ActRow

    dsit = people["org:dsit"]
    path = drafted(dsit, n_clauses=2)
    before = ActRow.objects.count()
    page = html.unescape(dsit.get(path).content.decode())
    read = re.findall(r'name="read" value="([^"]+)"', page)
    half = [read[0], f"{read[1].split()[0]} sha256:{'0' * 64}"]
    refused = dsit.post("/en/council/write/publish/", {"row": name_of(path), "read": half})
    assert refused.status_code == 422
    assert ActRow.objects.count() == before


def test_the_day_on_which_a_statement_is_issued_can_be_given(people):
    dsit = people["org:dsit"]
    path = drafted(dsit, n_clauses=0)
    assert "draft" in dsit.get(path).content.decode()
    form = {
        "statement": name_of(path), "title_en": "Joint Statement 2027",
        "title_ja": "共同声明 2027", "governing": "both", "nature": "statement",
        "issued-year": "2027", "issued-month": "2", "issued-day": "30", "go": "save",
    }  # fmt: skip
    refused = dsit.post("/en/council/write/statement/", form)
    assert refused.status_code == 422
    assert 'href="#issued-day"' in refused.content.decode()
    given = dsit.post("/en/council/write/statement/", {**form, "issued-day": "28"})
    assert given.status_code == 302
    assert "28 February 2027" in dsit.get(path).content.decode()
    again = page_of(dsit, f"write/statement/?statement={name_of(path)}")
    assert 'value="2027"' in again
