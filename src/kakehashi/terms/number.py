"""Numbers as both languages write them."""


def percent(share: float | None) -> str:
    """Return a share, 0 to 1, as a percentage; `–` where there is none.

    >>> percent(0.952), percent(0.56), percent(None)
    ('95.2 %', '56 %', '–')
    """
    return "–" if share is None else f"{100 * share:.1f}".removesuffix(".0") + " %"
