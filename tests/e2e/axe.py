"""axe-core in the page under test: what it finds wrong for people who do not see, or not well."""

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

_SOURCE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (runOnly) => {
  // What is shown modally lies above all else; axe goes by the order of the document.
  const modal = document.querySelector("dialog:modal");
  if (modal) modal.style.zIndex = "1000";
  const { violations, passes } = await axe.run(document, { runOnly });
  if (modal) modal.style.zIndex = "";
  return { violations, looked: passes.length + violations.length };
}"""
_WEAR = """([theme, contrast]) => {
  const worn = document.documentElement.dataset;
  worn.theme = theme;
  if (contrast) worn.contrast = "more";
  else delete worn.contrast;
}"""
_AT_REST = """() => [...document.querySelectorAll("link[rel=stylesheet]")].every((one) => one.sheet)
  && document.getAnimations().every((one) => one.effect?.getTiming().iterations === Infinity
    || one.playState !== "running")"""
_ADDRESS = "/axe.min.js"
_OTHER_THEMES = (("dark", False), ("light", True), ("dark", True))


def bring(context: BrowserContext) -> None:
    """Have axe-core in every page a context opens: it is there without a hub, too."""
    context.add_init_script(path=_SOURCE)


def violations(page: Page, *, every_theme: bool = False) -> list[str]:
    """Return each rule broken, with the elements that break it.

    The page is light. With another theme nothing but the contrast of its colours is another.
    Reduced motion has these there at once: without it they are measured on their way.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.route(f"**{_ADDRESS}", lambda route: route.fulfill(path=_SOURCE))
        page.add_script_tag(url=_ADDRESS)
    found = _broken(page, {"type": "tag", "values": _TAGS})
    for theme, contrast in _OTHER_THEMES if every_theme else ():
        page.evaluate(_WEAR, [theme, contrast])
        broken = _broken(page, {"type": "rule", "values": ["color-contrast"]})
        found += [f"{theme}{', firm' if contrast else ''}: {one}" for one in broken]
    if every_theme:
        page.evaluate(_WEAR, ["light", False])
    return found


def _broken(page: Page, rules: dict[str, Any]) -> list[str]:
    page.wait_for_function(_AT_REST)
    result: dict[str, Any] = page.evaluate(_RUN, rules)
    assert result["looked"], "axe-core looked at nothing"
    return [_told(rule, node) for rule in result["violations"] for node in rule["nodes"]]


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    checks = [*node["any"], *node["all"], *node["none"]]
    why = "; ".join(check["message"] for check in checks)
    return f"{rule['impact']} {rule['id']}: {node['html'][:160]} ({why})"
