/** Tokens as they look. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { FIRST_ICONS } from "../view/parts/first-icons";
import { Icon, type IconName } from "../view/parts/icon";
import { MORE_ICONS } from "../view/parts/more-icons";

const GROUNDS = ["ground", "surface", "sunken", "hover", "pressed", "line", "line-strong", "edge", "ink", "focus"];
const STATES = ["ok", "warn", "bad", "info", "ok-ground", "warn-ground", "bad-ground", "info-ground"];
const LINES = Array.from({ length: 8 }, (_, index) => `series-${index + 1}`);
const SIZES = ["type-small", "type-note", "type", "type-lead", "type-title", "type-large"];

export function Colours() {
  return (
    <>
      {[GROUNDS, STATES, LINES].map((names) => (
        <ul key={names[0]} class="styleguide-row">
          {names.map((name) => (
            <li key={name} class="styleguide-colour">
              <Styled class="styleguide-patch" property="background" token={name} />
              <code>{name}</code>
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}

export function Types() {
  return (
    <>
      {SIZES.map((name) => (
        <Styled key={name} class="styleguide-type" property="font-size" token={name}>
          {name}: 12 machines, 99.4 %, 1,024 MiB
        </Styled>
      ))}
    </>
  );
}

export function Icons() {
  const names = Object.keys({ ...FIRST_ICONS, ...MORE_ICONS }) as IconName[];
  return (
    <ul class="styleguide-row">
      {names.map((name) => (
        <li key={name} class="styleguide-icon">
          <Icon name={name} size={14} />
          <Icon name={name} />
          <Icon name={name} size={20} />
          <code>{name}</code>
        </li>
      ))}
    </ul>
  );
}

/** Styled by a token through the CSSOM: no markup has a style. */
function Styled({ property, token, children, ...rest }: { class: string; property: string; token: string; children?: unknown }) {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => box.current?.style.setProperty(property, `var(--${token})`), [property, token]);
  return (
    <span ref={box} {...rest}>
      {children as string}
    </span>
  );
}
