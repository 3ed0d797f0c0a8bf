"""Facts about the world: states, capitals, places, offices, organisations, people with their terms, role phrases.

`load_gazetteer()` connects the tables of this folder. Hand-written: `states.tsv`, `organisations.tsv`, `places.tsv`,
`people.tsv`, `roles.toml`, `ambiguous.txt`. Built by `scripts/build_gazetteer.py`: `territories.json.gz` (names of
territories in every CLDR language), `cities.tsv.gz`. Columns and codes are described in `README.md`.
Does not belong: finding mentions in text (`extractors/entities`).
"""

from seeds.gazetteer.folding import fold_name, fold_word, name_similarity, sound_key, transliterate
from seeds.gazetteer.load import load_gazetteer
from seeds.gazetteer.model import City, Form, FormIndex, Gazetteer, Role, State, Term

__all__ = [
    "City",
    "Form",
    "FormIndex",
    "Gazetteer",
    "Role",
    "State",
    "Term",
    "fold_name",
    "fold_word",
    "load_gazetteer",
    "name_similarity",
    "sound_key",
    "transliterate",
]
