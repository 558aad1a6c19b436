"""The documents: the README, decision records, changelog fragments, the generated reference."""

import re
import subprocess
import sys
import tomllib

ONE_PAGE = 60  # lines


def test_the_readme_opens_with_the_two_commands(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^```\w*\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    assert block
    assert [line.split("#")[0].strip() for line in block[1].splitlines()] == [
        "make up",
        "make test",
    ]
    assert readme[: block.start()].count("\n") <= 12


def test_the_readme_speaks_both_languages(root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert "## 日本語" in readme


def test_decision_records_are_numbered_without_a_gap(root):
    names = sorted(path.name for path in (root / "docs/decisions").glob("*.md"))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_decision_records_fit_on_a_page_and_say_what_follows(root):
    for path in (root / "docs/decisions").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= ONE_PAGE, path.name
        assert text.startswith(f"# {path.name[:4]}. "), path.name
        assert "\n## Consequences\n" in text, path.name


def test_fragments_are_of_a_known_kind_and_say_something(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    kinds = {kind["directory"] for kind in project["tool"]["towncrier"]["type"]}
    assert kinds == {"breaking", "results", "added", "fixed", "security"}
    for path in (root / "changelog.d").iterdir():
        if path.name != "README.md":
            assert re.fullmatch(rf"[\w+-]+\.(?:{'|'.join(kinds)})\.md", path.name), path.name
            assert path.read_text(encoding="utf-8").strip(), path.name


def test_the_generated_reference_is_up_to_date(root):
    checked = subprocess.run(
        [sys.executable, "docs/build.py", "--check"],
        cwd=root, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_links_between_documents_lead_somewhere(root, committed):
    broken = [
        f"{name}: {target}"
        for name, text in committed.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", text)
        if not (root / name).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_every_page_is_reached_from_the_index(root, committed):
    index = (root / "docs/index.md").read_text(encoding="utf-8")
    linked = {(root / "docs" / target).resolve() for target in re.findall(r"\]\(([^)#]+)\)", index)}
    unreached = [
        name
        for name in committed
        if name.startswith("docs/") and name.endswith(".md") and "/decisions/" not in name
        if (root / name).resolve() not in linked | {(root / "docs/index.md").resolve()}
    ]
    assert unreached == []
