"""The JSON API: the same answers as the pages and the command line give."""
