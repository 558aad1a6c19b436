import html
import re

import pytest

from kakehashi.answers import may_sell, shipped_rulebooks
from kakehashi.answers.report import report
from kakehashi.cli import assess, clock
from kakehashi.cli.table import as_text
from kakehashi.papers import report_html


@pytest.fixture(params=["en", "ja"])
def shown(request, a_dossier):
    """Return the report of a small dossier, in both languages."""
    rulebooks = shipped_rulebooks()
    dossier = assess.read(a_dossier({"uses_ip": "true"}), [], rulebooks, clock.now())
    answer = may_sell(rulebooks, dossier, as_of=clock.now())
    return report(answer, rulebooks, request.param)


def test_colour_only_repeats_what_the_words_say(shown):
    coloured = as_text(shown, is_coloured=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == as_text(shown)


def as_page(shown):
    return html.unescape(re.sub("<[^>]*>", "", report_html(shown).decode()))


@pytest.mark.parametrize("render", [as_text, as_page])
def test_every_rule_question_gap_and_source_of_the_report_is_told(shown, render):
    text = "".join(render(shown).split())

    def stands(words):
        return "".join(words.split()) in text

    assert shown.rulebooks
    for book in shown.rulebooks:
        assert all(stands(line.title) and stands(line.article) for line in book.lines)
        assert all(stands(line.see) for line in book.lines if line.see)
        assert all(stands(it) for line in book.lines for it in (*line.reasons, *line.unstated))
        assert all(stands(source.title) for source in book.sources)
        assert all(stands(stated.text) for stated in book.stated)
    assert all(stands(ask.question) for ask in shown.next)
    assert all(stands(gap.text) for gap in shown.not_covered)
    assert all(stands(remain.title) for country in shown.countries for remain in country.remains)


def test_every_outcome_stands_as_a_sign_and_a_word(shown):
    for line in as_text(shown).splitlines():
        for country in shown.countries:
            if line.startswith(f"{country.words}  "):
                assert line.endswith(f"{country.mark.symbol} {country.mark.words}")
