import { TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SourceKind } from "../../../api/sourceChanges";
import { kindIcon } from "../../../lib/kinds";
import { NEW } from "./SourcesList";
import styles from "./sources.module.css";

/** From so many kinds on they can be searched. */
const MANY_KINDS = 12;

export function KindPicker({ kinds }: { kinds: SourceKind[] }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const found = kinds.filter(({ label }) => label.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <>
      {kinds.length >= MANY_KINDS && (
        <TextInput
          className={styles.search}
          aria-label={t("sources.findKind")}
          placeholder={t("sources.findKind")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <ul className={styles.kinds} aria-label={t("sources.kinds")}>
        {found.map(({ kind, label }) => {
          const Icon = kindIcon(kind);
          return (
            <li key={kind}>
              <Link
                to="/settings/{-$page}/{-$item}"
                params={{ page: "sources", item: `${NEW}${kind}` }}
                className={styles.kind}
              >
                <Icon size={16} strokeWidth={1.8} aria-hidden />
                <span>{label}</span>
                <ChevronRight size={14} aria-hidden />
              </Link>
            </li>
          );
        })}
      </ul>
      {found.length === 0 && <p className={styles.note}>{t("sources.noKindFound")}</p>}
    </>
  );
}
