/** Tells admins of machines that wait for their decision: two show one identity. */

import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { Link } from "../parts/link";
import { Banner } from "./banner";

const MOST_NAMES = 3;

export function PausedBanner() {
  const { hosts } = useRoom();
  const paused = [...hosts.cells.value.values()].map((cell) => cell.host.value).filter((host) => host.paused);
  if (paused.length === 0) return null;
  const names = paused.slice(0, MOST_NAMES).map((host) => host.name);
  if (paused.length > MOST_NAMES) names.push(t.value.others(paused.length - MOST_NAMES));
  return (
    <Banner tone="warn" icon="warning" testid="banner-paused">
      <strong>{t.value.pausedHosts(names.join(", "), paused.length)}</strong>
      <Link to={{ view: "admin", page: "machines" }} className="link-button">
        {t.value.pausedDecide}
      </Link>
    </Banner>
  );
}
