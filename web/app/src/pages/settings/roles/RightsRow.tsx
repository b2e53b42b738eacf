import { Checkbox, UnstyledButton } from "@mantine/core";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Rights } from "../../../api/policy";
import { markOf, RIGHTS, type Right } from "../../../lib/roleRights";
import styles from "./roles.module.css";

export interface RightsRowProps {
  title: string;
  hint: string;
  rights: Rights;
  /** Whether the rights are those of the other tables. */
  inherited?: boolean;
  onRight: (right: Right, on: boolean) => void;
  /** Opens what the ticks do not say; left out where there is nothing. */
  onOpen?: () => void;
}

export function RightsRow({ title, hint, rights, inherited, onRight, onOpen }: RightsRowProps) {
  const { t } = useTranslation();
  return (
    <tr data-inherited={inherited || undefined}>
      <th scope="row">
        {onOpen ? (
          <UnstyledButton className={styles.open} onClick={onOpen} aria-label={t("settings.roles.open", { title })}>
            <span>{title}</span>
            <ChevronRight size={14} aria-hidden />
          </UnstyledButton>
        ) : (
          title
        )}
        {hint && <span className={styles.hint}>{hint}</span>}
      </th>
      {RIGHTS.map((right) => {
        const mark = markOf(rights, right);
        return (
          <td key={right}>
            <Checkbox
              aria-label={t("settings.roles.mark", { right: t(`settings.roles.right.${right}`), title })}
              checked={mark === "all"}
              indeterminate={mark === "some"}
              onChange={(event) => onRight(right, event.currentTarget.checked)}
            />
          </td>
        );
      })}
    </tr>
  );
}
