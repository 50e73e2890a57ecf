/** Sends a signal to a run: to one host, or to all that run. */

import { signalRun } from "../../edge/runs-http";
import { t } from "../../i18n/language";
import { RUN_SIGNALS } from "../../wire/messages.gen";
import { Menu } from "../parts/menu";
import { useAttempt } from "../parts/use-attempt";

interface Props {
  id: string;
  /** Without them, to all that are not done. */
  hosts?: readonly string[];
  className?: string;
}

export function SignalMenu({ id, hosts, className }: Props) {
  const { problem, attempt } = useAttempt();
  const texts = t.value;
  const actions = RUN_SIGNALS.map((name) => ({ id: name, label: name, hint: texts.signals[name] }));
  return (
    <>
      <Menu
        label={texts.runSignal}
        title={hosts ? texts.runSignalOne : texts.runSignalAll}
        testid={hosts ? `run-signal-${hosts[0] ?? ""}` : "run-signal"}
        actions={actions}
        {...(className ? { className } : {})}
        onAct={(name) => void attempt(() => Promise.all((hosts ?? [""]).map((host) => signalRun(id, name, host))))}
      />
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
