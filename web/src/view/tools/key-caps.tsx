/** Keys, drawn as such: "g f" is two, one after the other, or either of them where any does; "Ctrl+K" two at once. */

import { Fragment } from "preact";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import "./key-caps.css";

const IS_MAC = navigator.platform.startsWith("Mac");

interface Props {
  keys: string;
  /** Each of them does it. */
  anyOf?: boolean;
}

export function KeyCaps({ keys, anyOf = false }: Props) {
  return (
    <span class="key-caps">
      {keys.split(" ").map((press, index, all) => (
        <span key={`${index}${press}`} class="key-press">
          {partsOf(press).map((part, place) => (
            <Fragment key={part}>
              {place > 0 && <span class="key-word">+</span>}
              <kbd>{nameOf(part)}</kbd>
            </Fragment>
          ))}
          {index < all.length - 1 && <Between anyOf={anyOf} />}
        </span>
      ))}
    </span>
  );
}

function Between({ anyOf }: { anyOf: boolean }) {
  const texts = t.value;
  if (!anyOf) return <span class="key-word"> {texts.keyThen} </span>;
  return (
    <span class="key-word">
      <span aria-hidden="true">/</span>
      <span class="visually-hidden"> {texts.keyOr} </span>
    </span>
  );
}

/** What stands on a key: letters are capitals there, pressed without Shift or not. */
function nameOf(key: string): string {
  if (key === "Ctrl" && IS_MAC) return "⌘";
  return key.length === 1 ? key.toUpperCase() : lookUp(t.value.keyNames, key);
}

/** The plus key itself is a key too. */
function partsOf(press: string): string[] {
  return press.length > 1 ? press.split("+").filter(Boolean) : [press];
}
