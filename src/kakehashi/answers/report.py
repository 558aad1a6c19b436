"""An answer as a `Report`: every word that a reader sees, in one language."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from kakehashi.answers.lines import Numbers, Teller
from kakehashi.answers.may_sell import Country, MaySell, is_not_established
from kakehashi.evidence.dossier import FileRead
from kakehashi.papers.report import (
    BookShown,
    CountryShown,
    FactShown,
    FaultShown,
    FileShown,
    GapShown,
    LineShown,
    OutsideShown,
    QuestionShown,
    RecognitionShown,
    RemainShown,
    Report,
    RestShown,
)
from kakehashi.rules import BookVerdict, Rulebooks
from kakehashi.rules.rulebook import Recognition
from kakehashi.terms.basis import Basis
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Force, Outcome

MOST_REASONS = 3  # why no law reaches a product; the lines tell them all


def report(
    answer: MaySell, rulebooks: Rulebooks, lang: Lang, made_at: datetime | None = None
) -> Report:
    """Return the answer in the words of `lang`, ready to be laid out.

    Parameters
    ----------
    answer
        What `may_sell` gave.
    rulebooks
        The rulebooks that it was given with: titles, texts and sources come from them.
    made_at
        Aware time to be shown, in London and in Tokyo; None shows none.
    """
    teller = Teller(rulebooks, lang)
    books = tuple(_book(teller, book) for book in sorted(answer.rulebooks, key=_place))
    lines = {f"{book.id}:{line.rule}": (book, line) for book in books for line in book.lines}
    name = answer.subject.name.into(lang)
    return Report(
        lang=lang,
        title=say("report.of", lang, subject=name),
        subject=name,
        models=tuple(_model(m.id, m.firmware, lang) for m in answer.subject.models),
        is_made_up=answer.subject.is_made_up,
        as_of=answer.as_of,
        rules_checked_on=answer.rules_checked_on,
        made_at=made_at,
        made_at_words=None if made_at is None else _both_times(made_at, lang),
        countries=tuple(_country(teller, c, answer.rulebooks, lines) for c in answer.countries),
        rulebooks=books,
        recognitions=tuple(_recognition(teller, found) for found in answer.recognitions),
        next=tuple(
            QuestionShown(
                fact=ask.fact,
                question=ask.question.into(lang),
                help=teller.help(ask.fact),
                settles=ask.settles,
                settles_words=_settles(ask.settles, lang),
            )
            for ask in answer.next
        ),
        not_covered=tuple(
            GapShown(country_words=say(f"country.{gap.country}", lang), text=gap.text.into(lang))
            for gap in answer.not_covered
        ),
        files=tuple(_file(file, lang) for file in answer.files),
        faults=tuple(_fault(fault, lang) for fault in answer.faults),
        warnings=tuple(warning.into(lang) for warning in answer.warnings),
    )


def _place(book: BookVerdict) -> tuple[int, int, str]:
    """Return where a rulebook stands: law first, then labels, the two countries side by side."""
    countries = ("uk", "jp", "int")
    return list(Force).index(book.force), countries.index(book.country), book.id


def _settles(rules: Iterable[str], lang: Lang) -> str:
    counts = Counter(rule.partition(":")[0] for rule in rules)
    words = (say("report.n_of", lang, book=book, n=n) for book, n in counts.items())
    return say("report.settles", lang, rules=say("list.comma", lang).join(words))


def _model(name: str, firmware: str | None, lang: Lang) -> str:
    return say("report.model", lang, id=name, firmware=firmware) if firmware else name


def _both_times(at: datetime, lang: Lang) -> str:
    london, tokyo = (
        f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        for zone in ("Europe/London", "Asia/Tokyo")
    )
    return say("report.both_times", lang, london=london, tokyo=tokyo)


def _book(teller: Teller, verdict: BookVerdict) -> BookShown:
    book, lang = teller.rulebooks.book(verdict.id), teller.lang
    version = next((v for v in book.versions if v.id == verdict.version), None)
    counts = dict.fromkeys(Outcome, 0)
    numbers: Numbers = {}
    for one in verdict.verdicts:
        counts[one.outcome] += 1
    lines = tuple(teller.line(book, one, verdict.as_of, numbers) for one in verdict.verdicts)
    shared, lines = _shared(lines)
    return BookShown(
        id=book.id,
        title=book.title.into(lang),
        force=str(book.force),
        force_words=say(f"force.{book.force}", lang),
        country=book.country,
        country_words=say(f"country.{book.country}", lang),
        regulator=book.regulator.into(lang),
        version=None if version is None else version.title.into(lang),
        as_of=verdict.as_of,
        checked_on=book.checked_on,
        mark=teller.mark(verdict.outcome),
        tally=say("list.comma", lang).join(
            say(f"tally.{outcome}", lang, n=n) for outcome, n in counts.items() if n
        ),
        shared=shared,
        lines=lines,
        outside=_outside(lines),
        stated=teller.stated(book, verdict, numbers),
        rests_on=tuple(
            RestShown(
                basis=str(rest.basis),
                basis_words=say(f"basis.{rest.basis}", lang),
                rules=rest.rules,
                sources=teller.sources(rest.sources, numbers),
            )
            for rest in verdict.rests_on
        ),
        sources=teller.sources(numbers, numbers),
    )


def _shared(
    lines: tuple[LineShown, ...],
) -> tuple[tuple[FactShown, ...], tuple[LineShown, ...]]:
    """Return the facts that decided every line met or not met, and the lines without them."""
    decided = [line for line in lines if line.mark.code in (Outcome.MET, Outcome.NOT_MET)]
    if len(decided) < 2:  # noqa: PLR2004  nothing is said twice
        return (), lines
    shared = tuple(fact for fact in decided[0].facts if all(fact in line.facts for line in decided))
    return shared, tuple(
        msgspec.structs.replace(
            line, facts=tuple(fact for fact in line.facts if fact not in shared)
        )
        if line in decided
        else line
        for line in lines
    )


def _outside(lines: Iterable[LineShown]) -> tuple[OutsideShown, ...]:
    """Return the lines that do not apply, those of one reason together."""
    groups: dict[tuple[tuple[str, ...], tuple[FactShown, ...]], list[LineShown]] = {}
    for line in lines:
        if line.mark.code == Outcome.NOT_APPLICABLE:
            groups.setdefault((line.reasons, line.facts), []).append(line)
    return tuple(
        OutsideShown(reasons=reasons, facts=facts, lines=tuple(alike))
        for (reasons, facts), alike in groups.items()
    )


def _country(
    teller: Teller,
    country: Country,
    books: Iterable[BookVerdict],
    lines: dict[str, tuple[BookShown, LineShown]],
) -> CountryShown:
    lang = teller.lang
    law = [book for book in books if book.country == country.id and book.force is Force.LAW]
    qualified = None
    if country.basis is not Basis.PRIMARY:
        words = say(f"qualify.{country.basis}", lang)
        bases = {verdict.basis for book in law for verdict in book.verdicts}
        key = "report.qualified_all" if len(bases) == 1 else "report.qualified"
        qualified = say(key, lang, basis=words)
    return CountryShown(
        id=country.id,
        words=say(f"country.{country.id}", lang),
        mark=teller.mark(country.may_sell, "may_sell"),
        sentence=_sentence(teller, law, lines),
        qualified=qualified,
        remains=tuple(_remain(at, *lines[at]) for at in country.remains),
    )


def _sentence(
    teller: Teller, law: list[BookVerdict], lines: dict[str, tuple[BookShown, LineShown]]
) -> str:
    """Return why the country's answer is what it is, law by law."""
    titles: dict[str, list[str]] = {}
    for book in law:
        if book.outcome is Outcome.NOT_APPLICABLE:
            continue
        missing = [one for one in book.verdicts if one.outcome is Outcome.MISSING]
        kind = str(book.outcome)
        if book.outcome is Outcome.MISSING and all(map(is_not_established, missing)):
            kind = "open"
        titles.setdefault(kind, []).append(teller.rulebooks.book(book.id).title.into(teller.lang))
    comma = say("list.comma", teller.lang)
    said = [
        say(f"report.law_{kind}", teller.lang, books=comma.join(titles[kind]))
        for kind in ("not_met", "missing", "open", "met")
        if kind in titles
    ]
    if said:
        return say("list.sentence", teller.lang).join(said)
    reasons = (
        reason.rstrip(".。")
        for book in law
        for verdict in book.verdicts
        for reason in lines[f"{book.id}:{verdict.rule}"][1].reasons
    )
    why = say("list.comma", teller.lang).join(list(dict.fromkeys(reasons))[:MOST_REASONS])
    return say("report.no_law" if why else "report.no_law_in_force", teller.lang, why=why)


