/** The texts of the settings of endpoints. They come with that page. */
import en from "./endpoints.en.json";
import { i18n } from "./i18n";

i18n.addResourceBundle("en", "translation", en, true);
