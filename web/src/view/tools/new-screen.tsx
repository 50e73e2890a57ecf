/** What a new screen is called, what it shows in turn, for how long each, and for how many days. */

import { useSignal } from "@preact/signals";
import { makeScreen } from "../../edge/screens-http";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Field } from "../parts/field";
import { useAttempt } from "../parts/use-attempt";

const DAYS = [7, 30, 90, 365];
const SECONDS = [10, 20, 30, 60];
const FLEET = "/";
const MOST_HOSTS = 16;

export function NewScreen({ onMade }: { onMade: (url: string) => void }) {
  const room = useRoom();
  const texts = t.value;
  const { problem, attempt } = useAttempt();
  const busy = useSignal(false);
  const isNameless = useSignal(false);
  const views = useSignal<readonly string[]>([FLEET, "/room"]);
  const common: readonly (readonly [string, string])[] = [[FLEET, texts.fleet], ["/room", texts.room], ["/clock", texts.screenClock]];
  const hosts = views.value.filter((path) => path.startsWith("/host/"));
  const toggle = (path: string, isOn: boolean): void => {
    views.value = isOn ? [...views.peek(), path] : views.peek().filter((one) => one !== path);
  };
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement).value.trim();
    isNameless.value = text("name") === "";
    if (isNameless.value) return (form.elements.namedItem("name") as HTMLInputElement).focus();
    busy.value = true;
    await attempt(async () => {
      const { url } = await makeScreen({ name: text("name"), days: Number(text("days")), seconds: Number(text("seconds")), views: [...views.peek()] });
      onMade(url);
    });
    busy.value = false;
  };
  return (
    <form class="new-screen" data-testid="new-screen" onSubmit={(event) => void onSubmit(event)} onInput={() => (isNameless.value = false)}>
      <Field form="screen" name="name" label={texts.screenName} hint={texts.screenNameHint} wrong={isNameless.value ? texts.screenNameMissing : ""} autoFocus maxLength={64} autocomplete="off" />
      <fieldset>
        <legend>{texts.screenViews}</legend>
        {common.map(([path, name]) => (
          <label key={path}>
            <input type="checkbox" data-testid={`screen-view-${path.slice(1) || "fleet"}`} checked={views.value.includes(path)} onChange={(event) => toggle(path, event.currentTarget.checked)} /> {name}
          </label>
        ))}
        {hosts.map((path) => (
          <label key={path}>
            <input type="checkbox" checked onChange={() => toggle(path, false)} /> {room.hosts.nameOf(decodeURIComponent(path.slice("/host/".length)))}
          </label>
        ))}
        {hosts.length < MOST_HOSTS && <AddHost taken={hosts} onAdd={(path) => toggle(path, true)} />}
      </fieldset>
      <div class="new-screen-line">
        <Pick name="seconds" label={texts.screenSeconds} options={SECONDS.map((n) => [n, texts.secondsEach(n)])} chosen={20} />
        <Pick name="days" label={texts.screenDays} options={DAYS.map((n) => [n, texts.daysLong(n)])} chosen={30} />
      </div>
      {problem && (
        <p class="problem" role="alert" data-testid="new-screen-problem">
          {problem}
        </p>
      )}
      <div class="modal-actions">
        <button type="submit" class="button" data-testid="screen-make" disabled={busy.value || views.value.length === 0}>
          {texts.screenMake}
        </button>
      </div>
    </form>
  );
}

function AddHost({ taken, onAdd }: { taken: readonly string[]; onAdd: (path: string) => void }) {
  const room = useRoom();
  const texts = t.value;
  const hosts = [...room.hosts.cells.value.values()].map((cell) => cell.host.value).sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  return (
    <select
      class="input"
      aria-label={texts.screenAddHost}
      data-testid="screen-add-host"
      value=""
      onChange={(event) => {
        if (event.currentTarget.value) onAdd(event.currentTarget.value);
        event.currentTarget.value = "";
      }}
    >
      <option value="">{texts.screenAddHost}</option>
      {hosts
        .map((host) => ({ name: host.name, path: `/host/${encodeURIComponent(host.id)}` }))
        .filter(({ path }) => !taken.includes(path))
        .map(({ name, path }) => (
          <option key={path} value={path}>
            {name}
          </option>
        ))}
    </select>
  );
}

interface PickProps {
  name: string;
  label: string;
  options: readonly (readonly [number, string])[];
  chosen: number;
}

function Pick({ name, label, options, chosen }: PickProps) {
  return (
    <label class="field">
      {label}
      <select class="input" name={name} data-testid={`screen-${name}`} defaultValue={String(chosen)}>
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
