/** What goes through each network interface, or each disk: now, over the last minutes, and in all that is shown. */

import { disksOf, interfacesOf, type FlowSeries } from "../../core/devices";
import { totalOf } from "../../core/total";
import { visibleText } from "../../core/visible-text";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { RowSpark } from "./row-spark";

const KINDS = { interfaces: { of: interfacesOf, group: "network" }, disks: { of: disksOf, group: "disk" } } as const;

interface Props {
  view: HostView;
  kind: keyof typeof KINDS;
}

export function Devices({ view, kind }: Props) {
  void view.live.beat.value;
  const found = KINDS[kind].of(view.live.columns.value);
  if (found.length === 0) return null;
  const texts = t.value;
  const [inwards, outwards] = kind === "interfaces" ? [texts.words.receive, texts.words.transmit] : [texts.words.read, texts.words.write];
  const hasCounts = found.some(({ countIn }) => countIn);
  return (
    <section class="box" data-testid={`host-${kind}`}>
      <h2 class="box-title">{texts.deviceTitles[kind]}</h2>
      <div class="box-scroll" tabIndex={0} role="region" aria-label={texts.deviceTitles[kind]}>
        <table class="box-table">
          <thead>
            <tr>
              <th scope="col">{texts.device}</th>
              <th scope="col" class="num">{inwards}</th>
              <th scope="col" class="num">{outwards}</th>
              {hasCounts && <th scope="col" class="num minor">{texts.deviceCounts[kind]}</th>}
              <th scope="col" class="num">{texts.totals}</th>
              <th scope="col" class="minor">{texts.lastMinutes}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((one) => (
              <Device key={one.name} view={view} flow={one} hasCounts={hasCounts} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
} // prettier-ignore

function Device({ view, flow, hasCounts }: { view: HostView; flow: FlowSeries; hasCounts: boolean }) {
  const format = formats.value;
  const picture = view.picture.value;
  const rate = (series: string): string => {
    const value = view.live.table.newest([series]);
    return value === null ? "–" : format.byteRate(value);
  };
  const counts = view.live.table.newest([flow.countIn, flow.countOut].filter(Boolean));
  const total = (series: string): string => {
    const sum = picture && totalOf(picture.points, series, picture.range);
    return typeof sum === "number" ? format.bytes(sum) : "–";
  };
  return (
    <tr data-testid={`device-${flow.name}`}>
      <th scope="row" title={visibleText(flow.name)}>{visibleText(flow.name)}</th>
      <td class="num">{rate(flow.in)}</td>
      <td class="num">{rate(flow.out)}</td>
      {hasCounts && <td class="num minor">{counts === null ? "–" : t.value.perSecond(format.number(counts))}</td>}
      <td class="num muted">
        <span class="flow">{`↓ ${total(flow.in)}`}</span> <span class="flow">{`↑ ${total(flow.out)}`}</span>
      </td>
      <td class="wide minor"><RowSpark view={view} keys={[flow.in, flow.out]} /></td>
    </tr>
  );
} // prettier-ignore
