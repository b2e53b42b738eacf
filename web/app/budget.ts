/** How much JavaScript a first look at a table costs, and the end of the build where that is too much. */
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Gzipped, for the page and everything that it cannot do without. */
const MOST_BYTES = 280_000;
/** What the browser asks for before the first rows are there, by the modules that it starts from. */
const FIRST_VISIT = [/\/src\/main\.tsx$/, /\/pages\/table\/TablePage\.tsx$/, /\/grid\/DataGrid\.tsx$/];

type Bundle = Rolldown.OutputBundle;

/** The chunks with these modules, and all that they import statically. */
function needed(bundle: Bundle, modules: RegExp[]): Rolldown.OutputChunk[] {
  const found = new Map<string, Rolldown.OutputChunk>();
  const add = (name: string): void => {
    const chunk = bundle[name];
    if (chunk?.type !== "chunk" || found.has(name)) return;
    found.set(name, chunk);
    chunk.imports.forEach(add);
  };
  for (const module of modules) {
    const start = Object.values(bundle).find(
      (one) => one.type === "chunk" && one.moduleIds.some((id) => module.test(id.replaceAll("\\", "/"))),
    );
    if (!start) throw new Error(`The budget looks for ${module}, which is in no chunk`);
    add(start.fileName);
  }
  return [...found.values()];
}

export function budget(): Plugin {
  return {
    name: "jetway:budget",
    apply: "build",
    // The order of plugins does not matter: written files are final.
    writeBundle(_options, bundle) {
      const sizes = needed(bundle, FIRST_VISIT).map((chunk) => ({
        name: chunk.fileName,
        bytes: gzipSync(chunk.code).length,
      }));
      const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
      const said = `A first look at a table takes ${total} bytes of JavaScript, gzipped; at most ${MOST_BYTES}.`;
      this.info(said);
      if (total <= MOST_BYTES) return;
      const largest = sizes.sort((a, b) => b.bytes - a.bytes).map(({ name, bytes }) => `${bytes} ${name}`);
      this.error([said, ...largest].join("\n"));
    },
  };
}
