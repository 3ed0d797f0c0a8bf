"""All DuckDB: connection, migrations, load, read, views, checks, snapshot, export.

Belongs here: every line of SQL and every function that touches a database file.
Does not belong: parsing, deciding, scheduling. Imports `seeds` and `records` only.
Next: `reports/` reads the published views.
"""
