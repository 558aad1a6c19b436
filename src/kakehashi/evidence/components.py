"""What an SBOM of any format comes to: counts, its day, and what is odd in it."""

from datetime import date, timedelta

import msgspec

from kakehashi.evidence.checks import MOST_COMPONENTS
from kakehashi.evidence.faults import Notes, a_fault
from kakehashi.evidence.purls import MOST_CHARACTERS, MOST_PUT_TO_PARSER, ORDINARY, parses
from kakehashi.evidence.reading import Content, Draft, Reading, moment
from kakehashi.terms.errors import InputError
from kakehashi.terms.faults import shown

GIVES = (
    "has_sbom",
    "sbom_n_components",
    "sbom_n_without_version",
    "sbom_n_without_identifier",
    "sbom_made_on",
)
_FIRST_YEAR = 2010  # SPDX 1.0 is of 2011: an older SBOM has a broken clock
_AHEAD = timedelta(days=1)  # a clock may be a little fast, and days differ by zone

Version = str | int | float | bool | None


class Listed(msgspec.Struct, gc=False):
    """One component as an SBOM lists it; `where` is its path or line in the file."""

    where: str
    name: str
    version: Version = None
    purl: str | None = None
    group: str = ""
    has_other_identifier: bool = False


class Tally:
    """Counts the components of one SBOM as they come.

    Each component counts as often as it is listed; the second time is a note.
    """

    def __init__(self, content: Content) -> None:
        self.notes = Notes()
        self.n_components = 0
        self.n_without_version = 0
        self.n_without_identifier = 0
        self._content = content
        self._seen: set[str | tuple[str, str, str]] = set()
        self._n_put_to_parser = 0
        self._n_not_checked = 0

    def add(self, listed: Listed) -> None:
        """Count one component. Raises InputError at the first above the cap."""
        self.n_components += 1
        if self.n_components > MOST_COMPONENTS:
            raise InputError(
                a_fault("too_many_components", self._content.name, most=MOST_COMPONENTS)
            )
        name, version, purl, where = listed.name, listed.version, listed.purl, listed.where
        key = purl or (listed.group, name, str(version or ""))
        if key in self._seen:
            self._note("duplicate_component", where, purl or f"{name} {version or ''}".strip())
        else:
            self._seen.add(key)
        if not name:
            self._note("no_name", where, purl)
        if version is None or version == "":
            self.n_without_version += 1
            self._note("no_version", where, name)
        elif not isinstance(version, str):
            self._note("version_not_text", where, name)
        if not (purl and self._is_good(purl, where)) and not listed.has_other_identifier:
            self.n_without_identifier += 1

    def _is_good(self, purl: str, where: str) -> bool:
        if len(purl) <= MOST_CHARACTERS and ORDINARY.fullmatch(purl):
            return True
        if self._n_put_to_parser >= MOST_PUT_TO_PARSER:
            self._n_not_checked += 1
            return True
        self._n_put_to_parser += 1
        if parses(purl):
            return True
        self._note("bad_purl", where, purl)
        return False

    def _note(self, code: str, where: str, value: object) -> None:
        self.notes.add(code, f"{self._content.name} {where}", shown=shown(value))

    def reading(self, made: str | None, *, counted: str, dated: str) -> Reading:
        """Return the facts and notes of the SBOM.

        Parameters
        ----------
        made
            The time at which it was made, as written; None where there is none.
        counted, dated
            The places of the components and of that time in the file.
        """
        made_on = self._made_on(made, dated)
        if self._n_not_checked:
            where = f"{self._content.name} {counted}"
            self.notes.add(
                "purls_not_checked", where, n=self._n_not_checked, most=MOST_PUT_TO_PARSER
            )
        facts = [
            Draft("sbom_n_components", self.n_components, counted, stated_on=made_on),
            Draft("sbom_n_without_version", self.n_without_version, counted, stated_on=made_on),
            Draft(
                "sbom_n_without_identifier", self.n_without_identifier, counted, stated_on=made_on
            ),
        ]
        if self.n_components:
            facts.insert(0, Draft("has_sbom", value=True, place=counted, stated_on=made_on))
        else:
            self.notes.add("no_components", f"{self._content.name} {counted}")
        if made_on:
            facts.append(Draft("sbom_made_on", made_on, dated, stated_on=made_on))
        return Reading(tuple(facts), notes=self.notes.told(self._content.name))

    def _made_on(self, made: str | None, dated: str) -> date | None:
        where = f"{self._content.name} {dated}"
        if made is None or not made.strip():
            self.notes.add("no_timestamp", where)
            return None
        at = moment(made)
        if at is None or at.year < _FIRST_YEAR or at > self._content.read_at + _AHEAD:
            self.notes.add("bad_timestamp", where, shown=shown(made))
            return None
        return at.date()
