/** The end of the chain of hashes, and how anybody checks that nothing in it was changed. */

import { useState } from "preact/hooks";
import { fetchAudit } from "../../edge/audit-http";
import { formats, t } from "../../i18n/language";
import type { AuditList } from "../../store/audit-list";
import { CopyLine } from "../parts/copy-line";
import { Icon } from "../parts/icon";
import { Modal } from "../parts/modal";

const VERIFY = "tocsin-hub audit verify";

export function Chain({ list }: { list: AuditList }) {
  const [open, setOpen] = useState(false);
  const texts = t.value;
  const head = list.head.value;
  const show = (): void => {
    setOpen(true);
    void fetchAudit({}, null, 1).then((page) => (list.head.value = page.head), () => undefined);
  };
  if (!head) return null;
  return (
    <>
      <button type="button" class="button quiet small" data-testid="audit-verify" onClick={show}>
        <Icon name="lock" size={12} />
        {texts.auditVerify}
      </button>
      {open && (
        <Modal title={texts.auditChain} testid="chain-dialog" onClose={() => setOpen(false)}>
          <p class="muted">{texts.chainText}</p>
          <p>{texts.chainHead(formats.value.number(head.seq))}</p>
          <CopyLine text={head.hash} testid="chain-hash" />
          <p>{texts.chainVerify}</p>
          <CopyLine text={VERIFY} testid="chain-verify" />
        </Modal>
      )}
    </>
  );
}
