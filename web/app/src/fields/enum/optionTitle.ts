/** `in_progress` → `In progress`; what has capitals or spaces of its own stays as it is. */
export function optionTitle(option: string): string {
  if (/[\p{Lu}\s]/u.test(option)) return option;
  const words = option.replace(/[_-]+/g, " ").trim();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : option;
}
