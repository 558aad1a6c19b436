"""People of both sides, and how they fill in the forms of the Council's year."""

import html
import re

import pytest

ALL = ["write", "propose", "agree", "publish"]
JAPAN = ("mic", "meti", "digital-agency")


class People(dict):
    """A browser for each organisation, its person with every role; made when first asked for."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, name):
        self[name] = self.make(name)
        return self[name]


@pytest.fixture
def people(loaded, a_person, signed_in):
    """Return a browser for each organisation that is asked for."""

    def make(name):
        side = "jp" if name in JAPAN else "uk"
        fields = {"side": side, "organisation": f"org:{name}", "roles": ALL}
        return signed_in(a_person(f"{name}@example.com", **fields))

    return People(make)


@pytest.fixture
def read():
    """Return how a page is read; its path stands below /en/council/ unless it begins so."""

    def read_page(browser, path, lang="en", status=200):
        whole = path if path.startswith("/") else f"/{lang}/council/{path}"
        response = browser.get(whole)
        assert response.status_code == status, (whole, response.status_code)
        return html.unescape(response.content.decode())

    return read_page


@pytest.fixture
def send():
    """Return how a form is sent that is taken; the slug of the page that it leads to."""

    def send_form(browser, path, **fields):
        response = browser.post(f"/en/council/{path}", fields)
        assert response.status_code == 302, html.unescape(response.content.decode())
        return response["Location"].split("?")[0].rstrip("/").split("/")[-1]

    return send_form


@pytest.fixture
def refused():
    """Return how a form is sent that is refused; the page on which it is drawn again."""

    def send_form(browser, path, lang="en", **fields):
        response = browser.post(f"/{lang}/council/{path}", fields)
        page = html.unescape(response.content.decode())
        assert response.status_code == 422, page
        return page

    return send_form


@pytest.fixture
def beside():
    """Return how the faults beside a field are read from a page."""

    def find(page, field):
        found = re.search(rf'id="{field}-error">(.*?)</div>', page, re.DOTALL)
        return re.sub("<[^>]+>", "", found.group(1)).strip() if found else ""

    return find


@pytest.fixture
def a_meeting(people, send):
    """Return how a meeting is made in a cycle of its own; the slugs of both."""

    def make(browser=None, on=("2026", "1", "20"), visibility="joint"):
        browser = browser or people["dsit"]
        day = dict(zip(("year", "month", "day"), on, strict=True))
        cycle = send(
            browser, "write/cycle/", name_en="Council of 2026", name_ja="2026 年会合",
            visibility=visibility, **{f"council-{part}": value for part, value in day.items()},
        )  # fmt: skip
        meeting = send(
            browser, "write/meeting/", cycle=f"cycle:{cycle}", name_en="Digital Council 2026",
            name_ja="デジタル・カウンシル 2026", form="online", visibility=visibility,
            **{f"when-{part}": value for part, value in day.items()},
        )  # fmt: skip
        return cycle, meeting

    return make


@pytest.fixture
def endorse(read):
    """Return how somebody endorses all that waits for their organisation; how many those were."""

    def endorse_all(browser):
        named = re.findall(r'name="proposal" value="([^"]+)"', read(browser, "keys/"))
        answer = {"verb": "endorse", "proposal": named}
        assert browser.post("/en/council/keys/answer/", answer).status_code == 302
        return len(named)

    return endorse_all
