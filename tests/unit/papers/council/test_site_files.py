import pytest

from kakehashi.papers.council.paper import Para
from kakehashi.papers.site import Page, PublicSite, site_files


def a_page(build, path="", lang="en", href=None):
    line = build.a_line("words", href=href)
    return Page(path=path, lang=lang, title="Title", blocks=(Para(words=(line,)),))


def a_site(*pages, **changes):
    given = {
        "menu": (),
        "beside": {},
        "files": {"en": (), "ja": ()},
        "foot": {"en": "foot", "ja": "脚注"},
    }
    return PublicSite(pages=pages, **(given | changes))


def test_a_link_within_is_relative_to_its_page(build):
    deep = a_page(build, "a/b/", href="page:c/#x")
    made = site_files(a_site(deep, a_page(build, "c/")))
    assert b'href="../../../en/c/index.html#x"' in made["en/a/b/index.html"]


def test_a_link_within_that_leads_nowhere_is_refused(build):
    with pytest.raises(ValueError, match="is no page"):
        site_files(a_site(a_page(build, href="page:nowhere/")))


def test_two_files_at_one_path_are_refused(build):
    with pytest.raises(ValueError, match="two files claim"):
        site_files(a_site(a_page(build), a_page(build)))
    with pytest.raises(ValueError, match="two files claim"):
        site_files(a_site(a_page(build), beside={"en/index.html": b""}))


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "//x", "file:///x"])
def test_an_address_that_is_not_of_the_web_is_no_link(build, href):
    page = site_files(a_site(a_page(build, href=href)))["en/index.html"].decode()
    assert "words" in page
    assert href not in page


def test_words_in_another_language_are_marked(build):
    page = Page(path="", lang="ja", title="題", blocks=(Para(words=(build.a_line("words"),)),))
    assert '<span lang="en">words</span>' in site_files(a_site(page))["ja/index.html"].decode()
