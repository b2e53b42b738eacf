import { Check, ChevronRight, Rows3 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Collection, Listing } from "../../../../api/descriptions";
import { cellText, joined, nameable, withinRecord } from "./answer";
import styles from "./JsonTree.module.css";

const MOST_ITEMS = 20;
const LONGEST = 80;

interface Pointing {
  list: Listing;
  columns: Collection["columns"];
  onRecords: (place: string) => void;
  onColumn: (path: string) => void;
}

export interface JsonTreeProps extends Pointing {
  value: unknown;
}

/** An answer to point at: a list becomes the rows, a value in one of its records becomes a column. */
export function JsonTree({ value, ...pointing }: JsonTreeProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.tree} aria-label={t("builder.answer")}>
      <Node name={null} value={value} place="" depth={0} pointing={pointing} />
    </ul>
  );
}

interface NodeProps {
  name: string | number | null;
  value: unknown;
  /** Its path in the answer; null below a name that no path can go through. */
  place: string | null;
  depth: number;
  pointing: Pointing;
}

function Node({ name, value, place, depth, pointing }: NodeProps) {
  const { t } = useTranslation();
  const isList = Array.isArray(value);
  const nested = isList || (typeof value === "object" && value !== null);
  const rows = isList && place === (pointing.list.records ?? "");
  const [open, setOpen] = useState(
    typeof name === "number" ? name === 0 : depth < 2 || leads(place, pointing.list.records ?? ""),
  );
  const words = nested ? sizeText(value, t) : shortened(value);
  const label = name === null ? t("builder.answer") : String(name);
  return (
    <li>
      <div className={styles.line} style={{ paddingLeft: depth * 14 }} data-rows={rows || undefined}>
        {nested ? (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            aria-label={t("builder.fold", { name: label })}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight size={13} aria-hidden data-open={open || undefined} />
          </button>
        ) : (
          <span className={styles.fold} />
        )}
        <Name name={label} place={place} pointing={pointing} pointable={typeof name === "string"} />
        <span className={styles.value} data-type={nested ? undefined : typeof value}>
          {words}
        </span>
        {isList && place !== null && (rows || withinRecord(place, pointing.list) === null) && (
          <button
            type="button"
            className={styles.pick}
            aria-pressed={rows}
            aria-label={t("builder.useAsRows", { name: label })}
            onClick={() => pointing.onRecords(place)}
          >
            <Rows3 size={12} aria-hidden />
            {t(rows ? "builder.areRows" : "builder.makeRows")}
          </button>
        )}
      </div>
      {nested && open && <Members value={value} place={place} depth={depth + 1} pointing={pointing} />}
    </li>
  );
}

/** Whether the rows are at that place, or below it. */
function leads(place: string | null, records: string): boolean {
  return place !== null && `${records}.`.startsWith(`${place}.`);
}

/** The name of a value: within a record, a way to make it a column or to leave it out again. */
function Name({
  name,
  place,
  pointing,
  pointable,
}: {
  name: string;
  place: string | null;
  pointing: Pointing;
  pointable: boolean;
}) {
  const { t } = useTranslation();
  const path = pointable && place !== null ? withinRecord(place, pointing.list) : null;
  if (path === null || path.split(".").some((step) => /^\d+$/.test(step)))
    return <span className={styles.name}>{name}</span>;
  const taken = Object.entries(pointing.columns).some(([column, { path: own }]) => (own || column) === path);
  return (
    <button
      type="button"
      className={styles.column}
      aria-pressed={taken}
      aria-label={t(taken ? "builder.leaveOut" : "builder.makeColumn", { name: path })}
      onClick={() => pointing.onColumn(path)}
    >
      {name}
      {taken && <Check size={12} aria-hidden />}
    </button>
  );
}

function Members({ value, place, depth, pointing }: Omit<NodeProps, "name">) {
  const { t } = useTranslation();
  const all: [string | number, unknown][] = Array.isArray(value)
    ? value.map((one, at) => [at, one])
    : Object.entries(value as Record<string, unknown>);
  const below = (name: string | number) =>
    place === null || (typeof name === "string" && !nameable(name)) ? null : joined(place, name);
  return (
    <ul>
      {all.slice(0, MOST_ITEMS * (Array.isArray(value) ? 1 : 10)).map(([name, one]) => (
        <Node key={name} name={name} value={one} place={below(name)} depth={depth} pointing={pointing} />
      ))}
      {Array.isArray(value) && all.length > MOST_ITEMS && (
        <li className={styles.rest} style={{ paddingLeft: depth * 14 + 18 }}>
          {t("builder.moreItems", { count: all.length - MOST_ITEMS })}
        </li>
      )}
    </ul>
  );
}

function sizeText(value: unknown, t: (key: string, values: { count: number }) => string): string {
  if (Array.isArray(value)) return t("builder.items", { count: value.length });
  return t("builder.members", { count: Object.keys(value as object).length });
}

function shortened(value: unknown): string {
  const text = value === null ? "null" : typeof value === "string" ? JSON.stringify(value) : cellText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
