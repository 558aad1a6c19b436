"""The site: pages and a JSON API over the same answers. All of Django lives here.

Floors inside: `pages/` and `api/` over `jobs/` over `acts/` and `views/` over
`records/`. `urls.py`, `gate.py`, `wsgi.py` and `serve.py` stand on top;
`settings.py` is imported by nobody. Imported only by `cli/site/`.
"""
