"""What is lost if …: asked by a visitor and answered at once; by an official, and kept."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {
    "en": ("Why they differ", "56 %", "95 %", "2019", "undecided", "Chosen for 7 of 10"),
    "ja": ("違いの理由", "56 %", "95 %", "2019", "順位未定", "費用 7 ／予算 10"),
}


def has_words(page, lang):
    told = page.inner_text("main").replace("\u00a0", " ")
    assert [word for word in WORDS[lang] if word not in told] == []
    chart = page.locator("main img")
    assert chart.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 0


def test_a_visitor_compares_wafers_and_tools_without_a_script(opened, looked_at):
    page = opened("/en/supply/semiconductors/", width=1280, with_scripts=False)
    page.locator("main a[href*='/ask/?example']").click()
    page.locator("#s1-days").fill("soon")
    page.locator("#m2-cost").fill("")
    page.locator("form .govuk-button").click()
    page.locator(".govuk-error-summary a[href='#m2-cost']").wait_for()
    assert page.locator(".govuk-error-summary li").count() == 2
    page.locator("#s1-days").fill("９０")
    page.locator("#m2-cost").fill("5")
    page.locator("form .govuk-button").press("Enter")
    page.locator("#findings").wait_for()
    has_words(page, "en")
    page.locator(".k-header__switch").click()
    page.wait_for_url("**/ja/supply/**")
    has_words(page, "ja")
    again = opened("/en/supply/semiconductors/ask/?example=1", width=1280)
    looked_at(again, "en-supply-ask")


def test_an_official_finds_the_result_after_closing_the_page_and_keeps_it(signed_in, looked_at):
    from kakehashi.answers.supply_file import rerun
    from kakehashi.site.jobs.run_work import At, _run, _taken
    from kakehashi.site.records.models import Work

    page = signed_in("/ja/supply/semiconductors/ask/?example=1", width=390)
    with page.expect_navigation():
        page.locator("form .govuk-button").last.click()
    page.locator("#work-refresh").wait_for()
    page.close()
    row = _taken(Work.objects.get().id, "a worker")
    _run(row, At(row.id, row.attempt))
    page = signed_in("/ja/work/", width=390)
    page.locator("main li a").first.click()
    page.locator("main .govuk-button").click()
    page.locator("#findings").wait_for()
    page.locator("a[href$='/keep/']").click()
    looked_at(page, "ja-supply-keep")
    page.locator("#of").select_option("action:semiconductors")
    page.locator("form .govuk-button").click()
    page.locator("main a[href*='/supply/kept/']").click()
    page.locator("#findings").wait_for()
    has_words(page, "ja")
    looked_at(page, "ja-supply-kept")
    with page.expect_download() as fetched:
        page.locator("a[href$='/result.json']").click()
    assert rerun("result.json", Path(fetched.value.path()).read_bytes()).is_same
