"""`kakehashi admin`: make accounts. There is no default one and no default password."""

from argparse import Namespace
from functools import partial

from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add `create`."""
    about = say("command.admin_create", parser.lang)
    parser.commands().add_parser("create", help=about, description=about, fill=partial(_fill))


def _fill(parser: HouseParser) -> None:
    lang = parser.lang
    parser.add_argument("email", metavar="EMAIL", help=say("argument.admin_email", lang))
    parser.add_argument(
        "--side", metavar="SIDE", required=True, help=say("argument.admin_side", lang)
    )
    parser.add_argument(
        "--organisation",
        metavar="ID",
        required=True,
        help=say("argument.admin_organisation", lang),
    )
    parser.add_argument(
        "--role",
        metavar="ROLE",
        action="append",
        default=[],
        choices=("write", "propose", "agree", "publish", "administer"),
        help=say("argument.admin_role", lang),
    )
    parser.add_argument("--demo", action="store_true", help=say("argument.admin_demo", lang))
    parser.set_defaults(run=_run)


def _run(asked: Namespace) -> int:
    from kakehashi.cli.site.admin import create

    return create(asked)
