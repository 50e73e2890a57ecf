/**
 * A terminal that only draws: xterm.js, fetched with this module. It gets no keys, answers nothing, and sends nothing;
 * `core/terminal-text` has taken every sequence out of what it is given but colours.
 */

import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Terminal, type ITheme } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { token } from "./token";

const SCROLLBACK = 20_000; // lines
const FONT_PX = 12;
const LINE_HEIGHT = 1.35;

export interface Screen {
  /** Text as `core/terminal-text` makes it. */
  write(text: string): void;
  /** Find the next, or the one before; "" forgets. */
  find(text: string, back?: boolean): void;
  /** Take the colours of the theme of the moment. */
  paint(): void;
  /** Fit into the width of the box, up to so many rows. */
  fit(mostRows: number): void;
  close(): void;
}

export interface ScreenOptions {
  label: string;
  /** So many rows are in use now. */
  onRows: () => void;
}

export function openScreen(box: HTMLElement, { label, onRows }: ScreenOptions): Screen {
  const terminal = new Terminal({
    allowProposedApi: true, // marking what was found
    convertEol: true,
    cursorBlink: false,
    cursorInactiveStyle: "none",
    disableStdin: true,
    fontFamily: token("--mono"),
    fontSize: FONT_PX,
    lineHeight: LINE_HEIGHT,
    logLevel: "off",
    screenReaderMode: true,
    scrollback: SCROLLBACK,
    theme: themeOf(),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.open(box);
  terminal.textarea?.setAttribute("aria-label", label);
  terminal.attachCustomKeyEventHandler((event) => scrolledBy(terminal, event));
  let end = ""; // a line's end is drawn with what follows it: below the last line there is no empty one
  return {
    write: (text) => {
      if (text === "") return;
      const isEnded = text.endsWith("\n");
      terminal.write(end + (isEnded ? text.slice(0, -1) : text), onRows);
      end = isEnded ? "\n" : "";
    },
    find: (text, back) => find(terminal, search, text, back),
    paint: () => (terminal.options.theme = themeOf()),
    fit: (mostRows) => resize(terminal, fit, mostRows),
    close: () => terminal.dispose(),
  };
}

/** As tall as what is in it: a line of output is no reason for a wall of black. */
function resize(terminal: Terminal, fit: FitAddon, mostRows: number): void {
  const cols = fit.proposeDimensions()?.cols;
  if (cols === undefined || Number.isNaN(cols)) return; // not on the screen
  const { baseY, cursorY } = terminal.buffer.active;
  const rows = Math.min(mostRows, baseY + cursorY + 1);
  if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows);
}

function find(terminal: Terminal, search: SearchAddon, text: string, back = false): void {
  if (text === "") {
    search.clearDecorations();
    return terminal.clearSelection();
  }
  const decorations = {
    matchBackground: token("--found"),
    activeMatchBackground: token("--found-now"),
    matchOverviewRuler: token("--found"),
    activeMatchColorOverviewRuler: token("--found-now"),
  };
  if (back) search.findPrevious(text, { decorations });
  else search.findNext(text, { decorations });
}

/** Keys that scroll do so; all others are the page's: nothing is typed into a terminal that only draws. */
function scrolledBy(terminal: Terminal, event: KeyboardEvent): boolean {
  if (event.type !== "keydown" || event.ctrlKey || event.metaKey || event.altKey) return false;
  const scroll: Record<string, () => void> = {
    ArrowUp: () => terminal.scrollLines(-1),
    ArrowDown: () => terminal.scrollLines(1),
    PageUp: () => terminal.scrollPages(-1),
    PageDown: () => terminal.scrollPages(1),
    Home: () => terminal.scrollToTop(),
    End: () => terminal.scrollToBottom(),
  };
  const act = scroll[event.key];
  if (!act) return false;
  act();
  event.preventDefault();
  return false;
}

function themeOf(): ITheme {
  const ansi = (number: number): string => token(`--ansi-${number > 8 ? number - 8 : number}`);
  const [background, foreground] = [token("--sunken"), token("--text")];
  return {
    background,
    foreground,
    cursor: background,
    selectionBackground: token("--selected"),
    black: ansi(0),
    red: ansi(1),
    green: ansi(2),
    yellow: ansi(3),
    blue: ansi(4),
    magenta: ansi(5),
    cyan: ansi(6),
    white: ansi(7),
    brightBlack: ansi(8),
    brightRed: ansi(9),
    brightGreen: ansi(10),
    brightYellow: ansi(11),
    brightBlue: ansi(12),
    brightMagenta: ansi(13),
    brightCyan: ansi(14),
    brightWhite: ansi(15),
    extendedAnsi: [token("--bad")],
  };
}
