"""The web page of a story: one self-contained file made from the published views; no request leaves the browser.

Belongs here: what the page shows (`data.py`), its drawings as inline SVG (`charts.py`, `heatmap.py`), its template and
style. Does not belong: scripts or fonts from elsewhere. Next: `newsledger dashboard` writes it or serves it.
"""

from reports.dashboard.page import render_dashboard

__all__ = ["render_dashboard"]
