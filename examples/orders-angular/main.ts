/** Asks where Jetway is and for a token, and shows the page. The token stays in memory. */
import "@angular/compiler";
import { provideZonelessChangeDetection } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { createBridge } from "@jetway/core";
import type { paths } from "./jetway";
import { OrdersPage, provideBridge } from "./orders";

document.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const { url, token } = Object.fromEntries(new FormData(form));
  const bridge = createBridge<paths>({ url: String(url), token: String(token) });
  form.remove();
  void bootstrapApplication(OrdersPage, { providers: [provideZonelessChangeDetection(), provideBridge(bridge)] });
});
