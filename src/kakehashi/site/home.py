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
UMASK = 0o077  # of every file that the site makes
LEAST_KEY = 32  # characters
MOST_KEY = 4096


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
        Where the key file is a link or no regular file, is another's, may be read
        by others than its owner, or holds a key of fewer than 32 characters.
    """
    path = folder / KEY_FILE
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlaceError(_not_ours(path)) from error
    with os.fdopen(opened, "rb") as file:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise PlaceError(_not_ours(path))
        mode = stat.S_IMODE(found.st_mode)
        if mode & 0o077:
            raise PlaceError(_open_to_others(path, mode))
        key = file.read(MOST_KEY).decode("ascii", errors="replace").strip()
    if len(key) < LEAST_KEY:
        raise PlaceError(_short(str(path)))
    return key


def key_of(environment: Mapping[str, str], folder: Path) -> str | None:
    """Return the key of the environment, else the one that `folder` keeps, else None.

    Raises
    ------
    PlaceError
        As `kept_key`; and where the environment's key has fewer than 32 characters.
    """
    told = environment.get("KAKEHASHI_SECRET_KEY")
    if not told:
        return kept_key(folder)
    if len(told) < LEAST_KEY:
        raise PlaceError(_short("KAKEHASHI_SECRET_KEY"))
    return told


def check_home(environment: Mapping[str, str]) -> None:
    """Raise PlaceError where others can write the folder, or there is no key to sign with."""
    folder = home(environment)
    if folder.exists() and (mode := stat.S_IMODE(folder.stat().st_mode)) & 0o022:
        raise PlaceError(_writable_by_others(folder, mode))
    if key_of(environment, folder) is None:
        raise PlaceError(_no_key(folder / KEY_FILE))


def close_to_others(folder: Path) -> None:
    """Take from others every right to the SQLite files in `folder`."""
    for path in folder.glob("*.sqlite3*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(MODE)


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


def _writable_by_others(folder: Path, mode: int) -> Fault:
    return Fault(
        code="home_open",
        what=Text(
            en=f"others can write the site's folder (mode {mode:o})",
            ja=f"サイトのフォルダーに他の利用者が書き込める状態です（モード {mode:o}）",
        ),
        where=str(folder),
        expected=Text(en="mode 700", ja="モード 700"),
        mend=Text(
            en=f"chmod 700 {folder}, or set KAKEHASHI_HOME to a folder of your own",
            ja=f"chmod 700 {folder} を実行するか、KAKEHASHI_HOME に自分だけのフォルダーを"
            "指定してください",
        ),
    )


def _not_ours(path: Path) -> Fault:
    return Fault(
        code="key_not_ours",
        what=Text(
            en="the site's key is no regular file of the user who runs the site",
            ja="サイトの鍵が、サイトを動かす利用者の通常のファイルではありません",
        ),
        where=str(path),
        expected=Text(en="a regular file, no link", ja="リンクではない通常のファイル"),
        mend=Text(
            en="remove it and start again: a new one is made",
            ja="取り除いて起動し直してください。新しい鍵が作られます",
        ),
    )


def _no_key(path: Path) -> Fault:
    return Fault(
        code="no_key",
        what=Text(en="the site has no key to sign with", ja="サイトの署名用の鍵がありません"),
        where=str(path),
        expected=Text(en="the key that the site made", ja="サイトが作成した鍵"),
        mend=Text(
            en="run “kakehashi site migrate”, or set KAKEHASHI_SECRET_KEY",
            ja="kakehashi site migrate を実行するか、KAKEHASHI_SECRET_KEY を設定してください",
        ),
    )


def _short(where: str) -> Fault:
    return Fault(
        code="key_short",
        what=Text(en="the site's key is empty or too short", ja="サイトの鍵が空か、短すぎます"),
        where=where,
        expected=Text(
            en=f"a random key of at least {LEAST_KEY} characters",
            ja=f"{LEAST_KEY} 文字以上の乱数の鍵",
        ),
        mend=Text(
            en="delete it and start again: a new one is made in KAKEHASHI_HOME",
            ja="削除して起動し直してください。KAKEHASHI_HOME に新しい鍵が作られます",
        ),
    )
