"""Scripts: what the window does in the hub's page, in a world of its own beside the page's."""

from __future__ import annotations

from typing import Final

# The door is drawn some time after the page has loaded, and not at all for who has a session.
PREFILL: Final = """(login) => {
  const fill = () => {
    const field = document.querySelector("#log-in-login, #join-login");
    if (field && !field.value) field.value = login;
    return field || document.querySelector("[data-testid=room-input]");
  };
  if (fill()) return;
  const watch = new MutationObserver(() => fill() && watch.disconnect());
  watch.observe(document.body, { childList: true, subtree: true });
}"""

# There may be no room beside what the page shows, and a message that is being changed must not
# become the word. The page's question was answered in the window already; what was being written
# stands there again.
STOP_HUB: Final = """(() => {
  const find = (id) => document.querySelector(`[data-testid=${id}]`);
  const once = (id, then) => {
    const look = () => {
      const found = find(id);
      if (found) { watch.disconnect(); then(found); }
      return found;
    };
    const watch = new MutationObserver(look);
    if (!look()) watch.observe(document.body, { childList: true, subtree: true });
  };
  const type = (field, text) => {
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  if (!find("room-input")) {
    history.pushState(null, "", "/room");
    dispatchEvent(new PopStateEvent("popstate"));
  }
  once("room-input", (field) => {
    const escape = { key: "Escape", bubbles: true, cancelable: true };
    for (const _ of [1, 2]) field.dispatchEvent(new KeyboardEvent("keydown", escape));
    setTimeout(() => {
      const draft = field.value;
      type(field, "arret");
      field.form.requestSubmit();
      once("stop-confirm", (confirm) => {
        if (draft) type(field, draft);
        confirm.click();
      });
    });
  });
})();"""
