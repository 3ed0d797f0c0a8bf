"""Pure decisions over old and new: link, dedupe, cluster, lifecycle (claims -> events -> history).

Belongs here: functions from records to records, with `now` as an argument.
Does not belong: I/O of any kind. Imports `seeds` and `records` only.
Next: `flows/` loads what is decided here into the `warehouse/`.
"""
