"""Who wrote how much when: outlets by days or weeks, as inline SVG."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from markupsafe import Markup, escape

from reports.dashboard.data import Coverage
from reports.wording import MONTHS

WIDTH, LEFT, ROW, HEAD = 1040, 210, 24, 26
MAX_COLUMNS = 62
MAX_OUTLETS = 24
#: shades of a cell, the lightest for one article
SHADES = 4


def draw_heatmap(coverage: Coverage) -> Markup:
    """Return the heatmap; one column a day, or a week where the story is older than two months."""
    if not coverage.counts:
        return Markup("")
    days = [day for _, day in coverage.counts]
    step = 1 if (max(days) - min(days)).days < MAX_COLUMNS else 7
    start = min(days) - dt.timedelta(days=min(days).weekday() if step == 7 else 0)
    n_columns = min(MAX_COLUMNS, (max(days) - start).days // step + 1)
    start = max(start, max(days) - dt.timedelta(days=step * n_columns - 1))
    cells: Counter[tuple[str, int]] = Counter()
    for (outlet, day), count in coverage.counts.items():
        if day >= start:
            cells[outlet, (day - start).days // step] += count
    outlets = _order(coverage)[:MAX_OUTLETS]
    size = min(30.0, (WIDTH - LEFT - 10) / n_columns)
    height = HEAD + ROW * len(outlets) + 8
    label = "Articles by outlet: " + "; ".join(
        f"{outlet} {sum(count for (name, _), count in coverage.counts.items() if name == outlet)}" for outlet in outlets
    )
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">']
    parts += _draw_months(start, step, n_columns, size)
    peak = max(cells.values(), default=1)
    for number, outlet in enumerate(outlets):
        y = HEAD + ROW * number
        lang = coverage.langs[outlet]
        parts.append(
            f'<circle class="report lang-{escape(lang)}" cx="8" cy="{y + 11}" r="5"/>'
            f'<text class="axis name" x="20" y="{y + 15}">{escape(outlet[:28])}</text>'
        )
        for column in range(n_columns):
            count = cells[outlet, column]
            shade = 0 if not count else 1 + min(SHADES - 1, (count - 1) * SHADES // max(peak, SHADES))
            day = start + dt.timedelta(days=column * step)
            span = f"{day:%d %b %Y}" if step == 1 else f"week of {day:%d %b %Y}"
            title = f"<title>{escape(outlet)}, {span}: {count}</title>" if count else ""
            parts.append(
                f'<rect class="cell shade-{shade}" x="{LEFT + column * size:.1f}" y="{y + 2}" width="{size - 2:.1f}"'
                f' height="{ROW - 4}" rx="2.5">{title}</rect>'
            )
    parts.append("</svg>")
    return Markup("".join(parts))


def _order(coverage: Coverage) -> list[str]:
    """Return the outlets by language, the busiest first."""
    totals: Counter[str] = Counter()
    by_lang: Counter[str] = Counter()
    for (outlet, _), count in coverage.counts.items():
        totals[outlet] += count
        by_lang[coverage.langs[outlet]] += count
    return sorted(totals, key=lambda o: (-by_lang[coverage.langs[o]], coverage.langs[o], -totals[o], o))


def _draw_months(start: dt.date, step: int, n_columns: int, size: float) -> list[str]:
    """Return the names of months above their first columns."""
    parts, month, free_from = [], 0, 0.0
    for column in range(n_columns):
        day = start + dt.timedelta(days=column * step + (step - 1))
        x = LEFT + column * size
        if day.month != month and x >= free_from:
            parts.append(f'<text class="axis" x="{x:.1f}" y="16">{MONTHS[day.month - 1][:3]} {day.year}</text>')
            month, free_from = day.month, x + 64
    return parts
