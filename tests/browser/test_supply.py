"""Supply chains, from the home page to one input."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("lang", "width"), [("en", 1200), ("ja", 360)])
def test_from_the_networks_to_one_input(opened, looked_at, lang, width):
    page = opened(f"/{lang}/", width=width)
    page.locator("main a[href$='/supply/']").click()
    looked_at(page, f"{lang}-supply")
    page.locator("main h2 a[href$='/semiconductors/']").click()
    chart = page.locator("main img")
    assert chart.evaluate("async image => { await image.decode(); return image.naturalWidth }") > 0
    looked_at(page, f"{lang}-supply-network")
    page.locator("#chokepoints ~ div a[href$='/inputs/wafers/']").first.click()
    looked_at(page, f"{lang}-supply-input")
    page.goto(f"/{lang}/supply/telecommunications/")
    looked_at(page, f"{lang}-supply-without-figures")
    page.locator(".k-graph a[href$='/inputs/fibre/']").click()
    assert page.url.endswith("/inputs/fibre/")
    page.goto(f"/{lang}/supply/")
    page.locator("main a[href$='/replay/wafers-2011/']").click()
    looked_at(page, f"{lang}-supply-replay")


OWN = {
    "edges.csv": "supplier,customer,sales\n"
    + "".join(f"firm {n},firm {(n * 7 + 3) % 12},{n + 1}\n" for n in range(12)),
    "firms.csv": "firm,sector\n" + "".join(f"firm {n},{n % 2}\n" for n in range(12)),
    "essential.csv": "2,1\n1,2\n",
}


@pytest.mark.parametrize(("lang", "width"), [("en", 1200), ("ja", 390)])
def test_a_network_of_one_s_own(opened, looked_at, lang, width):
    page = opened(f"/{lang}/supply/", width=width)
    page.locator("main a[href$='/supply/own/']").click()
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": text.encode()}
         for name, text in OWN.items()]
    )  # fmt: skip
    looked_at(page, f"{lang}-supply-own")
    page.locator("label[for='mode-certified']").click()
    page.locator("button[value='page']").click()
    page.locator("#rank").wait_for()
    assert page.locator(".k-graph svg text", has_text="firm 3").count()
    looked_at(page, f"{lang}-supply-own-result")
