"""`read` and `names`: what is shipped, and nothing else."""

import ast
import inspect

import pytest

from kakehashi import reference


@pytest.mark.parametrize(
    "name", ["", "../pyproject.toml", "facts/../__init__.py", "/etc/hosts", "facts//product.yaml"]
)
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(FileNotFoundError):
        reference.read(name)


def test_an_absent_file_is_refused():
    with pytest.raises(FileNotFoundError):
        reference.read("rulebooks/no-such.yaml")


def test_every_name_can_be_read():
    names = reference.names("rulebooks")
    assert "rulebooks/uk-psti.yaml" in names
    assert list(names) == sorted(names)
    assert all(reference.read(name) for name in names)


def test_it_imports_nothing_of_the_project():
    tree = ast.parse(inspect.getsource(reference))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    assert imported == ["importlib"]
