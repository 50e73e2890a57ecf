/** A text as it is read: code, addresses, people and hosts told apart. Text nodes only: a tag shows as its letters. */

import { loginMeant } from "../../core/mention";
import type { Block, Span } from "../../core/markup";
import { visibleText } from "../../core/visible-text";
import { readRoute } from "../../core/route";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import { codeCopy } from "../shell/pieces";
import { PathLink } from "./path-link";
import { useIsKnown } from "./use-is-known";
import "./markup.css";

export function Markup({ blocks, me }: { blocks: readonly Block[]; me: string }) {
  return (
    <>
      {blocks.map((block, index) =>
        block.kind === "code" ? (
          <CodeBlock key={index} text={block.text} language={block.language} />
        ) : (
          <p key={index} dir="auto">
            {block.spans.map((span, at) => (
              <SpanView key={at} span={span} me={me} />
            ))}
          </p>
        ),
      )}
    </>
  );
}

function SpanView({ span, me }: { span: Span; me: string }) {
  switch (span.kind) {
    case "text":
      return <>{visibleText(span.text)}</>;
    case "code":
      return <code class="code-inline">{visibleText(span.text)}</code>;
    case "link":
      return (
        <a class="message-link" href={span.href} target="_blank" rel="noopener noreferrer">
          {visibleText(span.text)}
        </a>
      );
    case "mention":
      return <Mention text={span.text} name={span.name} me={me} />;
    case "host":
      return <HostChip text={span.text} name={span.name} />;
    case "place":
      return <Place text={span.text} path={span.path} />;
  }
}

/** What follows the login is of the sentence. */
function Mention({ text, name, me }: { text: string; name: string; me: string }) {
  const login = loginMeant(name, useIsKnown());
  if (!login) return <>{text}</>;
  const end = login.length + 1;
  return (
    <>
      <span class="mention" data-me={login.toLowerCase() === me.toLowerCase()} data-testid="mention">
        {text.slice(0, end)}
      </span>
      {text.slice(end)}
    </>
  );
}

function Place({ text, path }: { text: string; path: string }) {
  const [pathname = "", search = ""] = path.split(/(?=\?)/);
  const to = readRoute(pathname, search);
  if (to.view === "host" && !search) return <HostChip text={text} name={to.id} />;
  return (
    <PathLink path={path} className="message-link">
      {text}
    </PathLink>
  );
}

/** A host with how it is now; what only looks like one stays a word. */
function HostChip({ text, name }: { text: string; name: string }) {
  const host = useRoom().hosts.find(name);
  if (!host) return <>{text}</>;
  const status = lookUp(t.value.statuses, host.status);
  return (
    <Link to={{ view: "host", id: host.id }} className="host-chip" testid="host-chip" label={`${host.name}, ${status}`} title={status}>
      <span class={`dot ${host.status}`} data-status={host.status} aria-hidden="true" />
      {text.startsWith("#") ? text : host.name}
    </Link>
  );
}

function CodeBlock({ text, language }: { text: string; language: string }) {
  return (
    <div class="code-block" data-testid="code-block">
      <pre tabIndex={0} aria-label={language || undefined}>
        <code>{visibleText(text)}</code>
      </pre>
      <codeCopy.View text={text} />
    </div>
  );
}
