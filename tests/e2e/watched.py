"""Watched: a page that notices when text became more than text: ran, was fetched, was refused."""

from playwright.sync_api import Page

from tests.e2e.injections import HIDDEN
from tests.hub.hub_process import HubProcess

WHAT_CAME_OF_IT = """() => {
  const foreign = new Set(["img", "iframe", "object", "embed", "base", "video", "audio", "source",
    "math", "marquee", "style", "animate"]);
  const leads = new Set(["href", "src", "action"]);
  const isOurs = (address) => new URL(address, location).origin === location.origin;
  const isOdd = ({ name, value }) => name.startsWith("on") || leads.has(name) && !isOurs(value);
  const odd = (one) =>
    foreign.has(one.localName) || one instanceof HTMLUnknownElement || one.id === "injected"
      || [...one.attributes].some(isOdd);
  return {
    ran: window.injected ?? null,
    polluted: {}.injected ?? null,
    odd: [...document.querySelectorAll("*")].filter(odd).map((one) => one.outerHTML.slice(0, 200)),
    inline: [...document.scripts].filter((one) => one.text !== "").length,
    refused: window.refused ?? [],
  };
}"""
WHAT_IS_HIDDEN = """(hidden) => {
  const pattern = new RegExp(hidden);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [["title", document.title]];
  const note = (one, text) => texts.push([one.outerHTML, text ?? ""]);
  while (walk.nextNode()) note(walk.currentNode.parentElement, walk.currentNode.data);
  for (const name of ["title", "aria-label"])
    for (const one of document.querySelectorAll(`[${name}]`)) note(one, one.getAttribute(name));
  return texts.filter(([, text]) => pattern.test(text)).map(([where]) => where.slice(0, 160));
}"""
NOTHING: dict[str, object] = {"ran": None, "polluted": None, "odd": [], "inline": 0, "refused": []}
NOTE_REFUSALS = """addEventListener("securitypolicyviolation", (event) => {
  (window.refused ??= []).push(`${event.violatedDirective} ${event.blockedURI}`);
})"""


class Watched:
    """A page whose dialogs, requests to elsewhere and breaches of the policy are noted."""

    def __init__(self, page: Page, hub: HubProcess) -> None:
        self.page = page
        self._own = (f"{hub.url}/", "ws:", "wss:", "blob:")
        self._wrongs: list[str] = []
        page.add_init_script(NOTE_REFUSALS)
        page.evaluate(NOTE_REFUSALS)
        page.on("dialog", lambda dialog: self._wrongs.append(dialog.message))
        page.on("request", lambda request: self._asked(request.url))

    def check(self) -> None:
        came = self.page.evaluate(WHAT_CAME_OF_IT)
        assert came == NOTHING, came
        assert self._wrongs == [], self._wrongs

    def check_hidden(self) -> None:
        """See to it that no text of the page holds what nobody sees, or what turns it round."""
        found = self.page.evaluate(WHAT_IS_HIDDEN, HIDDEN)
        assert found == [], "\n".join(found)

    def forget(self) -> None:
        """Forget what was noted of dialogs and requests."""
        self._wrongs.clear()

    def _asked(self, url: str) -> None:
        if not url.startswith(self._own):
            self._wrongs.append(url)
