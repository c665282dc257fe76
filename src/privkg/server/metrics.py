"""Measurements of a server, in the text format of Prometheus.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/.
"""

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from privkg.server.exchange import Exchange

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


@dataclass(frozen=True, slots=True)
class LaneMetrics:
    """What a lane measures.

    Attributes:
        waiting: the requests that wait for a worker.
        busy: the workers that answer a request.
        waited: how long requests waited, in seconds.
        started: the workers that were started.
        ended: those that ended, by the reason.
    """

    waiting: Gauge
    busy: Gauge
    waited: Histogram
    started: Counter
    ended: Callable[[str], Counter]


@dataclass(frozen=True, slots=True)
class AnswerMetrics:
    """What is measured of answers to questions: requests for those that were kept, and for others.

    Attributes:
        kept: requests for answers that were kept.
        shared: requests for answers that were being evaluated.
        evaluated: other requests; each began an evaluation.
    """

    kept: Counter
    shared: Counter
    evaluated: Counter


class Metrics:
    """The measurements of one server."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "privkg_http_requests",
            "Requests by the route, the status of the response, and whether it was sent whole.",
            ("route", "status", "outcome"),
            registry=registry,
        )
        self._seconds = Histogram(
            "privkg_http_request_duration_seconds",
            "Seconds from the head of a request to the end of its response.",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._lanes = _Lanes(registry)
        self.answers = _answers(registry, "privkg_answers", "Requests for answers to questions")
        self.pages = _answers(registry, "privkg_pages", "Requests for pages of the site")
        self._kept = Gauge(
            "privkg_answers_kept_bytes", "Memory of the answers that are kept.", registry=registry
        )
        self._lost = Counter(
            "privkg_access_log_lost_lines",
            "Lines of the access log that could not be written.",
            registry=registry,
        )
        self._build = Info("privkg_build", "The build that is served.", registry=registry)
        self._since = Gauge(
            "privkg_build_served_timestamp_seconds",
            "Since when the build is served, in seconds since 1970.",
            registry=registry,
        )

    def lane(self, name: str) -> LaneMetrics:
        """Return what the lanes of a name measure; each build has its own, and all are counted."""
        return self._lanes.of(name)

    def observe(self, exchange: Exchange) -> None:
        """Count a request that has ended."""
        route = exchange.route or "none"
        self._requests.labels(route, exchange.status or "none", exchange.outcome).inc()
        self._seconds.labels(route).observe(exchange.seconds)

    def lose_lines(self, number: int) -> None:
        """Count lines of the access log that were lost; any thread may call it."""
        self._lost.inc(number)

    def begin(self, build: str, kept_bytes: Callable[[], float]) -> None:
        """Begin to report on a build.

        Args:
            build: its name.
            kept_bytes: returns the memory of its answers that are kept.
        """
        self._build.info({"generation": build})
        self._since.set_to_current_time()
        self._kept.set_function(kept_bytes)

    def exposition(self) -> bytes:
        """Return all measurements as a document of `MEDIA_TYPE`."""
        return generate_latest(self._registry)


class _Lanes:
    """The measurements of all lanes."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._waiting = Gauge(
            "privkg_lane_waiting_requests",
            "Requests that wait for a worker.",
            ("lane",),
            registry=registry,
        )
        self._busy = Gauge(
            "privkg_lane_busy_workers", "Workers that answer a request.", ("lane",), registry=registry
        )
        self._waited = Histogram(
            "privkg_lane_wait_seconds",
            "Seconds for which requests waited for a worker.",
            ("lane",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._started = Counter(
            "privkg_workers_started", "Workers that were started.", ("lane",), registry=registry
        )
        self._ended = Counter(
            "privkg_workers_ended", "Workers that ended.", ("lane", "reason"), registry=registry
        )

    def of(self, name: str) -> LaneMetrics:
        return LaneMetrics(
            waiting=self._waiting.labels(name),
            busy=self._busy.labels(name),
            waited=self._waited.labels(name),
            started=self._started.labels(name),
            ended=lambda reason: self._ended.labels(name, reason),
        )


def _answers(registry: CollectorRegistry, name: str, what: str) -> AnswerMetrics:
    counter = Counter(
        name,
        f"{what}: kept, evaluated, or shared with another request.",
        ("source",),
        registry=registry,
    )
    return AnswerMetrics(
        kept=counter.labels("kept"),
        shared=counter.labels("shared"),
        evaluated=counter.labels("evaluated"),
    )
