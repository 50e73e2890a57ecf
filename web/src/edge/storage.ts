/** What the browser keeps for us. Storage may be denied or full: then nothing is kept, and nothing fails. */

export interface Keep {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

const PREFIX = "tocsin.";
const PROBE = "probe";

/** Return the name a key of a storage stands for, "" for none of ours. */
export function nameOf(key: string | null): string {
  return key?.startsWith(PREFIX) ? key.slice(PREFIX.length) : "";
}

export function keep(area: () => Storage): Keep {
  return {
    read(name) {
      try {
        const text = area().getItem(PREFIX + name);
        return text === null ? undefined : (JSON.parse(text) as unknown);
      } catch {
        return undefined;
      }
    },
    write(name, value) {
      try {
        if (value === undefined) area().removeItem(PREFIX + name);
        else area().setItem(PREFIX + name, JSON.stringify(value));
      } catch {
        // Denied or full: the page works on without memory.
      }
    },
  };
}

/** Tell whether what is written can be read again. */
export function keeps(area: Keep): boolean {
  area.write(PROBE, true);
  const found = area.read(PROBE) === true;
  area.write(PROBE, undefined);
  return found;
}

/** Kept for this browser, over visits. */
export const lasting = keep(() => window.localStorage);
/** Kept for this tab, over reloads: two tabs must not send each other's messages. */
export const tabbed = keep(() => window.sessionStorage);
