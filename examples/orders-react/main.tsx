/** Asks where Jetway is and for a token, and shows the page. The token stays in memory. */
import { createBridge } from "@jetway/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { BridgeProvider, Orders } from "./Orders";
import type { paths } from "./jetway";

document.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const { url, token } = Object.fromEntries(new FormData(form));
  const bridge = createBridge<paths>({ url: String(url), token: String(token) });
  form.remove();
  createRoot(document.querySelector("main") as HTMLElement).render(
    <QueryClientProvider client={new QueryClient()}>
      <BridgeProvider bridge={bridge}>
        <Orders />
      </BridgeProvider>
    </QueryClientProvider>,
  );
});
