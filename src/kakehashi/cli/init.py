"""`kakehashi init product DIR`: a dossier to fill in."""

import shlex
from argparse import Namespace
from pathlib import Path

from kakehashi.cli.folder import a_fault, write_file
from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.errors import PlaceError
from kakehashi.terms.phrases import say

FILE = "product.yaml"


def add_arguments(parser: HouseParser) -> None:
    """Add `product`, the one kind of subject there is."""
    about = say("command.init_product", parser.lang)
    parser.commands().add_parser("product", help=about, description=about, fill=_product)


def _product(parser: HouseParser) -> None:
    parser.add_argument(
        "folder", metavar="DIR", type=Path, help=say("argument.init_dir", parser.lang)
    )
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the template, never over a file that is there, and say what comes next."""
    from kakehashi.answers import shipped_rulebooks
    from kakehashi.evidence.template import product_template

    folder: Path = asked.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        fault = a_fault("unwritable", str(folder), "writable", "unwritable_mend", reason=reason)
        raise PlaceError(fault) from None
    path = folder / FILE
    write_file(path, product_template(shipped_rulebooks().vocabulary, asked.lang), is_new=True)
    put(say("init.wrote", asked.lang, path=path))
    put(say("init.next", asked.lang))
    print(f"  kakehashi assess {shlex.quote(str(folder))}")
    return 0
