"""Pages to article versions: text, title, author, date with its evidence, language, and marks of what is not news.

Belongs here: everything between a stored page and a clean `ArticleVersion`; the parsing runs in child processes that
can be killed. Does not belong: the network, the archive, decisions over several articles.
Next: `extractors/annotate.py` reads the versions.
"""

from extractors.clean.page import make_version
from extractors.clean.pool import Cleaner, clean_pages
from extractors.clean.versions import KnownVersion, number_versions

__all__ = ["Cleaner", "KnownVersion", "clean_pages", "make_version", "number_versions"]
