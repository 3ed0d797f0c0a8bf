"""The outside world to annotated articles: fetch, feeds, clean, language, nlp, entities, times, quotes, claims, annotate.

Belongs here: everything that turns bytes into records. Network in happens in `extractors/fetch.py` alone.
Does not belong: DuckDB (`warehouse/`), decisions over several articles (`stories/`), scheduling (`flows/`).
Next: `stories/` decides what the claims of all articles say together.
"""
