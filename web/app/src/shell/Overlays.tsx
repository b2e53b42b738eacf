import { Notifications } from "@mantine/notifications";
import { LeaveDialog } from "../record/LeaveDialog";
import { CommandPalette } from "./CommandPalette";
import { ShortcutsHelp } from "./ShortcutsHelp";

export interface OverlaysProps {
  help: boolean;
  onHelp: (opened: boolean) => void;
}

/** What lies above the pages. Loaded after them: nothing of it is seen until somebody asks. */
export function Overlays({ help, onHelp }: OverlaysProps) {
  return (
    <>
      <CommandPalette onHelp={() => onHelp(true)} />
      <ShortcutsHelp opened={help} onClose={() => onHelp(false)} />
      <LeaveDialog />
      <Notifications position="bottom-right" limit={1} zIndex={400} />
    </>
  );
}
