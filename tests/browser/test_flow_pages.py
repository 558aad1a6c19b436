"""A flow file given, decided, asked again for the next day; and the page for everyone."""

from pathlib import Path

import pytest

from kakehashi.terms.phrases import say

pytestmark = pytest.mark.django_db(transaction=True)

FLOW = Path(__file__).parents[2] / "examples/flows/health-device.yaml"


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(("width", "name"), [(1200, "wide"), (360, "phone")])
def test_a_flow_is_decided_and_everyone_is_told(opened, looked_at, lang, width, name):
    page = opened(f"/{lang}/", width=width)
    page.locator("main a[href$='/data/']").click()
    page.locator("main a[href$='/data/flow/']").click()
    looked_at(page, f"{lang}-{name}-data-flow")
    page.locator("main a[href$='/data/flow/questions/']").click()
    looked_at(page, f"{lang}-{name}-data-question")
    page.check("#answer")
    with page.expect_navigation():
        page.locator("button[value=answer]").click()
    assert page.locator("main input[type=radio]").count() == 2
    page.goto(f"/{lang}/data/flow/")
    page.set_input_files("#file", FLOW)
    with page.expect_navigation():
        page.locator("main form button.govuk-button").click()
    assert page.locator("section h2").count() == 3
    looked_at(page, f"{lang}-{name}-data-result")
    for part, number in (("year", 2027), ("month", 4), ("day", 1)):
        page.fill(f"#as_of-{part}", str(number))
    with page.expect_navigation():
        page.locator("#walk button").first.click()
    page.locator("details.k-line").first.locator("summary").click()
    looked_at(page, f"{lang}-{name}-data-result-after")
    with page.expect_navigation():
        page.locator("#switch button").click()
    assert page.locator("html").get_attribute("lang") != lang
    assert page.input_value("#as_of-year") == "2027"
    page.goto(f"/{lang}/data/my-data/")
    looked_at(page, f"{lang}-{name}-data-my-data")


def answered(page, answers):
    """Answer the questions of one step; at the first that is not in `answers` see the result."""
    read = "JSON.parse(document.querySelector('#walk input[name=state]').value).at"
    while page.locator("#answer").count():
        answer = answers.get(page.evaluate(read))
        if answer is not None:
            page.check(f"input[name=answer][value='{answer}']")
        go = "result" if answer is None else "answer"
        with page.expect_navigation():
            page.locator(f"button[value={go}]").click()


def test_two_steps_are_described_by_questions_and_lead_to_their_papers(opened, looked_at):
    lang, name = "ja", "ja-phone"
    page = opened("/ja/data/flow/questions/", width=360)
    first = {"hop_kind": "disclosure", "sender_place": "gb", "receiver_place": "jp",
             "sender_kind": "company", "receiver_kind": "company"}  # fmt: skip
    answered(page, first)
    with page.expect_navigation():
        page.locator("button[value=onward]").click()
    assert page.locator("html").get_attribute("lang") == lang
    answered(
        page, {"hop_kind": "cloud_storage", "receiver_place": "us", "receiver_kind": "company"}
    )
    assert page.locator("section h2").count() == 2
    assert say("transfers.mark_unknown", lang) in page.locator("#hop-2 + p").inner_text()
    looked_at(page, f"{name}-data-two-steps")
    with page.expect_navigation():
        page.locator("#walk button[formaction$='/papers/']").click()
    looked_at(page, f"{name}-data-papers")
    assert say("paper_value.blank", lang) in page.inner_text("main")
    for file, ending in (("sheet.docx", ".docx"), ("notice.pdf", ".pdf")):
        with page.expect_download() as taken:
            page.locator(f"button[value='{file}']").click()
        assert taken.value.suggested_filename.endswith(ending)
    with page.expect_navigation():
        page.locator("nav.k-back button").click()
    assert page.locator("section h2").count() == 2
    page.goto("/ja/data/watch/")
    looked_at(page, f"{name}-data-watch")
    page.goto("/ja/data/portfolio/")
    page.locator("details summary").click()
    looked_at(page, f"{name}-data-portfolio")
    table = page.locator("pre").inner_text().encode()
    page.set_input_files("#file", {"name": "flows.csv", "mimeType": "text/csv", "buffer": table})
    with page.expect_navigation():
        page.locator("button[value=page]").click()
    looked_at(page, f"{name}-data-portfolio-counted")
