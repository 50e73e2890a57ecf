/** The frame of every door: the name, what to do, and the choice of language and theme. */

import type { ComponentChildren } from "preact";
import { t } from "../../i18n/language";
import { Icon } from "../parts/icon";
import { Insecure } from "../shell/insecure";
import { LanguageSwitch } from "../shell/language-switch";
import { ThemeSwitch } from "../shell/theme-switch";
import "./gate.css";

interface Props {
  title: string;
  text?: string;
  testid: string;
  children?: ComponentChildren;
}

export function Gate({ title, text, testid, children }: Props) {
  return (
    <div class="gate" data-testid={testid}>
      <div role="status">
        <Insecure />
      </div>
      <header class="gate-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main class="gate-main">
        <div class="gate-mark">
          <span class="mark">
            <Icon name="bell" size={22} />
          </span>
          <span class="gate-name">Tocsin</span>
          {/* One may look after several hubs. */}
          <span class="gate-place">{location.host}</span>
        </div>
        <div class="gate-card">
          <h1>{title}</h1>
          {text && <p class="muted">{text}</p>}
          {children}
        </div>
        <p class="gate-tagline">{t.value.tagline}</p>
      </main>
    </div>
  );
}
