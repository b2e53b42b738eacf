const UPPER = new Set([
  "id",
  "url",
  "uri",
  "ip",
  "vat",
  "sku",
  "iban",
  "bic",
  "uuid",
  "api",
  "pdf",
  "html",
  "json",
  "csv",
]);

/** The last part of a table's name: `billing/audit.events` → `events`. */
export function lastPart(model: string): string {
  return model.slice(Math.max(model.lastIndexOf("."), model.lastIndexOf("/")) + 1);
}

/** `created_at` → `Created at`, `unitPrice` → `Unit price`, `customer_id` → `Customer ID`. */
export function humanise(name: string): string {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .split(/[\s_\-.]+/)
    .filter(Boolean)
    .map((word) => (UPPER.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()));
  const text = words.join(" ");
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : name;
}
