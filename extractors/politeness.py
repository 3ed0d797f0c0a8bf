"""How fast one host may be asked: a pause from its own latency, never below what robots.txt asks for."""

from __future__ import annotations

from dataclasses import dataclass

from seeds.settings import CollectionSettings

#: share of the newest answer time in the running mean
LATENCY_SHARE = 0.3


@dataclass(slots=True)
class HostPace:
    """Running state of one host; times in seconds of one monotonic clock given by the caller."""

    latency_seconds: float = 0.0
    crawl_delay_seconds: float = 0.0
    not_before_seconds: float = 0.0
    n_requests: int = 0

    def wait_seconds(self, clock_seconds: float) -> float:
        """Return how long to wait before the next request."""
        return max(0.0, self.not_before_seconds - clock_seconds)

    def note_request(
        self,
        duration_seconds: float,
        retry_after_seconds: float | None,
        clock_seconds: float,
        settings: CollectionSettings,
    ) -> None:
        """Take one finished request into account."""
        share = LATENCY_SHARE if self.n_requests else 1.0
        self.latency_seconds += share * (duration_seconds - self.latency_seconds)
        self.n_requests += 1
        pause = max(settings.min_host_pause_seconds, settings.latency_factor * self.latency_seconds)
        pause = max(min(pause, settings.max_host_pause_seconds), self.crawl_delay_seconds)
        if retry_after_seconds is not None:
            pause = max(pause, min(retry_after_seconds, settings.max_host_pause_seconds))
        self.not_before_seconds = max(self.not_before_seconds, clock_seconds + pause)
