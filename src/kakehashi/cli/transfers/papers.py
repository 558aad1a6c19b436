"""`kakehashi transfers papers FLOW`: the papers about a flow, into a folder."""

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import clock
from kakehashi.cli.folder import a_fault, write_file
from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.places import fonts_folder
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.cli.transfers.read import flow_at
from kakehashi.terms.errors import PlaceError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.papers.council.paper import PaperLang
    from kakehashi.transfers import TransferPaper


def add_arguments(parser: HouseParser) -> None:
    """Add the flow file, the folder, which papers, the day and the form."""
    from kakehashi.transfers.paper import PAPERS

    lang = parser.lang
    parser.take_both()
    parser.add_argument("flow", metavar="FLOW", type=Path, help=say("transfers.file", lang))
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True,
        help=say("transfers_papers.output", lang),
    )  # fmt: skip
    parser.add_argument(
        "--paper", choices=PAPERS, action="append", help=say("transfers_papers.paper", lang)
    )
    parser.add_argument("--as-of", metavar="D", type=day, help=say("transfers.as_of", lang))
    add_rulebooks_option(parser)
    add_format_option(parser, "docx", "pdf", "json", "jsonld")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write each paper to a file of its own and say how many blanks it has; return 0."""
    from kakehashi.answers.may_send import may_send
    from kakehashi.answers.transfer_files import paper_file, paper_name
    from kakehashi.answers.transfer_papers import transfer_papers
    from kakehashi.transfers import PAPERS

    at = clock.now()
    as_of: date | datetime = at if asked.as_of is None else asked.as_of
    rulebooks = rulebooks_at_hand(asked.rulebooks)
    answer = may_send(rulebooks, flow_at(asked.flow, rulebooks, at), as_of=as_of)
    papers = transfer_papers(rulebooks, answer, dict.fromkeys(asked.paper or PAPERS))
    _make_folder(asked.output)
    types = {fact.id: fact for fact in rulebooks.vocabulary.facts}
    lang: PaperLang = asked.paper_lang or "both"
    for paper in papers:
        path = asked.output / paper_name(paper.name, asked.format, lang)
        content = paper_file(
            paper, answer, types, form=asked.format, lang=lang, made_at=at, fonts=fonts_folder()
        )
        write_file(path, content)
        put(say("transfers_papers.wrote", asked.lang, path=path, blanks=_told(paper, asked.lang)))
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fault = a_fault("unwritable", str(folder), "writable", "unwritable_mend", reason=reason)
        raise PlaceError(fault) from None


def _told(paper: "TransferPaper", lang: Lang) -> str:
    if not paper.sections:
        return say("transfers_papers.not_made", lang)
    if paper.n_blanks == 1:
        return say("transfers_papers.one_blank", lang)
    return say(
        "transfers_papers.blanks" if paper.n_blanks else "transfers_papers.no_blanks",
        lang,
        n=paper.n_blanks,
    )
