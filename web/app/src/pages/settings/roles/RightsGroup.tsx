import type { Role } from "../../../api/policy";
import { own } from "../../../lib/own";
import { inherited, RIGHTS, rightsFor, sameTicks, withRight, withRights } from "../../../lib/roleRights";
import { SourceDot } from "../../../ui/SourceDot";
import { RightsRow } from "./RightsRow";
import styles from "./roles.module.css";

export interface RightsLine {
  model: string;
  title: string;
  hint: string;
  /** Whether there is a table to open for its columns and rows. */
  known: boolean;
}

export interface RightsGroupProps {
  /** The tables of which source; left out where there is only one. */
  title?: string;
  colour?: string;
  /** What stands for the tables without a line. */
  others: { model: string | null; title: string; hint: string };
  lines: RightsLine[];
  role: Role;
  onChange: (role: Role) => void;
  onOpen: (model: string) => void;
  /** Opens what the ticks do not say of the others; left out where there is nothing. */
  onOpenOthers?: () => void;
}

/** The tables of one source, a line each, after one for all others of it. */
export function RightsGroup(props: RightsGroupProps) {
  const { title, colour, others, lines, role, onChange, onOpen, onOpenOthers } = props;
  return (
    <tbody>
      {title !== undefined && (
        <tr className={styles.group}>
          <th scope="rowgroup" colSpan={RIGHTS.length + 1}>
            <span className={styles.groupTitle}>
              <SourceDot colour={colour} />
              {title}
            </span>
          </th>
        </tr>
      )}
      <RightsRow
        title={others.title}
        hint={others.hint}
        inherited={others.model !== null && own(role.tables, others.model) === undefined}
        rights={rightsFor(role, others.model)}
        onRight={(right, on) => {
          const next = withRight(rightsFor(role, others.model), right, on);
          // A source that is ticked as everything is goes along with everything again.
          const alike = others.model !== null && sameTicks(next, inherited(role, others.model));
          onChange(withRights(role, others.model, alike ? undefined : next));
        }}
        onOpen={onOpenOthers}
      />
      {lines.map(({ model, title: name, hint, known }) => (
        <RightsRow
          key={model}
          title={name}
          hint={hint}
          inherited={own(role.tables, model) === undefined}
          rights={rightsFor(role, model)}
          onRight={(right, on) => onChange(withRights(role, model, withRight(rightsFor(role, model), right, on)))}
          onOpen={known ? () => onOpen(model) : undefined}
        />
      ))}
    </tbody>
  );
}
