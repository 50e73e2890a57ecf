/** The filesystems: how full, and by when entirely if they go on like that. */

import { useEffect, useState } from "preact/hooks";
import { filesystemsOf, type FilesystemSeries } from "../../core/devices";
import { fullAt } from "../../core/forecast";
import { pointsOf } from "../../core/history-answer";
import { severity } from "../../core/severity";
import { DAY } from "../../core/time-range";
import { visibleText } from "../../core/visible-text";
import { fetchHistory } from "../../edge/history-http";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { useRoom } from "../context";
import { Amount } from "./amount";

const LOOK_BACK_MS = 7 * DAY;
const POINTS = 168; // one an hour
const AGAIN_MS = 15 * 60_000;
const AHEAD_S = 366 * 86_400;

export function Filesystems({ view }: { view: HostView }) {
  const found = filesystemsOf(view.live.columns.value);
  const full = useForecasts(view, found);
  if (found.length === 0) return null;
  void view.live.beat.value;
  const texts = t.value;
  const format = formats.value;
  const rows = found.map((one) => ({ ...one, level: view.live.table.newest([one.share]) }));
  const hasBytes = found.some(({ limit }) => limit);
  return (
    <section class="box" data-testid="host-filesystems">
      <h2 class="box-title">{texts.groups.filesystem}</h2>
      <div class="box-scroll" tabIndex={0} role="region" aria-label={texts.groups.filesystem}>
        <table class="box-table">
          <thead>
            <tr>
              <th scope="col">{texts.mount}</th>
              {hasBytes && <th scope="col" class="minor">{texts.device}</th>}
              <th scope="col" class="num">{texts.words.used}</th>
              <td />
              {hasBytes && <th scope="col" class="num">{texts.free}</th>}
              {hasBytes && <th scope="col" class="num minor">{texts.size}</th>}
              <th scope="col">{texts.fullBy}</th>
            </tr>
          </thead>
          <tbody>
            {rows.sort((a, b) => (b.level ?? 0) - (a.level ?? 0)).map((one) => {
              const [used, limit] = [one.used, one.limit].map((series) => (series ? view.live.table.newest([series]) : null));
              const write = (bytes: number | null | undefined): string => (typeof bytes === "number" ? format.bytes(bytes) : "–");
              const at = full.get(one.mount);
              return (
                <tr key={one.mount} data-testid={`filesystem-${one.mount}`}>
                  <th scope="row" title={visibleText(one.mount)}>{visibleText(one.mount)}</th>
                  {hasBytes && <td class="muted minor">{visibleText(one.device)}</td>}
                  <td class="num">{one.level === null ? "–" : format.percent(one.level)}</td>
                  <td class="wide"><Amount share={one.level ?? 0} state={severity(one.level)} /></td>
                  {hasBytes && <td class="num">{typeof used === "number" && typeof limit === "number" ? write(Math.max(0, limit - used)) : "–"}</td>}
                  {hasBytes && <td class="num muted minor">{write(limit)}</td>}
                  <td class="muted" title={at === undefined ? texts.fullUnclear : texts.fullHint} data-testid="full-by">{at === undefined ? "–" : format.date(at * 1_000)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
} // prettier-ignore

/** By mount: when it is full (s since 1970 UTC), where a week makes that clear. */
function useForecasts(view: HostView, found: readonly FilesystemSeries[]): ReadonlyMap<string, number> {
  const { connection } = useRoom();
  const [full, setFull] = useState<ReadonlyMap<string, number>>(new Map());
  const names = found.map(({ share }) => share).join("\n");
  useEffect(() => {
    if (!names) return;
    const abort = new AbortController();
    const look = async (): Promise<void> => {
      const to = connection.now();
      const answer = await fetchHistory(view.id, { from: to - LOOK_BACK_MS, to, points: POINTS, columns: names.split("\n") }, abort.signal);
      const points = pointsOf(answer, to);
      const clear = found.flatMap(({ mount, share }): [string, number][] => {
        const at = fullAt(points.at, points.columns.get(share)?.mean ?? [], AHEAD_S);
        return at === null ? [] : [[mount, at]];
      });
      setFull(new Map(clear));
    };
    const again = (): void => void look().catch(() => undefined); // without an answer nothing is foretold
    again();
    const timer = window.setInterval(again, AGAIN_MS);
    return () => {
      abort.abort();
      window.clearInterval(timer);
    };
  }, [view, connection, names]);
  return full;
}
