"""Environment variables: what the package reads is documented, what is documented is read."""

import ast
import re
import tomllib

NAME = re.compile(r"(?:KAKEHASHI|LC|XDG|GRANIAN)_[A-Z_]+|LANG|PORT|DATABASE_URL|NO_COLOR")


def test_what_is_read_is_documented_and_what_is_documented_is_read(root, modules):
    read = {
        node.value
        for tree in modules.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.fullmatch(node.value)
    }
    documented = tomllib.loads((root / "docs/settings.toml").read_text(encoding="utf-8"))
    assert sorted(documented) == sorted(read)


def test_settings_are_told_in_both_languages(root):
    documented = tomllib.loads((root / "docs/settings.toml").read_text(encoding="utf-8"))
    for name, words in documented.items():
        assert set(words) == {"default", "en", "ja"}, name
        assert words["en"].endswith("."), name
        assert words["ja"].endswith("。"), name


def test_no_variable_is_read_under_a_name_the_pattern_does_not_know(modules):
    unknown = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        for key in [_key(node)]
        if key is not None and not NAME.fullmatch(key) and not key.startswith("DJANGO_")
    ]
    assert unknown == []


def _key(node):
    """The name of the variable where `node` reads one from `environ`, else None."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"get", "setdefault"}:
        holder, first = node.func.value, node.args[:1]
    elif isinstance(node, ast.Subscript):
        holder, first = node.value, [node.slice]
    else:
        return None
    named = getattr(holder, "attr", None) or getattr(holder, "id", None)
    literal = first and isinstance(first[0], ast.Constant)
    return first[0].value if named == "environ" and literal else None
