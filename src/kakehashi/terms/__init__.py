"""The shared words, as frozen values. Imports nothing of the project.

Takes nothing from outside but the files beside it (`glossary.toml`, `phrases/`,
`faults.toml`). Gives `Text`, `Basis`, `Source`, `Period`, `Fact`, `Verdict`, the
errors and their words, and the one reader of what people write (`plain.py`), which
refuses what is not plain. All other checks live in the engines.
"""
