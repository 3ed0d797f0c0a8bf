"""The nouns of newsledger: frozen dataclasses, ids and the error tree.

Belongs here: what every room talks about (feeds, pages, articles, annotations, claims, events, stories).
Does not belong: anything that reads, writes, parses or decides. Imports the standard library only.
Next: `seeds/` holds the editable knowledge, `extractors/` makes these records out of the outside world.
"""