def _remain(at: str, book: BookShown, line: LineShown) -> RemainShown:
    return RemainShown(
        at=at,
        rule=line.rule,
        book_id=book.id,
        book=book.title,
        force_words=book.force_words,
        title=line.title,
        mark=line.mark,
        unchecked=line.unchecked is not None,
    )


def _recognition(teller: Teller, found: Recognition) -> RecognitionShown:
    lang = teller.lang
    return RecognitionShown(
        id=found.id,
        article=found.article.into(lang),
        text=found.text.into(lang),
        relation=say(f"relation.{found.relation}", lang),
        effect=found.effect.into(lang),
        basis=str(found.basis),
        basis_words=say(f"basis.{found.basis}", lang),
        rules=teller.titles(found.given_by, found.rules),
        sources=teller.sources(found.sources, {}),
    )


def _file(file: FileRead, lang: Lang) -> FileShown:
    return FileShown(
        name=file.name,
        format=file.format or say("report.not_recognised", lang),
        sha256=file.sha256,
        gave=file.gave,
        notes=tuple(f"{note.where}: {note.what.into(lang)}" for note in file.notes),
    )


def _fault(fault: Fault, lang: Lang) -> FaultShown:
    return FaultShown(
        where=fault.where,
        what=fault.what.into(lang),
        expected=fault.expected.into(lang),
        mend=fault.mend.into(lang),
    )
