"""What people look at: timeline, digest, alerts, calendar and Atom feeds, dashboard.

Belongs here: formatting of rows of the published views. Network out happens in `reports/deliver.py` alone.
Does not belong: extraction, decisions, writes to the warehouse.
Next: `flows/` offers these on the command line and on a schedule.
"""
