"""axe-core in the page under test: what it finds wrong for people who do not see, or not well."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
_ADDRESS = "/axe.min.js"
_RUN = """() => axe.run(document, {
  resultTypes: ["violations"],
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})"""
_CONTRAST = """() => axe.run(document, {
  resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast"] },
})"""


def violations(page: Page, *, contrast_only: bool = False) -> list[str]:
    """Return each rule broken, with the elements that break it.

    With another theme nothing but the contrast of its colours is another.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.route(f"**{_ADDRESS}", lambda route: route.fulfill(path=_SOURCE))
        page.add_script_tag(url=_ADDRESS)
    result: dict[str, list[dict[str, Any]]] = page.evaluate(_CONTRAST if contrast_only else _RUN)
    assert result["passes"], "axe-core looked at nothing"
    return [_told(rule, node) for rule in result["violations"] for node in rule["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    why = "; ".join(check["message"] for check in checks)
    return f"{rule['id']}: {node['html'][:160]} ({why})"
