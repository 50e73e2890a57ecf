/** Every part in its states, under the theme in use. */

import type { ComponentChildren } from "preact";
import { Toaster } from "../view/parts/toaster";
import { ThemeSwitch } from "../view/shell/theme-switch";
import { Colours, Icons, Types } from "./tokens";
import { Asking, Controls, Fields } from "./controls";
import { Cards, Finding, Tabs } from "./finding";
import { Charts, Sparks, Table } from "./lists";
import { Messages, Present } from "./talk";
import { Machines, People, Telling } from "./telling";
import "./styleguide.css";

const CHAPTERS: readonly (readonly [string, () => ComponentChildren])[] = [
  ["Colours", Colours],
  ["Type", Types],
  ["Icons", Icons],
  ["Buttons, choices, menus", Controls],
  ["Fields", Fields],
  ["Dialogs and toasts", Asking],
  ["Badges, banners, empty states", Telling],
  ["People and times", People],
  ["Who is here", Present],
  ["Messages", Messages],
  ["Machines and runs", Machines],
  ["A table of ten thousand rows", Table],
  ["Sparklines", Sparks],
  ["Charts on one axis", Charts],
  ["Cards", Cards],
  ["Tabs", Tabs],
  ["The palette's lines", Finding],
];

export function Styleguide() {
  return (
    <div class="styleguide">
      <header class="styleguide-head">
        <h1>Parts of the page</h1>
        <ThemeSwitch />
      </header>
      <main>
        {CHAPTERS.map(([title, Chapter]) => (
          <section key={title} class="styleguide-chapter">
            <h2>{title}</h2>
            <Chapter />
          </section>
        ))}
      </main>
      <Toaster />
    </div>
  );
}
