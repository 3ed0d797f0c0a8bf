"""Settings of collection, from the environment (`NEWSLEDGER_…`) or given in code."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEGABYTE = 1024 * 1024


class CollectionSettings(BaseSettings):
    """Limits and manners of fetching and cleaning; every field can be set as `NEWSLEDGER_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="NEWSLEDGER_", extra="forbid", frozen=True)

    user_agent: str = "newsledger/0.1 (news monitoring; respects robots.txt)"
    #: name looked up in robots.txt
    robots_agent: str = "newsledger"
    allowed_ports: frozenset[int] = frozenset({80, 443, 8000, 8080, 8443})
    #: let private, loopback and other internal addresses (and any port) through: the demo and tests use it
    allow_private_addresses: bool = False
    #: host name -> "address:port" to connect to instead; only together with `allow_private_addresses`
    host_overrides: dict[str, str] = Field(default_factory=dict)

    #: whole life of one request, all hops and the body included
    deadline_seconds: float = Field(default=30.0, gt=0)
    connect_seconds: float = Field(default=10.0, gt=0)
    max_hops: int = Field(default=5, ge=0)
    #: caps on decompressed bytes
    max_feed_bytes: int = Field(default=16 * MEGABYTE, gt=0)
    max_page_bytes: int = Field(default=5 * MEGABYTE, gt=0)
    max_robots_bytes: int = Field(default=MEGABYTE // 2, gt=0)

    #: requests under way at one time, in all and to one host
    max_connections: int = Field(default=64, gt=0)
    max_per_host: int = Field(default=1, gt=0)
    #: pause between two requests to one host: at least this, at least `latency_factor` times its answer time
    min_host_pause_seconds: float = Field(default=0.5, ge=0)
    max_host_pause_seconds: float = Field(default=30.0, ge=0)
    latency_factor: float = Field(default=2.0, ge=0)
    obey_robots: bool = True
    robots_max_age_seconds: float = Field(default=86400.0, gt=0)

    clean_workers: int = Field(default=1, gt=0)
    clean_deadline_seconds: float = Field(default=20.0, gt=0)
    clean_memory_bytes: int = Field(default=900 * MEGABYTE, gt=0)
    #: pages after which a worker is replaced
    clean_recycle_pages: int = Field(default=500, gt=0)
    #: pages larger than this are not parsed
    max_clean_bytes: int = Field(default=5 * MEGABYTE, gt=0)
    #: shorter texts are marked suspect ("empty")
    min_text_chars: int = Field(default=120, ge=0)

    @model_validator(mode="after")
    def _require_private_for_overrides(self) -> Self:
        if self.host_overrides and not self.allow_private_addresses:
            raise ValueError("host_overrides needs allow_private_addresses")
        return self
