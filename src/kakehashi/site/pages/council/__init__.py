"""Pages of the partnership's record: what was promised, by whom, and what became of it."""
