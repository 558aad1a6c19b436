"""What asks for the fields of papers: articles and forms, each with how well it is known.

Sources are ids of the rulebooks `uk-data-transfer` and `jp-data-transfer`.
"""

from functools import cache

from kakehashi.terms.basis import Basis
from kakehashi.transfers.paper import Need, both

_NEEDS: dict[str, tuple[Basis, tuple[str, ...]]] = {
    "uk_30": (Basis.MEMORY, ("uk-gdpr",)),
    "uk_13": (Basis.SECONDARY, ("duaa-sch9",)),
    "uk_rights": (Basis.MEMORY, ("uk-gdpr",)),
    "uk_44a": (Basis.PRIMARY, ("duaa-sch7",)),
    "uk_49a": (Basis.PRIMARY, ("duaa-sch7",)),
    "uk_46": (Basis.SECONDARY, ("duaa-sch7", "burges")),
    "ico_tool": (Basis.SECONDARY, ("hello", "heward")),
    "idta": (Basis.MEMORY, ()),
    "addendum": (Basis.MEMORY, ()),
    "jp_27": (Basis.SECONDARY, ("smerphy-appi", "docswell")),
    "jp_28": (Basis.SECONDARY, ("smerphy-appi", "bl1438", "bl1440")),
    "jp_28_2": (Basis.SECONDARY, ("bl1438",)),
    "jp_28_3": (Basis.SECONDARY, ("rule18", "bl1441")),
    "jp_18_2": (Basis.SECONDARY, ("rule18",)),
    "jp_23": (Basis.SECONDARY, ("smerphy-appi",)),
    "jp_29": (Basis.SECONDARY, ("iuris-29", "smerphy-appi", "docswell")),
    "jp_30": (Basis.SECONDARY, ("iuris-30", "smerphy-appi")),
    "jp_31": (Basis.SECONDARY, ("smerphy-appi", "miyake-31", "iij-31")),
    "jp_rights": (Basis.MEMORY, ("appi-text",)),
    "sr_purpose": (Basis.SECONDARY, ("iij", "ppc-sr")),
    "sr_onward": (Basis.MEMORY, ("iij", "ppc-sr")),
}


@cache
def need(name: str) -> Need:
    """Return what `name` stands for, such as "uk_30": UK GDPR Article 30(1).

    >>> need("uk_30").text.en
    'UK GDPR Art. 30(1)'
    """
    basis, sources = _NEEDS[name]
    return Need(id=name, text=both(f"paper_need.{name}"), basis=basis, sources=sources)
