/** Where a provider sends a person back to. It hands on what it was given, and keeps nothing. */
import { type Brought, bring } from "./lib/consentChannel";

const LOST_MS = 3000;

function show(id: string, shown = true): void {
  document.getElementById(id)?.toggleAttribute("hidden", !shown);
}

const brought = Object.fromEntries(new URLSearchParams(location.search));
// A code is for nobody's history.
history.replaceState(null, "", location.pathname);

if (brought.state) {
  const lost = setTimeout(() => show("lost"), LOST_MS);
  bring(brought as unknown as Brought, () => {
    clearTimeout(lost);
    for (const id of ["bringing", "lost"]) show(id, false);
    show("taken");
    window.close();
  });
} else {
  show("bringing", false);
  show("nothing");
}
