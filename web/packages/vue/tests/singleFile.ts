/** Components in files of their own, as the example has them; who builds one has Vite's own plugin for it. */
import { compileScript, parse } from "vue/compiler-sfc";

/** Its script, in TypeScript; with `inlineTemplate` what draws it too. */
export function scriptOf(code: string, id: string, inlineTemplate: boolean): string {
  const { descriptor } = parse(code, { filename: id });
  return compileScript(descriptor, { id, inlineTemplate }).content;
}
