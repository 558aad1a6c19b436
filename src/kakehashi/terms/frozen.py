"""The struct that tables of files are made of."""

import msgspec


class Frozen(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file's table: fields by name, none unknown."""
