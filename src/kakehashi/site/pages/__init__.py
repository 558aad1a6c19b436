"""Pages: parse a request, call an answer or an act, render in the reader's language."""
