/** One wanted subscription, and the replica that survives connections. Pure. */

import { LogReplica } from "./log-replica";
import type { Gap, LogFrame, Reset, StateFrame, Sub, SubOk, Entry } from "./messages.gen";
import { TOPIC_FORMS } from "./messages.gen";
import { StateReplica, type StateChange } from "./state-replica";

export interface Wish {
  tail?: number;
  every_ms?: number;
}

/** What a frame of a followed topic means to whoever follows it. */
export type News =
  | { do: "entries"; topic: string; entries: Entry[] }
  | { do: "gap"; topic: string; from: number; to: number }
  /** Forget the topic: what follows is all there is. */
  | { do: "forget"; topic: string }
  | { do: "change"; topic: string; change: StateChange };

export class Follow {
  /** When to ask again after a refusal that may pass. */
  again = Infinity;
  private readonly log: LogReplica | null;
  private readonly state: StateReplica | null;

  constructor(
    readonly topic: string,
    public wish: Wish,
  ) {
    const isLog = kindOf(topic) === "log";
    this.log = isLog ? new LogReplica() : null;
    this.state = isLog ? null : new StateReplica();
  }

  /** Return the message that begins or resumes it. */
  request(): Sub {
    const since = (this.log ?? this.state)?.position();
    return { t: "sub", topic: this.topic, ...this.wish, ...(since ? { since } : {}) };
  }

  /** Return whether a log's replica stands elsewhere than at `head`. */
  isBehind(head: number): boolean {
    const position = this.log?.position();
    return position !== undefined && position.number !== head;
  }

  begin(answer: SubOk): News | null {
    if (this.log) return this.log.begin(answer) ? { do: "forget", topic: this.topic } : null;
    this.state?.begin(answer);
    return null;
  }

  /** Take in a frame. Throws Hole when it does not fit. */
  take(message: LogFrame | StateFrame | Gap | Reset): News | null {
    const { topic } = this;
    if (message.t === "state") {
      const change = this.state?.apply(message);
      return change ? { do: "change", topic, change } : null;
    }
    if (!this.log) return null;
    if (message.t === "log") {
      this.log.extend(message.entries);
      return { do: "entries", topic, entries: message.entries };
    }
    if (message.t === "gap") {
      this.log.skip(message);
      return { do: "gap", topic, from: message.from, to: message.to };
    }
    this.log.reset(message);
    return { do: "forget", topic };
  }
}

/** Return the kind a topic's name decides. */
function kindOf(topic: string): "log" | "state" {
  const segments = topic.split("/");
  const form = TOPIC_FORMS.find(({ pattern }) => {
    const parts = pattern.split("/");
    return parts.length === segments.length && parts.every((part, i) => part === "*" || part === segments[i]);
  });
  if (!form) throw new RangeError(`no topic is called ${topic}`);
  return form.kind;
}
