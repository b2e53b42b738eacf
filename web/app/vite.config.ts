import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";
import { budget } from "./budget.ts";

const EVERYWHERE =
  /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|zod\/v4\/(mini|core)|@floating-ui\/.*|@tanstack\/(react-)?(query|query-core|router|router-core|history|store))\//;

/** What a table shows first and other pages use too. Of its own it would fall into many small pieces. */
const SHARED =
  /\/packages\/core\/|\/src\/(api\/(client|exactJson|rows|session|settings|tables)|lib\/(filterOperators|filterPath|humanise)|pages\/(WithTable|lazyParts|filter\/Filter(Bar|Button|Chip)|filter\/useFilterValueText)|ui\/(EmptyState|ErrorState|Page|PageTitle|Pill|SkeletonRows|State|errorText|formatters|pillHue|undoToast))\b/;

/** The server rewrites `<base href>`, so one build works under any prefix: every address in it is relative. */
export default defineConfig({
  base: "./",
  plugins: [react(), budget()],
  // The packages of this workspace as they are written: nothing must be built before.
  resolve: { conditions: ["@jetway/source", ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL("../../jetway/static", import.meta.url)),
    emptyOutDir: true,
    // The content security policy refuses fonts and images inlined as data.
    assetsInlineLimit: 0,
    target: "es2022",
    // Without it older browsers load the same files a little later; with it every page has a file more to load.
    modulePreload: { polyfill: false },
    // What every page needs goes together: it compresses better than crumbs, and a first visit asks for less.
    rolldownOptions: {
      input: ["index.html", "connected.html"],
      output: {
        codeSplitting: {
          groups: [
            { name: "base", test: EVERYWHERE, priority: 2 },
            { name: "shared", test: SHARED, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api": process.env.JETWAY_DEV_SERVER ?? "http://127.0.0.1:8000" } },
});
