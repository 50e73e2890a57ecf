/** What has just been done, said in a corner and to screen readers; what can be undone has a button for that. */

import { t } from "../../i18n/language";
import { hide, toasts } from "../../store/toasts";
import { Icon } from "./icon";
import "./toaster.css";

export function Toaster() {
  const texts = t.value;
  return (
    <div class="toaster" role="status" data-testid="toaster">
      {toasts.value.map((toast) => (
        <div key={toast.id} class="toast" data-testid="toast">
          <Icon name="check" size={14} />
          <p>{toast.text}</p>
          {toast.undo && (
            <button
              type="button"
              class="link-button"
              data-testid="toast-undo"
              onClick={() => {
                toast.undo?.();
                hide(toast.id);
              }}
            >
              {texts.undo}
            </button>
          )}
          <button type="button" class="icon-button" aria-label={texts.close} title={texts.close} onClick={() => hide(toast.id)}>
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
