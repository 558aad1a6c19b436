"""The shared words, as frozen values. Imports nothing of the project.

Takes nothing from outside but the two files beside it (`glossary.toml`,
`phrases.toml`). Gives `Text`, `Basis`, `Source`, `Period`, `Fact`, `Verdict`
and the errors. Refuses nothing by itself: checks live in the engines.
"""
