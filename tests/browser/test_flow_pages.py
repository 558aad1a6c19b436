"""A flow file given, decided, asked again for the next day; and the page for everyone."""

from pathlib import Path

import pytest

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
