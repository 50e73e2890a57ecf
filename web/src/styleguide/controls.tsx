/** What is pressed, chosen and typed. */

import { useState } from "preact/hooks";
import { show } from "../store/toasts";
import { Choice } from "../view/parts/choice";
import { Chips, ChipsField } from "../view/parts/chips";
import { Confirm } from "../view/parts/confirm";
import { CopyLine } from "../view/parts/copy-line";
import { Field } from "../view/parts/field";
import { Icon } from "../view/parts/icon";
import { Menu } from "../view/parts/menu";
import { SearchField } from "../view/parts/search-field";

export function Controls() {
  const [chosen, setChosen] = useState<"rows" | "tiles">("rows");
  return (
    <div class="styleguide-row">
      <button type="button" class="button">Do it</button>
      <button type="button" class="button"><Icon name="plus" size={14} />Add one</button>
      <button type="button" class="button quiet">Rather not</button>
      <button type="button" class="button danger">Remove</button>
      <button type="button" class="button quiet small">Small</button>
      <button type="button" class="button" disabled>Not now</button>
      <button type="button" class="icon-button" aria-label="Close"><Icon name="close" /></button>
      <button type="button" class="link-button">As a link</button>
      <Choice name="look" title="How they are shown" options={[["rows", "Rows"], ["tiles", "Tiles"]]} chosen={chosen} onChoose={setChosen} />
      <Menu label="Signal" title="Signal" testid="menu" actions={[{ id: "int", label: "INT", hint: "as Ctrl+C" }, { id: "kill", label: "KILL" }]} onAct={show} />
    </div>
  ); // prettier-ignore
}

export function Fields() {
  const [labels, setLabels] = useState<readonly string[]>(["role=db", "lab=b12"]);
  const [typed, setTyped] = useState("");
  return (
    <div class="styleguide-column">
      <SearchField testid="search" label="Search commands" value={typed} onType={setTyped} />
      <Field form="guide" name="login" label="Login" hint="1 to 32 letters, digits, dots, dashes" defaultValue="camille" />
      <Field form="guide" name="wrong" label="Login" wrong="Somebody has this login." defaultValue="jules" />
      <ChipsField
        title="Labels" testid="labels" values={labels} options={["role=web"]} accepts={(text) => text.includes("=")}
        placeholder="role=web" describedBy="labels-note" onChange={setLabels} onSlip={() => undefined}
      />
      <p id="labels-note" class="hint">A word, =, a word.</p>
      <Chips values={labels} />
      <CopyLine text="tocsin-agent enrol --hub https://hub.example --code 1234" />
    </div>
  ); // prettier-ignore
}

export function Asking() {
  const [asked, setAsked] = useState(false);
  return (
    <div class="styleguide-row">
      <button type="button" class="button quiet" data-testid="ask" onClick={() => setAsked(true)}>A dialog</button>
      <button type="button" class="button quiet" data-testid="toast-show" onClick={() => show("db-1 is now called db-paris-1.", () => undefined)}>
        A toast
      </button>
      {asked && (
        <Confirm title="Remove db-1?" testid="guide" yes="Remove" isDanger act={() => Promise.resolve()} onClose={() => setAsked(false)}>
          <p>It disappears for everybody at once.</p>
        </Confirm>
      )}
    </div>
  ); // prettier-ignore
}
