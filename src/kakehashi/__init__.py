"""Kakehashi: the working system of the UK–Japan Digital Partnership.

Describe once, decide for both, sign together. The engines stand in `rules`,
`evidence` and `answers`; the doors in `cli` and `site`.
"""

__version__ = "0.1.0"
