/** What an entry of the audit says, in words. What comes from elsewhere is shown, never obeyed: no hidden sign acts. */

import type { ComponentChildren } from "preact";
import { readDetail } from "../../core/audit-detail";
import { commandLine } from "../../core/command-line";
import { writeSpan } from "../../core/format-range";
import { visibleText } from "../../core/visible-text";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { AuditAct, AuditBody, AuditDeed, AuditResult, AuditRun } from "../../wire/messages.gen";
import { useRoom } from "../context";

const LONGEST = 300;
const MOST_NAMES = 4;

export function Words({ body }: { body: AuditBody | null }) {
  if (!body) return <span class="audit-bad">{t.value.auditUnreadable}</span>;
  switch (body.kind) {
    case "run":
      return <RunWords body={body} />;
    case "act":
      return <ActWords body={body} />;
    case "result":
      return <ResultWords body={body} />;
    case "deed":
      return <DeedWords body={body} />;
  }
}

/** Text from elsewhere. */
function Told({ children }: { children: string }) {
  return <bdi>{visibleText(children, LONGEST)}</bdi>;
}

function What({ children, isRefused = false }: { children: ComponentChildren; isRefused?: boolean }) {
  return <span class={isRefused ? "audit-bad" : "audit-what"}>{children}</span>;
}

function RunWords({ body }: { body: AuditRun }) {
  const texts = t.value;
  const names = body.targets.slice(0, MOST_NAMES).map((target) => target.name);
  if (body.targets.length > MOST_NAMES) names.push(texts.others(body.targets.length - MOST_NAMES));
  return (
    <>
      <What>{texts.deeds.run}</What> <code>{visibleText(commandLine(body.command, body.arguments ?? []), LONGEST)}</code> {texts.auditOnHosts}{" "}
      <Told>{names.join(", ")}</Told>
    </>
  );
}

function ActWords({ body }: { body: AuditAct }) {
  const room = useRoom();
  const texts = t.value;
  return (
    <>
      <What>{body.act === "cancel" ? texts.auditCancel : texts.auditSignal(visibleText(body.act, LONGEST))}</What>
      {body.host && (
        <>
          {" "}
          {texts.auditOnHosts} <Told>{room.hosts.nameOf(body.host)}</Told>
        </>
      )}
    </>
  );
}

function ResultWords({ body }: { body: AuditResult }) {
  const texts = t.value;
  const { state, code, signal, reason } = body;
  const isFailed = state !== "exited" || code !== 0;
  const end = state === "exited" && isFailed ? texts.runFailed : lookUp(texts.runStates, state);
  const how = typeof code === "number" ? texts.exitCode(code) : signal ? texts.signal(signal) : "";
  return (
    <>
      <What>{texts.deeds.run}</What> <span class={isFailed ? "audit-bad" : ""}>{[visibleText(end, LONGEST), how].filter(Boolean).join(", ")}</span>
      {reason && (
        <>
          {" "}
          <Told>{reason}</Told>
        </>
      )}
    </>
  );
}

function DeedWords({ body }: { body: AuditDeed }) {
  const room = useRoom();
  const { deed, on = "", detail = "" } = body;
  const named = on.startsWith("host/") ? room.hosts.nameOf(on.slice(5)) : deed === "host" || deed === "enrol" ? room.hosts.nameOf(on) : on;
  return (
    <>
      <What isRefused={deed === "refused"}>{visibleText(lookUp(t.value.deeds, deed), LONGEST)}</What>
      {named && (
        <>
          {" "}
          <Told>{named}</Told>
        </>
      )}
      {detail && deed !== "proof-asked" && (
        <span class="audit-detail">
          {" "}
          <Told>{detailText(detail)}</Told>
        </span>
      )}
    </>
  );
}

/** The detail in words; roles in it have names of their own. */
function detailText(told: string): string {
  const { details, roles } = t.value;
  const isOfTwo = (say: string): boolean => say === "role" || say === "roleBy" || say === "roleLow";
  const isRole = (say: string): boolean => isOfTwo(say) || say.startsWith("added") || say.startsWith("token");
  return readDetail(told)
    .map(({ say, of: [one = "", two = ""] }) => {
      if (say === "madeFor") return details.madeFor(one, writeSpan(formats.value.language, Number(two) * 60));
      const first = isRole(say) ? lookUp(roles, one) : one;
      return details[say](first, isOfTwo(say) ? lookUp(roles, two) : two);
    })
    .join(", ");
}
