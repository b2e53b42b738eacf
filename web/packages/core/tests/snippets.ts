/** The TypeScript of a page of the docs, as modules: what stands in one section, where later snippets see earlier names. */

export function modulesOf(markdown: string): string[] {
  return markdown
    .split(/^## /m)
    .map((section) => [...section.matchAll(/```tsx?\n(.*?)```/gs)].map((found) => found[1] ?? ""))
    .flatMap(apart)
    .map(moduleOf);
}

/** What imports a name anew that stands for something else already begins a module of its own. */
function apart(snippets: string[]): string[][] {
  const groups: string[][] = [];
  let known = new Set<string>();
  for (const snippet of snippets) {
    const names = namesOf(snippet);
    const last = groups.at(-1);
    if (last && !names.some((name) => known.has(name))) last.push(snippet);
    else {
      groups.push([snippet]);
      known = new Set();
    }
    for (const name of names) known.add(name);
  }
  return groups;
}

function moduleOf(snippets: string[]): string {
  const imports = snippets.flatMap((text) => text.match(IMPORT) ?? []);
  const bodies = snippets.map((text) => text.replace(IMPORT, "").replace(/^( *)export /gm, "$1"));
  return [...imports, ...bodies.flatMap((body) => ["{", body]), ...bodies.map(() => "}"), "export {};", ""].join("\n");
}

const IMPORT = /^ *import .*;$/gm;

function namesOf(snippet: string): string[] {
  return (snippet.match(IMPORT) ?? [])
    .flatMap((line) => /\{(.*)\}/.exec(line)?.[1]?.split(",") ?? [])
    .map((one) => one.trim());
}
