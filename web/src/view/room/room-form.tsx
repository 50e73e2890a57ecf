/** A new room, or another title for one. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { createRoom, renameRoom } from "../../edge/rooms-http";
import { t } from "../../i18n/language";
import { talksOf } from "../../store/talks";
import { useRoom } from "../context";
import { Modal } from "../parts/modal";
import { useAttempt } from "../parts/use-attempt";
import "../../style/forms.css";

const NAME = "[a-z0-9][a-z0-9._\\-]{0,31}";
const MOST_TITLE = 120;

interface Props {
  /** "" for a new one. */
  name: string;
  title: string;
  /** With the name of the room that was created, "" when only a title changed. */
  onDone: (created: string) => void;
  onClose: () => void;
}

export function RoomForm({ name, title, onDone, onClose }: Props) {
  const talks = talksOf(useRoom());
  const { problem, attempt } = useAttempt();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const texts = t.value;
  const isNew = name === "";
  useLayoutEffect(() => form.current?.querySelector("input")?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const said = new FormData(form.current ?? undefined);
    const [chosen, wanted] = [said.get("name"), said.get("title")].map((one) => (typeof one === "string" ? one.trim() : ""));
    setBusy(true);
    const done = await attempt(() => (isNew ? createRoom(chosen ?? "", wanted ?? "") : renameRoom(name, wanted ?? "")));
    setBusy(false);
    if (!done) return;
    if (isNew && chosen) talks.join(chosen);
    onDone(isNew ? (chosen ?? "") : "");
  };
  return (
    <Modal title={isNew ? texts.newRoom : texts.renameRoom(name)} testid="room-form" onClose={onClose}>
      <form class="form" ref={form} onSubmit={(event) => void submit(event)}>
        {isNew && (
          <div class="field">
            <label for="room-form-name">{texts.roomName}</label>
            <input id="room-form-name" class="input" name="name" data-testid="room-name" required pattern={NAME} maxLength={32} autocomplete="off" title={texts.roomNameHint} />
            <p class="hint">{texts.roomNameHint}</p>
          </div>
        )}
        <div class="field">
          <label for="room-form-title">{texts.roomTitle}</label>
          <input id="room-form-title" class="input" name="title" data-testid="room-title-input" maxLength={MOST_TITLE} autocomplete="off" defaultValue={title} />
          {isNew && <p class="hint">{texts.roomTitleHint}</p>}
        </div>
        {problem && (
          <p class="problem" role="alert" data-testid="room-form-problem">
            {problem}
          </p>
        )}
        <div class="modal-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class="button" data-testid="room-form-done" disabled={busy}>
            {isNew ? texts.createRoom : texts.roomTitleSave}
          </button>
        </div>
      </form>
    </Modal>
  );
}
