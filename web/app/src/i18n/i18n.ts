import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import en from "./en.json";

void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  // Plural forms and nesting come with the catalogue; it is bundled, so this is done before the first render.
  initAsync: false,
});

export const i18n = i18next;
