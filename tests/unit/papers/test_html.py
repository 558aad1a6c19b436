import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from kakehashi.papers import report_html
from kakehashi.papers.report import FaultShown, is_link

HOSTILE = "<script>alert(1)</script>"


class Outline(HTMLParser):
    """Gathers headings, ids, links and tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.hrefs, self.levels = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.hrefs += [given["href"]] if "href" in given else []
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_page_says_its_language_and_the_answer(build, lang):
    page = report_html(build.a_report(lang)).decode()
    assert f'<html lang="{lang}">' in page
    assert {"en": "Not established", "ja": "未確定"}[lang] in page
    assert {"en": "This is information, not legal advice.", "ja": "法的助言ではありません"}[
        lang
    ] in page
    assert {"en": "Made-up example", "ja": "架空の例"}[lang] in page


def test_a_real_product_is_not_called_made_up(build):
    assert "Made-up" not in report_html(build.a_report(is_made_up=False)).decode()


def test_values_never_become_markup(build):
    line = build.a_line(title=HOSTILE, reasons=(HOSTILE,), unstated=(HOSTILE,), note=HOSTILE)
    fault = FaultShown(where=HOSTILE, what=HOSTILE, expected=HOSTILE, mend=HOSTILE)
    report = build.a_report(
        subject=HOSTILE,
        title=HOSTILE,
        warnings=(HOSTILE,),
        rulebooks=(build.a_book(lines=(line,)),),
        faults=(fault,),
    )
    page = report_html(report).decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_policy_allows_exactly_the_style_that_is_there(build):
    page = report_html(build.a_report()).decode()
    style = re.search("<style>(.*)</style>", page, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page.replace("&#39;", "'")
    assert 'style="' not in page


def test_nothing_is_fetched(build):
    tags = Outline(report_html(build.a_report()).decode()).tags
    assert {"script", "img", "link", "iframe", "form", "object"}.isdisjoint(tags)


def test_only_web_addresses_become_links(build):
    bad = build.a_source(url="javascript:alert(1)")
    report = build.a_report(
        rulebooks=(build.a_book(lines=(build.a_line(sources=(bad,)),), sources=(bad,)),)
    )
    page = report_html(report).decode()
    assert "javascript:alert(1)" in page
    assert not [href for href in Outline(page).hrefs if href.startswith("javascript")]


def test_headings_go_down_by_one_and_inner_links_lead_somewhere(build):
    outline = Outline(report_html(build.a_report()).decode())
    assert outline.levels.count(1) == 1
    steps = zip(outline.levels, outline.levels[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)
    inner = {href[1:] for href in outline.hrefs if href.startswith("#")}
    assert inner
    assert inner <= set(outline.ids)
    assert len(outline.ids) == len(set(outline.ids))


def test_every_table_has_a_caption_and_scopes(build):
    page = report_html(build.a_report()).decode()
    assert page.count("<table>") == page.count("<caption")
    assert "<th>" not in page


def test_unchecked_wording_is_marked_with_its_address(build):
    page = report_html(build.a_report()).decode()
    assert re.search(r'Wording not checked\..*href="https://www.ipa.go.jp/security/jc-star/"', page)


def test_a_title_in_another_language_is_marked(build):
    report = build.a_report(
        rulebooks=(build.a_book(sources=(build.a_source(title="端末設備等規則", lang="ja"),)),)
    )
    assert '<cite lang="ja">端末設備等規則</cite>' in report_html(report).decode()


def test_characters_are_kept_to_the_code_point(build):
    assert (
        "﨑髙𠮷葛\U000e0100" in report_html(build.a_report(subject="﨑髙𠮷葛\U000e0100")).decode()
    )


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "//example.org", "https://", "http://[", "ftp://a.org"]
)
def test_other_addresses_are_no_links(url):
    assert not is_link(url)
