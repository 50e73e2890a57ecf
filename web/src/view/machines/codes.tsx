/** The join codes that still let machines in, and a way to withdraw each. */

import { useEffect, useMemo } from "preact/hooks";
import { fetchCodes, withdrawCode, type OpenCode } from "../../edge/machines-http";
import { formats, t } from "../../i18n/language";
import { Reread } from "../../store/reread";
import { seconds } from "../../store/seconds";
import { useRoom } from "../context";
import { Failed } from "../parts/failed";
import { useAttempt } from "../parts/use-attempt";
import { When } from "../parts/when";

const DEEDS = ["code", "enrol"];

export function Codes() {
  const { connection } = useRoom();
  const list = useMemo(() => new Reread(connection, DEEDS, async () => (await fetchCodes()).codes), [connection]);
  useEffect(() => () => list.close(), [list]);
  void seconds.value; // one grows too old while it is looked at
  const now = connection.now();
  const open = (list.value.value ?? []).filter(({ uses, expires }) => uses > 0 && (expires === 0 || expires > now));
  const texts = t.value;
  if (list.failed.value) {
    return <Failed text={texts.codesFailed} onRetry={() => void list.read()} />;
  }
  if (open.length === 0) return null;
  return (
    <>
      <h2 class="admin-section">{texts.codes}</h2>
      <ul class="admin-list" aria-label={texts.codes} data-testid="codes">
        {open.map((code) => (
          <CodeRow key={code.id} code={code} now={now} onChange={() => void list.read()} />
        ))}
      </ul>
    </>
  );
}

function CodeRow({ code, now, onChange }: { code: OpenCode; now: number; onChange: () => void }) {
  const { problem, attempt } = useAttempt();
  const texts = t.value;
  const withdraw = async (): Promise<void> => {
    if (await attempt(() => withdrawCode(code.id))) onChange();
  };
  return (
    <li class="code-row" data-testid={`code-${code.id}`}>
      <span class="code-uses" data-testid="code-uses">
        {texts.codeUses(code.uses)}
      </span>
      <span class="muted">{code.expires > 0 ? texts.codeLeft(formats.value.calmSpan(Math.max(0, code.expires - now) / 1_000)) : texts.codeStays}</span>
      <span class="muted">
        {code.by && texts.codeBy(code.by)} {code.created > 0 && <When at={code.created} />}
      </span>
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
      <button type="button" class="button quiet small" data-testid={`code-withdraw-${code.id}`} onClick={() => void withdraw()}>
        {texts.codeWithdraw}
      </button>
    </li>
  );
}
