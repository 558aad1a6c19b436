"""Shipped data, and the one way to read it. Imports nothing of the project.

Takes names such as "rulebooks/uk-psti.yaml", gives bytes. Refuses names outside
this folder. Read by `answers`, `cli` and `site` only: engines take bytes.
"""

from importlib import resources


def read(name: str) -> bytes:
    """Return the bytes of the shipped file `name`, a path with forward slashes.

    Raises
    ------
    FileNotFoundError
        Where no such file is shipped, and for names that lead out of the folder.

    >>> read("facts/product.yaml").startswith(b"#")
    True
    """
    parts = name.split("/")
    if "" in parts or "." in parts or ".." in parts:
        raise FileNotFoundError(name)
    return resources.files(__package__).joinpath(*parts).read_bytes()


def names(folder: str) -> tuple[str, ...]:
    """Return the names of the YAML files in `folder`, sorted, each fit for `read`.

    >>> names("facts")
    ('facts/flow.yaml', 'facts/product.yaml')
    """
    found = resources.files(__package__).joinpath(folder).iterdir()
    return tuple(sorted(f"{folder}/{file.name}" for file in found if file.name.endswith(".yaml")))
