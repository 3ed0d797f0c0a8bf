"""The commands of `newsledger`, by what they are for: work, look, show, lists, judge, keep.

Belongs here: arguments, messages, exit statuses. Does not belong: the work itself, which plain functions of `flows/`,
`reports/` and `warehouse/` do. Every module is imported only when one of its commands is called.
"""
