"""The search page: counted, page by page, the same rows in both languages."""

import re

import pytest

pytestmark = [pytest.mark.django_db]

ROW = re.compile(
    r'<li><span class="k-small">[^<]*</span> <a class="govuk-link" href="/\w\w(/[^"]*)"'
)


@pytest.fixture
def read(visitor):
    """Return how a page of the search is read: its rows, and its words."""
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()

    def get(query, lang="en"):
        page = visitor.get(f"/{lang}/council/search/?{query}").content.decode()
        return ROW.findall(page), page

    return get


def test_every_hit_is_on_one_of_the_pages(read):
    first, page = read("q=AI")
    n = int(re.search(r"([\d,]+) rows hold", page)[1])
    assert n > len(first) == 50
    assert "Shown: 1 to 50." in page
    assert "page=2" in page
    rest = [row for number in range(2, n // 50 + 2) for row in read(f"q=AI&page={number}")[0]]
    assert len({*first, *rest}) == len(first) + len(rest) == n


@pytest.mark.parametrize("number", ["999", "0", "-1", "x", "９" * 40, "2" * 9])
def test_a_page_that_is_not_there_is_the_nearest_that_is(read, number):
    rows, page = read(f"q=AI&page={number}")
    assert rows
    assert "Shown: " in page


def test_both_languages_find_the_same_rows_for_a_word_of_either(read):
    for word in ("semiconductor", "半導体", "ＡＩ", "網"):
        rows = read(f"q={word}")[0]
        assert rows, word
        assert read(f"q={word}", "ja")[0] == rows


def test_what_is_typed_is_words_and_nothing_else(read):
    for query in ("%00", "%25", '"', "%27%20OR%201=1--", "NEAR(a b)", "a*", "^a", "{a}:b", "<b>x"):
        page = read(f"q={query}")[1]
        assert "<b>x" not in page
        assert "rows hold" in page, query
