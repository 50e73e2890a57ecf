/** One of a few: buttons side by side, the chosen one pressed. */

import "./choice.css";

interface Props<T extends string> {
  name: string;
  title: string;
  options: readonly (readonly [T, string])[];
  chosen: T;
  onChoose: (one: T) => void;
}

export function Choice<T extends string>({ name, title, options, chosen, onChoose }: Props<T>) {
  return (
    <div class="choice" role="group" aria-label={title}>
      {options.map(([id, label]) => (
        <button key={id} type="button" aria-pressed={id === chosen} data-testid={`${name}-${id}`} onClick={() => onChoose(id)}>
          {label}
        </button>
      ))}
    </div>
  );
}
