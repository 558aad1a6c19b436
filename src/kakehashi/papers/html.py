"""A report as one HTML file: no script, nothing fetched, fit for screen and print."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from kakehashi.papers.report import Report, is_link
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from jinja2 import Environment


def report_html(report: Report) -> bytes:
    """Return `report` as one UTF-8 HTML file that stands alone.

    Every value is escaped; an address becomes a link only where it is http or
    https. The file's own policy (CSP) allows its one style sheet, by digest,
    and nothing else: no script, no image, no font, no form. The same report
    gives the same bytes.

    Notes
    -----
    Contents follow WCAG 2.2 AA: one `h1`, headings in order, `lang` on the page
    and on each title in another language, captions and scopes on tables, and no
    meaning by colour alone.
    """
    style = package_text("report.css")
    page = environment().get_template("report.html.j2")

    def words(key: str, **values: object) -> str:
        return say(f"report.{key}", report.lang, **values)

    return page.render(
        report=report, say=words, style=style, style_digest=_digest(style), open_outcomes=OPEN
    ).encode()


OPEN = ("not_met", "missing", "met")  # outcomes whose lines are told in full


@cache
def environment() -> "Environment":
    """Return the one Jinja environment: every value escaped, every name known."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(package_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["link"] = is_link
    environment.filters["other_lang"] = _other_lang
    return environment


def _other_lang(lang: Lang, page: Lang) -> Lang | None:
    """Return `lang` where it must be marked on the page, None where it is the page's."""
    return None if lang == page else lang


def package_text(name: str) -> str:
    """Return the text of the template or style sheet `name`."""
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _digest(style: str) -> str:
    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
