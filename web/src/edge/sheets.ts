/**
 * What stands in for a `<style>` element where the content security policy admits none: its text becomes a constructed
 * style sheet (CSSOM, which the policy is not about) that leaves the page with it. For xterm.js, by scripts/xterm-policy.
 */

/** Return an element that draws nothing, whose text is a style sheet of the page until it is removed. */
export function styleElement(): HTMLElement {
  const sheet = new CSSStyleSheet();
  const element = document.createElement("template");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let rules = "";
  Object.defineProperty(element, "textContent", {
    get: () => rules,
    set: (text: string) => sheet.replaceSync((rules = text)),
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}
