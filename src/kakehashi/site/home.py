"""The folder of this installation's own files, and the key kept in it."""

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from kakehashi.terms.errors import Fault, PlaceError
from kakehashi.terms.text import Text

KEY_FILE = "secret-key"
MODE = 0o600


def home(environment: Mapping[str, str]) -> Path:
    """Return KAKEHASHI_HOME, else `kakehashi` in the user's data folder.

    >>> home({"KAKEHASHI_HOME": "/srv/kakehashi"}).as_posix()
    '/srv/kakehashi'
    """
    named = environment.get("KAKEHASHI_HOME")
    if named:
        return Path(named).expanduser()
    shared = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(shared).expanduser() / "kakehashi"


def kept_key(folder: Path) -> str | None:
    """Return the key that `folder` keeps, None where it keeps none.

    Raises
    ------
    PlaceError
        Where others than its owner may read the key file, or it is empty.
    """
    path = folder / KEY_FILE
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None
    if os.name == "posix" and mode & 0o077:
        raise PlaceError(_open_to_others(path, mode))
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise PlaceError(_empty(path))
    return key


def keep_key(folder: Path) -> None:
    """Make the folder and a key in it, readable by its owner alone, where there is none."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        opened = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    except FileExistsError:
        return
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))


def _open_to_others(path: Path, mode: int) -> Fault:
    return Fault(
        code="key_open",
        what=Text(
            en=f"the site's key can be read by others (mode {mode:o})",
            ja=f"サイトの鍵ファイルが他の利用者から読める状態です（モード {mode:o}）",
        ),
        where=str(path),
        expected=Text(en=f"mode {MODE:o}", ja=f"モード {MODE:o}"),
        mend=Text(
            en=f"chmod {MODE:o} {path}; if others may have read it, delete it and start again",
            ja=f"chmod {MODE:o} {path} を実行してください。"
            "読まれた可能性があれば、削除して起動し直してください",
        ),
    )


def _empty(path: Path) -> Fault:
    return Fault(
        code="key_empty",
        what=Text(en="the site's key file is empty", ja="サイトの鍵ファイルが空です"),
        where=str(path),
        expected=Text(en="a random key", ja="乱数の鍵"),
        mend=Text(
            en="delete the file and start again: a new one is made",
            ja="ファイルを削除して起動し直してください。新しい鍵が作られます",
        ),
    )
