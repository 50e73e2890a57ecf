"""The request of Prometheus."""

from __future__ import annotations

from starlette.responses import Response

from tocsin_hub.core.openmetrics import CONTENT_TYPE
from tocsin_hub.edge.http.route import Call


async def metrics(call: Call) -> Response:
    """Return the newest row of every host that is up, and what the hub counts of itself.

    In the OpenMetrics text format. Whoever sends the token in the file of `--metrics-token-file` as
    `Authorization: Bearer TOKEN` needs no session.
    """
    text = await call.services.metrics.text()
    return Response(text, headers={"cache-control": "no-store", "content-type": CONTENT_TYPE})
