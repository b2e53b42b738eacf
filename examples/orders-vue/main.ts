/** Asks where Jetway is and for a token, and shows the page. The token stays in memory. */
import { createBridge } from "@jetway/core";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import { BridgePlugin } from "./composables";
import type { paths } from "./jetway";
import Orders from "./Orders.vue";

document.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const { url, token } = Object.fromEntries(new FormData(form));
  const bridge = createBridge<paths>({ url: String(url), token: String(token) });
  form.remove();
  createApp(Orders).use(VueQueryPlugin).use(BridgePlugin, bridge).mount("main");
});
