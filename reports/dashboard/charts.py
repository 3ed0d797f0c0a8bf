"""The drawings of belief over time, as inline SVG: status steps, dates converging, who was first.

Colours are CSS variables, so that one drawing serves light and dark. Every mark carries a `<title>`, and every drawing a
text alternative.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from reports.dashboard.data import StateReports
from reports.timeline import ChangeRow
from reports.wording import MONTHS, safe_link, word_dates

WIDTH, LEFT, RIGHT = 1040, 128, 18
#: rows of the status drawing, from the top; each with the states shown in it
LEVELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("occurred", ("occurred",)),
    ("ongoing", ("ongoing",)),
    ("scheduled", ("scheduled",)),
    ("planned", ("planned",)),
    ("rumoured", ("rumoured",)),
    ("off", ("postponed", "cancelled", "denied")),
)
MIN_STEP, LAST_STEP = 34.0, 96.0


def place_changes(changes: Sequence[ChangeRow]) -> list[float]:
    """Return the x of each change and, last, of the right edge; long silences are shortened by a square root."""
    room = WIDTH - LEFT - RIGHT
    last = min(LAST_STEP, room / (len(changes) + 1))
    gaps = [math.sqrt((b.observed_at - a.observed_at).total_seconds() / 86400) for a, b in pairwise(changes)]
    least = min(MIN_STEP, (room - last) / max(1, len(gaps)))
    free = room - last - least * len(gaps)
    total = sum(gaps) or 1.0
    xs = [float(LEFT)]
    for gap in gaps:
        xs.append(xs[-1] + least + free * gap / total)
    return [*xs, float(WIDTH - RIGHT)]


def draw_status(changes: Sequence[ChangeRow]) -> Markup:
    """Return the steps from rumour to fact: one bar per belief, as long as it was held."""
    row = 30
    height = row * len(LEVELS) + 34
    xs = place_changes(changes)
    parts = [_open(height, "Status believed over time: " + "; ".join(_tell(change) for change in changes))]
    level_of = {status: number for number, (_, group) in enumerate(LEVELS) for status in group}
    for number, (name, group) in enumerate(LEVELS):
        middle = number * row + row / 2
        label = name if len(group) == 1 else "off or denied"
        parts.append(f'<text class="axis" x="{LEFT - 14}" y="{middle + 4}" text-anchor="end">{label}</text>')
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{middle}" y2="{middle}"/>')
    previous: float | None = None
    for change, left, right in zip(changes, xs, xs[1:], strict=False):
        middle = level_of.get(change.status, len(LEVELS) - 1) * row + row / 2
        if previous is not None and previous != middle:
            parts.append(f'<line class="riser" x1="{left}" x2="{left}" y1="{previous}" y2="{middle}"/>')
        parts.append(
            f'<g class="st-{change.status}"><title>{escape(_tell(change))}</title>'
            f'<line class="held" x1="{left}" x2="{right}" y1="{middle}" y2="{middle}"/>'
            f'<circle class="dot" cx="{left}" cy="{middle}" r="5.5"/></g>'
        )
        previous = middle
    parts.append(_draw_days(changes, xs, height))
    parts.append("</svg>")
    return Markup("".join(parts))


def draw_dates(changes: Sequence[ChangeRow]) -> Markup:
    """Return how the dates closed in: for each belief the days it allowed, from top to bottom."""
    dated = [change for change in changes if change.t_start or change.t_end]
    if not dated:
        return Markup("")
    first, last = _domain(dated)
    height, top, bottom = 250, 10, 216
    span = (last - first).days

    def y_of(day: dt.date) -> float:
        return top + (bottom - top) * min(max((day - first).days, 0), span) / span

    xs = place_changes(changes)
    parts = [_open(height, "Dates believed over time: " + "; ".join(_tell(change) for change in dated))]
    for day in _ticks(first, last):
        y = y_of(day)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        label = f"{day.day} {MONTHS[day.month - 1][:3]}" + (f" {day.year}" if first.year != last.year else "")
        parts.append(f'<text class="axis" x="{LEFT - 14}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    for change, left, right in zip(changes, xs, xs[1:], strict=False):
        above = y_of(change.t_start or first)
        below = y_of(change.t_end or last)
        is_known = bool(change.t_start or change.t_end)
        style = f"window st-{change.status}" if is_known else "window unknown"
        height_px = max(4.0, below - above)
        parts.append(
            f'<rect class="{style}" x="{left + 1:.1f}" y="{above:.1f}" width="{max(1.0, right - left - 2):.1f}"'
            f' height="{height_px:.1f}" rx="3"><title>{escape(_tell(change))}</title></rect>'
        )
        if not is_known and right - left > 70:
            parts.append(
                f'<text class="hint" x="{(left + right) / 2:.1f}" y="{(top + bottom) / 2:.1f}" text-anchor="middle">'
                f"{escape(word_dates(None, None, change.date_status))}</text>"
            )
    parts.append(_draw_days(changes, xs, height))
    parts.append("</svg>")
    return Markup("".join(parts))


def draw_firsts(state: StateReports) -> Markup:
    """Return one line of dots: every outlet that told a state, by hours after the first (logarithmic)."""
    height, middle = 46, 17
    marks = (0, 1, 3, 6, 12, 24, 72, 168, 720)
    furthest = max([3.0, *(lag for _, _, lag, _ in state.reports)])
    scale = math.log1p(furthest * 1.08)

    def x_of(hours: float) -> float:
        return 12 + (WIDTH - 330) * math.log1p(hours) / scale

    told = "; ".join(f"{outlet} ({lang}) after {lag:.1f} hours" for outlet, lang, lag, _ in state.reports)
    parts = [_open(height, f"Who said it, in order: {told}", width=WIDTH - 300)]
    parts.append(f'<line class="grid" x1="12" x2="{WIDTH - 318}" y1="{middle}" y2="{middle}"/>')
    for hours in marks:
        if hours <= furthest * 1.08:
            label = f"{hours} h" if hours < 48 else f"{hours // 24} d"
            parts.append(
                f'<line class="tick" x1="{x_of(hours):.1f}" x2="{x_of(hours):.1f}" y1="{middle}" y2="{middle + 8}"/>'
            )
            parts.append(
                f'<text class="axis small" x="{x_of(hours):.1f}" y="{height - 6}" text-anchor="middle">{label}</text>'
            )
    for outlet, lang, lag, url in reversed(state.reports):
        parts.append(
            f'<a href="{escape(safe_link(url))}"><circle class="report lang-{escape(lang)}" cx="{x_of(lag):.1f}" cy="{middle}" r="6.5">'
            f"<title>{escape(outlet)} ({escape(lang)}), {word_lag(lag)}</title></circle></a>"
        )
    parts.append("</svg>")
    return Markup("".join(parts))


def word_lag(hours: float) -> str:
    """Return a delay in words.

    >>> word_lag(0), word_lag(0.5), word_lag(30)
    ('first', '30 min later', '30 h later')
    """
    if hours <= 0:
        return "first"
    if hours < 1:
        return f"{hours * 60:.0f} min later"
    return f"{hours:.0f} h later" if hours < 72 else f"{hours / 24:.0f} days later"


def _open(height: int, label: str, width: int = WIDTH) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'


def _tell(change: ChangeRow) -> str:
    dates = word_dates(change.t_start, change.t_end, change.date_status)
    who = change.source or change.outlet or "time"
    return f"{change.observed_at:%d %b %Y %H:%M}: {change.status}, {dates} ({who})"


def _draw_days(changes: Sequence[ChangeRow], xs: Sequence[float], height: int) -> str:
    """Return the days of the changes below a drawing, without overlaps."""
    parts, free_from = [], 0.0
    for change, x in zip(changes, xs, strict=False):
        if x < free_from:
            continue
        label = f"{change.observed_at.day} {MONTHS[change.observed_at.month - 1][:3]}"
        parts.append(f'<text class="axis" x="{x:.1f}" y="{height - 8}" text-anchor="middle">{label}</text>')
        free_from = x + 46
    return "".join(parts)


def _domain(dated: Sequence[ChangeRow]) -> tuple[dt.date, dt.date]:
    """Return first and last day of the vertical axis: all known bounds with some room, two weeks at least."""
    bounds = [day for change in dated for day in (change.t_start, change.t_end) if day is not None]
    first, last = min(bounds), max(bounds)
    room = max(4, (last - first).days // 8)
    return first - dt.timedelta(days=room), last + dt.timedelta(days=room)


def _ticks(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return four to eight days to label."""
    span = (last - first).days
    step = next((days for days in (2, 5, 7, 14, 30, 61, 91, 182, 365) if span / days <= 7), 730)
    return [first + dt.timedelta(days=offset) for offset in range(0, span + 1, step)]
