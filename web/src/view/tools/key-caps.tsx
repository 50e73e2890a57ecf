/** Keys, drawn as such: "g f" is two, one after the other, "Ctrl+K" two at once. */

import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import "./key-caps.css";

const IS_MAC = navigator.platform.startsWith("Mac");

export function KeyCaps({ keys }: { keys: string }) {
  const texts = t.value;
  const name = (key: string): string => (key === "Ctrl" && IS_MAC ? "⌘" : lookUp(texts.keyNames, key));
  return (
    <span class="key-caps">
      {keys.split(" ").map((press, index) => (
        <span key={`${index}${press}`} class="key-press">
          {index > 0 && <span class="visually-hidden"> {texts.keyThen} </span>}
          {partsOf(press).map((part) => (
            <kbd key={part}>{name(part)}</kbd>
          ))}
        </span>
      ))}
    </span>
  );
}

/** The plus key itself is a key too. */
function partsOf(press: string): string[] {
  return press.length > 1 ? press.split("+").filter(Boolean) : [press];
}
