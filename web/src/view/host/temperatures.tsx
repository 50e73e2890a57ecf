/** The sensors: how warm it is now, and how warm it was in what is shown. */

import { sensorsOf } from "../../core/devices";
import { summaryOf } from "../../core/summary";
import { visibleText } from "../../core/visible-text";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { RowSpark } from "./row-spark";

export function Temperatures({ view }: { view: HostView }) {
  void view.live.beat.value;
  const found = sensorsOf(view.live.columns.value);
  if (found.length === 0) return null;
  const texts = t.value;
  const picture = view.picture.value;
  const write = (value: number | null | undefined): string => (typeof value === "number" ? formats.value.celsius(value) : "–");
  return (
    <section class="box" data-testid="host-temperatures">
      <h2 class="box-title">{texts.groups.temperature}</h2>
      <div class="box-scroll" tabIndex={0} role="region" aria-label={texts.groups.temperature}>
        <table class="box-table">
          <thead>
            <tr>
              <th scope="col">{texts.sensor}</th>
              <th scope="col" class="num">{texts.now}</th>
              <th scope="col" class="num">{texts.least}</th>
              <th scope="col" class="num">{texts.most}</th>
              <th scope="col" class="minor">{texts.lastMinutes}</th>
            </tr>
          </thead>
          <tbody>
            {found.map(({ name, series }) => {
              const band = picture?.points.columns.get(series);
              const sum = band ? summaryOf(band, 0, band.mean.length - 1) : null;
              return (
                <tr key={series} data-testid={`sensor-${name}`}>
                  <th scope="row">{visibleText(name)}</th>
                  <td class="num">{write(view.live.table.newest([series]))}</td>
                  <td class="num muted">{write(sum?.least)}</td>
                  <td class="num muted">{write(sum?.most)}</td>
                  <td class="wide minor"><RowSpark view={view} keys={[series]} /></td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
} // prettier-ignore
