/** A dialog over the page. The browser keeps the focus in it and gives it back afterwards. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { Icon } from "./icon";
import { opened, openDialogs } from "./open-dialogs";
import "./modal.css";

interface Props {
  title: string;
  testid: string;
  onClose: () => void;
  children: ComponentChildren;
}

export function Modal({ title, testid, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [mine] = useState({ title });
  const all = openDialogs.value;
  const isCovered = all.includes(mine) && all[all.length - 1] !== mine;
  useLayoutEffect(() => opened(mine), [mine]);
  // Before the next key can be pressed: Escape must find it open.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const onPress = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose(); // the backdrop is the dialog itself
  };
  const onCancel = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={dialog} class="modal" data-covered={isCovered} data-testid={testid} aria-label={title} onCancel={onCancel} onMouseDown={onPress}>
      <div class="modal-body">
        <header class="modal-head">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label={t.value.close} title={t.value.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
