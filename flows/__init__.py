"""Prefect flows and the command line: poll, process, publish, backfill, deployments.

Belongs here: sequencing. Every task calls one plain function of another room.
Does not belong: logic that could be tested without Prefect.
"""

import os

# Small matrices on many threads cost four times as much as on one; numpy reads this once, when it is first imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
