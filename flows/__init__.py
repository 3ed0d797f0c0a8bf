"""Prefect flows and the command line: poll, process, publish, backfill, deployments.

Belongs here: sequencing. Every task calls one plain function of another room.
Does not belong: logic that could be tested without Prefect.
"""
