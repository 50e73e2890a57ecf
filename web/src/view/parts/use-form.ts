/**
 * A form whose fields keep what is in them: it is read when it is sent, as a password manager may fill in without a word.
 * What is wrong is said at its field, which has the focus then.
 */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../../edge/http";
import { problemText } from "./problem-text";

/** What is wrong with a field, by the field's name. */
export interface Wrong {
  field: string;
  text: string;
}

export type Values = (name: string) => string;

export interface Form {
  /** For the form element. */
  props: {
    ref: RefObject<HTMLFormElement>;
    /** Were the script to fail, nothing typed would come into an address. */
    method: "post";
    noValidate: true;
    onSubmit: (event: Event) => void;
    onInput: () => void;
  };
  busy: boolean;
  wrongAt: (field: string) => string;
}

type Explain = (error: ApiError) => Wrong | undefined;

/**
 * `send` returns what is wrong, nothing when it is done. An ApiError it throws is what `explain` says, else its number says
 * it at the field `last`, which is where one looks.
 */
export function useForm(last: string, send: (values: Values) => Promise<Wrong | undefined>, explain?: Explain): Form {
  const ref = useRef<HTMLFormElement>(null);
  const [wrong, setWrong] = useState<Wrong | undefined>();
  const [busy, setBusy] = useState(false);
  // Browsers obey `autofocus` once a page; a dialog that is not open yet does so itself.
  useLayoutEffect(() => ref.current?.querySelector<HTMLElement>("[autofocus]")?.focus(), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || !ref.current) return;
    setBusy(true);
    try {
      const found = await send(valuesOf(ref.current)).catch((error: unknown) => wrongOf(error, last, explain));
      setWrong(found);
      if (found) focusOn(ref.current, found.field);
    } finally {
      setBusy(false);
    }
  };
  return {
    props: {
      ref: ref as RefObject<HTMLFormElement>,
      method: "post",
      noValidate: true,
      onSubmit: (event) => void submit(event),
      onInput: () => setWrong(undefined),
    },
    busy,
    wrongAt: (field) => (wrong?.field === field ? wrong.text : ""),
  };
}

function valuesOf(form: HTMLFormElement): Values {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === "string" ? value : "";
  };
}

function wrongOf(error: unknown, field: string, explain?: Explain): Wrong {
  if (!(error instanceof ApiError)) throw error;
  return explain?.(error) ?? { field, text: problemText(error) };
}

function focusOn(form: HTMLFormElement | null, name: string): void {
  const field = form?.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
