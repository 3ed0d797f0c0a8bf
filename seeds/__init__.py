"""The editable knowledge: feeds, languages, event lexicons, watches, gazetteer, newsroom; and its loaders.

Belongs here: data files and the code that validates them at load.
Does not belong: anything that applies them to text or stories. Imports `records` only.
Next: `extractors/`, `stories/`, `warehouse/` use what is loaded here.
"""
