"""The public site: frozen pages of finished words into files that need no script.

Takes a `PublicSite` (what it says is settled in `answers.public_site`), gives
path to bytes: pages in both languages at the same paths, one style sheet named
by its digest, and the files that stand beside. Fetches nothing, asks nothing.
"""

from kakehashi.papers.site.files import site_files
from kakehashi.papers.site.pages import Download, Page, PublicSite

__all__ = ["Download", "Page", "PublicSite", "site_files"]
