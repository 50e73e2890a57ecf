/** What is told, and of whom. */

import { Badge } from "../view/parts/badge";
import { EmptyState } from "../view/parts/empty-state";
import { Failed } from "../view/parts/failed";
import { PageHead } from "../view/parts/page-head";
import { Progress } from "../view/parts/progress";
import { Skeleton } from "../view/parts/skeleton";
import { When } from "../view/parts/when";
import { Avatar } from "../view/room/avatar";
import { Banner } from "../view/shell/banner";

const NOON = Date.UTC(2026, 4, 1, 12);

export function Telling() {
  return (
    <div class="styleguide-column">
      <div class="styleguide-row">
        <Badge>operator</Badge>
        <Badge tone="ok">up</Badge>
        <Badge tone="warn">late</Badge>
        <Badge tone="bad">disabled</Badge>
        <Badge tone="info">new</Badge>
        <span class="count">12</span>
      </div>
      <Banner tone="quiet" icon="clock" testid="banner-quiet">The hub does not answer. Next try in 4 s.</Banner>
      <Banner tone="warn" icon="warning" testid="banner-warn">This hub is reached without encryption.</Banner>
      <PageHead title="Machines" count={1_204}>
        <button type="button" class="button">Add a machine</button>
      </PageHead>
      <EmptyState icon="inbox" title="No runs yet" text="What is run on machines is listed here." />
      <Failed text="The list could not be read." onRetry={() => undefined} />
      <Skeleton lines={3} />
    </div>
  ); // prettier-ignore
}

export function People() {
  return (
    <div class="styleguide-row">
      <Avatar login="camille" />
      <Avatar login="émile" />
      <strong>camille</strong>
      <When at={NOON} />
    </div>
  );
}

export function Machines() {
  return (
    <div class="styleguide-column">
      <div class="styleguide-row">
        {["up", "late", "down", "expected"].map((status) => (
          <span key={status} class="styleguide-status">
            <span class={`dot ${status}`} />
            {status}
          </span>
        ))}
        {["waiting", "running", "done", "failed"].map((standing) => (
          <span key={standing} class="styleguide-status">
            <span class={`standing ${standing}`} />
            {standing}
          </span>
        ))}
      </div>
      <Progress counts={{ done: 8, failed: 1, running: 2, waiting: 3 }} />
    </div>
  );
}
