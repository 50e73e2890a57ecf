/** Keys that are pressed before the keyboard's code is here: they wait for it. */

const MOST = 9;

const pressed: KeyboardEvent[] = [];

/** Begin to keep what is pressed. What is typed into a field is the field's alone. */
export function keepKeys(): void {
  onkeydown = (event) => void (event.target === document.body && pressed.length < MOST && pressed.push(event));
}

/** Return what was pressed so far; from now on nothing is kept. */
export function takeKeys(): KeyboardEvent[] {
  onkeydown = null;
  return pressed.splice(0);
}
