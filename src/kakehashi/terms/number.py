"""Numbers as both languages write them."""


def percent(share: float | None) -> str:
    """Return a share, 0 to 1, as a percentage; `–` where there is none.

    >>> percent(0.952), percent(0.56), percent(-0.0001), percent(None)
    ('95.2 %', '56 %', '0 %', '–')
    """
    if share is None:
        return "–"
    tenths = round(100 * share, 1) + 0.0  # a minus before nothing says nothing
    return f"{tenths:.1f}".removesuffix(".0") + " %"
