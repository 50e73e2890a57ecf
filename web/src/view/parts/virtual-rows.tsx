/**
 * The rows of a long list that are in sight, and gaps for all others. Stands inside the element that has the rows; what
 * scrolls is that element or one around it. A row that is kept (it has the focus, it is a head) is there out of sight too.
 */

import { Fragment, type ComponentChildren, type RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { piecesOf, rowsBetween, type RowHeights } from "../../core/row-heights";

const STEP = 120; // pixels scrolled before rows are drawn anew
const OVERSCAN = 240;

interface Props {
  rows: RowHeights;
  /** The element whose children the rows are. */
  box: RefObject<HTMLElement | null>;
  /** What stands in it above the rows, in pixels: a head that sticks. */
  above?: number;
  /** Rows that stay, whether in sight or not. */
  kept?: readonly number[];
  /** The row that stays at the top while those below it are in sight: the head of a group. */
  headOf?: (index: number) => number;
  /** Which element the gaps are. */
  gap?: "div" | "li";
  keyOf: (index: number) => string;
  draw: (index: number) => ComponentChildren;
}

export function VirtualRows({ rows, box, above = 0, kept = [], headOf, gap = "div", keyOf, draw }: Props) {
  const { from, to } = useSight(box);
  if (to <= from) return null; // not laid out yet
  const span = rowsBetween(rows, from - above, to - above, OVERSCAN);
  const others = headOf ? [...kept, headOf(rows.rowAt(from))] : kept;
  return (
    <>
      {piecesOf(rows, span, others).map((piece) =>
        piece.kind === "gap" ? (
          <Gap key={piece.key} as={gap} height={piece.height} />
        ) : (
          <Fragment key={`row:${keyOf(piece.index)}`}>{draw(piece.index)}</Fragment>
        ),
      )}
    </>
  );
}

function Gap({ as: Element, height }: { as: "div" | "li"; height: number }) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Through the CSSOM: the content security policy admits no style in markup.
    if (element.current) element.current.style.height = `${height}px`;
  }, [height]);
  return <Element ref={element as RefObject<never>} role="presentation" aria-hidden="true" />;
}

interface Sight {
  from: number;
  to: number;
}

/** Return which heights of an element are on the screen, in steps: rows are not drawn anew for every pixel. */
function useSight(box: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ from: 0, to: 0 });
  useLayoutEffect(() => {
    const inner = box.current;
    if (!inner) return;
    const outer = scrollerOf(inner);
    const look = (): void => {
      const scrolled = scrolledIn(inner, outer);
      const from = Math.floor(scrolled / STEP) * STEP;
      const to = Math.ceil((scrolled + outer.clientHeight) / STEP) * STEP;
      setSight((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    look();
    outer.addEventListener("scroll", look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(outer);
    observer.observe(inner);
    return () => {
      outer.removeEventListener("scroll", look);
      observer.disconnect();
    };
  }, [box]);
  return sight;
}

/** Bring a row into sight, as little as that takes. `top` and `bottom` are covered by what sticks there. */
export function reveal(inner: HTMLElement, rows: RowHeights, index: number, above = 0, covered = above): void {
  const outer = scrollerOf(inner);
  const scrolled = scrolledIn(inner, outer);
  const [begin, end] = [rows.top(index) + above, rows.top(index + 1) + above];
  const move = begin < scrolled + covered ? begin - covered - scrolled : Math.max(0, end - scrolled - outer.clientHeight);
  if (move !== 0) outer.scrollTop += move;
}

/** Return the element whose scrolling moves another: itself, or the nearest around it. */
function scrollerOf(element: HTMLElement): HTMLElement {
  for (let one: HTMLElement | null = element; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  }
  return document.documentElement;
}

function scrolledIn(inner: HTMLElement, outer: HTMLElement): number {
  if (inner === outer) return outer.scrollTop;
  return outer.getBoundingClientRect().top - inner.getBoundingClientRect().top;
}
