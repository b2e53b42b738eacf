import { ApiError } from "@jetway/core";
import { useTranslation } from "react-i18next";
import { errorText } from "../../ui/errorText";
import { refusalOf } from "../problems";
import record from "../record.module.css";

/** Why many rows were not changed, column by column where the server says so. */
export function Refusal({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!error) return null;
  const told = error instanceof ApiError ? refusalOf(error.problem, []).rest : [];
  return (
    <p className={record.refusal} role="alert">
      {told.length > 0 ? told.join(" ") : errorText(error, t).message}
    </p>
  );
}
