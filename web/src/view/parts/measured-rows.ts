/** Heights of rows that are as high as what is in them: measured once they are drawn, supposed until then. */

import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { mixedRows, type RowHeights } from "../../core/row-heights";

export interface MeasuredRows {
  rows: RowHeights;
  /** For the `ref` of a row's element. */
  measure: (key: string) => (element: HTMLElement | null) => void;
}

/** `supposed` is how high a row is before it was drawn, in pixels. */
export function useMeasuredRows(keys: readonly string[], supposed: number): MeasuredRows {
  const heights = useRef(new Map<string, number>());
  const [measured, setMeasured] = useState(0);
  const elements = useRef(new Map<Element, string>());
  const observer = useRef<ResizeObserver | null>(null);
  observer.current ??= new ResizeObserver((entries) => {
    let differs = false;
    for (const { target } of entries) {
      const key = elements.current.get(target);
      const height = target.getBoundingClientRect().height;
      if (key === undefined || height === 0 || heights.current.get(key) === height) continue;
      heights.current.set(key, height);
      differs = true;
    }
    if (differs) setMeasured((count) => count + 1);
  });
  useLayoutEffect(() => () => observer.current?.disconnect(), []);
  const refs = useRef(new Map<string, (element: HTMLElement | null) => void>());
  const measure = (key: string): ((element: HTMLElement | null) => void) => {
    let ref = refs.current.get(key);
    if (!ref) refs.current.set(key, (ref = watch(key)));
    return ref;
  };
  const watch = (key: string): ((element: HTMLElement | null) => void) => {
    let watched: HTMLElement | null = null;
    return (element) => {
      if (watched) {
        observer.current?.unobserve(watched);
        elements.current.delete(watched);
      }
      watched = element;
      if (!element) return;
      elements.current.set(element, key);
      observer.current?.observe(element);
    };
  };
  const rows = useMemo(() => mixedRows(keys.map((key) => heights.current.get(key) ?? supposed)), [keys, supposed, measured]);
  return { rows, measure };
}
