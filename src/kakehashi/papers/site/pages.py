"""Pages of the public site as frozen values."""

from kakehashi.papers.council.paper import Block, Printed
from kakehashi.terms.text import Lang

PAGE = "page:"
"""What an address within the site begins with: `page:actions/ai/`, the language left out."""


class Download(Printed, frozen=True, kw_only=True):
    """A file beside the pages: its path from the root of the site, and what a link to it says."""

    path: str
    words: str


class Page(Printed, frozen=True, kw_only=True):
    """One page in one language. `path` is without language, "" for the first page.

    `downloads` stand under its first heading.
    """

    path: str
    lang: Lang
    title: str
    blocks: tuple[Block, ...]
    downloads: tuple[Download, ...] = ()


class PublicSite(Printed, frozen=True, kw_only=True):
    """All pages, the menu, and the files beside.

    Attributes
    ----------
    menu
        Path and phrase key of each page that every page links to.
    beside
        Path, with its language where it has one, to the bytes of a file.
    files
        Those of them that every page leads to, by language.
    foot
        What stands at the foot of every page, by language.
    """

    pages: tuple[Page, ...]
    menu: tuple[tuple[str, str], ...]
    beside: dict[str, bytes]
    files: dict[Lang, tuple[Download, ...]]
    foot: dict[Lang, str]
