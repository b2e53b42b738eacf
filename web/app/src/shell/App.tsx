import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { cssVariablesResolver, theme } from "../ui/theme";
import { queryClient } from "./queryClient";

export function App() {
  const { t } = useTranslation();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" limit={1} />
        <h1>{t("product")}</h1>
      </QueryClientProvider>
    </MantineProvider>
  );
}
