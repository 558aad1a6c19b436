"""Pages into files: HTML, one hashed style sheet, relative links alone."""

from hashlib import sha256

from kakehashi.papers.html import environment, package_text
from kakehashi.papers.report import is_link
from kakehashi.papers.site.pages import PAGE, Page, PublicSite
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang


def site_files(site: PublicSite) -> dict[str, bytes]:
    """Return path to bytes of every file of `site`, paths sorted.

    Every link within is relative and names its file, so that the site can lie
    at any address, or on a disk. Values are escaped; an address elsewhere is a
    link only where it is http or https. Same site, same bytes.

    Raises
    ------
    ValueError
        Where two pages or files claim one path, or a link within the site
        leads to no page or file.
    """
    style = package_text("site.css").encode()
    style_path = f"static/site.{sha256(style).hexdigest()[:16]}.css"
    files = {style_path: style, "index.html": _door(style_path)}
    paths = {(page.lang, page.path) for page in site.pages}
    for page in site.pages:
        path = f"{page.lang}/{page.path}index.html"
        if path in files or path in site.beside:
            raise ValueError(f"two files claim {path}")
        files[path] = _Writer(site, page, style_path, paths).html()
    return dict(sorted((files | site.beside).items()))


class _Writer:
    """Writes one page."""

    def __init__(
        self, site: PublicSite, page: Page, style_path: str, paths: set[tuple[Lang, str]]
    ) -> None:
        self.site = site
        self.page = page
        self.style_path = style_path
        self.paths = paths
        self.up = "../" * (page.path.count("/") + 1)

    def html(self) -> bytes:
        """Return the page's bytes."""
        page = self.page
        other: Lang = "ja" if page.lang == "en" else "en"

        def words(key: str, **values: object) -> str:
            return say(f"public_site.{key}", page.lang, **values)

        template = environment().get_template("site.html.j2")
        return template.render(
            page=page,
            site=self.site,
            style=self.up + self.style_path,
            up=self.up,
            other=other,
            other_page=self.up + f"{other}/{page.path}index.html",
            say=words,
            href=self.href,
            file=self.file,
            short=_short,
        ).encode()

    def file(self, path: str) -> str:
        """Return where a link to the file `path` beside the pages leads from this page."""
        if path not in self.site.beside:
            raise ValueError(f"{self.page.path} leads to {path}, which is no file")
        return self.up + path

    def href(self, address: str | None) -> str | None:
        """Return where a link leads from this page; None where it may not be one."""
        if address is None or not address.startswith(PAGE):
            return address if is_link(address) else None
        path, _, anchor = address.removeprefix(PAGE).partition("#")
        if path.endswith("/") or not path:
            if (self.page.lang, path) not in self.paths:
                raise ValueError(f"{self.page.path} links to {path}, which is no page")
            path += "index.html"
        target = f"{self.up}{self.page.lang}/{path}"
        return f"{target}#{anchor}" if anchor else target


def _short(lang: Lang, page: Lang) -> Lang | None:
    """Return `lang` where it must be marked on a page in `page`, None where it is the page's."""
    return None if lang == page else lang


def _door(style_path: str) -> bytes:
    """Return the first page of all, which asks for the language."""
    template = environment().get_template("site_door.html.j2")
    names = {"en": "English", "ja": "日本語"}
    titles = {lang: say("public_site.name", lang) for lang in LANGS}
    choose = {lang: say("public_site.choose", lang) for lang in LANGS}
    return template.render(
        style=style_path, names=names, titles=titles, choose=choose, langs=LANGS
    ).encode()
