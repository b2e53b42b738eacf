import { useTranslation } from "react-i18next";
import { errorText } from "../ui/errorText";
import styles from "./EntryCard.module.css";

/** Why a form was not taken, above its button. */
export function FormFailure({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <p className={styles.failure} role="alert">
      {errorText(error, t).message}
    </p>
  );
}
