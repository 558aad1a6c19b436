"""What anybody may ask for again and again, and what nobody keeps of another's pages."""

import threading

import pytest

from kakehashi.site.views import made_papers
from kakehashi.site.views.council import record_for

PAPER = "/en/council/files/commitments/csv/"


@pytest.fixture
def counted(loaded, monkeypatch):
    """Return the papers that are made from now on, each as what was wanted."""
    monkeypatch.setattr(made_papers, "_kept", {})
    made = []
    real = made_papers.council_file

    def count(record, wanted, fonts):
        made.append(wanted)
        return real(record, wanted, fonts)

    monkeypatch.setattr(made_papers, "council_file", count)
    return made


def test_the_same_paper_is_made_once_and_anew_for_other_readers(counted, visitor, monkeypatch):
    first = visitor.get(PAPER)
    assert (first.status_code, visitor.get(PAPER).content) == (200, first.content)
    visitor.get("/api/v1/record/papers/commitments.csv?lang=en")
    assert len(counted) == 1
    kept = record_for(None)
    monkeypatch.setattr(
        "kakehashi.site.pages.council.downloads.record_of",
        lambda _: type(kept)(kept.rows, kept.sources, kept.checked_on),
    )
    visitor.get(PAPER)
    assert len(counted) == 2


@pytest.mark.parametrize("path", [PAPER, "/api/v1/record/papers/commitments.csv"])
def test_whoever_comes_when_too_many_wait_is_told_so(counted, visitor, monkeypatch, path):
    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(made_papers, "_asked_for", taken)
    assert visitor.get(path).status_code == 503
    assert not counted


def test_no_page_of_somebody_signed_in_is_kept(loaded, a_person, signed_in, visitor):
    browser = signed_in(a_person())
    for path in ("/en/council/", "/en/council/search/?q=AI", "/ja/council/commitments/"):
        assert "no-store" in browser.get(path).headers["Cache-Control"], path
        assert "Cache-Control" not in visitor.get(path).headers, path
