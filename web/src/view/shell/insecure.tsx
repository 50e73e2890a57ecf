/** Says that whoever is on the way can read along: before one enters as much as inside. */

import { t } from "../../i18n/language";
import { useApp } from "../context";
import { Banner } from "./banner";

export function Insecure() {
  const app = useApp();
  if (!app.hub.value?.insecure) return null;
  return (
    <Banner tone="warn" icon="lock" testid="banner-insecure">
      {t.value.insecure}
    </Banner>
  );
}
